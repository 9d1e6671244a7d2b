import { type Calendar, DAY, localTime, type OutOfRange, STATE_CALENDAR, writeInstant } from '../calendar/index.js';
import { agreedDeadline, type Deadline, deadlineOf, endOf, explainAt } from './deadline.js';
import type { ClockName, RuledClock } from './clock.js';
import type { Ladder, Rung } from './ladder.js';
import type { ComplaintClass, Policy } from './policy.js';
import { CONFERRED, DEMANDED } from './presets.js';

/** When a complaint came in (or was opened again) and was answered first in this round, milliseconds; null: not answered yet. */
export interface Begun {
  readonly receivedAt: number;
  readonly respondedAt: number | null;
}

/** What a class waits for: a date that its owner is asked about, or a clock; neither, where the city sets none. */
export interface Way {
  readonly class: ComplaintClass;
  readonly clock: RuledClock | 'agreed' | null;
  readonly date: boolean;
  readonly deadline: Deadline | null;
}

/**
 * The way of a class (成住建发〔2023〕62号 一(三)) by a city's rules. A clock that the first answer starts counts from that answer, now
 * where there was none yet; one that nothing starts begins with its class and counts from receipt (Huizhou: “1个工作日内向业主说明”).
 * @param now the instant of sorting, milliseconds
 */
export function wayOf(policy: Policy, cls: ComplaintClass, { receivedAt, respondedAt }: Begun, now: number, calendar: Calendar = STATE_CALENDAR): Way {
  const clock = policy.classes[cls];
  if (clock === null || clock === 'agreed') return { class: cls, clock, date: clock === 'agreed', deadline: null };
  const from = policy.clocks[clock]?.starts.includes('responded') ? (respondedAt ?? now) : receivedAt;
  const deadline = deadlineOf(policy, clock, from, calendar);
  return { class: cls, clock, date: false, deadline: 'error' in deadline ? null : deadline };
}

/** The days that may be proposed to the owner: today, whose 24:00 is still ahead, to the policy's last. */
export function proposable({ agreed }: Policy, now: number): { readonly earliest: string; readonly latest: string } {
  return { earliest: localTime(now).date, latest: localTime(now + agreed.within * DAY).date };
}

/**
 * The deadline of a date that was announced to the owner where no other clock runs: the promise stands from the announcement, so that an
 * owner's silence never leaves a matter without an end (惠州通知 三 “明确处置措施和办结时限”).
 */
export function announcedDeadline(policy: Policy, from: number, date: string): Deadline {
  const deadline = { ...agreedDeadline(policy, from, date), sentence: '{from} 物业提出了办结时间，等您确认。物业应在 {due} 前办结。' };
  return { ...deadline, explain: explainAt(deadline) };
}

/** A clock's ladder. A city without a close clock of its own (惠州) has the agreed date's for what was escalated. */
export function ladderOf({ ladders }: Policy, clock: ClockName): Ladder {
  if (clock === 'demanded') return DEMANDED;
  if (clock === 'conferred') return CONFERRED;
  return ladders[clock] ?? (clock === 'close' ? ladders.agreed : undefined) ?? [];
}

/**
 * The deadline that the city's officer sets the district for one matter: 市住建局督促区(市)县住建部门提级办理、限时办结 (成住建发〔2023〕62号 三(二)). The days are
 * the officer's, the counting is the rules': the day of urging is not counted, the last day ends at 24:00.
 * @param from when it was urged, milliseconds
 */
export function urgedDeadline(policy: Policy, from: number, days: number, calendar: Calendar = STATE_CALENDAR): Deadline | OutOfRange {
  const end = endOf({ unit: 'working-days', days }, policy, from, calendar);
  if ('error' in end) return end;
  const deadline = { from, dueAt: end.at, sentence: `{from} 市住建部门督促区住建部门提级办理，应在 ${end.limit}内办结：{due} 前。` };
  return { ...deadline, due: writeInstant(end.at), explain: explainAt(deadline), source: policy.sources.oversight };
}

/** The deadline that the district's officer sets with a 督办. @param from when it was demanded, milliseconds */
export function demandedDeadline({ sources }: Policy, from: number, dueAt: number, sentence = '{from} 区住建局督办，应在 {due} 前办好。'): Deadline {
  const deadline = { from, dueAt, sentence };
  return { ...deadline, due: writeInstant(dueAt), explain: explainAt(deadline), source: sources.oversight };
}

/** The deadline that the district's officer sets a 部门会商 for its outcome. @param from when it was called, milliseconds */
export const conferredDeadline = (policy: Policy, from: number, dueAt: number): Deadline =>
  demandedDeadline(policy, from, dueAt, '{from} 区住建局召集部门会商，应在 {due} 前有结果。');

/** What 提级办理 gives whoever takes it: the rung, where it stands on the ladder, and its deadline. */
export interface Raised {
  readonly rung: number;
  readonly deadline: Deadline;
}

/**
 * The deadline of what its owner escalated by a second “not solved” (成住建发〔2023〕62号 二(三) 提级办理): the limit that the rung of this
 * name has on the ladder of closing. Null where the ladder has none, or the working calendar ends.
 * @param from when it was escalated, milliseconds
 */
export function raisedDeadline(policy: Policy, from: number, calendar: Calendar = STATE_CALENDAR): Raised | null {
  const rungs = ladderOf(policy, 'close');
  const index = rungs.findIndex(({ step, limit }) => step === 'raise' && limit !== null);
  const rung: Rung | undefined = rungs[index];
  if (!rung?.limit) return null;
  const end = endOf(rung.limit, policy, from, calendar);
  if ('error' in end) return null;
  const deadline = { from, dueAt: end.at, sentence: rung.sentence };
  return { rung: index, deadline: { ...deadline, due: writeInstant(end.at), explain: explainAt(deadline), source: rung.source } };
}
