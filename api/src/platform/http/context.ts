import type { FastifyReply, FastifyRequest } from 'fastify';

/** Who is signed in. */
export interface Principal {
  readonly sessionId: string;
  readonly accountId: string;
  /** Null until a home is bound or a role is claimed. */
  readonly personId: string | null;
  /** False on a device where the registered phone was not proved yet. */
  readonly proven: boolean;
  /** Tells the account's devices apart; null for a session from before they were. */
  readonly deviceHash: string | null;
  /** When a second factor was proved on this session; null: never. */
  readonly confirmedAt: Date | null;
}

/** What a service needs to know of the request it serves. */
export interface Context {
  readonly requestId: string;
  /** The instant of the request: all of a unit of work happens at this time. */
  readonly now: Date;
  /** Address of the caller, for limits. */
  readonly address: string;
  readonly who: Principal | null;
  /** The caller's Idempotency-Key with the digest of what was asked; null without the header. */
  readonly idempotency: { readonly key: string; readonly hash: string } | null;
  /** For controllers alone: redirects, cookies, uploads. */
  readonly http: { readonly request: FastifyRequest; readonly reply: FastifyReply };
}

/** The context of a route that needs someone signed in. */
export interface SignedIn extends Context {
  readonly who: Principal;
}
