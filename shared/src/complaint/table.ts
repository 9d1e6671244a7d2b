import { z } from 'zod';
import { measures } from '../figures/index.js';
import { id, instant, pageOf, pageQuery, route } from '../kit/index.js';
import { complaintClasses } from '../policy/index.js';
import { complaintCategories, complaintKinds, complaintLevels, complaintRow, complaintSources, ratings } from './contract.js';
import { type ComplaintState, complaintStates } from './lifecycle.js';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期写成 2026-11-21 的样子');
const yes = z.literal('1').optional();

/** What the table of 附件3 is searched by; each is left out where it does not matter. Dates are Shanghai's, both belong to the stretch. */
export const tableQuery = pageQuery.extend({
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}~[0-9A-Z]{26}$/)
    .optional()
    .describe('`next` of the page before'),
  no: z.string().max(20).optional(),
  title: z.string().trim().max(30).optional().describe('投诉标题: category or kind'),
  community: z.string().trim().max(40).optional().describe('投诉物业小区名称, its beginning'),
  communityId: id.optional(),
  companyId: id.optional(),
  districtCode: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  finished: z.enum(['open', 'done']).optional().describe('完结状态'),
  state: z.enum(complaintStates).optional().describe('处理状态'),
  kind: z.enum(complaintKinds).optional(),
  category: z.enum(complaintCategories).optional(),
  class: z.enum(complaintClasses).optional(),
  level: z.enum(complaintLevels).optional(),
  source: z.enum(complaintSources).optional(),
  rating: z.enum(ratings).optional(),
  overdue: yes.describe('是否超时: the clock that runs now is over'),
  late: yes.describe('the first clock ran out without an answer'),
  flag: z.enum(['grave', 'grouped', 'repeated', 'reopened']).optional(),
  measure: z.enum(measures).optional().describe('what it counts as in the figures'),
  from: date.optional(),
  to: date.optional(),
});
export type TableQuery = z.output<typeof tableQuery>;

/** 处理状态 in the words of 附件3's users. */
export const complaintStateNames: Readonly<Record<ComplaintState, string>> = {
  submitted: '待响应',
  responded: '办理中',
  accepted: '办理中',
  referred: '已转交',
  reopened: '重新办理',
  closed: '已办结',
  solved: '已解决',
  escalated: '提级办理',
  unsolved: '未解决',
  withdrawn: '已撤回',
};

/** A row of the table: what 附件3 shows, without anybody's data. */
export const tableRow = complaintRow.extend({
  districtName: z.string(),
  companyName: z.string(),
  class: z.enum(complaintClasses).nullable(),
  level: z.enum(complaintLevels),
  source: z.enum(complaintSources),
  assignee: z.string().nullable().describe('whom the manager gave it to; for the project and its company'),
  late: z.boolean(),
  joiners: z.number().int(),
  flags: z.array(z.enum(['grave', 'grouped', 'repeated'])),
  closedAt: instant.nullable(),
});
export type ComplaintTableRow = z.output<typeof tableRow>;

export const tableRoutes = {
  table: route({
    method: 'GET',
    path: '/complaints/table',
    summary: 'The table of complaints that the reader handles or oversees (附件3), newest first',
    access: 'complaint.work',
    query: tableQuery,
    response: pageOf(tableRow),
    errors: ['COMPLAINT.COMMUNITIES_MANY', 'ACCESS.DENIED'],
  }),
  exportTable: route({
    method: 'GET',
    path: '/complaints/table/export',
    summary: 'The same as an Excel workbook, at most 10,000 rows',
    access: 'complaint.work',
    query: tableQuery.omit({ after: true, limit: true }),
    errors: ['COMPLAINT.COMMUNITIES_MANY', 'ACCESS.DENIED'],
  }),
} as const;
