import type { ClockView, ComplaintState } from '@wuye/shared/complaint';
import { isOpen } from '@wuye/shared/complaint';
import { agreedDeadline, type ClockName, clockNames, type ClockStart, deadlineOf, type Deadline, nextHop } from '@wuye/shared/policy';
import { newId } from '../platform/database/index.js';
import type { Rules } from '../policy/index.js';
import type { Complaint, ComplaintClock } from './entities.js';

/** What came back from its owner stands before all else; what has no deadline after. */
const AT_ONCE = new Date('1000-01-01T00:00:00.000Z');
const NEVER = new Date('9999-12-31T00:00:00.000Z');

/** A complaint and the round that its clock belongs to. */
type Subject = Pick<Complaint, 'id' | 'round'>;

/**
 * A clock that starts at `from`, by the shared rule. Null when the policy has none of this name, or the working calendar does not
 * reach that far: people are heard and answered all the same, without a promise that nobody can compute.
 */
export function startClock(
  { policy, calendar }: Rules,
  { id, round }: Subject,
  clock: Exclude<ClockName, 'agreed'>,
  from: Date,
  now: Date,
): ComplaintClock | null {
  const deadline = deadlineOf(policy, clock, from.getTime(), calendar);
  return 'error' in deadline ? null : rowOf({ policy, calendar }, { id, round }, clock, deadline, now);
}

/** The clocks that an event starts; none where the calendar has ended. */
export function startClocks(rules: Rules, subject: Subject, event: ClockStart, now: Date): ComplaintClock[] {
  const names = clockNames.filter((name) => name !== 'agreed').filter((name) => rules.policy.clocks[name]?.starts.includes(event));
  return names.flatMap((name) => startClock(rules, subject, name, now, now) ?? []);
}

/** The clock of a date that the owner said yes to. */
export function startAgreed(rules: Rules, { id, round }: Subject, date: string, now: Date): ComplaintClock {
  return rowOf(rules, { id, round }, 'agreed', agreedDeadline(rules.policy, now.getTime(), date), now);
}

function rowOf({ policy }: Pick<Rules, 'policy' | 'calendar'>, { id, round }: Subject, clock: ClockName, deadline: Deadline, now: Date): ComplaintClock {
  const standing = { startedAt: deadline.from, dueAt: deadline.dueAt, rung: -1, hopDueAt: null };
  const next = nextHop(policy.ladders[clock] ?? [], standing);
  return {
    id: newId(now),
    complaintId: id,
    clock,
    round,
    startedAt: new Date(deadline.from),
    dueAt: new Date(deadline.dueAt),
    metAt: null,
    voidAt: null,
    rung: -1,
    hopDueAt: null,
    nextAt: next === null ? null : new Date(next),
    leaseOwner: null,
    leaseUntil: null,
    sentence: deadline.sentence,
    source: deadline.source,
  };
}

/** The end that presses first among clocks that run; null when none does. */
export function dueOf(clocks: readonly ComplaintClock[]): Date | null {
  const running = clocks.filter(({ metAt, voidAt }) => metAt === null && voidAt === null).map(({ dueAt }) => dueAt.getTime());
  return running.length === 0 ? null : new Date(Math.min(...running));
}

/** Where a complaint stands in the lists: `now` is the end of what is no longer open. */
export function standingOf(state: ComplaintState, dueAt: Date | null, now: Date): Pick<Complaint, 'isOpen' | 'sortAt' | 'dueAt'> {
  if (!isOpen(state)) return { isOpen: false, sortAt: now, dueAt: null };
  const pressing = state === 'reopened' || state === 'escalated' ? AT_ONCE : (dueAt ?? NEVER);
  return { isOpen: true, sortAt: pressing, dueAt };
}

/** A clock as the contract shows it. */
export const clockViewOf = ({ clock, round, startedAt, dueAt, metAt, voidAt, sentence, source }: ComplaintClock): ClockView => ({
  clock,
  round,
  startedAt: startedAt.toISOString(),
  dueAt: dueAt.toISOString(),
  metAt: metAt?.toISOString() ?? null,
  voidAt: voidAt?.toISOString() ?? null,
  sentence,
  source,
});
