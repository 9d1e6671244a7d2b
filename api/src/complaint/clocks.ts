import { HOUR } from '@wuye/shared/calendar';
import type { ClockView, ComplaintState } from '@wuye/shared/complaint';
import { isOpen } from '@wuye/shared/complaint';
import {
  agreedDeadline,
  announcedDeadline,
  type Begun,
  type ClockName,
  type ClockStart,
  conferredDeadline,
  deadlineOf,
  demandedDeadline,
  type Deadline,
  ladderOf,
  nextHop,
  type Pause,
  raisedDeadline,
  resumedDue,
  type RuledClock,
  ruledClocks,
  urgedDeadline,
} from '@wuye/shared/policy';
import { newId } from '../platform/database/index.js';
import type { Rules } from '../policy/index.js';
import type { Complaint, ComplaintClock } from './entities.js';

/** What the city urges stands before all else, then what came back from its owner; what has no deadline after. */
const URGED = new Date('1000-01-01T00:00:00.000Z');
const AT_ONCE = new Date('1000-01-02T00:00:00.000Z');
const NEVER = new Date('9999-12-31T00:00:00.000Z');

/** A complaint and the round that its clock belongs to. */
type Subject = Pick<Complaint, 'id' | 'round'>;

type Resumed = Pick<ComplaintClock, 'dueAt' | 'hopDueAt' | 'pausedAt' | 'pauseUntil' | 'pauseGround' | 'nextAt'>;

/**
 * A clock that starts at `from`, by the shared rule. Null when the policy has none of this name, or the working calendar does not
 * reach that far: people are heard and answered all the same, without a promise that nobody can compute.
 */
export function startClock({ policy, calendar }: Rules, { id, round }: Subject, clock: RuledClock, from: Date, now: Date): ComplaintClock | null {
  const deadline = deadlineOf(policy, clock, from.getTime(), calendar);
  return 'error' in deadline ? null : rowOf({ policy, calendar }, { id, round }, clock, deadline, now);
}

/** The clocks that an event starts; none where the calendar has ended. */
export function startClocks(rules: Rules, subject: Subject, event: ClockStart, now: Date): ComplaintClock[] {
  const names = ruledClocks.filter((name) => rules.policy.clocks[name]?.starts.includes(event));
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

/** The clock of what the city urges the district on; null where the working calendar does not reach. */
export function startUrged(rules: Rules, subject: Subject, days: number, now: Date, turn: number): ComplaintClock | null {
  const deadline = urgedDeadline(rules.policy, now.getTime(), days, rules.calendar);
  return 'error' in deadline ? null : { ...rowOf(rules, subject, 'urged', deadline, now), turn };
}

/** The clock of what the district demands by hand, or of a conference that it called. */
export function startDemanded(rules: Rules, subject: Subject, clock: 'demanded' | 'conferred', due: Date, now: Date, turn: number): ComplaintClock {
  const deadlineAt = clock === 'demanded' ? demandedDeadline : conferredDeadline;
  return { ...rowOf(rules, subject, clock, deadlineAt(rules.policy, now.getTime(), due.getTime()), now), turn };
}

/**
 * What a paused clock is once it runs again: its end moved by the working time that it stood, by the shared rule, and its ladder goes on from
 * there. Where the calendar lacks a day it moves by the time on the wall: nobody loses by what nobody can count.
 * @param now when it is looked at: a pause ends at its own end at the latest, whoever comes late
 */
export function resumedClock({ policy, calendar }: Rules, clock: ComplaintClock, now: Date): Resumed {
  const from = clock.pausedAt?.getTime() ?? now.getTime();
  const to = Math.min(now.getTime(), clock.pauseUntil?.getTime() ?? now.getTime());
  const moved = (end: Date): Date => {
    const found = resumedDue(policy, { dueAt: end.getTime(), from, to }, calendar);
    return new Date('error' in found ? end.getTime() + to - from : found.at);
  };
  const running = { dueAt: moved(clock.dueAt), hopDueAt: clock.hopDueAt && moved(clock.hopDueAt), pausedAt: null, pauseUntil: null, pauseGround: null };
  return { ...running, nextAt: climbsAgainAt({ policy }, { ...clock, ...running }) };
}

/** When a clock that was set aside climbs again: its end is where it was, for whoever sorts wrongly gains no time. */
export function climbsAgainAt(
  { policy }: Pick<Rules, 'policy'>,
  clock: Pick<ComplaintClock, 'clock' | 'startedAt' | 'dueAt' | 'rung' | 'hopDueAt'>,
): Date | null {
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
    pausedAt: null,
    pauseUntil: null,
    pauseGround: null,
    pausedFor: '',
    leaseOwner: null,
    leaseUntil: null,
    sentence: deadline.sentence,
    source: deadline.source,
  };
}

const isRunning = ({ metAt, voidAt }: ComplaintClock): boolean => metAt === null && voidAt === null;

/** The first of some instants; null for none. */
const firstOf = (instants: readonly (Date | null)[]): Date | null => {
  const known = instants.flatMap((instant) => (instant === null ? [] : [instant.getTime()]));
  return known.length === 0 ? null : new Date(Math.min(...known));
};

/**
 * The end that presses first among clocks that run; null when none does. One that is paused does not press, nor does that of a conference: it is the
 * district's own time, and nobody is overdue by it.
 */
export function dueOf(clocks: readonly ComplaintClock[]): Date | null {
  return firstOf(clocks.filter((each) => isRunning(each) && each.pausedAt === null && each.clock !== 'conferred').map(({ dueAt }) => dueAt));
}

/** What the lists know of a complaint's clocks, and where it stands in them: `now` is the end of what is no longer open. */
type Standing = Pick<Complaint, 'isOpen' | 'sortAt' | 'dueAt' | 'urgedDueAt' | 'pausedUntil'>;

export function standingOf(state: ComplaintState, clocks: readonly ComplaintClock[], now: Date): Standing {
  if (!isOpen(state)) return { isOpen: false, sortAt: now, dueAt: null, urgedDueAt: null, pausedUntil: null };
  const running = clocks.filter(isRunning);
  const dueAt = dueOf(running);
  const urgedDueAt = firstOf(running.filter(({ clock }) => clock === 'urged').map(({ dueAt: end }) => end));
  const pausedUntil = firstOf(running.map(({ pauseUntil }) => pauseUntil));
  const back = state === 'reopened' || state === 'escalated' ? AT_ONCE : null;
  const sortAt = urgedDueAt ? URGED : (back ?? firstOf([dueAt, pausedUntil]) ?? NEVER);
  return { isOpen: true, sortAt, dueAt, urgedDueAt, pausedUntil };
}

/** What a closing writes: from it the city's time runs after which an owner without a verdict is reminded, once. */
export function closed(reason: Complaint['closingReason'], { ratingReminder }: Pick<Rules['policy'], 'ratingReminder'>, now: Date) {
  const remindAt = new Date(now.getTime() + ratingReminder * HOUR);
  return { closingReason: reason, closedAt: now, proposedDate: null, remindAt };
}

/** A clock as the contract shows it; a pause by the name that the rules give it. */
export const clockViewOf = (row: ComplaintClock, pauses: readonly Pause[]): ClockView => {
  const { clock, round, startedAt, dueAt, metAt, voidAt, sentence, source, pausedAt, pauseUntil, pauseGround: ground } = row;
  const name = pauses.find((each) => each.clock === clock && each.ground === ground)?.name ?? '';
  return {
    clock,
    round,
    startedAt: startedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    metAt: metAt?.toISOString() ?? null,
    voidAt: voidAt?.toISOString() ?? null,
    pause: pausedAt && pauseUntil && ground ? { at: pausedAt.toISOString(), until: pauseUntil.toISOString(), ground, name } : null,
    sentence,
    source,
  };
};
