import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noteCall } from './log.js';
import { nextMidnight } from './quota.js';
import type { SimState } from './state.js';
import { answer, Failure, parseObject } from './wire.js';

/** Kinds that are a business error, whatever was asked. */
const CODES = { busy: -1, ip: 40164, daily: 45009, minute: 45011, unauthorized: 48001, evicted: 40001 } as const;

/** What of it the gateway of SMS answers with a status of its own: a wrong token, an empty balance. */
const AT_GATEWAY: Readonly<Record<string, number>> = { unauthorized: 401, daily: 402 };

const Given = z.object({
  /**
   * away: the connection breaks before anything is done; lost: all is done, and the answer never comes; gateway: HTTP 502;
   * code: the business error named by `errcode`; daily ends by itself at midnight in Beijing.
   */
  kind: z.enum(['away', 'lost', 'malformed', 'slow', 'gateway', 'code', 'busy', 'ip', 'daily', 'minute', 'unauthorized', 'evicted']),
  errcode: z.number().int().default(-1),
  /** How many calls it hits; without it all. */
  count: z.number().int().positive().optional(),
  /** The share of calls it hits. */
  rate: z.number().gt(0).max(1).default(1),
  /** How long it lasts, in ms; without it until taken back. */
  duration: z.number().int().positive().optional(),
  /** Only calls whose path begins so. */
  path: z.string().startsWith('/').optional(),
  /** For `slow`: how late the answer is, in ms. */
  delay: z.number().int().positive().max(120_000).default(5000),
});

interface Fault extends z.infer<typeof Given> {
  until: number;
}

/** Faults in force, hit in the order in which they were set. */
export class Faults {
  #faults: Fault[] = [];

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  add(given: z.infer<typeof Given>): void {
    const until = given.duration ? this.now() + given.duration : given.kind === 'daily' ? nextMidnight(this.now()) : Infinity;
    this.#faults = [...this.all(), { ...given, until }].slice(-50);
    this.changed();
  }

  clear(kind?: string): void {
    this.#faults = kind ? this.#faults.filter((fault) => fault.kind !== kind) : [];
    this.changed();
  }

  all(): Fault[] {
    return this.#faults.filter((fault) => fault.until > this.now() && fault.count !== 0);
  }

  any(): boolean {
    return this.#faults.length > 0;
  }

  /** The fault that hits a call on this path, counted. */
  hit(path: string): Fault | undefined {
    const fault = this.all().find((each) => covers(each, path) && randomInt(1_000_000) < each.rate * 1_000_000);
    if (fault?.count) {
      fault.count -= 1;
      this.changed();
    }
    return fault;
  }
}

/** Without a path of its own a fault hits what servers call, not the pages that people open. */
function covers(fault: Fault, path: string): boolean {
  return fault.path ? path.startsWith(fault.path) : /^\/(?:cgi-bin|sns|cityservice)\/|^\/sim\/sms$/.test(path);
}

async function suffer(state: SimState, request: FastifyRequest, reply: FastifyReply, lost: WeakSet<FastifyRequest>): Promise<void> {
  const path = request.url.split('?', 1)[0] ?? '';
  // The page must stay able to take faults back; of its own routes only the gateway can fail.
  if (path.startsWith('/sim/') && !(path === '/sim/sms' && request.method === 'POST')) return;
  const fault = state.faults.hit(path);
  if (!fault) return;
  if (fault.kind === 'slow') {
    await wait(fault.delay, undefined, { ref: false });
  } else if (fault.kind === 'lost') {
    lost.add(request);
  } else if (fault.kind === 'away') {
    noteCall(state, request, { status: 0, ms: 0, response: '(连接被断开)' });
    reply.hijack();
    request.raw.socket.destroy();
  } else if (fault.kind === 'malformed') {
    await reply.type('application/json; charset=utf-8').send('{"errcode":0,"errm');
  } else if (fault.kind === 'gateway') {
    await reply.code(502).type('text/html').send('<html><h1>502 Bad Gateway</h1></html>');
  } else if (path === '/sim/sms') {
    await reply.code(AT_GATEWAY[fault.kind] ?? 503).send({ error: fault.kind });
  } else {
    await answer(reply, failure(fault, request.ip), path.startsWith('/sns/') ? 'sns' : 'cgi');
  }
}

function failure(fault: Fault, ip: string): Failure {
  if (fault.kind === 'ip') return new Failure(40164, `invalid ip ${ip} ipv6 ::ffff:${ip}, not in whitelist`);
  return new Failure(fault.kind in CODES ? CODES[fault.kind as keyof typeof CODES] : fault.errcode);
}

/** Makes calls fail as asked, and the routes to ask. */
export function registerFaults(app: FastifyInstance, state: SimState): void {
  const lost = new WeakSet<FastifyRequest>();
  app.addHook('preHandler', (request, reply, done) => {
    if (!state.faults.any()) return done();
    suffer(state, request, reply, lost).then(() => done(), done);
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (lost.has(request)) request.raw.socket.destroy();
    done(null, payload);
  });
  const shown = (): object => ({ faults: state.faults.all().map(({ until, ...fault }) => ({ ...fault, until: until === Infinity ? null : until })) });
  app.get('/sim/faults', shown);
  app.post('/sim/faults', (request, reply) => {
    const given = Given.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: given.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ') });
    state.faults.add(given.data);
    return shown();
  });
  app.delete<{ Querystring: { kind?: string } }>('/sim/faults', (request) => {
    state.faults.clear(request.query.kind);
    return shown();
  });
}
