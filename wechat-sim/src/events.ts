import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { SPOILS, type Push } from './dress.js';
import type { SimState } from './state.js';
import { parseObject } from './wire.js';
import type { Fields } from './xml.js';

/** The platform's own account: who writes that a person took an authorisation back. */
const PLATFORM_OPENID = 'oWeChatPlatform0000000000000';

function base(state: SimState, openid: string, type: string): Fields {
  return { ToUserName: state.options.originalId, FromUserName: openid, CreateTime: Math.floor(state.now() / 1000), MsgType: type };
}

/** An event with its own fields. */
export function eventPush(state: SimState, openid: string, event: string, more: Fields = {}): Push {
  const asks = ['subscribe', 'SCAN', 'CLICK'].includes(event);
  return { name: event, openid, fields: { ...base(state, openid, 'event'), Event: event, ...more }, asks };
}

/** A text message by a person. */
export function textPush(state: SimState, openid: string, text: string): Push {
  return { name: 'text', openid, fields: { ...base(state, openid, 'text'), Content: text, MsgId: BigInt(state.templates.ids.next()) }, asks: true };
}

/** What WeChat says about a template message some time later. */
export function resultPush(state: SimState, openid: string, msgid: string, status: string): Push {
  return eventPush(state, openid, 'TEMPLATESENDJOBFINISH', { MsgID: BigInt(msgid), Status: status });
}

/** user_info_modified, user_authorization_revoke or user_authorization_cancellation. */
export function authorisationPush(state: SimState, openid: string, event: string, revokeInfo = '1'): Push {
  const push = eventPush(state, openid, event, {
    OpenID: openid,
    AppID: state.options.appId,
    ...(event === 'user_authorization_revoke' && { RevokeInfo: revokeInfo }),
  });
  return { ...push, fields: { ...push.fields, FromUserName: PLATFORM_OPENID } };
}

const Given = z.object({
  openid: z.string().optional(),
  person: z.string().optional(),
  event: z.string().min(1).optional(),
  text: z.string().min(1).optional(),
  /** Put over the message's fields: any name, any value. */
  fields: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  spoil: z.enum(SPOILS).optional(),
});

function made(state: SimState, given: z.infer<typeof Given>): Push | undefined {
  const openid = given.openid ?? state.people.bySlug(given.person)?.openid;
  if (!openid || (!given.event && !given.text)) return undefined;
  const push = given.text ? textPush(state, openid, given.text) : named(state, openid, given.event ?? '');
  return { ...push, fields: { ...push.fields, ...given.fields } };
}

function named(state: SimState, openid: string, event: string): Push {
  return event.startsWith('user_') ? authorisationPush(state, openid, event) : eventPush(state, openid, event);
}

/** Route: pushes any message at once and tells what the server said; `spoil` makes it one that must be refused. */
export function registerEvents(app: FastifyInstance, state: SimState): void {
  app.post('/sim/callback/push', async (request, reply) => {
    const given = Given.safeParse(parseObject(typeof request.body === 'string' ? request.body : ''));
    const push = given.success ? made(state, given.data) : undefined;
    if (!given.success || !push) return reply.code(400).send({ error: 'person or openid, event or text, fields?, spoil?' });
    return state.pusher.pushNow(push, given.data.spoil);
  });
}
