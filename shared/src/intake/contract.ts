import { z } from 'zod';
import { COMPLAINT_WORDS, complaintCategories, complaintKinds, complaintNo } from '../complaint/index.js';
import { phone } from '../identity/index.js';
import { defineAccess, defineErrors, id, instant, pageOf, pageQuery, route, words } from '../kit/index.js';
import { pictureLimits } from '../storage/index.js';
import { intakeColumns, type IntakeColumn } from './rows.js';

/** Where batches come from: the hotline 12345, and letters (信访). */
export const intakeSources = ['hotline', 'letter'] as const;
export type IntakeSource = (typeof intakeSources)[number];
export const intakeSourceNames: Readonly<Record<IntakeSource, string>> = { hotline: '12345 热线', letter: '信访' };

/** Bytes and rows of one table (ours). */
export const intakeLimits = { bytes: 5 * 1024 * 1024, rows: 2000 } as const;

export const intakeAccess = defineAccess({
  'intake.register': {
    what: '代业主登记（替来电、来访的人提交诉求）',
    roles: ['project_manager', 'staff', 'company_head', 'company_clerk', 'district_officer'],
  },
  'intake.import': { what: '导入 12345 热线、信访的诉求，设置列名，导出答复', roles: ['district_officer', 'city_officer'] },
  'intake.sort': { what: '把认不出小区的导入诉求分到小区，或转给小区所在的区', roles: ['district_officer', 'city_officer'] },
});

export const intakeErrors = defineErrors({
  'INTAKE.FILE_WRONG': { status: 422, title: '这个文件不能导入，请选 CSV 或 Excel（.xlsx）表格，5 MB、2000 行以内。' },
  'INTAKE.FILE_BROKEN': { status: 422, title: '{why}。请改好表格再导入。' },
  'INTAKE.COLUMNS_MISSING': { status: 422, title: '表格第一行没有“外部编号”或“诉求内容”这一列，请先设置列名。' },
  'INTAKE.NUMBER_KNOWN': { status: 409, title: '这个外部编号刚刚已经成为诉求，不用再分。下次导入时这一条会自动移走。' },
  'INTAKE.DISTRICT_UNKNOWN': { status: 404, title: '没有这个区（县），请另选一个。' },
  'INTAKE.ROW_UNKNOWN': { status: 404, title: '没有找到这一条，可能已经分到小区。' },
});

const columns = Object.keys(intakeColumns) as [IntakeColumn, ...IntakeColumn[]];
const source = z.enum(intakeSources);
const districtCode = z.string().regex(/^\d{6}$/);
/** What a source calls its columns. */
export const mappingBody = z.object({ columns: z.partialRecord(z.enum(columns), words(0, 40)) });
export type MappingBody = z.output<typeof mappingBody>;

export const registerBody = z.object({
  kind: z.enum(complaintKinds),
  category: z.enum(complaintCategories),
  words: words(2, COMPLAINT_WORDS, '请写明来电人反映的情况'),
  place: words(0, 40).default(''),
  pictures: z.array(id).max(pictureLimits.count).default([]),
  phone: phone.describe('来电电话'),
  name: words(0, 20).default(''),
});

/** What became of a table, row by row. */
export const importReport = z.object({
  rows: z.number().int(),
  created: z.number().int(),
  known: z.number().int().describe('had come before: nothing changed'),
  unsorted: z.number().int().describe('of a community that nobody knows: wait to be sorted by hand'),
  elsewhere: z.number().int().describe('of a community of another district: wait there to be sorted'),
  faults: z.array(z.object({ line: z.number().int(), column: z.string(), why: z.string() })).describe('rows that were not taken'),
  notes: z.array(z.object({ line: z.number().int(), column: z.string(), what: z.string() })).describe('rows that were taken, but not as they stood'),
  stoppedAt: z.number().int().nullable().describe('the line after which nothing was taken any more; the table can be sent again'),
});
export type ImportReport = z.output<typeof importReport>;

export const unsortedRow = z.object({
  id,
  source,
  outsideNo: z.string(),
  community: z.string().describe('as the table names it'),
  category: z.enum(complaintCategories),
  words: z.string(),
  place: z.string(),
  importedAt: instant,
});
export type UnsortedRow = z.output<typeof unsortedRow>;

const date = z.iso.date('日期写成 2026-11-21 的样子');
/** Days of an export at most (ours). */
export const ANSWER_DAYS = 366;
/** By when they came; both days belong to it. Neither: what moved on since the last export. */
export const answersQuery = z
  .object({ from: date.optional(), until: date.optional() })
  .refine(({ from, until }) => (from === undefined) === (until === undefined), '请选开始和结束两个日期')
  .refine(({ from = '', until = '' }) => from <= until, '结束日期不能早于开始日期')
  .refine(({ from = '2026-01-01', until = from }) => (Date.parse(until) - Date.parse(from)) / 86_400_000 < ANSWER_DAYS, '一次最多导出一年的');
export type AnswersQuery = z.output<typeof answersQuery>;

const made = z.object({ no: complaintNo, title: z.string(), dueAt: instant.nullable() });

export const intakeRoutes = {
  register: route({
    method: 'POST',
    path: '/communities/:id/complaints',
    summary: 'Register a complaint on behalf of a caller (代业主登记)',
    access: 'intake.register',
    params: z.object({ id }),
    body: registerBody,
    response: made,
    status: 201,
    errors: ['COMMUNITY.NOT_FOUND', 'FILE.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  mapping: route({
    method: 'GET',
    path: '/intake/mappings/:source',
    summary: "What a source's tables call their columns",
    access: 'intake.import',
    params: z.object({ source }),
    response: mappingBody,
    errors: ['ACCESS.DENIED'],
  }),
  saveMapping: route({
    method: 'PUT',
    path: '/intake/mappings/:source',
    summary: "Keep what a source's tables call their columns",
    access: 'intake.import',
    params: z.object({ source }),
    body: mappingBody,
    response: mappingBody,
    errors: ['ACCESS.DENIED'],
  }),
  import: route({
    method: 'POST',
    path: '/intake/imports/:source',
    summary: 'Take in a table (CSV or .xlsx); rows that came before change nothing',
    access: 'intake.import',
    params: z.object({ source }),
    upload: true,
    response: importReport,
    errors: ['INTAKE.FILE_WRONG', 'INTAKE.FILE_BROKEN', 'INTAKE.COLUMNS_MISSING', 'ACCESS.DENIED'],
  }),
  unsorted: route({
    method: 'GET',
    path: '/intake/unsorted',
    summary: 'Rows whose community nobody knows, oldest first',
    access: 'intake.sort',
    query: pageQuery,
    response: pageOf(unsortedRow),
    errors: ['ACCESS.DENIED'],
  }),
  places: route({
    method: 'GET',
    path: '/intake/places',
    summary: "Communities of the officer's districts: where rows may be sorted to; and the districts that they may be handed over to",
    access: 'intake.sort',
    response: z.object({ items: z.array(z.object({ id, name: z.string() })), districts: z.array(z.object({ code: districtCode, name: z.string() })) }),
    errors: ['ACCESS.DENIED'],
  }),
  assign: route({
    method: 'POST',
    path: '/intake/unsorted/:id/assign',
    summary: 'Sort a row to a community: it becomes a complaint there',
    access: 'intake.sort',
    params: z.object({ id }),
    body: z.object({ communityId: id }),
    response: made,
    errors: ['INTAKE.ROW_UNKNOWN', 'INTAKE.NUMBER_KNOWN', 'COMMUNITY.NOT_FOUND', 'ACCESS.DENIED'],
  }),
  handOver: route({
    method: 'POST',
    path: '/intake/unsorted/:id/hand-over',
    summary: 'Hand a row over to the district whose community it is about',
    access: 'intake.sort',
    params: z.object({ id }),
    body: z.object({ districtCode }),
    status: 204,
    errors: ['INTAKE.ROW_UNKNOWN', 'INTAKE.DISTRICT_UNKNOWN', 'ACCESS.DENIED'],
  }),
  answers: route({
    method: 'GET',
    path: '/intake/answers/:source',
    summary: 'What became of a source’s complaints, by its own numbers, as CSV: of some days, or what moved on since the last time',
    access: 'intake.import',
    params: z.object({ source }),
    query: answersQuery,
    errors: ['ACCESS.DENIED'],
  }),
} as const;
