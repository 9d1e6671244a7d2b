import { z } from 'zod';
import { defineAccess, defineErrors, id, instant, messageTabs, pageOf, pageQuery, route, words } from '../kit/index.js';

/** Staff see whether what concerns their communities arrived (送达情况). */
export const messageAccess = defineAccess({
  'message.deliveries': {
    what: '查看、导出通知的送达情况',
    roles: ['project_manager', 'company_head', 'company_clerk', 'committee_member', 'street_officer', 'district_officer', 'city_officer'],
  },
  // Who goes to the door, or has somebody go; the bureaus look on.
  'message.hand': {
    what: '登记上门送达',
    roles: ['project_manager', 'company_head', 'company_clerk', 'committee_member', 'street_officer'],
  },
});

export const messageErrors = defineErrors({
  'MESSAGE.NOT_FOUND': { status: 404, title: '没有找到这条通知，或您不能查看。' },
  'MESSAGE.DELIVERED': { status: 409, title: '这条通知已经送达，不用再登记上门送达。' },
  'MESSAGE.HAND_CHANGED': { status: 409, title: '刚刚有人登记过这条通知的上门送达，请刷新后再看。' },
  'MESSAGE.HAND_TIME': { status: 422, title: '送达时间要在通知发出之后、现在之前。' },
  'MESSAGE.PICTURE_UNKNOWN': { status: 422, title: '有照片没有传成，请删掉重传。' },
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
 * What became of a message: wechat, sms, hand: it arrived, by which; sent: WeChat took it and has not said that it arrived;
 * waiting: on its way; missed: nobody was reached.
 */
export const deliveryOutcomes = ['wechat', 'sms', 'hand', 'sent', 'waiting', 'missed'] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];
export const deliveryOutcomeNames: Record<DeliveryOutcome, string> = {
  wechat: '微信已送达',
  sms: '短信已送达',
  hand: '上门已送达',
  sent: '微信已发出',
  waiting: '发送中',
  missed: '未送达',
};

export const missedReasons = ['not_following', 'refused', 'failed', 'never_signed_in'] as const;
export type MissedReason = (typeof missedReasons)[number];
export const missedReasonNames: Record<MissedReason, string> = { not_following: '未关注', refused: '拒收', failed: '发送失败', never_signed_in: '没有登录过' };

export const smsOutcomes = ['sent', 'waiting', 'no_phone', 'failed'] as const;
export const smsOutcomeNames: Record<(typeof smsOutcomes)[number], string> = { sent: '已发送', waiting: '待发送', no_phone: '没有手机号', failed: '发送失败' };

/** 上门送达: who brought the message to the door, when, and the photos that show it. A correction is the next edition. */
export const handDelivery = z.object({
  by: z.string().describe('送达人'),
  at: instant,
  pictures: z.array(id),
  edition: z.number().int(),
});
export type HandDelivery = z.output<typeof handDelivery>;

/** Photos of one visit. */
export const MOST_HAND_PICTURES = 3;

/** The form of 登记上门送达. `replaces`: the edition that it corrects, 0 for the first. */
export const recordHand = z.object({
  by: words(2, 20, '请填写送达人的姓名。'),
  at: z.iso.datetime({ offset: true, error: '请填写送达时间。' }),
  pictures: z.array(id).min(1, '请拍一张送达时的照片。').max(MOST_HAND_PICTURES, `最多 ${MOST_HAND_PICTURES} 张照片。`),
  replaces: z.number().int().min(0).default(0),
});

export const deliveryRow = z.object({
  id,
  kind: z.string().describe("the message's heading"),
  communityName: z.string(),
  name: z.string().describe('masked; empty where it is not known'),
  outcome: z.enum(deliveryOutcomes),
  at: instant.nullable().describe('when it arrived, or WeChat took it'),
  wechat: z.enum(missedReasons).nullable().describe('why WeChat did not deliver it'),
  sms: z.enum(smsOutcomes).nullable().describe('the SMS in its place; null: none is due'),
  hand: handDelivery.nullable().describe('brought to the door'),
  read: z.boolean().describe('opened under 消息'),
});
export type DeliveryRow = z.output<typeof deliveryRow>;

const count = z.number().int();
/** A community's totals: `due` is the sum of the six outcomes; the reasons are those of the missed ones. */
export const deliveryTotals = z.object({
  communityId: id.nullable(),
  communityName: z.string(),
  due: count.describe('应送'),
  ...({ wechat: count, sms: count, hand: count, sent: count, waiting: count, missed: count } satisfies Record<DeliveryOutcome, z.ZodNumber>),
  reasons: z.object({ not_following: count, refused: count, failed: count, never_signed_in: count } satisfies Record<MissedReason, z.ZodNumber>),
  noPhone: count.describe('of the missed ones: an SMS was due and there is no phone'),
  uncertain: count.describe('whose sender was gone before it said what became of them, and which were sent again'),
});
export type DeliveryTotals = z.output<typeof deliveryTotals>;

const subject = z.string().min(1).max(64).describe('what the messages are about: a complaint’s number for all of its events, or the id of one milestone');

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
  recordHand: route({
    method: 'POST',
    path: '/deliveries/:id/hand',
    summary: 'Record that a message was brought to the door, or correct the record (登记上门送达)',
    access: 'message.hand',
    params: z.object({ id }),
    body: recordHand,
    response: handDelivery,
    errors: ['MESSAGE.NOT_FOUND', 'MESSAGE.DELIVERED', 'MESSAGE.HAND_CHANGED', 'MESSAGE.HAND_TIME', 'MESSAGE.PICTURE_UNKNOWN', 'ACCESS.DENIED'],
  }),
} as const;
