import { z } from 'zod';
import { communityView, posterFollow } from '../community/index.js';
import { id, instant, pageOf, pageQuery, route } from '../kit/index.js';
import { hangingStates, MOST_HANG_PICTURES } from './hanging.js';
import { boardLevels } from './words.js';

/** 028-80000000, with an extension 028-84935006-8203, 400-800-1234, a mobile, or a short number such as 12345. */
const phone = z
  .string()
  .trim()
  .regex(/^(?:0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}|1[3-9]\d{9}|\d{5,8})$/, '电话写成 028-80000000 的样子')
  .max(20, '电话最多 20 位');
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, '请选接听时间');

/** One phone with its hours; a night shift may end the next morning. */
const line = z
  .object({ phone, from: time, to: time })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: '开始和结束不能相同；全天请选“全天接听”' });
export type BoardLineForm = z.input<typeof line>;

/** The form of a project's board; a line that someone else will fill in stays null. `version`: the edition that was read. */
export const editBoard = z.object({ version: z.int().min(0), project: line.nullable(), company: line.nullable() });
export const editBureau = z.object({ version: z.int().min(0), line });

const boardLine = z.object({
  level: z.enum(boardLevels),
  name: z.string().describe('the project, the company, the bureau'),
  phone: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  suggested: z.string().describe('the phone of the base data, for an empty form'),
});
export type BoardLine = z.output<typeof boardLine>;

const hanging = z.object({
  edition: z.int(),
  from: instant.describe('the opening of the account, or the replacement of the code'),
  dueAt: instant.nullable().describe('null: beyond the working calendar'),
  hungAt: instant.nullable(),
  pictures: z.array(id),
});
export type HangingView = z.output<typeof hanging>;

const boardWordsView = z.object({
  title: z.string(),
  phones: z.string(),
  guide: z.string(),
  guides: z.array(z.string()).readonly(),
  pledge: z.string(),
  promise: z.string(),
  seal: z.string(),
});

/** 公示牌 as it is printed, what it lacks, and whether it hangs. */
export const boardView = communityView.extend({
  words: boardWordsView,
  lines: z.array(boardLine),
  missing: z.string().describe('what is still to be filled in and by whom; empty: it may be printed'),
  version: z.int(),
  bureauVersion: z.int(),
  url: z.string(),
  svg: z.string(),
  follow: posterFollow,
  hanging,
});
export type BoardView = z.output<typeof boardView>;

/** The row of 张贴情况. */
export const hangingRow = z.object({
  id,
  name: z.string(),
  districtName: z.string(),
  companyName: z.string(),
  edition: z.int(),
  dueAt: instant.nullable(),
  hungAt: instant.nullable(),
});
export type HangingRow = z.output<typeof hangingRow>;

export const boardSizes = ['A4', 'A3'] as const;
export const boardKinds = ['board', 'poster'] as const;
const params = z.object({ id });
const COMMON = ['COMMUNITY.NOT_FOUND', 'ACCESS.DENIED'] as const;

export const boardRoutes = {
  readBoard: route({
    method: 'GET',
    path: '/communities/:id/board',
    summary: "A community's notice board (公示牌): its words, phones, codes, and whether it hangs",
    access: 'board.read',
    params,
    response: boardView,
    errors: [...COMMON],
  }),
  boardPdf: route({
    method: 'GET',
    path: '/communities/:id/board.pdf',
    summary: 'The notice board or the QR poster as a PDF for A4 or A3',
    access: 'board.read',
    params,
    query: z.object({ size: z.enum(boardSizes).default('A4'), kind: z.enum(boardKinds).default('board') }),
    errors: [...COMMON, 'BOARD.INCOMPLETE', 'BOARD.NO_FONT'],
  }),
  editBoard: route({
    method: 'PUT',
    path: '/communities/:id/board',
    summary: "Fill in the project's and the company's phone and hours",
    access: 'board.edit',
    params,
    body: editBoard,
    response: z.object({ version: z.int() }),
    errors: [...COMMON, 'BOARD.CHANGED'],
  }),
  editBureau: route({
    method: 'PUT',
    path: '/communities/:id/board/bureau',
    summary: "Fill in the bureau's phone and hours, for every board of its district",
    access: 'board.bureau',
    params,
    body: editBureau,
    response: z.object({ version: z.int() }),
    errors: [...COMMON, 'BOARD.CHANGED'],
  }),
  hangBoard: route({
    method: 'POST',
    path: '/communities/:id/board/hangings',
    summary: 'Photos that show the board where it hangs (张贴照片)',
    access: 'board.hang',
    params,
    body: z.object({
      edition: z.int().min(1),
      pictures: z.array(id).min(1, '请拍一张张贴后的照片').max(MOST_HANG_PICTURES, `最多 ${MOST_HANG_PICTURES} 张`),
    }),
    response: hanging,
    errors: [...COMMON, 'BOARD.EDITION_OLD', 'BOARD.PICTURE_UNKNOWN', 'BOARD.PICTURES_FULL'],
  }),
  hangings: route({
    method: 'GET',
    path: '/boards',
    summary: 'Where boards hang and where not, within the reader’s scope (张贴情况)',
    access: 'board.watch',
    query: pageQuery.extend({ state: z.enum(hangingStates).default('overdue') }),
    response: pageOf(hangingRow),
    errors: ['ACCESS.DENIED'],
  }),
} as const;
