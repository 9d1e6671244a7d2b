import { z } from 'zod';
import { formatDue, HOUR, type Calendar, type OutOfRange, STATE_CALENDAR } from '../calendar/index.js';
import { roles } from '../kit/index.js';
import { limit } from './clock.js';
import { endOf } from './deadline.js';
import type { Policy } from './policy.js';

/** 提醒 预警 企业接办 区督办 挂牌督办 提级办理 部门会商 报告市里: the hops of the ladder, each one higher. */
export const ladderSteps = ['remind', 'warn', 'takeover', 'supervise', 'list', 'raise', 'confer', 'report'] as const;
export type LadderStep = (typeof ladderSteps)[number];
export const ladderStepNames: Readonly<Record<LadderStep, string>> = {
  remind: '到期提醒',
  warn: '超时预警',
  takeover: '企业接办',
  supervise: '督办',
  list: '挂牌督办',
  raise: '提级办理',
  confer: '部门会商',
  report: '报告市住建部门',
};

/**
 * One rung. It is reached `beforeHours` before the clock's end, or, when that is 0, at the end of the deadline that runs then: the
 * clock's own, or the one that the last rung gave. `limit`: its own deadline, for those who must act now; null: it gives none.
 */
export const rung = z.strictObject({
  step: z.enum(ladderSteps),
  beforeHours: z.int().min(0).max(240),
  limit: limit.nullable(),
  to: z.array(z.enum(roles)).min(1).readonly(),
  /** What the owner reads, with {due} where the rung gives a deadline; empty: the owner is not told. */
  sentence: z.string().max(120),
  source: z.string().min(2).max(80),
});
export type Rung = z.output<typeof rung>;

/** Rungs in order: reminders first, then by height, none twice. */
export const ladder = z
  .array(rung)
  .max(12)
  .readonly()
  .refine(
    (rungs) => rungs.every(({ beforeHours }, index) => beforeHours === 0 || rungs.slice(0, index).every((earlier) => earlier.beforeHours > beforeHours)),
    '提醒要排在最前，早的在前',
  )
  .refine(
    (rungs) => rungs.every(({ step }, index) => index === 0 || ladderSteps.indexOf(step) >= ladderSteps.indexOf((rungs[index - 1] as Rung).step)),
    '后一级不能低于前一级',
  )
  .refine((rungs) => rungs.every(({ limit: own, sentence }) => !sentence.includes('{due}') || own !== null), '没有时限的一级，话里不能有 {due}');
export type Ladder = z.output<typeof ladder>;

/**
 * What a rung says to the owner. Where its deadline is not known, because the calendar ends, the clause that names it is left out.
 * @param dueAt milliseconds
 */
export function rungWords({ sentence }: Pick<Rung, 'sentence'>, dueAt: number | null): string {
  if (dueAt !== null) return sentence.replaceAll('{due}', formatDue(dueAt));
  return sentence.replace(/[，；、][^，；、。]*\{due\}[^，；、。]*/u, '').replace(/^[^，；、。]*\{due\}[^，；、。]*[，；、。]?/u, '');
}

/** Where a clock stands on its ladder. Instants in milliseconds. */
export interface Standing {
  readonly startedAt: number;
  readonly dueAt: number;
  /** Index of the rung taken last; −1: none yet. */
  readonly rung: number;
  /** The deadline that the last rung gave; null: none, so the clock's own is in force. */
  readonly hopDueAt: number | null;
}

/**
 * When the rung after the one taken last is due; null at the top. A reminder that would come before the clock began comes at once.
 * Nothing here asks whether a message arrived: a failed push never holds a hop back.
 */
export function nextHop(rungs: Ladder, { startedAt, dueAt, rung: last, hopDueAt }: Standing): number | null {
  const following = rungs[last + 1];
  if (!following) return null;
  if (following.beforeHours > 0) return Math.max(startedAt, dueAt - following.beforeHours * HOUR);
  return hopDueAt ?? dueAt;
}

/**
 * The deadline that a rung gives when it is taken; null when it gives none.
 * @param at the instant of the hop, milliseconds: of its being due, not of its being worked, so that a late sweep gives nobody more time
 */
export function hopDeadline(
  policy: Policy,
  { limit: own }: Rung,
  at: number,
  calendar: Calendar = STATE_CALENDAR,
): { readonly at: number } | null | OutOfRange {
  if (own === null) return null;
  const end = endOf(own, policy, at, calendar);
  return 'error' in end ? end : { at: end.at };
}

/** One hop that was taken. `dueAt` is the deadline it gave, null for none. Instants in milliseconds. */
export interface Hop {
  readonly rung: number;
  readonly step: LadderStep;
  readonly at: number;
  readonly dueAt: number | null;
}

/** The hops that are due by `now`, and where the clock stands after them; `nextAt` is null at the top, and where the calendar ends. */
export interface Climb {
  readonly hops: readonly Hop[];
  readonly standing: Standing;
  readonly nextAt: number | null;
}

/** Who has a matter while a clock runs. */
export type LadderLevel = 'manager' | 'company' | 'district';

/** Steps that say nothing any more once it is as high as that: the company takes over nothing from itself, the district urges nobody below it. */
const PASSED: Readonly<Record<LadderLevel, ReadonlySet<LadderStep>>> = {
  manager: new Set(),
  company: new Set<LadderStep>(['takeover']),
  district: new Set<LadderStep>(['takeover', 'supervise', 'list']),
};

/**
 * All that is due by `now`, hop by hop: after an outage none is left out. Rungs that lie below whoever has it (`level`) are passed: they give no
 * deadline, so the next one is due when they would have been. Each hop is dated by its own instant. Where a deadline
 * in working days can't be known, because the calendar ends, the hop is taken without one and the climb rests there.
 * @param now milliseconds
 */
export function climb(policy: Policy, rungs: Ladder, from: Standing, now: number, calendar: Calendar = STATE_CALENDAR, level: LadderLevel = 'manager'): Climb {
  const hops: Hop[] = [];
  let standing = from;
  for (;;) {
    const at = nextHop(rungs, standing);
    const rung = rungs[standing.rung + 1];
    if (at === null || rung === undefined || at > now) return { hops, standing, nextAt: at };
    if (PASSED[level].has(rung.step)) {
      standing = { ...standing, rung: standing.rung + 1 };
      continue;
    }
    const given = hopDeadline(policy, rung, at, calendar);
    const unknown = given !== null && 'error' in given;
    const dueAt = given === null || unknown ? null : given.at;
    hops.push({ rung: standing.rung + 1, step: rung.step, at, dueAt });
    standing = { ...standing, rung: standing.rung + 1, hopDueAt: dueAt ?? standing.hopDueAt };
    if (unknown) return { hops, standing, nextAt: null };
  }
}
