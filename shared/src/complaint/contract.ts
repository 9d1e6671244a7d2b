import { z } from 'zod';
import { id, instant, roles, words } from '../kit/index.js';
import { phone } from '../identity/index.js';
import { pictureLimits } from '../storage/index.js';
import { clockNames, complaintClasses, pauseGrounds, ruledClocks } from '../policy/index.js';
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

export const complaintSourceNames: Record<ComplaintSource, string> = {
  code: '扫码',
  menu: '公众号菜单',
  phone: '代业主登记',
  hotline: '12345 热线',
  letter: '信访',
  open311: '其他系统',
};

/** Who must act now: each level up takes over from the one below. The city urges the district and handles nothing itself (成住建发〔2023〕62号 三(二)). */
export const complaintLevels = ['manager', 'company', 'district'] as const;
export type ComplaintLevel = (typeof complaintLevels)[number];

export const ratings = ['satisfied', 'basically', 'dissatisfied'] as const;
export const ratingNames: Record<(typeof ratings)[number], string> = { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意' };

export const COMPLAINT_WORDS = 2000;
export const CLOSING_WORDS_MIN = 10;

/** Bodies that a complaint may be referred to (成住建发〔2023〕62号 三(二) “主动对接相关部门协调处理”); the kinds are ours. */
export const bodyKinds = ['police', 'urban', 'market', 'fire', 'water', 'power', 'gas', 'telecom', 'neighbourhood', 'other'] as const;
export type BodyKind = (typeof bodyKinds)[number];
export const bodyKindNames: Record<BodyKind, string> = {
  police: '公安',
  urban: '城市管理',
  market: '市场监管',
  fire: '消防救援',
  water: '供水排水',
  power: '供电',
  gas: '燃气',
  telecom: '通信',
  neighbourhood: '街道社区',
  other: '其他',
};

const pictures = z.array(id).max(pictureLimits.count, `最多 ${pictureLimits.count} 张照片`).default([]);
/** Public number: the day and six digits that tell nothing about its owner. */
export const complaintNo = z.string().regex(/^\d{8}-\d{6}$/, '诉求编号不正确');
/** A day of Shanghai's calendar, `2026-11-27`. */
const day = z.iso.date('请选一个日期');

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
  source: z.enum(['code', 'menu']).optional().describe('menu: from one of my communities, without a poster'),
});

export const respondComplaint = z.object({ words: words(2, 500, '请写一句回复') });

export const closeComplaint = z.object({
  words: words(CLOSING_WORDS_MIN, COMPLAINT_WORDS, `办结说明至少 ${CLOSING_WORDS_MIN} 个字`),
  pictures,
  reason: z.enum(closingReasons).nullable().default(null).describe('null: fixed; else why it is closed although not fixed'),
});

/**
 * 受理登记. What a class needs (a date, a channel) depends on the city's rules: `sorting` of the complaint's view says it before, the
 * service checks it.
 */
export const acceptComplaint = z.object({
  class: z.enum(complaintClasses),
  words: words(0, 500).default('').describe('for the submitter; with a date, what will be done (处置措施); for what is outside, how to go the right way'),
  proposedDate: day.optional().describe('when it is to be closed, where the class waits for a date agreed with the owner'),
  channel: z.string().max(40).optional().describe('for what is outside: name of one of the right channels'),
});

/** 同意 or 另约: an answer to the date that stands there now; another has been proposed meanwhile when it is not `date`. */
export const answerDate = z.object({
  date: day.describe('the date that is answered'),
  agree: z.boolean(),
  wish: day.optional().describe('另约: the day the owner would rather have'),
  words: words(0, 200).default(''),
});

export const supplementComplaint = z.object({ words: words(2, 500, '请写一句说明'), pictures });
export const withdrawComplaint = z.object({ words: words(0, 200).default('') });

export const referComplaint = z.object({ bodyId: id, words: words(2, 500, '请写明转派的事由') });
export const answerReferral = z.object({
  answer: z.enum(['received', 'returned']),
  words: words(0, 500).default('').describe('退回: why, required'),
});

export const addBody = z.object({ name: words(2, 40, '请填写部门名称'), kind: z.enum(bodyKinds), phone: words(3, 20, '请填写联系电话') });
export const bodyView = z.object({ id, name: z.string(), kind: z.enum(bodyKinds), phone: z.string(), districtCode: z.string() });
export type BodyView = z.output<typeof bodyView>;

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
  pause: z
    .object({ at: instant, until: instant.describe('when it runs again at the latest'), ground: z.enum(pauseGrounds), name: z.string() })
    .nullable()
    .describe('it is paused: its end moves by the working time that passes until it runs again'),
  sentence: z.string().describe('how the deadline came about, with {from} and {due} to be filled in for the reader'),
  source: z.string().describe('the rule that sets it'),
});
export type ClockView = z.output<typeof clockView>;

/** 重大 群体 反复 (成住建发〔2023〕62号 一(四)): made public in the community. */
export const complaintFlags = ['grave', 'grouped', 'repeated'] as const;
export type ComplaintFlag = (typeof complaintFlags)[number];
export const complaintFlagNames: Readonly<Record<ComplaintFlag, string>> = { grave: '重大', grouped: '群体', repeated: '反复' };

export const complaintRow = z.object({
  no: complaintNo,
  kind: z.enum(complaintKinds),
  category: z.enum(complaintCategories),
  title: z.string(),
  state: z.enum(complaintStates),
  rating: z.enum(ratings).nullable(),
  communityName: z.string(),
  submittedAt: instant,
  dueAt: instant.nullable().describe('of the clock that runs now'),
  joiners: z.number().int().describe('how many others joined (同诉)'),
  flags: z.array(z.enum(complaintFlags)),
  urgedDueAt: instant.nullable().describe('the city urges the district to close it before this'),
  pausedUntil: instant.nullable().describe('its clock is paused, until this at the latest'),
});
export type ComplaintRow = z.output<typeof complaintRow>;

/** Lines of the timeline: what people did, and the rungs of the ladder (`remind` … `report`) that the clock took. */
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
  'received',
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
  'conferred',
  'report',
  'urged',
  'paused',
  'resumed',
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

/** What a reader may do, in the order of a complaint's life. `answer`: the proposed date; `settle`: say what the body it was referred to did. */
export const complaintActs = [
  'respond',
  'accept',
  'answer',
  'refer',
  'settle',
  'close',
  'judge',
  'reopen',
  'rate',
  'supplement',
  'withdraw',
  'contact',
  'grave',
  'leave',
  'takeover',
  'supervise',
  'list',
  'confer',
  'conferred',
  'urge',
  'assign',
  'pause',
  'resume',
  'note',
] as const;
export type ComplaintAct = (typeof complaintActs)[number];

/** What waits for each class, by the rules that the complaint was born under: shown before the choice is made. */
export const sortingView = z.object({
  ways: z.array(
    z.object({
      class: z.enum(complaintClasses),
      date: z.boolean().describe('a date must be proposed to the owner'),
      deadline: z.object({ startedAt: instant, dueAt: instant, sentence: z.string(), source: z.string() }).nullable().describe('null: no clock runs'),
    }),
  ),
  earliest: day,
  latest: day.describe('the last day that may be proposed'),
  channels: z.array(z.object({ name: z.string(), phone: z.string(), words: z.string() })),
  refers: z.boolean().describe('the district has bodies that what is outside is referred to; else it is closed with the right channel'),
});
export type SortingView = z.output<typeof sortingView>;

export const complaintView = complaintRow.extend({
  class: z.enum(complaintClasses).nullable(),
  level: z.enum(complaintLevels).describe('who must act'),
  proposedDate: day.nullable().describe('proposed to the owner, who has not answered yet'),
  agreedDate: day.nullable(),
  referral: z
    .object({ name: z.string(), phone: z.string(), received: z.boolean(), returns: z.number().int().describe('how often bodies have sent it back') })
    .nullable()
    .describe('the body that it was last referred to'),
  sorting: sortingView.nullable().describe('for who may sort it into its class now'),
  words: z.string(),
  place: z.string(),
  position: mapPosition.nullable(),
  pictures: z.array(id),
  anonymous: z.boolean(),
  closingReason: z.enum(closingReasons).nullable().describe('why it was closed although not fixed; null when fixed or open'),
  mine: z.boolean(),
  joined: z.boolean().describe('the reader joined it: its words, pictures and submitter are not for them'),
  source: z.enum(complaintSources).describe('how it came in'),
  outsideNo: z.string().nullable().describe("the other system's number, for who works on it"),
  submitter: z.object({ name: z.string(), phone: z.string() }).nullable().describe('masked; null when hidden or not known'),
  handler: z
    .object({ level: z.enum([...complaintLevels, 'department']), name: z.string(), phone: z.string() })
    .describe('who works on it now: the project, its company, the district, or another body that took it'),
  clocks: z.array(clockView).describe('none starts where the working calendar has ended: the work goes on without a deadline'),
  events: z.array(complaintEventView).describe('newest first'),
  pauses: z
    .array(z.object({ clock: z.enum(ruledClocks), ground: z.enum(pauseGrounds), name: z.string(), until: instant, source: z.string() }))
    .describe('what the reader may pause now, and until when at the latest'),
  can: z.array(z.enum(complaintActs)).describe('what the reader may do now'),
});
export type ComplaintView = z.output<typeof complaintView>;
