import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Recent } from './bounded.js';
import type { SimState } from './state.js';

declare module 'fastify' {
  interface FastifyReply {
    /** The answer, for the log. */
    sentText: string;
  }
}

const SECRET = 'access_token|jsapi_ticket|refresh_token|appsecret|secret|code|ticket|cert_name|cert_no|cert_hash|verify_id';
const BODY_LIMIT = 2000;

/** One call as the log shows it, secrets masked. */
export interface LogEntry {
  id: number;
  at: number;
  method: string;
  path: string;
  query: string;
  status: number;
  errcode: number | null;
  ms: number;
  request: string;
  response: string;
  /** A call of ours to the account's server; `query` then says which and how. */
  out: boolean;
}

interface Kept {
  at: number;
  method: string;
  url: string;
  status: number;
  ms: number;
  request: string;
  response: string;
  note?: string;
}

/** The last 500 calls. They are kept as they came and masked when somebody looks: a load test should not pay for that. */
export class CallLog {
  #calls = new Recent<Kept & { id: number }>(500);
  #lastId = 0;

  constructor(private readonly changed: () => void) {}

  /** A call to us. */
  add(call: Omit<Kept, 'note'>): void {
    this.#lastId += 1;
    this.#calls.add({ id: this.#lastId, ...call, request: cut(call.request), response: cut(call.response) });
    this.changed();
  }

  /** A call of ours to the account's server. */
  addOut(call: Kept & { note: string }): void {
    this.add(call);
  }

  all(): LogEntry[] {
    return this.recent(Infinity);
  }

  /** The last `count` calls, oldest first. */
  recent(count: number): LogEntry[] {
    const calls = this.#calls.all();
    return calls.slice(Math.max(0, calls.length - count)).map(shown);
  }
}

/** A copy of a long text's beginning: a mere slice would keep the whole of it in memory. */
const cut = (text: string): string => (text.length > 4 * BODY_LIMIT ? Buffer.from(text.slice(0, 4 * BODY_LIMIT)).toString() : text);

function shown(call: Kept & { id: number }): LogEntry {
  const [path = '', query = ''] = call.note === undefined ? call.url.split('?', 2) : [call.url, call.note];
  const errcode = /"errcode":\s*(-?\d+)/.exec(call.response.slice(0, 200))?.[1];
  return {
    id: call.id,
    at: call.at,
    method: call.method,
    path,
    query: shortened(maskSecrets(query)),
    status: call.status,
    errcode: errcode === undefined || call.note !== undefined ? null : Number(errcode),
    ms: Math.round(call.ms),
    request: shortened(maskSecrets(call.request)),
    response: call.note === undefined && call.response.startsWith('<') ? '(网页)' : shortened(maskSecrets(call.response)),
    out: call.note !== undefined,
  };
}

const stars = (value: string): string => (value.length > 12 ? `${value.slice(0, 4)}***` : '***');

/** Hides tokens, secrets, codes and identity papers in a query, a form or a JSON text. */
export function maskSecrets(text: string): string {
  return text
    .replace(new RegExp(`(^|[?&])(${SECRET})=([^&#]*)`, 'g'), (_all, before: string, name: string, value: string) => `${before}${name}=${stars(value)}`)
    .replace(new RegExp(`"(${SECRET})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'g'), (_all, name: string, value: string) => `"${name}":"${stars(value)}"`);
}

const shortened = (text: string): string => (text.length > BODY_LIMIT ? `${text.slice(0, BODY_LIMIT)}…` : text);

/** Calls worth a line: WeChat's own and the gateway's, not the phone's page asking for news. */
function isLogged(request: FastifyRequest): boolean {
  return /^\/(?:cgi-bin|sns|cityservice|connect)\//.test(request.url) || (request.method === 'POST' && /^\/sim\/(?:sms|face|jssdk)\b/.test(request.url));
}

/** Adds a call to the log. `response` is the text that was sent, if any. */
export function noteCall(state: SimState, request: FastifyRequest, call: { status: number; ms: number; response: string }): void {
  if (!isLogged(request)) return;
  state.log.add({ at: state.now(), method: request.method, url: request.url, request: typeof request.body === 'string' ? request.body : '', ...call });
}

/** Writes the log of every call, and shows it. */
export function registerLog(app: FastifyInstance, state: SimState): void {
  app.decorateReply('sentText', '');
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (typeof payload === 'string') reply.sentText = payload;
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    noteCall(state, request, { status: reply.statusCode, ms: reply.elapsedTime, response: reply.sentText });
    done();
  });
  app.get('/sim/log', () => ({ calls: state.log.all() }));
}
