import { z } from 'zod';
import { DAY } from '../calendar/index.js';
import { defineErrors, defineMessages, route } from '../kit/index.js';
import { smsOfNumber } from '../message/index.js';
import { type ComplaintSource, clockView, complaintEventView, complaintRow, complaintView, judgeComplaint, rateComplaint } from './contract.js';
import { isOpen, type ComplaintState } from './lifecycle.js';

/**
 * 来电人: whoever called, wrote to 12345 or sent a letter has no account. They hear by SMS that it was registered, answered and closed; its link opens
 * a page where they see where it stands and say whether it was solved (成住建发〔2023〕62号 附件1 业主投诉指引 (二), 二(三)).
 */

/** Sources whose submitter is known by a phone alone. Other systems (Open311) tell theirs themselves. */
export const callerSources = ['phone', 'hotline', 'letter'] as const satisfies readonly ComplaintSource[];

export const isCallers = ({ source }: { readonly source: ComplaintSource }): boolean => (callerSources as readonly ComplaintSource[]).includes(source);

/** How long after its closing the link still opens (ours). */
export const CALLER_LINK_DAYS = 90;

/** True while the link of a complaint opens: always as long as somebody works on it. */
export function callerLinkOpens({ state, closedAt }: { readonly state: ComplaintState; readonly closedAt: number | null }, now: number): boolean {
  if (state === 'withdrawn') return false;
  return isOpen(state) || (closedAt !== null && now < closedAt + CALLER_LINK_DAYS * DAY);
}

/** 22 signs of base64url: 128 bits. It stands behind the # of the link and in bodies, for addresses are written into logs. */
export const callerToken = z.string().regex(/^[\w-]{22}$/, '链接不完整，请从短信里点开。');

/** What a caller may do; the rest of what an owner may needs an account. */
export const callerActs = ['judge', 'reopen', 'rate'] as const;

/** The complaint as its page without sign-in shows it: whoever holds the phone reads it, so nothing of any person is in it. */
export const callerView = complaintRow.extend({
  class: complaintView.shape.class,
  level: complaintView.shape.level,
  closingReason: complaintView.shape.closingReason,
  handler: complaintView.shape.handler,
  clocks: z.array(clockView),
  events: z
    .array(complaintEventView.pick({ id: true, at: true, kind: true, words: true }).extend({ role: complaintEventView.shape.by.shape.role }))
    .describe('newest first; words of those who work on it alone, with names and numbers masked'),
  can: z.array(z.enum(callerActs)),
});
export type CallerView = z.output<typeof callerView>;

export const callerErrors = defineErrors({
  'COMPLAINT.LINK_INVALID': { status: 404, title: '这个链接不能用了。要了解进展，请打物业服务电话，报诉求编号。' },
});

const RULE = '成住建发〔2023〕62号 附件1 业主投诉指引 (二)';

/** No message of WeChat's ever goes out: the SMS is the message. Its words and the number are all that it says. */
const bySms = (phrase: string, heading: string, words: string) => ({
  template: '投诉受理通知',
  library: '46002',
  labels: ['编号', '事项', '时间', '状态'],
  keywords: ({ no, title, at }: Record<string, string>) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: phrase }),
  link: () => '/t',
  audience: '来电、来信的人（只发短信）',
  required: { rule: RULE, sms: ({ no }: Record<string, string>) => smsOfNumber(words, no) },
  night: false,
  tab: 'notice' as const,
  title: () => heading,
  summary: ({ title }: Record<string, string>) => title ?? '',
});

export const callerMessages = defineMessages({
  'complaint.caller_registered': bySms('已登记', '短信：已登记', '已登记'),
  'complaint.caller_answered': bySms('已响应', '短信：已答复', '有答复了'),
  'complaint.caller_closed': bySms('已办结', '短信：已办结', '已办结，请您评价'),
});
export type CallerKind = keyof typeof callerMessages;

const open = { public: 'the random token was sent to the caller’s phone; who has none sees nothing' } as const;
const errors = ['COMPLAINT.LINK_INVALID'] as const;
const token = callerToken;

/** Each is a POST, reading too: the token is in the body. */
export const callerRoutes = {
  callerRead: route({
    method: 'POST',
    path: '/caller/complaint',
    summary: 'A caller’s complaint by the token of their SMS: where it stands, and what was answered',
    access: open,
    body: z.object({ token }),
    response: callerView,
    errors,
  }),
  callerJudge: route({
    method: 'POST',
    path: '/caller/verdict',
    summary: 'The caller’s verdict on a closing: solved or not',
    access: open,
    body: judgeComplaint.extend({ token }),
    response: callerView,
    errors: [...errors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.REASON_MISSING'],
  }),
  callerRate: route({
    method: 'POST',
    path: '/caller/rating',
    summary: 'The caller rates how it was handled',
    access: open,
    body: rateComplaint.extend({ token }),
    response: callerView,
    errors: [...errors, 'COMPLAINT.STEP_WRONG'],
  }),
} as const;
