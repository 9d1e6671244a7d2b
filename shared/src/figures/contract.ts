import { z } from 'zod';
import { defineAccess, id, pageQuery, route } from '../kit/index.js';
import { measures } from './measure.js';
import { reportKinds } from './report.js';

/** Whoever works on complaints or oversees them reads the figures of their own scope. */
export const figuresAccess = defineAccess({
  'figures.read': {
    what: '查看统计数据（响应及时率、解决率、满意率等）',
    roles: ['project_manager', 'company_head', 'company_clerk', 'street_officer', 'district_officer', 'city_officer'],
  },
  'figures.report': { what: '制作季度通报和月度通报', roles: ['district_officer', 'city_officer'] },
});

export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份写成 2026-11 的样子');
const counts = z.object(Object.fromEntries(measures.map((measure) => [measure, z.number().int()])) as Record<(typeof measures)[number], z.ZodInt>);
const fraction = z.tuple([z.number().int(), z.number().int()]).readonly().describe('of, whole; nothing is rounded');

export const figuresRow = z.object({
  counts,
  rates: z.object({ response: fraction, resolution: fraction, satisfaction: fraction, reopen: fraction }),
  medians: z.object({ respond: z.number().int().nullable(), close: z.number().int().nullable() }).describe('minutes'),
});
export type FiguresRow = z.output<typeof figuresRow>;

export const figuresBy = ['community', 'company', 'district', 'month'] as const;
export type FiguresBy = (typeof figuresBy)[number];

const figuresItem = figuresRow.extend({ id: z.string(), name: z.string() });
export type FiguresItem = z.output<typeof figuresItem>;

export const figuresView = figuresRow
  .extend({
    from: month,
    to: month,
    rows: z.array(figuresItem).describe('a page of them: months in order, all else by the most cases first'),
    next: z.string().nullable(),
  })
  .describe('the whole, and what it is made of');
export type FiguresView = z.output<typeof figuresView>;

const reportRow = figuresRow.omit({ medians: true }).extend({
  id: z.string(),
  name: z.string(),
  companyName: z.string().describe('of a project; empty for a district'),
  districtName: z.string(),
  projects: z.number().int().describe('that stand now'),
  active: z.number().int().describe('projects that received any'),
});
export type ReportRow = z.output<typeof reportRow>;

/** 通报: districts or projects by their resolution rate, the best first. */
export const figuresReport = figuresRow
  .omit({ medians: true })
  .extend({ kind: z.enum(reportKinds), from: month, to: month, rows: z.array(reportRow).describe('all of them, those without cases last') });
export type FiguresReport = z.output<typeof figuresReport>;

const query = z.object({
  from: month,
  to: month,
  by: z.enum(figuresBy).default('month'),
  communityId: id.optional(),
  companyId: id.optional(),
  districtCode: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

const reportQuery = z.object({ kind: z.enum(reportKinds), month: month.optional().describe('lies in it; the newest that is over, when left out') });

export const figuresRoutes = {
  readFigures: route({
    method: 'GET',
    path: '/figures',
    summary: 'Figures of complaints by the month of their submission, within the reader’s scope',
    access: 'figures.read',
    query: query.extend(pageQuery.shape),
    response: figuresView,
    errors: ['ACCESS.DENIED'],
  }),
  exportFigures: route({
    method: 'GET',
    path: '/figures/export',
    summary: 'The same figures, every row of them, as an Excel workbook',
    access: 'figures.read',
    query,
    errors: ['ACCESS.DENIED'],
  }),
  readReport: route({
    method: 'GET',
    path: '/figures/report',
    summary: 'The bulletin of a quarter by district or of a month by project (通报), within the reader’s scope',
    access: 'figures.report',
    query: reportQuery,
    response: figuresReport,
    errors: ['ACCESS.DENIED'],
  }),
  exportReport: route({
    method: 'GET',
    path: '/figures/report/export',
    summary: 'The same as an Excel workbook',
    access: 'figures.report',
    query: reportQuery,
    errors: ['ACCESS.DENIED'],
  }),
} as const;
