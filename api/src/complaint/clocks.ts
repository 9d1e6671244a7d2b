import { HOUR } from '@wuye/shared/calendar';
import type { ClockView, ComplaintState } from '@wuye/shared/complaint';
import { isOpen } from '@wuye/shared/complaint';
import {
  agreedDeadline,
  announcedDeadline,
  type Begun,
  type ClockName,
  clockNames,
  type ClockStart,
  deadlineOf,
  type Deadline,
  ladderOf,
  nextHop,
  raisedDeadline,
} from '@wuye/shared/policy';
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

/** The clock of a date: of one that the owner said yes to, or of one that was announced where no other clock runs. */
export function startAgreed(rules: Rules, subject: Subject, date: string, now: Date, { turn = 1, announced = false } = {}): ComplaintClock {
  const deadline = announced ? announcedDeadline(rules.policy, now.getTime(), date) : agreedDeadline(rules.policy, now.getTime(), date);
  return { ...rowOf(rules, subject, 'agreed', deadline, now), turn };
}

/**
 * The clock of what its owner escalated: closing, within the limit of the rung 提级办理 (成住建发〔2023〕62号 二(三)). On its ladder it stands
 * at that rung already, so that what is late goes on to 部门会商 and not back to the project.
 */
export function startRaised(rules: Rules, subject: Subject, now: Date): ComplaintClock | null {
  const raised = raisedDeadline(rules.policy, now.getTime(), rules.calendar);
  if (!raised) return null;
  const row = rowOf(rules, subject, 'close', raised.deadline, now);
  const next = nextHop(ladderOf(rules.policy, 'close'), { startedAt: now.getTime(), dueAt: raised.deadline.dueAt, rung: raised.rung, hopDueAt: null });
  return { ...row, rung: raised.rung, nextAt: next === null ? null : new Date(next) };
}

/** When a clock that was set aside climbs again: its end is where it was, for whoever sorts wrongly gains no time. */
export function climbsAgainAt({ policy }: Rules, clock: ComplaintClock): Date | null {
  const standing = { startedAt: clock.startedAt.getTime(), dueAt: clock.dueAt.getTime(), rung: clock.rung, hopDueAt: clock.hopDueAt?.getTime() ?? null };
  const next = nextHop(ladderOf(policy, clock.clock), standing);
  return next === null ? null : new Date(next);
}

/** When a complaint's present round came in and was answered first. */
export function begunOf({ round, state, submittedAt, respondedAt }: Complaint, clocks: readonly ComplaintClock[]): Begun {
  const own = clocks.filter((clock) => clock.round === round);
  const starts = own.filter(({ clock }) => clock === 'respond' || clock === 'accept').map(({ startedAt }) => startedAt.getTime());
  const answered = own.find(({ clock }) => clock === 'close')?.startedAt ?? respondedAt;
  const waiting = state === 'submitted' || state === 'reopened';
  return { receivedAt: starts.length > 0 ? Math.min(...starts) : submittedAt.getTime(), respondedAt: waiting ? null : (answered?.getTime() ?? null) };
}

function rowOf({ policy }: Pick<Rules, 'policy' | 'calendar'>, { id, round }: Subject, clock: ClockName, deadline: Deadline, now: Date): ComplaintClock {
  const standing = { startedAt: deadline.from, dueAt: deadline.dueAt, rung: -1, hopDueAt: null };
  const next = nextHop(ladderOf(policy, clock), standing);
  return {
    id: newId(now),
    complaintId: id,
    clock,
    round,
    turn: 1,
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

/** What a closing writes: from it the city's time runs after which an owner without a verdict is reminded, once. */
export function closed(reason: Complaint['closingReason'], { ratingReminder }: Pick<Rules['policy'], 'ratingReminder'>, now: Date) {
  const remindAt = new Date(now.getTime() + ratingReminder * HOUR);
  return { closingReason: reason, closedAt: now, proposedDate: null, remindAt };
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
