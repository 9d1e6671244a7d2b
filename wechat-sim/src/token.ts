import type { FastifyInstance } from 'fastify';
import { LimitedMap } from './bounded.js';
import { randomId } from './ids.js';
import type { Quota } from './quota.js';
import type { SimState } from './state.js';
import { Failure, wire, type Answer } from './wire.js';

const LIFE = 7_200_000;
/** stable_token renews this early, and the older one lives through it. */
const OVERLAP = 300_000;
const FORCE_GAP = 30_000;
const FORMAT = /^[\w-]{60,512}$/;

interface Issued {
  value: string;
  expiresAt: number;
  /** Replaced before its time. */
  dead: boolean;
}

/** The account's access tokens: two families that know nothing of each other. */
export class Tokens {
  #issued = new LimitedMap<string, Issued>(2000);
  #plain?: Issued;
  #stable?: Issued;
  #olderStable?: Issued;
  #forcedAt = -Infinity;

  constructor(
    private readonly now: () => number,
    private readonly quota: Quota,
  ) {}

  /** GET /cgi-bin/token: always a new one, and the older is stale at once. */
  plain(): Answer {
    if (!this.quota.take('token', 'day', 2000)) return new Failure(45009);
    if (this.#plain) this.#plain.dead = true;
    this.#plain = this.#issue();
    return this.#shown(this.#plain);
  }

  /** POST /cgi-bin/stable_token: the same one until five minutes before its end, unless forced. */
  stable(force: boolean): Answer {
    if (!this.quota.take('stable', 'minute', 10_000)) return new Failure(45011);
    if (!this.quota.take('stable', 'day', 500_000)) return new Failure(45009);
    if (force) return this.#forced();
    if (!this.#stable || this.now() >= this.#stable.expiresAt - OVERLAP) {
      this.#olderStable = this.#stable;
      this.#stable = this.#issue();
    }
    return this.#shown(this.#stable);
  }

  /** Another system has fetched tokens: what this one holds is worth nothing any more. */
  evict(): void {
    for (const old of [this.#plain, this.#stable, this.#olderStable]) if (old) old.dead = true;
    this.#plain = this.#stable = this.#olderStable = undefined;
  }

  /** 0, or the errcode that an API call with this token gets. */
  refusal(value: string | undefined): number {
    if (!value) return 41001;
    const issued = this.#issued.get(value);
    if (!issued) return FORMAT.test(value) ? 40001 : 40014;
    if (issued.dead) return 40001;
    return this.now() >= issued.expiresAt ? 42001 : 0;
  }

  #forced(): Answer {
    // Twice within 30 s: WeChat does not refresh, the call is answered with the token in force.
    if (this.#stable && this.now() - this.#forcedAt < FORCE_GAP) return this.#shown(this.#stable);
    if (!this.quota.take('force', 'day', 20)) return new Failure(45009);
    this.#forcedAt = this.now();
    for (const old of [this.#stable, this.#olderStable]) if (old) old.dead = true;
    this.#stable = this.#issue();
    return this.#shown(this.#stable);
  }

  #issue(): Issued {
    const value = `90_${randomId(133)}`;
    return this.#issued.set(value, { value, expiresAt: this.now() + LIFE, dead: false });
  }

  #shown(issued: Issued): Answer {
    return { access_token: issued.value, expires_in: Math.floor((issued.expiresAt - this.now()) / 1000) };
  }
}

/** 0, or what is wrong with the account's name and password; the appid comes before the grant_type. */
function credentials(state: SimState, given: Record<string, unknown>): number {
  const { appid, secret, grant_type: grant } = given;
  if (!appid) return 41002;
  if (appid !== state.options.appId) return 40013;
  if (grant !== 'client_credential') return 40002;
  if (!secret) return 41004;
  return secret === state.options.appSecret ? 0 : 40125;
}

/** Routes: the two ways to an access_token. */
export function registerToken(app: FastifyInstance, state: SimState): void {
  wire(app, state, {
    method: 'GET',
    path: '/cgi-bin/token',
    handle: ({ query }) => {
      const wrong = credentials(state, query);
      return wrong ? new Failure(wrong) : state.tokens.plain();
    },
  });
  wire(app, state, {
    method: 'POST',
    path: '/cgi-bin/stable_token',
    handle: ({ body }) => {
      const wrong = credentials(state, body);
      return wrong ? new Failure(wrong) : state.tokens.stable(body['force_refresh'] === true);
    },
  });
  app.post('/sim/tokens/evict', (_request, reply) => {
    state.tokens.evict();
    return reply.code(204).send();
  });
}
