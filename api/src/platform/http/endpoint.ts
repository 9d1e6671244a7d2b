import { applyDecorators, HttpCode, Req, RequestMapping, RequestMethod, Res, SetMetadata } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InputOf, OutputOf, Route } from '@wuye/shared/kit';
import type { z } from 'zod';
import { digest } from '../crypto/index.js';
import { type FieldError, isProblem, platformProblem, Problem, ProblemException } from '../errors/index.js';
import type { Context, SignedIn } from './context.js';

/** Metadata key under which a handler's contract is found (guards, the OpenAPI and the architecture tests). */
export const ROUTE = 'wuye:route';

/** What the session guard leaves on the request. */
export interface Prepared extends FastifyRequest {
  prepared?: Omit<Context, 'idempotency' | 'http'>;
}

type ContextOf<R extends Route> = R['access'] extends { public: string } ? Context : SignedIn;
type Handler<R extends Route> = (context: ContextOf<R>, input: InputOf<R>) => Promise<OutputOf<R> | Problem> | OutputOf<R> | Problem;

const KEY = /^[\x21-\x7e]{8,128}$/;

function check(schema: z.ZodType | undefined, where: string, value: unknown, faults: FieldError[]): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // A contract without a body field of its own points at the body; a field is addressed as the form knows it.
  for (const issue of result.error.issues) faults.push({ path: issue.path.join('.') || where, message: issue.message });
  return undefined;
}

const TYPES = {
  json: /^application\/json\s*(;|$)/i,
  xml: /^(text|application)\/xml\s*(;|$)/i,
  form: /^application\/x-www-form-urlencoded\s*(;|$)/i,
  bytes: /^application\/octet-stream$/i,
};

/** JSON alone, unless a contract says bytes, XML or, where no session counts, a form: anything else is what a foreign page's form could send. Uploads are forms, and read by their handler. */
function checkType(route: Route, request: FastifyRequest): void {
  const type = request.headers['content-type'];
  if (type === undefined || route.method === 'GET' || route.upload) return;
  if (!TYPES[route.takes ?? 'json'].test(type)) throw new ProblemException(platformProblem('REQUEST.UNSUPPORTED'));
}

function readInput(route: Route, request: FastifyRequest): { params: unknown; query: unknown; body: unknown } {
  const faults: FieldError[] = [];
  const input = {
    params: check(route.params, 'params', request.params, faults),
    query: check(route.query, 'query', request.query, faults),
    body: check(route.body, 'body', request.body ?? {}, faults),
  };
  if (faults.length > 0) {
    const { code, status, title } = platformProblem('REQUEST.INVALID');
    throw new ProblemException(new Problem(code, status, title, faults));
  }
  return input;
}

function readKey(route: Route, request: FastifyRequest, input: unknown): Context['idempotency'] {
  const key = request.headers['idempotency-key'];
  if (key === undefined || route.method === 'GET') return null;
  if (typeof key !== 'string' || !KEY.test(key)) throw new ProblemException(platformProblem('IDEMPOTENCY.KEY_INVALID'));
  return { key, hash: digest(`${route.method} ${route.path}\n${JSON.stringify(input)}`) };
}

/**
 * Binds a controller's method to its contract: path, status, who may call it, validated input, checked output.
 * The method takes `(context, input)` and returns the response or a Problem.
 */
export function Endpoint<R extends Route>(route: R) {
  return <M extends Handler<R>>(target: object, name: string, descriptor: TypedPropertyDescriptor<M>): void => {
    const handler = descriptor.value as M;
    const bound = async function (this: unknown, request: Prepared, reply: FastifyReply): Promise<unknown> {
      checkType(route, request);
      const input = readInput(route, request);
      const context = { ...request.prepared, idempotency: readKey(route, request, input), http: { request, reply } };
      const result = await handler.call(this, context as ContextOf<R>, input as InputOf<R>);
      if (isProblem(result)) throw new ProblemException(result);
      return route.response ? route.response.parse(result) : result;
    };
    const open = descriptor as unknown as PropertyDescriptor;
    open.value = bound;
    applyDecorators(RequestMapping({ path: route.path, method: RequestMethod[route.method] }), HttpCode(route.status ?? 200), SetMetadata(ROUTE, route))(
      target,
      name,
      open,
    );
    Req()(target, name, 0);
    // A redirect is sent by the handler; Nest must not send a second answer after it.
    Res({ passthrough: route.status !== 302 })(target, name, 1);
  };
}
