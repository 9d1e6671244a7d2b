import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { REFUSALS } from './behaviour.js';
import type { Article } from './chat.js';
import type { SimState } from './state.js';
import { dataFailure, layCard } from './template.js';
import { Failure, parseObject, wire, type Answer } from './wire.js';

/** How long after a person wrote, pressed or scanned something the account may write on its own. */
const TALK_WINDOW = 48 * 3_600_000;
const TEXT_BYTES = 2048;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const inside = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});

function articles(news: unknown): Article[] {
  const list = inside(news)['articles'];
  return (Array.isArray(list) ? (list as unknown[]) : []).map(inside).map((each) => ({
    title: text(each['title']),
    description: text(each['description']),
    picurl: text(each['picurl']),
    url: text(each['url']),
  }));
}

/** POST message/custom/send: texts and pictures with a link, to who was there in the last 48 hours. */
function sendCustom(state: SimState, body: Record<string, unknown>): Answer {
  const person = state.people.byOpenid(body['touser']);
  if (!person) return new Failure(40003);
  const kind = body['msgtype'];
  const content = text(inside(body['text'])['content']);
  const news = articles(body['news']);
  if (kind !== 'text' && kind !== 'news') return new Failure(40008);
  if (kind === 'text' && !content) return new Failure(44004);
  if (kind === 'text' && Buffer.byteLength(content) > TEXT_BYTES) return new Failure(45002);
  if (kind === 'news' && (news.length !== 1 || !news[0]?.title)) return new Failure(news.length > 1 ? 45008 : 44003);
  const last = state.talks.get(person.openid) ?? -Infinity;
  if (!state.isSubscribed(person) || state.now() - last > TALK_WINDOW) return new Failure(45015);
  if (kind === 'text') state.chats.say(person.slug, 'account', content);
  else state.chats.news(person.slug, news);
  return { errcode: 0, errmsg: 'ok' };
}

/** How often each person agreed to get one message of a template, by openid and template. */
const consentKey = (openid: string, template: string): string => `${openid} ${template}`;

/** POST message/subscribe/bizsend: one message for each time that the person agreed to one. */
function sendSubscription(state: SimState, body: Record<string, unknown>): Answer {
  const person = state.people.byOpenid(body['touser']);
  if (!person) return new Failure(40003);
  const template = state.templates.byId(body['template_id']);
  if (!template) return new Failure(40037);
  const failure = dataFailure(template, body['data']);
  if (failure) return failure;
  const key = consentKey(person.openid, template.id);
  const left = state.consents.get(key) ?? 0;
  if (left < 1 || REFUSALS[state.behaviours.get(person.openid) ?? 'normal']) return new Failure(43101);
  state.consents.set(key, left - 1);
  layCard(state, person, template, { msgid: state.templates.ids.next(), data: body['data'], url: body['page'], delivery: 'success' });
  return { errcode: 0, errmsg: 'ok' };
}

const Consent = z.object({ person: z.string(), template_id: z.string(), count: z.number().int().min(0).default(1) });

/** Routes: the account's own messages besides template messages, and the control that agrees to subscription messages. */
export function registerMessages(app: FastifyInstance, state: SimState): void {
  const guarded = true;
  wire(app, state, { method: 'POST', path: '/cgi-bin/message/custom/send', guarded, handle: ({ body }) => sendCustom(state, body) });
  wire(app, state, { method: 'POST', path: '/cgi-bin/message/subscribe/bizsend', guarded, handle: ({ body }) => sendSubscription(state, body) });
  app.post('/sim/consents', (request, reply) => {
    const given = Consent.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    const person = given.success ? state.people.bySlug(given.data.person) : undefined;
    if (!given.success || !person) return reply.code(400).send({ error: 'person, template_id, count?' });
    state.consents.set(consentKey(person.openid, given.data.template_id), given.data.count);
    return { person: person.slug, count: given.data.count };
  });
}
