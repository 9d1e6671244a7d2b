import { z } from 'zod';
import { defineAccess, id, route } from '../kit/index.js';
import { measures } from './measure.js';

/** Whoever works on complaints or oversees them reads the figures of their own scope. */
export const figuresAccess = defineAccess({
  'figures.read': {
    what: '查看统计数据（响应及时率、解决率、满意率等）',
    roles: ['project_manager', 'company_head', 'company_clerk', 'street_officer', 'district_officer', 'city_officer'],
  },
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

export const figuresView = figuresRow.extend({
  from: month,
  to: month,
  rows: z.array(figuresRow.omit({ medians: true }).extend({ id: z.string(), name: z.string() })).describe('by what was asked, most cases first'),
});
export type FiguresView = z.output<typeof figuresView>;

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

export const figuresRoutes = {
  readFigures: route({
    method: 'GET',
    path: '/figures',
    summary: 'Figures of complaints by the month of their submission, within the reader’s scope',
    access: 'figures.read',
    query,
    response: figuresView,
    errors: ['ACCESS.DENIED'],
  }),
  exportFigures: route({
    method: 'GET',
    path: '/figures/export',
    summary: 'The same figures as a table (CSV)',
    access: 'figures.read',
    query,
    errors: ['ACCESS.DENIED'],
  }),
} as const;
