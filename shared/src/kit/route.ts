import type { z } from 'zod';

type Schema = z.ZodType;

/** Who may call a route: everyone (with the reason), anyone signed in, or an action of the permission table. */
export type RouteAccess = { readonly public: string } | 'signed-in' | `${string}.${string}`;

/**
 * One route's contract: it validates the request and the response, gives the OpenAPI and the H5's client.
 * `path` is below `/api` and names its parameters as `:name`; every one of them must be in `params`.
 */
export interface Route<
  P extends Schema | undefined = Schema | undefined,
  Q extends Schema | undefined = Schema | undefined,
  B extends Schema | undefined = Schema | undefined,
  R extends Schema | undefined = Schema | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  readonly access: RouteAccess;
  /** Changes what is the caller's own for good: not on a device where their phone was not proved yet. */
  readonly proven?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** What a success answers. Left out: the route answers something other than JSON (a redirect, a picture). */
  readonly response?: R;
  /** Codes of the expected failures, beyond those any route may answer with. */
  readonly errors?: readonly string[];
  /** Success status; 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204 | 302;
  /** What the body is written in; JSON unless told. `bytes`: as they are, and the handler's to look at. */
  readonly takes?: 'json' | 'xml' | 'form' | 'bytes';
  /** True for a multipart upload: the body is read by the handler. */
  readonly upload?: boolean;
}

/** A feature's routes by the name of the service method and of the client function. */
export type RouteSlice = Readonly<Record<string, Route>>;

/** Declares a route and keeps its schemas' types. */
export function route<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  R extends Schema | undefined = undefined,
>(spec: Route<P, Q, B, R>): Route<P, Q, B, R> {
  return spec;
}

type Part<S, Name extends string> = S extends Schema ? { [K in Name]: z.output<S> } : unknown;
type PartIn<S, Name extends string> = S extends Schema ? { [K in Name]: z.input<S> } : unknown;

/** What a handler gets: the validated `params`, `query` and `body`. */
export type InputOf<T> = T extends Route<infer P, infer Q, infer B, infer _R> ? Part<P, 'params'> & Part<Q, 'query'> & Part<B, 'body'> : never;

/** What a caller gives, before defaults and coercion. */
export type CallOf<T> = T extends Route<infer P, infer Q, infer B, infer _R> ? PartIn<P, 'params'> & PartIn<Q, 'query'> & PartIn<B, 'body'> : never;

/** What a success answers, as JSON. */
export type OutputOf<T> = T extends Route<infer _P, infer _Q, infer _B, infer R> ? (R extends Schema ? z.output<R> : void) : never;
