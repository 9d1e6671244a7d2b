import { type ClockName, type Deadline, deadlineOf, ladderOf, ordered, raisedDeadline } from '@wuye/shared/policy';
import type { Rules } from '../policy/index.js';
import { startClock, startClocks, startRaised } from './clocks.js';
import type { Complaint, ComplaintClock } from './entities.js';

/**
 * The clocks that an open complaint without a running one would have, had the calendar been known: from now on, by the rules that it
 * was born under. One that it had in this round already, met or set aside, is not given again.
 */
export function owedClocks(rules: Rules, complaint: Complaint, had: readonly ComplaintClock[], now: Date): ComplaintClock[] {
  const owed = byState(rules, complaint, now);
  return owed.filter(({ clock }) => !had.some((earlier) => earlier.clock === clock && earlier.round === complaint.round));
}

const SET_BY_HAND: ReadonlySet<ClockName> = new Set(ordered);

/** Clocks that run and stand for what the city's rules promise: what those above set by hand for one matter stands beside, and is none of it. */
export const promised = (clocks: readonly ComplaintClock[]): ComplaintClock[] =>
  clocks.filter(({ clock, metAt, voidAt }) => metAt === null && voidAt === null && !SET_BY_HAND.has(clock));

/** What starts the clocks of a state that nobody has sorted yet. */
const BEGUN = { submitted: 'received', reopened: 'reopened', responded: 'responded' } as const;

function byState(rules: Rules, complaint: Complaint, now: Date): ComplaintClock[] {
  const { state } = complaint;
  // What its owner sent up to the district is to be closed within the limit of 提级办理, whatever the property's clocks are.
  if (state === 'escalated' || (state === 'reopened' && complaint.level === 'district'))
    return [startRaised(rules, complaint, now)].flatMap((clock) => clock ?? []);
  if (state !== 'submitted' && state !== 'reopened' && state !== 'responded') return byClass(rules, complaint, now);
  const begun = startClocks(rules, complaint, BEGUN[state], now);
  // Answered, and not registered yet: where receipt starts the clock of registering, that is still owed.
  const registers = state === 'responded' && complaint.acceptedAt === null && rules.policy.clocks.accept?.starts.includes('received');
  const accept = registers && !begun.some(({ clock }) => clock === 'accept') ? startClock(rules, complaint, 'accept', now, now) : null;
  return accept ? [...begun, accept] : begun;
}

/** Sorted: the clock of its class; a date that is to be agreed needs no calendar and has its clock. */
function byClass(rules: Rules, complaint: Complaint, now: Date): ComplaintClock[] {
  const clock = complaint.class && rules.policy.classes[complaint.class];
  // What is outside was explained in the step that sorted it.
  if (!clock || clock === 'agreed' || clock === 'explain') return [];
  const started = startClock(rules, complaint, clock, now, now);
  return started ? [started] : [];
}

/** True for a ladder that stopped below its top because the calendar had ended. */
export function rests({ policy }: Rules, { clock, rung, nextAt }: ComplaintClock): boolean {
  return nextAt === null && rung + 1 < ladderOf(policy, clock).length;
}

/**
 * The deadline that a running clock would have by this calendar, counted from the same start; null where it is the one that it has. One that
 * is over stays over, and none is moved into the past: nobody becomes late by a correction.
 * A date that was agreed, what those above set by hand, and an end that a pause moved stay as they were told.
 */
export function redated({ policy, calendar }: Rules, { clock, startedAt, dueAt, sentence, pausedFor }: ComplaintClock, now: Date): Deadline | null {
  if (clock === 'agreed' || SET_BY_HAND.has(clock) || pausedFor !== '' || dueAt <= now) return null;
  const raised = clock === 'close' ? raisedDeadline(policy, startedAt.getTime(), calendar) : null;
  const found = raised?.deadline.sentence === sentence ? raised.deadline : deadlineOf(policy, clock, startedAt.getTime(), calendar);
  if (!found || 'error' in found) return null;
  return found.dueAt === dueAt.getTime() || found.dueAt <= now.getTime() ? null : found;
}
