import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Recent } from './bounded.js';
import type { SimState } from './state.js';

const SECRET = 'access_token|refresh_token|appsecret|secret|code|ticket|cert_name|cert_no|cert_hash|verify_id';
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
}

/** The last 500 calls. */
export class CallLog {
  #calls = new Recent<LogEntry>(500);
  #lastId = 0;

  constructor(private readonly changed: () => void) {}

  add(entry: Omit<LogEntry, 'id'>): void {
    this.#lastId += 1;
    this.#calls.add({ id: this.#lastId, ...entry });
    this.changed();
  }

  all(): readonly LogEntry[] {
    return this.#calls.all();
  }
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
  return /^\/(?:cgi-bin|sns|cityservice|connect)\//.test(request.url) || (request.method === 'POST' && /^\/sim\/(?:sms|face)\b/.test(request.url));
}

/** Adds a call to the log. `response` is the text that was sent, if any. */
export function noteCall(state: SimState, request: FastifyRequest, call: { status: number; ms: number; response: string }): void {
  if (!isLogged(request)) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  const errcode = /"errcode":\s*(-?\d+)/.exec(call.response.slice(0, 200))?.[1];
  const page = call.response.startsWith('<');
  state.log.add({
    at: state.now(),
    method: request.method,
    path,
    query: shortened(maskSecrets(query)),
    status: call.status,
    errcode: errcode === undefined ? null : Number(errcode),
    ms: Math.round(call.ms),
    request: shortened(maskSecrets(typeof request.body === 'string' ? request.body : '')),
    response: page ? '(网页)' : shortened(maskSecrets(call.response)),
  });
}

/** Writes the log of every call, and shows it. */
export function registerLog(app: FastifyInstance, state: SimState): void {
  const sent = new WeakMap<FastifyRequest, string>();
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'string') sent.set(request, payload);
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    noteCall(state, request, { status: reply.statusCode, ms: reply.elapsedTime, response: sent.get(request) ?? '' });
    done();
  });
  app.get('/sim/log', () => ({ calls: state.log.all() }));
}
