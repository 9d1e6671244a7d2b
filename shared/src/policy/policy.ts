import { z } from 'zod';
import { clock, clockNames, type RuledClock, ruledClocks, workingWindow } from './clock.js';
import { ladder } from './ladder.js';
import { pauses } from './pause.js';
import { POLICIES, URGED } from './presets.js';

/**
 * The four ways of a complaint (成住建发〔2023〕62号 一(三)): 一般问题, 重大复杂（约定时间）, 报告住建部门, 非物业和住建职责.
 */
export const complaintClasses = ['simple', 'complex', 'bureau', 'outside'] as const;
export type ComplaintClass = (typeof complaintClasses)[number];
export const complaintClassNames: Readonly<Record<ComplaintClass, string>> = {
  simple: '一般问题',
  complex: '重大复杂（约定时间）',
  bureau: '报告住建部门',
  outside: '非物业和住建职责',
};

const percent = z.int().min(0).max(100);
const marks = z.strictObject({ response: percent, resolution: percent, satisfaction: percent });

/** Red and black lists (成住建发〔2023〕62号 三(四)); `minCases` and the window are ours: a league is not won by one lucky case. */
export const listRule = z.strictObject({
  red: marks,
  black: marks,
  minCases: z.int().min(1).max(1000),
  /** Days of the rolling window. */
  window: z.int().min(28).max(366),
  /** Periods in a row before a listing. */
  periods: z.int().min(1).max(6),
  /** Days between notice and publication, in which an appeal stands open. */
  noticeDays: z.int().min(1).max(60),
  /** What the lists stand on in this city, as papers cite it; empty: nothing of the city's orders them. Versions of before have none. */
  source: z.string().max(120).default(''),
});
export type ListRule = z.output<typeof listRule>;

/** When complaints count as 群体 and 反复 (一(四)): how many people, or how often the same home, within how many days. */
export const flagRule = z.strictObject({
  group: z.strictObject({ people: z.int().min(2).max(500), days: z.int().min(1).max(366) }),
  repeated: z.strictObject({ times: z.int().min(2).max(50), days: z.int().min(1).max(366) }),
});

const source = z.string().max(80).default('');
/** What the city's own notice orders beside its clocks and lists, as pages and papers cite it; empty: it orders nothing of the kind, and none is cited. */
export const sources = z.strictObject({ oversight: source, figures: source, reports: source, board: source, hanging: source });
export type Sources = z.output<typeof sources>;
export const sourceNames: Readonly<Record<keyof Sources, string>> = {
  oversight: '督办和市督促',
  figures: '诉求统计',
  reports: '通报',
  board: '公示牌模板',
  hanging: '张贴公示牌',
};
const NO_SOURCES: Sources = { oversight: '', figures: '', reports: '', board: '', hanging: '' };

const classClock = z.enum([...ruledClocks, 'agreed']).nullable();

/** A city's rules for complaints: one document. A change never moves a deadline already given. */
export const policyDocument = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,23}$/),
  city: z.string().min(2).max(20),
  workingTime: z.array(workingWindow).min(1).max(6).readonly(),
  clocks: z.partialRecord(z.enum(ruledClocks), clock).readonly(),
  /** A date agreed with the owner ends at 24:00 of that day; at most `within` days ahead (ours). */
  agreed: z.strictObject({ within: z.int().min(1).max(366), sentence: z.string().min(4).max(120).includes('{due}'), source: z.string().min(2).max(80) }),
  /** The clock that a class waits for after the first answer; null: the class has none here. */
  classes: z
    .strictObject({
      simple: classClock,
      complex: classClock,
      bureau: classClock,
      outside: classClock,
    })
    .readonly(),
  ladders: z.partialRecord(z.enum(clockNames), ladder).readonly(),
  /** Where a clock may be paused; empty: nowhere. Versions of before have none. */
  pauses: pauses.default([]),
  flags: flagRule,
  lists: listRule,
  /** Versions of before have none. */
  sources: sources.default(NO_SOURCES),
  /** Hours after a closing without a verdict in which one reminder goes out. */
  ratingReminder: z.int().min(1).max(720),
  /** Right ways for what is outside (一(三) “正确的诉求途径和维权方式”): offered to the manager, edited for each case. */
  channels: z
    .array(z.strictObject({ name: z.string().min(2).max(40), phone: z.string().max(20), words: z.string().max(200) }))
    .max(40)
    .readonly(),
});
export type Policy = z.output<typeof policyDocument>;

/** The clock that people's first promise is: of those that receipt starts, the first by name. */
export const firstClock = ({ clocks }: Pick<Policy, 'clocks'>): RuledClock | undefined => ruledClocks.find((name) => clocks[name]?.starts.includes('received'));

/**
 * A version as it was saved, with what documents have got since: no pause; the steps of what the city urges, and what its rules stand on, as the
 * city's own preset has them.
 */
export function completed(saved: Omit<Policy, 'pauses' | 'sources'> & Partial<Policy>): Policy {
  const preset = POLICIES.get(saved.key);
  const sources = { ...(preset?.sources ?? NO_SOURCES), ...saved.sources };
  return { pauses: [], ...saved, sources, ladders: { urged: preset?.ladders.urged ?? URGED, ...saved.ladders } };
}

/** A document that somebody sends: what a page of before knows nothing of stays as `completed` has it, and is not emptied. Throws ZodError. */
export function readPolicy(document: unknown): Policy {
  const { sources: given, ...rest } = policyDocument.parse(document);
  return completed(Object.hasOwn(document as object, 'sources') ? { ...rest, sources: given } : rest);
}
