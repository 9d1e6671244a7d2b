import { z } from 'zod';
import {
  afterWorkingTime,
  type Calendar,
  isWritable,
  type OutOfRange,
  outOfRange,
  parseInstant,
  STATE_CALENDAR,
  workingTimeBetween,
  writeInstant,
} from '../calendar/index.js';
import { type ClockName, limit, ruledClocks } from './clock.js';
import { type DeadlineFault, endOf } from './deadline.js';
import type { Policy } from './policy.js';
import { POLICIES } from './presets.js';

/** 等业主补充: ends with what the owner adds. 其他: what it is stands in the pause's own name; whoever paused ends it. */
export const pauseGrounds = ['supplement', 'other'] as const;
export type PauseGround = (typeof pauseGrounds)[number];
export const pauseGroundNames: Readonly<Record<PauseGround, string>> = { supplement: '等业主补充', other: '其他原因' };

/**
 * A ground on which whoever handles a complaint may pause one of its clocks. `name` is what the owner reads. `longest`: in working time, for
 * that is what a pause takes off the clock.
 */
export const pause = z.strictObject({
  clock: z.enum(ruledClocks),
  ground: z.enum(pauseGrounds),
  name: z.string().min(2).max(20),
  longest: limit.refine(({ unit }) => unit !== 'elapsed-hours', '最长时间要按工作小时或工作日算'),
  source: z.string().min(2).max(80),
});
export type Pause = z.output<typeof pause>;
export const pauses = z.array(pause).max(8).readonly();

/** True for a clock that a pause can be given to: hours on the wall clock pass whatever anyone waits for (成住建发〔2023〕62号 一(二) 4 and 8 hours). */
export function isPausable({ clocks }: Pick<Policy, 'clocks'>, clock: Pause['clock']): boolean {
  const rule = clocks[clock];
  return rule !== undefined && rule.limit.unit !== 'elapsed-hours';
}

/** The pauses that the rules know for a clock. */
export const pausesOf = ({ pauses: all }: Pick<Policy, 'pauses'>, clock: ClockName): readonly Pause[] => all.filter((each) => each.clock === clock);

/**
 * When a pause that begins now ends by itself at the latest: the first instant at which the clock runs again.
 * @param from milliseconds
 */
export function pauseEnd(policy: Pick<Policy, 'workingTime'>, { longest }: Pick<Pause, 'longest'>, from: number, calendar: Calendar = STATE_CALENDAR) {
  const end = endOf(longest, policy, from, calendar);
  return 'error' in end ? end : { at: end.at };
}

/** One pause that is over, and the end that its clock had. Milliseconds. */
export interface Paused {
  readonly dueAt: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The end of a clock after a pause: it moves by the working time that passed while it was paused, and lies as much working time after its old
 * end. A pause over a night or a holiday moves nothing.
 */
export function resumedDue(
  { workingTime }: Pick<Policy, 'workingTime'>,
  { dueAt, from, to }: Paused,
  calendar: Calendar = STATE_CALENDAR,
): { readonly at: number; readonly time: number } | OutOfRange {
  const paused = workingTimeBetween(from, to, workingTime, calendar);
  if ('error' in paused) return paused;
  const end = afterWorkingTime(dueAt, paused.time, workingTime, calendar);
  return 'error' in end ? end : { at: end.at, time: paused.time };
}

/**
 * The same for a preset's working time and instants as text with an offset or Z: what the rules' runner asks. Neither preset lets anyone pause;
 * a city's own rules may.
 * @returns `due` written with +08:00, and how many seconds of working time the pause took
 */
export function resumed(input: { readonly policy: string; readonly due: string; readonly from: string; readonly to: string }) {
  const [dueAt, from, to] = [input.due, input.from, input.to].map(parseInstant);
  if (typeof dueAt !== 'number' || typeof from !== 'number' || typeof to !== 'number')
    return { error: 'INPUT.INVALID', message: '时刻要写成 2026-02-13T16:40:00+08:00 的样子，带时区' } as DeadlineFault;
  const policy = POLICIES.get(input.policy);
  if (!policy) return { error: 'POLICY.NO_CLOCK', message: '没有这个城市的时限规则' } as DeadlineFault;
  const found = resumedDue(policy, { dueAt, from, to });
  if ('error' in found) return found;
  return isWritable(found.at) ? { due: writeInstant(found.at), paused: Math.floor(found.time / 1000) } : outOfRange();
}
