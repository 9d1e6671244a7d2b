import type { FastifyInstance, FastifyReply } from 'fastify';
import { requestId } from './ids.js';
import type { SimState } from './state.js';

/** cgi-bin writes `… rid: …`, sns writes `…, rid: …`. */
export type Family = 'cgi' | 'sns';

const WORDS: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40016: 'invalid button size',
  40017: 'invalid button type',
  40018: 'invalid button name size',
  40019: 'invalid button key size',
  40020: 'invalid button url size',
  40023: 'invalid sub button size',
  40024: 'invalid sub button type',
  40025: 'invalid sub button name size',
  40026: 'invalid sub button key size',
  40027: 'invalid sub button url size',
  40029: 'invalid code',
  40030: 'invalid refresh_token',
  40032: 'invalid openid list size',
  40033: 'invalid charset. please check your request, if include \\uxxxx will create fail!',
  40037: 'invalid template_id',
  40052: 'invalid action name',
  40053: 'invalid action info',
  40054: 'invalid sub button url domain',
  40055: 'invalid button url domain',
  40066: 'invalid url',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip, not in whitelist',
  40246: 'keyword name invalid',
  40249: 'marketing content is not allowed in template message',
  41001: 'access_token missing',
  41002: 'appid missing',
  41003: 'refresh_token missing',
  41004: 'appsecret missing',
  41005: 'media data missing',
  41008: 'missing code',
  41009: 'missing openid',
  42001: 'access_token expired',
  42002: 'refresh_token expired',
  42003: 'code expired',
  43001: 'require GET method',
  43002: 'require POST method',
  43004: 'require subscribe',
  43101: 'user refuse to accept the msg',
  43116: 'template message to the user is restricted',
  44002: 'empty post data',
  44003: 'empty news data',
  44004: 'empty content',
  45002: 'content size out of limit',
  45008: 'article size out of limit',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  45015: 'response out of time limit or subscription is canceled',
  45026: 'template num exceeds limit',
  45029: 'qrcode count out of limit',
  46003: 'menu no exist',
  47001: 'data format error',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  48006: 'forbid to clear quota because of reaching the limit',
  76021: 'cgi_path not found, please check',
  76022: 'could not use this cgi_path,no permission',
};

/** A business error: HTTP 200 all the same. `words` replaces the code's usual text. */
export class Failure {
  constructor(
    readonly errcode: number,
    readonly words: string = WORDS[errcode] ?? 'unknown error',
  ) {}
}

/** JSON text that is sent as it stands: the only way to write a number beyond 2^53. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** A file instead of JSON. */
export class Bytes {
  constructor(
    readonly bytes: Buffer,
    readonly type: string,
  ) {}
}

export type Answer = Record<string, unknown> | RawJson | Failure | Bytes;

/** What a handler gets: the query with one value per name, the body parsed, and as it came. */
export interface Call {
  query: Record<string, string | undefined>;
  body: Record<string, unknown>;
  text: string;
}

export interface WireRoute {
  method: 'GET' | 'POST';
  path: string;
  family?: Family;
  /** Asks for a valid access_token of the account first. */
  guarded?: boolean;
  handle: (call: Call) => Answer;
}

/** Registers one of WeChat's server calls with its outer manners: method, token, JSON, rid. */
export function wire(app: FastifyInstance, state: SimState, route: WireRoute): void {
  app.route({
    method: ['GET', 'POST'],
    url: route.path,
    handler: (request, reply) => {
      if (request.method !== route.method) return answer(reply, new Failure(route.method === 'GET' ? 43001 : 43002), route.family);
      const query = onlyText(request.query);
      const refused = route.guarded ? state.tokens.refusal(query['access_token']) || state.quota.refusal(route.path) : 0;
      if (refused) return answer(reply, new Failure(refused), route.family);
      const text = typeof request.body === 'string' ? request.body : '';
      const body = route.method === 'POST' ? parseObject(text) : {};
      return answer(reply, body ? route.handle({ query, body, text }) : new Failure(text ? 47001 : 44002), route.family);
    },
  });
}

/** Writes an answer as WeChat does: HTTP 200, compact JSON. */
export function answer(reply: FastifyReply, result: Answer, family: Family = 'cgi'): FastifyReply {
  if (result instanceof Bytes) return reply.type(result.type).send(result.bytes);
  void reply.header('content-type', 'application/json; charset=utf-8');
  if (result instanceof RawJson) return reply.send(result.text);
  if (!(result instanceof Failure)) return reply.send(JSON.stringify(result));
  const errmsg = `${result.words}${family === 'sns' ? ',' : ''} rid: ${requestId()}`;
  return reply.send(JSON.stringify({ errcode: result.errcode, errmsg }));
}

function onlyText(query: unknown): Record<string, string | undefined> {
  const texts: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) texts[name] = String(Array.isArray(value) ? value[0] : value);
  return texts;
}

/** The JSON object in a text, or nothing when it is none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
