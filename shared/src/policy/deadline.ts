import {
  afterWorkingDays,
  afterWorkingHours,
  DAY,
  formatDue,
  formatMoment,
  HOUR,
  instantAt,
  isWorkingTime,
  isWritable,
  outOfRange,
  parseInstant,
  STATE_CALENDAR,
  writeInstant,
  type Calendar,
  type OutOfRange,
} from '../calendar/index.js';
import type { Limit, RuledClock } from './clock.js';
import type { Policy } from './policy.js';
import { POLICIES } from './presets.js';

/** A rule's failure: the code is for programs, the message for people. */
export interface DeadlineFault {
  readonly error: 'INPUT.INVALID' | 'POLICY.NO_CLOCK' | 'CALENDAR.OUT_OF_RANGE';
  readonly message: string;
}

/**
 * A deadline, complete enough to be stored and shown without its policy, which may have changed since.
 * `from` and `dueAt` are milliseconds; `dueAt` is the first instant that is too late.
 * `sentence` still holds {from} and {due}; `explain` is the same with absolute dates; `source` names the rule.
 */
export interface Deadline {
  readonly from: number;
  readonly dueAt: number;
  readonly due: string;
  readonly sentence: string;
  readonly explain: string;
  readonly source: string;
}

/** When a clock ends, and its limit in words. */
type End = { readonly at: number; readonly limit: string; readonly worktime: string };

/** When a limit that begins at `from` has run out. */
export function endOf(limit: Limit, policy: Pick<Policy, 'workingTime'>, from: number, calendar: Calendar): End | OutOfRange {
  if (limit.unit === 'working-days') {
    const end = afterWorkingDays(from, limit.days, calendar);
    return 'error' in end ? end : { at: end.at, limit: `${limit.days} 个工作日`, worktime: '' };
  }
  if (limit.unit === 'working-hours') {
    const end = afterWorkingHours(from, limit.hours, policy.workingTime, calendar);
    return 'error' in end ? end : { at: end.at, limit: `${limit.hours} 个工作小时`, worktime: '' };
  }
  const time = isWorkingTime(from, policy.workingTime, calendar);
  if ('error' in time) return time;
  const hours = time.working ? limit.inWorkingTime : limit.otherwise;
  return { at: from + hours * HOUR, limit: `${hours} 小时`, worktime: time.working ? '工作时间' : '非工作时间' };
}

/**
 * The deadline that a policy's clock gives to an event. Called by the api, which decides, and by the H5, which previews.
 * @param clock `respond`, `close`, `accept`, `explain` or what else the policy has
 * @param from the event, milliseconds
 * @returns POLICY.NO_CLOCK if the policy has no such clock; CALENDAR.OUT_OF_RANGE as soon as a day must be known that the
 * calendar lacks (hours that only elapse into it need none)
 */
export function deadlineOf(
  policy: Pick<Policy, 'clocks' | 'workingTime'>,
  clock: string,
  from: number,
  calendar: Calendar = STATE_CALENDAR,
): Deadline | DeadlineFault {
  const rule = Object.hasOwn(policy.clocks, clock) ? policy.clocks[clock as RuledClock] : undefined;
  if (!rule) return noClock();
  const end = isWritable(from) ? endOf(rule.limit, policy, from, calendar) : outOfRange(calendar);
  if ('error' in end) return end;
  if (!isWritable(end.at)) return outOfRange(calendar);
  const sentence = rule.sentence.replaceAll('{worktime}', end.worktime).replaceAll('{limit}', end.limit);
  const deadline = { from, dueAt: end.at, sentence };
  return { ...deadline, due: writeInstant(end.at), explain: explainAt(deadline), source: rule.source };
}

/**
 * The deadline of a date agreed with the owner (成住建发〔2023〕62号 一(三)): the day ends at 24:00, working day or not.
 * @param from when the owner said yes, milliseconds
 * @param date `2026-11-27`; a real one, not before the day of `from`
 */
export function agreedDeadline(policy: Pick<Policy, 'agreed'>, from: number, date: string): Deadline {
  const dueAt = instantAt(date) + DAY;
  const deadline = { from, dueAt, sentence: policy.agreed.sentence };
  return { ...deadline, due: writeInstant(dueAt), explain: explainAt(deadline), source: policy.agreed.source };
}

/**
 * The sentence shown to people. With `now`: `今天 10:05 收到，非工作时间。物业应在 8 小时内响应：今天 18:05 前。`;
 * without: absolute dates, which may be stored.
 * @param now the instant of reading by the server's clock, milliseconds
 */
export function explainAt(deadline: Pick<Deadline, 'from' | 'dueAt' | 'sentence'>, now?: number): string {
  return deadline.sentence.replaceAll('{from}', formatMoment(deadline.from, now)).replaceAll('{due}', formatDue(deadline.dueAt, now));
}

/**
 * The same as `deadlineOf` for a preset policy by its key and an instant as text with an offset or Z.
 * @returns `due` written with +08:00, `explain` with absolute dates
 */
export function deadline(input: { readonly policy: string; readonly clock: string; readonly from: string }): Pick<Deadline, 'due' | 'explain'> | DeadlineFault {
  const from = parseInstant(input.from);
  if (from === null) return { error: 'INPUT.INVALID', message: '时刻要写成 2026-02-13T16:40:00+08:00 的样子，带时区' };
  const policy = POLICIES.get(input.policy);
  const result = policy ? deadlineOf(policy, input.clock, from) : noClock();
  return 'error' in result ? result : { due: result.due, explain: result.explain };
}

function noClock(): DeadlineFault {
  return { error: 'POLICY.NO_CLOCK', message: '没有这个城市的时限规则，或规则里没有这一时限' };
}
