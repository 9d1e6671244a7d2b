import { z } from 'zod';
import { id, instant, pageOf, pageQuery, revealBody, roles, route, words } from '../kit/index.js';
import { phone } from '../identity/index.js';
import { pictureLimits } from '../storage/index.js';
import { clockNames } from '../policy/index.js';
import { complaintStates } from './lifecycle.js';

/** 报事报修 投诉 建议 咨询 */
export const complaintKinds = ['repair', 'complaint', 'suggestion', 'enquiry'] as const;
export type ComplaintKind = (typeof complaintKinds)[number];
export const complaintKindNames: Record<ComplaintKind, string> = { repair: '报事报修', complaint: '投诉', suggestion: '建议', enquiry: '咨询' };

export const complaintCategories = ['elevator', 'water', 'power', 'cleaning', 'greenery', 'noise', 'parking', 'security', 'fees', 'other'] as const;
export type ComplaintCategory = (typeof complaintCategories)[number];
export const complaintCategoryNames: Record<ComplaintCategory, string> = {
  elevator: '电梯',
  water: '漏水用水',
  power: '照明用电',
  cleaning: '卫生',
  greenery: '绿化',
  noise: '噪音',
  parking: '停车',
  security: '门禁安全',
  fees: '收费',
  other: '其他',
};

/** Closed and fixed, or closed for a reason although it is not fixed. */
export const closingReasons = ['assembly', 'fund', 'other_department', 'unverifiable'] as const;
export const closingReasonNames: Record<(typeof closingReasons)[number], string> = {
  assembly: '需业主大会决定',
  fund: '需专项资金',
  other_department: '属其他部门',
  unverifiable: '无法核实',
};

/** Where a complaint came from: the poster's code, the menu, a caller (代业主登记), 12345, letters (信访), another system. */
export const complaintSources = ['code', 'menu', 'phone', 'hotline', 'letter', 'open311'] as const;
export type ComplaintSource = (typeof complaintSources)[number];

/** Who must act now: each level up takes over from the one below. */
export const complaintLevels = ['manager', 'company', 'district', 'city'] as const;
export type ComplaintLevel = (typeof complaintLevels)[number];

export const ratings = ['satisfied', 'basically', 'dissatisfied'] as const;
export const ratingNames: Record<(typeof ratings)[number], string> = { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意' };

export const COMPLAINT_WORDS = 2000;
export const CLOSING_WORDS_MIN = 10;

const pictures = z.array(id).max(pictureLimits.count, `最多 ${pictureLimits.count} 张照片`).default([]);
/** Public number: the day and six digits that tell nothing about its owner. */
const no = z.string().regex(/^\d{8}-\d{6}$/, '诉求编号不正确');
const params = z.object({ no });

/** A place on the map, as the phone said it. The two systems lie some 500 m apart: maps of the mainland are drawn in gcj02. */
export const mapPosition = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  system: z.enum(['gcj02', 'wgs84']),
  accuracy: z.number().int().min(0).max(100_000).nullable().describe('metres; null where the phone does not say'),
});
export type MapPosition = z.output<typeof mapPosition>;

export const submitComplaint = z.object({
  code: z.string().max(100).describe("the community's signed poster code"),
  kind: z.enum(complaintKinds),
  category: z.enum(complaintCategories),
  words: words(0, COMPLAINT_WORDS).default(''),
  place: words(0, 40).default(''),
  position: mapPosition.optional().describe('where the phone was, if the person gave it'),
  pictures,
  anonymous: z.boolean().default(false).describe('hide name and phone from the property company'),
  phone: phone.optional(),
});

export const respondComplaint = z.object({ words: words(2, 500, '请写一句回复') });

export const closeComplaint = z.object({
  words: words(CLOSING_WORDS_MIN, COMPLAINT_WORDS, `办结说明至少 ${CLOSING_WORDS_MIN} 个字`),
  pictures,
  reason: z.enum(closingReasons).nullable().default(null).describe('null: fixed; else why it is closed although not fixed'),
});

export const judgeComplaint = z.object({ solved: z.boolean(), reason: words(0, 500).default('') });
export const rateComplaint = z.object({ rating: z.enum(ratings), words: words(0, 500).default('') });

/** A clock's promise: set once when it starts, never moved by a later change of policy. */
export const clockView = z.object({
  clock: z.enum(clockNames),
  round: z.number().int().describe('1, and one more with each reopening'),
  startedAt: instant,
  dueAt: instant.describe('the first instant that is too late'),
  metAt: instant.nullable(),
  voidAt: instant.nullable().describe('another clock took its place: neither met nor overdue'),
  sentence: z.string().describe('how the deadline came about, with {from} and {due} to be filled in for the reader'),
  source: z.string().describe('the rule that sets it'),
});
export type ClockView = z.output<typeof clockView>;

export const complaintRow = z.object({
  no,
  kind: z.enum(complaintKinds),
  category: z.enum(complaintCategories),
  title: z.string(),
  state: z.enum(complaintStates),
  rating: z.enum(ratings).nullable(),
  communityName: z.string(),
  submittedAt: instant,
  dueAt: instant.nullable().describe('of the clock that runs now'),
});
export type ComplaintRow = z.output<typeof complaintRow>;

/** Lines of the timeline: what people did, and the rungs of the ladder (`remind` … `confer`) that the clock took. */
export const complaintEventKinds = [
  'submitted',
  'responded',
  'accepted',
  'proposed',
  'agreed',
  'declined',
  'supplemented',
  'assigned',
  'noted',
  'referred',
  'returned',
  'joined',
  'closed',
  'solved',
  'reopened',
  'escalated',
  'unsolved',
  'rated',
  'withdrawn',
  'published',
  'remind',
  'warn',
  'takeover',
  'supervise',
  'list',
  'raise',
  'confer',
] as const;
export type ComplaintEventKind = (typeof complaintEventKinds)[number];

export const complaintEventView = z.object({
  id,
  at: instant,
  kind: z.enum(complaintEventKinds),
  by: z.object({ role: z.enum([...roles, 'submitter', 'joiner', 'department', 'system']), name: z.string().describe('masked') }),
  words: z.string(),
  pictures: z.array(id),
});

export const complaintView = complaintRow.extend({
  words: z.string(),
  place: z.string(),
  position: mapPosition.nullable(),
  pictures: z.array(id),
  anonymous: z.boolean(),
  closingReason: z.enum(closingReasons).nullable().describe('why it was closed although not fixed; null when fixed or open'),
  mine: z.boolean(),
  submitter: z.object({ name: z.string(), phone: z.string() }).nullable().describe('masked; null when hidden or not known'),
  handler: z.object({ name: z.string(), phone: z.string() }).describe('who works on it now: company and its service desk'),
  clocks: z.array(clockView).describe('none starts where the working calendar has ended: the work goes on without a deadline'),
  events: z.array(complaintEventView).describe('newest first'),
  can: z.array(z.enum(['respond', 'close', 'judge', 'reopen', 'rate', 'contact'])).describe('what the reader may do now'),
});
export type ComplaintView = z.output<typeof complaintView>;

const readErrors = ['COMPLAINT.NOT_FOUND'] as const;

export const complaintRoutes = {
  submit: route({
    method: 'POST',
    path: '/complaints',
    summary: 'Speak up (业主有话说)',
    access: 'complaint.submit',
    body: submitComplaint,
    response: complaintView,
    status: 201,
    errors: ['COMPLAINT.EMPTY', 'COMPLAINT.CODE_INVALID', 'COMPLAINT.PICTURE_UNKNOWN'],
  }),
  mine: route({
    method: 'GET',
    path: '/complaints/mine',
    summary: 'My complaints, newest first',
    access: 'signed-in',
    query: pageQuery.extend({
      tab: z
        .enum(['open', 'closed', 'rated', 'to-judge', 'all'])
        .default('all')
        .describe('to-judge: closed, and waiting for the submitter to say whether it is solved'),
    }),
    response: pageOf(complaintRow),
  }),
  work: route({
    method: 'GET',
    path: '/complaints/work',
    summary: 'Complaints that the reader handles or oversees, nearest deadline first',
    access: 'complaint.work',
    query: pageQuery.extend({ tab: z.enum(['open', 'done']).default('open') }),
    response: pageOf(complaintRow),
    errors: ['ACCESS.DENIED'],
  }),
  read: route({
    method: 'GET',
    path: '/complaints/:no',
    summary: 'One complaint with its clocks and timeline',
    access: 'complaint.read',
    params,
    response: complaintView,
    errors: readErrors,
  }),
  respond: route({
    method: 'POST',
    path: '/complaints/:no/respond',
    summary: 'First answer to the submitter (响应)',
    access: 'complaint.respond',
    params,
    body: respondComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED', 'ACCESS.DENIED'],
  }),
  close: route({
    method: 'POST',
    path: '/complaints/:no/close',
    summary: 'Close with words and a picture (办结)',
    access: 'complaint.close',
    params,
    body: closeComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED', 'COMPLAINT.PROOF_MISSING', 'COMPLAINT.PICTURE_UNKNOWN', 'ACCESS.DENIED'],
  }),
  judge: route({
    method: 'POST',
    path: '/complaints/:no/verdict',
    summary: "The submitter's verdict on a closing: solved or not",
    access: 'complaint.judge',
    params,
    body: judgeComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'COMPLAINT.REASON_MISSING', 'ACCESS.DENIED'],
  }),
  rate: route({
    method: 'POST',
    path: '/complaints/:no/rating',
    summary: 'Rate how it was handled (评价)',
    access: 'complaint.judge',
    params,
    body: rateComplaint,
    response: complaintView,
    errors: [...readErrors, 'COMPLAINT.STEP_WRONG', 'ACCESS.DENIED'],
  }),
  contact: route({
    method: 'POST',
    path: '/complaints/:no/contact',
    summary: "The submitter's full phone number, for a reason; each look is audited, and the submitter sees it",
    access: 'complaint.contact',
    params,
    body: revealBody,
    response: z.object({ phone: z.string() }),
    errors: [...readErrors, 'COMPLAINT.NO_PHONE', 'ACCESS.DENIED'],
  }),
} as const;
