import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { finishCheck } from './face.js';
import { MEDIA_LIMIT } from './media.js';
import { JWEIXIN } from './page/jweixin.js';
import { slugOfHost } from './people.js';
import type { SimState } from './state.js';
import { Failure, parseObject, wire, type Answer } from './wire.js';

const LIFE = 7_200_000;
const EARLY = 300_000;

interface Ticket {
  value: string;
  expiresAt: number;
}

/** jsapi_ticket: the same one until five minutes before its end; the one before stays good to its own end. */
export class Tickets {
  #tickets = new Map<string, Ticket[]>();

  constructor(private readonly now: () => number) {}

  current(type: string): Ticket {
    const valid = this.valid(type);
    const last = valid.at(-1);
    if (last && this.now() < last.expiresAt - EARLY) return last;
    const fresh = { value: `sM4A${randomBytes(62).toString('base64url').slice(0, 82)}`, expiresAt: this.now() + LIFE };
    this.#tickets.set(type, [...valid, fresh]);
    return fresh;
  }

  valid(type: string): Ticket[] {
    return (this.#tickets.get(type) ?? []).filter(({ expiresAt }) => expiresAt > this.now());
  }
}

/** The signature of wx.config, over the address without its fragment. */
export function jsSignature(given: { ticket: string; noncestr: string; timestamp: string; url: string }): string {
  const line = `jsapi_ticket=${given.ticket}&noncestr=${given.noncestr}&timestamp=${given.timestamp}&url=${given.url.split('#', 1)[0]}`;
  return createHash('sha1').update(line).digest('hex');
}

const Config = z.object({
  person: z.string(),
  appId: z.string().default(''),
  timestamp: z.coerce.string().default(''),
  nonceStr: z.string().default(''),
  signature: z.string().default(''),
  /** The page's address when it was first loaded, and now: iOS checks the one, Android the other. */
  firstUrl: z.string(),
  url: z.string(),
});

/** WeChat's own host of a page: the platform's, or a person's host of it. */
function isOwnDomain(state: SimState, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [home, page] = [new URL(state.options.publicUrl), new URL(url)];
  return page.host === home.host || (home.hostname === 'localhost' && slugOfHost(page.host) !== undefined && page.port === home.port);
}

/** `config:ok`, or why WeChat refuses. */
function configure(state: SimState, given: z.infer<typeof Config>): string {
  const url = state.phones.get(given.person).platform === 'ios' ? given.firstUrl : given.url;
  if (given.appId !== state.options.appId) return 'config:invalid appId';
  if (!isOwnDomain(state, url)) return 'config:invalid url domain';
  const right = state.tickets
    .valid('jsapi')
    .some(({ value }) => jsSignature({ ticket: value, noncestr: given.nonceStr, timestamp: given.timestamp, url }) === given.signature);
  return right ? 'config:ok' : 'config:invalid signature';
}

function ticketAnswer(state: SimState, type: string): Answer {
  if (type !== 'jsapi' && type !== 'wx_card') return new Failure(40097);
  const { value, expiresAt } = state.tickets.current(type);
  return { errcode: 0, errmsg: 'ok', ticket: value, expires_in: Math.floor((expiresAt - state.now()) / 1000) };
}

/** Routes: the ticket for the server; the script for the page; what the phone does for that script. */
export function registerJssdk(app: FastifyInstance, state: SimState): void {
  wire(app, state, { method: 'GET', path: '/cgi-bin/ticket/getticket', guarded: true, handle: ({ query }) => ticketAnswer(state, query['type'] ?? '') });
  for (const path of ['/jweixin-1.6.3.js', '/open/js/jweixin-1.6.3.js']) {
    app.get(path, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').header('cross-origin-resource-policy', 'cross-origin').send(JWEIXIN),
    );
  }
  app.post('/sim/jssdk/config', (request, reply) => {
    const given = Config.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    if (!given.success) return reply.code(400).send({ error: 'person, appId, timestamp, nonceStr, signature, firstUrl, url' });
    const errMsg = configure(state, given.data);
    return { errMsg, platform: state.phones.get(given.data.person).platform };
  });
  app.post('/sim/jssdk/upload', { bodyLimit: MEDIA_LIMIT }, (request, reply) => {
    if (!Buffer.isBuffer(request.body) || request.body.length === 0) return reply.code(400).send({ error: 'image' });
    return { serverId: state.media.add(request.body, request.headers['content-type'] ?? 'image/jpeg') };
  });
  app.post('/sim/jssdk/face', (request, reply) => {
    const given = parseObject(typeof request.body === 'string' ? request.body : '') ?? {};
    const result = finishCheck(state, given['verify_id'], String(given['result']));
    return result === undefined ? reply.code(410).send({ error: 'verify_id, result' }) : { result };
  });
}
