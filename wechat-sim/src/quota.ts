import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimState } from './state.js';
import { Failure, parseObject, wire, type Answer } from './wire.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const BEIJING = 8 * 3_600_000;
const CLEARS_A_MONTH = 10;

type Per = 'minute' | 'day' | 'month';

interface Count {
  window: number;
  used: number;
}

/** Calls a day for a verified account; what is not named here is counted without a limit. */
const DAILY: Record<string, number> = {
  '/cgi-bin/message/template/send': 100_000,
  '/cgi-bin/message/custom/send': 500_000,
  '/cgi-bin/message/subscribe/bizsend': 1_000_000,
  '/cgi-bin/menu/create': 1000,
  '/cgi-bin/menu/get': 10_000,
  '/cgi-bin/menu/delete': 1000,
  '/cgi-bin/get_current_selfmenu_info': 10_000,
  '/cgi-bin/user/get': 500,
  '/cgi-bin/user/info': 5_000_000,
  '/cgi-bin/user/info/batchget': 5_000_000,
  '/cgi-bin/qrcode/create': 100_000,
  '/cgi-bin/ticket/getticket': 1_000_000,
  '/cgi-bin/media/get': 200_000,
  '/cgi-bin/media/upload': 100_000,
};

/** Where the two tokens count their calls: under names of their own. */
const NAMES: Record<string, { name: string; limit: number }> = {
  '/cgi-bin/token': { name: 'token', limit: 2000 },
  '/cgi-bin/stable_token': { name: 'stable', limit: 500_000 },
};

/** Midnight in Beijing, when the quotas of a day start anew. */
export function nextMidnight(now: number): number {
  return (Math.floor((now + BEIJING) / DAY) + 1) * DAY - BEIJING;
}

/** Counts calls in a minute, a Beijing day or month. */
export class Quota {
  #counts = new Map<string, Count>();
  #limits = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Takes one of `limit` for `name`; false when none is left in this window. A limit set by `limit` goes first. */
  take(name: string, per: Per, limit: number): boolean {
    const count = this.#count(name, per);
    if (count.used >= (this.#limits.get(`${per}:${name}`) ?? limit)) return false;
    count.used += 1;
    return true;
  }

  /** 0, or the errcode of a call on this path that has no quota left. */
  refusal(path: string): number {
    if (!this.take(path, 'minute', Infinity)) return 45011;
    return this.take(path, 'day', DAILY[path] ?? Infinity) ? 0 : 45009;
  }

  limit(name: string, per: Per, limit: number): void {
    this.#limits.set(`${per}:${name}`, limit);
  }

  use(name: string, per: Per, used: number): void {
    this.#count(name, per).used = used;
  }

  /** The figures of a path's day. */
  figures(path: string): { daily_limit: number; used: number; remain: number } | undefined {
    const { name, limit } = NAMES[path] ?? { name: path, limit: DAILY[path] };
    if (limit === undefined) return undefined;
    const daily = this.#limits.get(`day:${name}`) ?? limit;
    const { used } = this.#count(name, 'day');
    return { daily_limit: daily, used, remain: Math.max(0, daily - used) };
  }

  /** What clear_quota resets: the counts of the day. */
  clear(): void {
    for (const key of [...this.#counts.keys()]) if (key.startsWith('day:') && key !== 'day:force') this.#counts.delete(key);
  }

  #count(name: string, per: Per): Count {
    const key = `${per}:${name}`;
    const window = this.#window(per);
    let count = this.#counts.get(key);
    if (count?.window === window) return count;
    if (this.#counts.size > 5000) for (const each of this.#counts.keys()) if (each.startsWith('minute:')) this.#counts.delete(each);
    count = { window, used: 0 };
    this.#counts.set(key, count);
    return count;
  }

  #window(per: Per): number {
    if (per === 'minute') return Math.floor(this.now() / MINUTE);
    const there = this.now() + BEIJING;
    if (per === 'day') return Math.floor(there / DAY);
    const date = new Date(there);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  }
}

const Control = z.object({
  path: z.string().startsWith('/'),
  limit: z.number().int().nonnegative().optional(),
  used: z.number().int().nonnegative().optional(),
  perMinute: z.number().int().nonnegative().optional(),
});

function clear(state: SimState, appId: unknown): Answer {
  if (appId !== state.options.appId) return new Failure(40013);
  if (!state.quota.take('clear', 'month', CLEARS_A_MONTH)) return new Failure(48006);
  state.quota.clear();
  return { errcode: 0, errmsg: 'ok' };
}

function figures(state: SimState, path: unknown): Answer {
  if (typeof path === 'string' && path.startsWith('/sns/')) return new Failure(76022);
  const quota = typeof path === 'string' ? state.quota.figures(path) : undefined;
  return quota ? { errcode: 0, errmsg: 'ok', quota } : new Failure(76021);
}

/** Routes: the account's own look at its quotas, and the control that sets them. */
export function registerQuota(app: FastifyInstance, state: SimState): void {
  wire(app, state, { method: 'POST', path: '/cgi-bin/openapi/quota/get', guarded: true, handle: ({ body }) => figures(state, body['cgi_path']) });
  wire(app, state, { method: 'POST', path: '/cgi-bin/clear_quota', guarded: true, handle: ({ body }) => clear(state, body['appid']) });
  wire(app, state, {
    method: 'POST',
    path: '/cgi-bin/clear_quota/v2',
    handle: ({ body }) => (body['appsecret'] === state.options.appSecret ? clear(state, body['appid']) : new Failure(40125)),
  });
  app.post('/sim/quota', (request, reply) => {
    const given = Control.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: 'path, limit?, used?, perMinute?' });
    const { path, limit, used, perMinute } = given.data;
    const name = NAMES[path]?.name ?? path;
    if (limit !== undefined) state.quota.limit(name, 'day', limit);
    if (used !== undefined) state.quota.use(name, 'day', used);
    if (perMinute !== undefined) state.quota.limit(name, 'minute', perMinute);
    return { path, ...state.quota.figures(path) };
  });
}
