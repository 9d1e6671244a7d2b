import { z } from 'zod';
import { defineAccess, id, instant, messageTabs, pageOf, pageQuery, route } from '../kit/index.js';

/** Staff see whether what concerns their communities arrived (送达情况). */
export const messageAccess = defineAccess({
  'message.deliveries': {
    roles: ['project_manager', 'company_head', 'company_clerk', 'committee_member', 'street_officer', 'district_officer', 'city_officer'],
  },
});

/** One message as 消息 lists it. */
export const messageRow = z.object({
  id,
  tab: z.enum(messageTabs),
  title: z.string(),
  summary: z.string(),
  link: z.string().describe('H5 path below /h5'),
  at: instant,
  read: z.boolean(),
});
export type MessageRow = z.output<typeof messageRow>;

/** More unread ones are not counted: screens show 99+. */
export const MOST_UNREAD = 100;
export const unreadCount = z.object({ unread: z.number().int().describe(`at most ${MOST_UNREAD}`) });

/**
 * What became of a message: wechat, sms: it arrived, by which; sent: WeChat took it and has not said that it arrived;
 * waiting: on its way; missed: nobody was reached.
 */
export const deliveryOutcomes = ['wechat', 'sms', 'sent', 'waiting', 'missed'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];
export const deliveryOutcomeNames: Record<DeliveryOutcome, string> = {
  wechat: '微信已送达',
  sms: '短信已送达',
  sent: '微信已发出',
  waiting: '发送中',
  missed: '未送达',
};

export const missedReasons = ['not_following', 'refused', 'failed', 'never_signed_in'] as const;
export type MissedReason = (typeof missedReasons)[number];
export const missedReasonNames: Record<MissedReason, string> = { not_following: '未关注', refused: '拒收', failed: '发送失败', never_signed_in: '没有登录过' };

export const smsOutcomes = ['sent', 'waiting', 'no_phone', 'failed'] as const;
export const smsOutcomeNames: Record<(typeof smsOutcomes)[number], string> = { sent: '已发送', waiting: '待发送', no_phone: '没有手机号', failed: '发送失败' };

export const deliveryRow = z.object({
  id,
  kind: z.string().describe("the message's heading"),
  communityName: z.string(),
  name: z.string().describe('masked; empty where it is not known'),
  outcome: z.enum(deliveryOutcomes),
  at: instant.nullable().describe('when it arrived, or WeChat took it'),
  wechat: z.enum(missedReasons).nullable().describe('why WeChat did not deliver it'),
  sms: z.enum(smsOutcomes).nullable().describe('the SMS in its place; null: none is due'),
  read: z.boolean().describe('opened under 消息'),
});
export type DeliveryRow = z.output<typeof deliveryRow>;

const count = z.number().int();
/** A community's totals: `due` is the sum of the five outcomes; the reasons are those of the missed ones. */
export const deliveryTotals = z.object({
  communityId: id.nullable(),
  communityName: z.string(),
  due: count.describe('应送'),
  ...({ wechat: count, sms: count, sent: count, waiting: count, missed: count } satisfies Record<DeliveryOutcome, z.ZodNumber>),
  reasons: z.object({ not_following: count, refused: count, failed: count, never_signed_in: count } satisfies Record<MissedReason, z.ZodNumber>),
  noPhone: count.describe('of the missed ones: an SMS was due and there is no phone'),
  uncertain: count.describe('whose sender was gone before it said what became of them, and which were sent again'),
});
export type DeliveryTotals = z.output<typeof deliveryTotals>;

const subject = z.string().min(1).max(64).describe('what the messages are about, e.g. the id of an event of a complaint');

export const messageRoutes = {
  mine: route({
    method: 'GET',
    path: '/messages',
    summary: "The caller's own messages, newest first (消息)",
    access: 'signed-in',
    query: pageQuery.extend({ tab: z.enum(['all', ...messageTabs]).default('all') }),
    response: pageOf(messageRow),
  }),
  unread: route({ method: 'GET', path: '/messages/unread', summary: 'How many are unread', access: 'signed-in', response: unreadCount }),
  markRead: route({
    method: 'POST',
    path: '/messages/read',
    summary: 'Mark own messages as read: some, or all',
    access: 'signed-in',
    body: z.union([z.object({ ids: z.array(id).min(1).max(50) }), z.object({ all: z.literal(true) })]),
    response: unreadCount,
  }),
  deliveries: route({
    method: 'GET',
    path: '/deliveries',
    summary: 'Who was reached with what was sent about a milestone, and who was not (送达情况)',
    access: 'message.deliveries',
    query: pageQuery.extend({ subject, outcome: z.enum(deliveryOutcomes).optional() }),
    response: pageOf(deliveryRow).extend({ totals: z.array(deliveryTotals).describe('by community, with the first page alone') }),
  }),
  exportDeliveries: route({
    method: 'GET',
    path: '/deliveries/export',
    summary: 'The same as a table (CSV) for the file (导出送达证明)',
    access: 'message.deliveries',
    query: z.object({ subject }),
  }),
} as const;
