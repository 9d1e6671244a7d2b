import { z } from 'zod';
import { complaintCategories, complaintNo, complaintStates, ratings } from '../complaint/index.js';
import { figuresRow, month } from '../figures/index.js';
import { id, instant, pageOf, pageQuery, route, words } from '../kit/index.js';
import { complaintClasses } from '../policy/index.js';
import { ledgerStates } from './lifecycle.js';

/** 重大 群体 反复 (成住建发〔2023〕62号 一(四)(五)). */
export const ledgerFlags = ['grave', 'grouped', 'repeated'] as const;
export const ledgerFlagNames: Readonly<Record<(typeof ledgerFlags)[number], string>> = { grave: '重大', grouped: '群体', repeated: '反复' };

const note = z.object({ cause: z.string(), remedy: z.string() });

/** One complaint as the ledger has it: nothing of anybody. */
export const ledgerRow = z.object({
  no: complaintNo,
  submittedAt: instant,
  category: z.enum(complaintCategories),
  title: z.string(),
  class: z.enum(complaintClasses).nullable(),
  state: z.enum(complaintStates),
  overdue: z.boolean().describe('some deadline was missed, or is over now'),
  result: z.string(),
  rating: z.enum(ratings).nullable(),
  flags: z.array(z.enum(ledgerFlags)),
  carried: z.boolean().describe('of an earlier month: it was flagged after that was signed'),
  note: note.nullable().describe('原因 and 整改; each flagged one needs them'),
});
export type LedgerRow = z.output<typeof ledgerRow>;

export const ledgerActs = ['fill', 'submit', 'sign', 'return'] as const;

export const ledgerView = z.object({
  communityId: id,
  communityName: z.string(),
  companyName: z.string(),
  districtName: z.string(),
  month,
  state: z.enum(ledgerStates),
  dueAt: instant.nullable().describe('the first instant too late; null while the calendar does not reach so far'),
  overdue: z.boolean(),
  figures: figuresRow,
  rows: z.array(ledgerRow),
  lacking: z.number().int().describe('flagged ones without cause and remedy'),
  submittedAt: instant.nullable(),
  signedAt: instant.nullable(),
  returned: z.object({ at: instant, reason: z.string() }).nullable(),
  can: z.array(z.enum(ledgerActs)),
});
export type LedgerView = z.output<typeof ledgerView>;

/** What the owners of a community read of a signed month. */
export const publishedLedger = z.object({
  communityName: z.string(),
  companyName: z.string(),
  months: z.array(month).describe('signed ones, newest first'),
  month: month.nullable(),
  signedAt: instant.nullable(),
  figures: figuresRow.nullable(),
  flagged: z.array(ledgerRow.pick({ category: true, title: true, flags: true, result: true }).extend(note.shape)),
});
export type PublishedLedger = z.output<typeof publishedLedger>;

export const ledgerProgress = z.object({
  communityId: id,
  communityName: z.string(),
  companyName: z.string(),
  state: z.enum(ledgerStates),
  dueAt: instant.nullable(),
  overdue: z.boolean(),
});
export type LedgerProgress = z.output<typeof ledgerProgress>;

const params = z.object({ id });
const ofMonth = z.object({ month });
const part = (name: string) => words(4, 500, `${name}至少 4 个字`);
const acting = ['ACCESS.DENIED', 'COMMUNITY.NOT_FOUND', 'LEDGER.STEP_WRONG'];

export const ledgerRoutes = {
  ledgers: route({
    method: 'GET',
    path: '/ledgers',
    summary: 'How far the communities of the reader’s scope are with a month’s review',
    access: 'ledger.oversee',
    query: pageQuery.extend({ month, late: z.literal('1').optional().describe('overdue ones alone') }),
    response: pageOf(ledgerProgress),
    errors: ['ACCESS.DENIED'],
  }),
  ledger: route({
    method: 'GET',
    path: '/communities/:id/ledger',
    summary: 'The ledger of one month with its figures and review (小区问题台账)',
    access: 'ledger.read',
    params,
    query: ofMonth,
    response: ledgerView,
    errors: ['ACCESS.DENIED', 'COMMUNITY.NOT_FOUND'],
  }),
  exportLedger: route({
    method: 'GET',
    path: '/communities/:id/ledger/export',
    summary: 'The same as an Excel workbook',
    access: 'ledger.read',
    params,
    query: ofMonth,
    errors: ['ACCESS.DENIED', 'COMMUNITY.NOT_FOUND'],
  }),
  publishedLedger: route({
    method: 'GET',
    path: '/communities/:id/ledger/published',
    summary: 'A signed month as it is open to the community’s owners',
    access: 'ledger.published',
    params,
    query: z.object({ month: month.optional().describe('the newest signed one, when left out') }),
    response: publishedLedger,
    errors: ['ACCESS.DENIED', 'COMMUNITY.NOT_FOUND'],
  }),
  fillLedger: route({
    method: 'POST',
    path: '/communities/:id/ledger/notes',
    summary: 'Cause and remedy of one flagged complaint (原因、整改)',
    access: 'ledger.fill',
    params,
    body: ofMonth.extend({ no: complaintNo, cause: part('原因'), remedy: part('整改') }),
    response: ledgerView,
    errors: [...acting, 'LEDGER.CASE_UNKNOWN'],
  }),
  submitLedger: route({
    method: 'POST',
    path: '/communities/:id/ledger/submit',
    summary: 'Hand in a month’s review (提交复盘)',
    access: 'ledger.fill',
    params,
    body: ofMonth,
    response: ledgerView,
    errors: [...acting, 'LEDGER.MONTH_RUNS', 'LEDGER.LACKING'],
  }),
  signLedger: route({
    method: 'POST',
    path: '/communities/:id/ledger/sign',
    summary: 'Sign a month’s review; it is open to the owners from then on (签发)',
    access: 'ledger.sign',
    params,
    body: ofMonth,
    response: ledgerView,
    errors: [...acting, 'ACCESS.CONFIRM', 'LEDGER.LACKING'],
  }),
  returnLedger: route({
    method: 'POST',
    path: '/communities/:id/ledger/return',
    summary: 'Send a month’s review back, with the reason (退回)',
    access: 'ledger.sign',
    params,
    body: ofMonth.extend({ reason: part('原因') }),
    response: ledgerView,
    errors: [...acting, 'ACCESS.CONFIRM'],
  }),
} as const;
