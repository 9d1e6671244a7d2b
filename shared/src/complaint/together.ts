import { z } from 'zod';
import { defineAccess, defineErrors, defineMessages, id, instant, pageOf, pageQuery, route, words } from '../kit/index.js';
import { closingReasons, complaintCategories, complaintEventKinds, complaintKinds, complaintNo, complaintRow, complaintView, mapPosition } from './contract.js';
import { complaintStates } from './lifecycle.js';
import { nearnesses, SIMILAR_WORDS } from './similar.js';

/** 一键同诉, and what is made public of grave, group and repeated complaints (成住建发〔2023〕62号 一(四)). */

const STAFF = ['project_manager', 'company_head', 'company_clerk', 'district_officer', 'city_officer'] as const;

export const togetherAccess = defineAccess({
  'complaint.similar': { what: '填写时查看本小区近 7 天同类诉求（不含姓名和内容）', anyone: true },
  'complaint.join': { what: '一键同诉、退出同诉', anyone: true },
  'complaint.public': { what: '查看本小区公开的重大、群体、反复诉求（不含个人信息）', roles: ['owner', 'entrusted_person', 'committee_member', ...STAFF] },
  'complaint.grave': { what: '把诉求标为重大或取消（写明理由，留痕）', roles: ['project_manager', 'company_head', 'district_officer'] },
});

export const togetherErrors = defineErrors({
  'COMPLAINT.OWN': { status: 409, title: '这是您自己提交的诉求，不用同诉。' },
});

/** Phrases of what happened, as WeChat's templates take them: five signs at most. */
export const togetherPhrases: Readonly<Partial<Record<(typeof complaintEventKinds)[number], string>>> = {
  responded: '已响应',
  accepted: '已受理',
  proposed: '商定时间',
  agreed: '商定时间',
  referred: '已转派',
  received: '部门接收',
  returned: '部门退回',
  closed: '已办结',
  solved: '已解决',
  reopened: '重新办理',
  escalated: '提级办理',
  unsolved: '未解决',
  withdrawn: '已撤回',
  supplemented: '有新进展',
  declined: '另约时间',
  published: '小区公开',
  confer: '部门会商',
  conferred: '会商结果',
  takeover: '上级接办',
  supervise: '已督办',
  list: '挂牌督办',
  raise: '提级办理',
  urged: '市里督促',
  report: '市里督促',
  paused: '暂停计时',
  resumed: '恢复计时',
};

/** At how many joined who handles it and who submitted it hear of it: of each bundle once. */
const BUNDLES = [1, 5, 10, 50] as const;

/** How many have to have joined for the next announcement, after so many of them: 1, 5, 10, 50, 100, 150 … */
export function announcedAt(said: number): number {
  return BUNDLES[said] ?? (said - BUNDLES.length + 2) * 50;
}

type Data = Record<string, string>;
const notice = (phrase: (data: Data) => string, link: (data: Data) => string, rest: { audience: string; tab: 'todo' | 'notice'; heading: string }) => ({
  template: '投诉受理通知' as const,
  library: '46002',
  labels: ['编号', '事项', '时间', '状态'],
  keywords: (data: Data) => ({ character_string1: data.no ?? '', thing2: data.title ?? '', time3: data.at ?? '', phrase4: phrase(data) }),
  link,
  audience: rest.audience,
  required: null,
  night: false,
  tab: rest.tab,
  title: () => rest.heading,
  summary: (data: Data) => [data.title, phrase(data)].filter(Boolean).join(' · '),
});
const joinedPhrase = (): string => '邻居同诉';

export const togetherMessages = defineMessages({
  'complaint.joined': notice(joinedPhrase, ({ no }) => `/say/${no}`, { audience: '提交诉求的人', tab: 'notice', heading: '有邻居加入同诉' }),
  'complaint.joined-staff': notice(joinedPhrase, ({ no }) => `/tasks/${no}`, { audience: '现在办理的人', tab: 'todo', heading: '有业主加入同诉' }),
  'complaint.published': notice(
    () => '小区公开',
    ({ no }) => `/say/${no}`,
    { audience: '提交诉求的人', tab: 'notice', heading: '诉求已在小区公开' },
  ),
  'complaint.together': {
    template: '投诉受理通知',
    library: '46002',
    labels: ['编号', '事项', '时间', '状态'],
    keywords: ({ no, title, at, phrase }) => ({ character_string1: no ?? '', thing2: title ?? '', time3: at ?? '', phrase4: phrase ?? '有新进展' }),
    link: ({ no }) => `/say/${no}`,
    audience: '一键同诉的人',
    required: null,
    night: false,
    tab: 'notice',
    title: () => '同诉有新进展',
    summary: ({ title, phrase }) => [title, phrase].filter(Boolean).join(' · '),
  },
});

export const similarView = z.object({
  no: complaintNo,
  title: z.string(),
  near: z.enum(nearnesses),
  homes: z.number().int().describe('户: whose submitter or who joined lives there, each once'),
  submittedAt: instant,
  joined: z.boolean().describe('the caller has joined it already'),
});
export type SimilarView = z.output<typeof similarView>;

/** What the community may know of a flagged complaint: no words, no place, no names. */
export const publicComplaint = z.object({
  title: z.string(),
  kind: z.enum(complaintKinds),
  category: z.enum(complaintCategories),
  state: z.enum(complaintStates),
  flags: complaintRow.shape.flags,
  homes: z.number().int(),
  submittedAt: instant,
  closedAt: instant.nullable(),
  closingReason: z.enum(closingReasons).nullable().describe('why it was closed although not fixed'),
  steps: z.array(z.object({ kind: z.enum(complaintEventKinds), at: instant })).describe('oldest first'),
});
export type PublicComplaint = z.output<typeof publicComplaint>;

const code = z.string().max(100).describe("the community's signed poster code");
const params = z.object({ no: complaintNo });

export const togetherRoutes = {
  similar: route({
    // What is typed is sent in a body: addresses are written into logs. It is kept nowhere.
    method: 'POST',
    path: '/complaints/similar',
    summary: 'Open complaints of the same category nearby that say the same, without names: what one may join instead of submitting again',
    access: 'complaint.similar',
    body: z.object({
      code,
      category: z.enum(complaintCategories),
      words: words(0, SIMILAR_WORDS).default(''),
      place: words(0, 40).default(''),
      latitude: z.coerce.number().min(-90).max(90).optional(),
      longitude: z.coerce.number().min(-180).max(180).optional(),
      system: mapPosition.shape.system.default('gcj02'),
    }),
    response: z.object({ items: z.array(similarView) }),
    errors: ['COMPLAINT.CODE_INVALID'],
  }),
  join: route({
    method: 'POST',
    path: '/complaints/:no/join',
    summary: 'Join a complaint (一键同诉); once however often it is asked',
    access: 'complaint.join',
    params,
    body: z.object({ code }),
    response: complaintView,
    errors: ['COMPLAINT.NOT_FOUND', 'COMPLAINT.CODE_INVALID', 'COMPLAINT.OWN', 'COMPLAINT.STEP_WRONG'],
  }),
  leave: route({
    method: 'DELETE',
    path: '/complaints/:no/join',
    summary: 'Leave a complaint that one joined',
    access: 'complaint.join',
    params,
    status: 204,
    errors: ['COMPLAINT.NOT_FOUND'],
  }),
  joined: route({
    method: 'GET',
    path: '/complaints/joined',
    summary: 'Complaints that I joined, newest first',
    access: 'signed-in',
    query: pageQuery,
    response: pageOf(complaintRow),
  }),
  grave: route({
    method: 'POST',
    path: '/complaints/:no/grave',
    summary: 'Flag as grave (重大), or no longer, with the reason',
    access: 'complaint.grave',
    params,
    body: z.object({ grave: z.boolean(), reason: words(4, 200, '请写明理由，至少 4 个字') }),
    response: complaintView,
    errors: ['COMPLAINT.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  published: route({
    method: 'GET',
    path: '/communities/:id/public-complaints',
    summary: 'Grave, group and repeated complaints of a community, without personal data',
    access: 'complaint.public',
    params: z.object({ id }),
    query: pageQuery,
    response: pageOf(publicComplaint),
    errors: ['COMPLAINT.NOT_FOUND', 'ACCESS.DENIED'],
  }),
} as const;
