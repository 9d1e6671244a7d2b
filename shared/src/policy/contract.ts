import { z } from 'zod';
import { calendarYear } from '../calendar/index.js';
import { instant, route, words } from '../kit/index.js';
import { clockNames } from './clock.js';
import { policyDocument } from './policy.js';

const fault = z.object({ at: z.string(), words: z.string() });
const change = z.object({ part: z.string(), from: z.string(), to: z.string() });
const version = z.number().int().min(0);
/** Checked by `policyFaults` and `yearFaults`, which say what is wrong in words with its place. */
const draft = z.record(z.string(), z.unknown());

/** What anyone's page needs to say a deadline before the server does. */
export const promisesView = policyDocument
  .pick({ key: true, city: true, workingTime: true, clocks: true, agreed: true, channels: true, sources: true })
  .extend({ version, years: z.array(calendarYear).describe('the working calendar, oldest first') });
export type PromisesView = z.output<typeof promisesView>;

export const versionRow = z.object({
  version: version.describe('0: the preset that the platform came with'),
  note: z.string(),
  by: z.string().describe('masked; empty: the platform'),
  at: instant.nullable(),
});
export type VersionRow = z.output<typeof versionRow>;

export const versionView = versionRow.extend({
  document: policyDocument,
  changes: z.array(change).describe('to the version before'),
  current: version.describe('the version in force'),
});
export type VersionView = z.output<typeof versionView>;

export const policyPreview = z.object({
  faults: z.array(fault),
  changes: z.array(change),
  open: z.number().int().describe('complaints that are open now: they keep the rules that they were born under'),
  touched: z.literal(0).describe('deadlines already given that would move: none, ever'),
});
export type PolicyPreview = z.output<typeof policyPreview>;

/** The work that follows a year: clocks for those without, ladders that rest, deadlines that move. */
const yearJob = z.object({
  year: z.number().int(),
  moves: z.boolean(),
  state: z.enum(['running', 'done']),
  total: z.number().int(),
  seen: z.number().int(),
  started: z.number().int().describe('complaints that got a clock'),
  resumed: z.number().int().describe('ladders that climb again'),
  moved: z.number().int().describe('deadlines that moved'),
});

export const calendarView = z.object({
  years: z.array(calendarYear.extend({ by: z.string(), enteredAt: instant.nullable().describe('null: the platform came with it') })),
  last: z.iso.date().describe('the last day that the calendar knows'),
  daysLeft: z.number().int(),
  warns: z.boolean(),
  undated: z.number().int().describe('open complaints without a running clock'),
  job: yearJob.nullable().describe('the newest'),
});
export type CalendarView = z.output<typeof calendarView>;

/** An open deadline that a corrected year would move. */
export const touchedDeadline = z.object({ no: z.string(), title: z.string(), clock: z.enum(clockNames), from: instant, to: instant });
export type TouchedDeadline = z.output<typeof touchedDeadline>;

export const yearPreview = z.object({
  faults: z.array(fault),
  adds: z.boolean().describe('false: it corrects a year that is known'),
  changes: z.array(z.object({ day: z.string(), from: z.string(), to: z.string() })).describe('days of known years that become otherwise'),
  touched: z.object({ count: z.number().int(), items: z.array(touchedDeadline).describe('the first hundred') }),
  basedOn: instant.nullable().describe('when the year was entered last; null: not yet'),
});
export type YearPreview = z.output<typeof yearPreview>;

const note = words(2, 200, '请写明改了什么、为什么');

export const policyRoutes = {
  readPromises: route({
    method: 'GET',
    path: '/policy',
    summary: 'The city’s clocks, working time, channels and calendar',
    access: 'signed-in',
    response: promisesView,
  }),
  readVersions: route({
    method: 'GET',
    path: '/policy/versions',
    summary: 'The versions of the rules, the newest first',
    access: 'policy.read',
    response: z.object({ items: z.array(versionRow) }),
    errors: ['ACCESS.DENIED'],
  }),
  readVersion: route({
    method: 'GET',
    path: '/policy/versions/:version',
    summary: 'One version in full, with what it changed; `current`: the one in force',
    access: 'policy.read',
    params: z.object({ version: z.string().regex(/^(?:current|\d{1,6})$/, '没有这个版本') }),
    response: versionView,
    errors: ['ACCESS.DENIED', 'POLICY.NOT_FOUND'],
  }),
  previewPolicy: route({
    method: 'POST',
    path: '/policy/preview',
    summary: 'What a changed document would do: faults, differences, and which open complaints it would touch',
    access: 'policy.draft',
    body: z.object({ document: draft }),
    response: policyPreview,
    errors: ['ACCESS.DENIED'],
  }),
  savePolicy: route({
    method: 'POST',
    path: '/policy',
    summary: 'Save the next version of the rules',
    access: 'policy.edit',
    body: z.object({ document: draft, basedOn: version.describe('the version that was edited'), note }),
    response: versionView,
    status: 201,
    errors: ['ACCESS.DENIED', 'ACCESS.CONFIRM', 'POLICY.INVALID', 'POLICY.CHANGED', 'POLICY.UNCHANGED'],
  }),
  readCalendar: route({
    method: 'GET',
    path: '/calendar',
    summary: 'The working calendar: its years, how far it reaches, and the work that followed the last entry',
    access: 'policy.read',
    response: calendarView,
    errors: ['ACCESS.DENIED'],
  }),
  previewYear: route({
    method: 'POST',
    path: '/calendar/preview',
    summary: 'What a year would do: faults, days that change, and open deadlines that it would touch',
    access: 'policy.draft',
    body: z.object({ document: draft }),
    response: yearPreview,
    errors: ['ACCESS.DENIED'],
  }),
  saveYear: route({
    method: 'POST',
    path: '/calendar/years',
    summary: 'Enter the next year, or correct one; open deadlines move only where this asks for it',
    access: 'policy.edit',
    body: z.object({
      document: draft,
      basedOn: instant.nullable(),
      moves: z.boolean().describe('true: open deadlines that the correction touches move, each told'),
    }),
    response: calendarView,
    status: 201,
    errors: ['ACCESS.DENIED', 'ACCESS.CONFIRM', 'POLICY.INVALID', 'POLICY.CHANGED', 'POLICY.UNCHANGED', 'POLICY.BUSY'],
  }),
} as const;
