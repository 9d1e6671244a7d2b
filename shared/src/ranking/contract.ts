import { z } from 'zod';
import { month } from '../figures/contract.js';
import { id, instant, pageOf, pageQuery, route, words } from '../kit/index.js';
import { listRule } from '../policy/index.js';
import { pictureLimits } from '../storage/index.js';
import { listingStates } from './lifecycle.js';

export const listNames = { red: '红榜', black: '黑榜' } as const;
export type ListName = keyof typeof listNames;
/** 项目 and 企业 (成住建发〔2023〕62号 三(四)): a project is a community under its company, a company counts within one district. */
export const rankedTypes = ['community', 'company'] as const;
export type RankedType = (typeof rankedTypes)[number];
export const rankedTypeNames: Readonly<Record<RankedType, string>> = { community: '项目', company: '企业' };

const count = z.number().int().min(0);
export const listCounts = z.object({ respondedOnTime: count, resolved: count, satisfied: count, cases: count, rated: count });
const list = z.enum(['red', 'black']);
const districtCode = z.string().regex(/^\d{6}$/);

/** One period of one project or company. */
export const standing = z.object({
  month,
  from: month.describe('first month of the window, which ends with `month`'),
  list: z.enum(['red', 'black', 'none']),
  tooFew: z.boolean().describe('fewer cases than the minimum, or nobody rated'),
  counts: listCounts,
});
export type Standing = z.output<typeof standing>;

const listed = z.object({
  type: z.enum(rankedTypes),
  scopeId: z.string(),
  name: z.string(),
  companyId: z.string(),
  companyName: z.string(),
  districtCode: z.string(),
  districtName: z.string(),
});

export const standingRow = listed.extend(standing.shape).extend({ id });
export type StandingRow = z.output<typeof standingRow>;

export const listingRow = listed.extend({ id, list, month, state: z.enum(listingStates), counts: listCounts, noticeEndsAt: instant.nullable() });
export type ListingRow = z.output<typeof listingRow>;

export const listingActs = ['notice', 'drop', 'appeal', 'decide', 'publish', 'withdraw', 'advise'] as const;
export type ListingAct = (typeof listingActs)[number];

export const listingView = listingRow.extend({
  rule: listRule,
  standings: z.array(standing).describe('the periods in a row, oldest first'),
  noticedAt: instant.nullable(),
  appeal: z.object({ at: instant, words: z.string(), pictures: z.array(id) }).nullable(),
  decision: z.object({ at: instant, upheld: z.boolean(), reason: z.string() }).nullable(),
  publishedAt: instant.nullable(),
  ended: z.object({ at: instant, reason: z.string() }).nullable().describe('dropped or withdrawn, and why'),
  advices: z.array(z.object({ id, no: z.string(), issuedAt: instant })).describe('for the bureaus alone'),
  can: z.array(z.enum(listingActs)),
});
export type ListingView = z.output<typeof listingView>;

export const publishedRow = listed.extend({ id, list, month, counts: listCounts, from: month, publishedAt: instant, rule: listRule });
export type PublishedRow = z.output<typeof publishedRow>;

/** Whom a 行政建议书 goes to (三(四)): the street office, and the authorities for markets, city management and taxes. */
export const addressees = ['street', 'market', 'urban', 'tax'] as const;
export type Addressee = (typeof addressees)[number];
export const addresseeNames: Readonly<Record<Addressee, string>> = {
  street: '街道办事处（镇人民政府）',
  market: '市场监督管理部门',
  urban: '城市管理部门',
  tax: '税务部门',
};

export const issueAdvice = z.object({
  addressees: z
    .array(z.enum(addressees))
    .min(1, '请至少选一个发送单位')
    .transform((chosen) => addressees.filter((each) => chosen.includes(each))),
  advice: words(10, 800, '建议内容至少 10 个字'),
});

/** 《物业管理行政建议书》 as it was issued: never changed after. */
export const adviceView = z.object({
  id,
  no: z.string(),
  bureauName: z.string(),
  districtName: z.string(),
  type: z.enum(rankedTypes),
  name: z.string(),
  companyName: z.string(),
  addressees: z.array(z.enum(addressees)),
  month,
  standings: z.array(standing),
  rule: listRule,
  advice: z.string(),
  issuedAt: instant,
});
export type AdviceView = z.output<typeof adviceView>;

const params = z.object({ id });
const reason = words(4, 500, '请写明理由，至少 4 个字');
const acting = ['ACCESS.DENIED', 'ACCESS.CONFIRM', 'RANKING.NOT_FOUND', 'RANKING.STEP_WRONG'];

export const rankingRoutes = {
  rankings: route({
    method: 'GET',
    path: '/rankings',
    summary: 'Red and black listings within the reader’s scope, newest first; companies see theirs from the notice on',
    access: 'ranking.read',
    query: pageQuery.extend({ tab: z.enum(['open', 'published', 'ended']).default('open') }),
    response: pageOf(listingRow),
    errors: ['ACCESS.DENIED'],
  }),
  rankingStandings: route({
    method: 'GET',
    path: '/rankings/standings',
    summary: 'How every project or company of the reader’s scope stood in a month, most cases first',
    access: 'ranking.oversee',
    query: z.object({ month: month.optional().describe('the newest that is counted, when left out'), type: z.enum(rankedTypes).default('community') }),
    response: z.object({ month: month.nullable(), rule: listRule, items: z.array(standingRow) }),
    errors: ['ACCESS.DENIED'],
  }),
  publishedRankings: route({
    method: 'GET',
    path: '/rankings/published',
    summary: 'The published lists of a month with their figures: for everyone signed in',
    access: 'signed-in',
    query: z.object({
      month: month.optional(),
      districtCode: districtCode.optional(),
      communityId: id.optional().describe('for the district that it lies in'),
    }),
    response: z.object({ month: month.nullable(), months: z.array(month), items: z.array(publishedRow) }),
  }),
  ranking: route({
    method: 'GET',
    path: '/rankings/:id',
    summary: 'One listing with the figures that it was found by',
    access: 'ranking.read',
    params,
    response: listingView,
    errors: ['RANKING.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  noticeRanking: route({
    method: 'POST',
    path: '/rankings/:id/notice',
    summary: 'Tell the company’s head before anything is published (告知)',
    access: 'ranking.manage',
    params,
    response: listingView,
    errors: [...acting, 'RANKING.NOT_DELIVERED'],
  }),
  dropRanking: route({
    method: 'POST',
    path: '/rankings/:id/drop',
    summary: 'Not to be listed, with the reason (不列入)',
    access: 'ranking.manage',
    params,
    body: z.object({ reason }),
    response: listingView,
    errors: acting,
  }),
  appealRanking: route({
    method: 'POST',
    path: '/rankings/:id/appeal',
    summary: 'Appeal while the notice lasts, once (申诉)',
    access: 'ranking.appeal',
    params,
    body: z.object({
      words: words(10, 1000, '请写明申诉的理由，至少 10 个字'),
      pictures: z.array(id).max(pictureLimits.count, `最多 ${pictureLimits.count} 张照片`).default([]),
    }),
    response: listingView,
    errors: [...acting, 'RANKING.TOO_LATE', 'RANKING.PICTURE_UNKNOWN'],
  }),
  decideRanking: route({
    method: 'POST',
    path: '/rankings/:id/decide',
    summary: 'Answer an appeal, with the reason (答复申诉)',
    access: 'ranking.manage',
    params,
    body: z.object({ upheld: z.boolean({ error: '请选择申诉是否成立' }), reason }),
    response: listingView,
    errors: acting,
  }),
  publishRanking: route({
    method: 'POST',
    path: '/rankings/:id/publish',
    summary: 'Publish it, once the notice is over (公布)',
    access: 'ranking.manage',
    params,
    response: listingView,
    errors: [...acting, 'RANKING.TOO_EARLY'],
  }),
  withdrawRanking: route({
    method: 'POST',
    path: '/rankings/:id/withdraw',
    summary: 'Take it off the published list, with the reason (撤下)',
    access: 'ranking.manage',
    params,
    body: z.object({ reason }),
    response: listingView,
    errors: acting,
  }),
  issueAdvice: route({
    method: 'POST',
    path: '/rankings/:id/advices',
    summary: 'Issue a 物业管理行政建议书 about a published black listing, numbered',
    access: 'ranking.manage',
    params,
    body: issueAdvice,
    response: adviceView,
    status: 201,
    errors: [...acting, 'RANKING.NO_ADVICE'],
  }),
  advice: route({
    method: 'GET',
    path: '/advices/:id',
    summary: 'A 物业管理行政建议书 as it was issued',
    access: 'ranking.oversee',
    params,
    response: adviceView,
    errors: ['RANKING.NOT_FOUND', 'ACCESS.DENIED'],
  }),
} as const;
