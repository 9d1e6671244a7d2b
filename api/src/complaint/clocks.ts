import { chengdu, type ClockView, deadlineOf, POLICIES } from '@wuye/shared/complaint';
import { newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { ComplaintClock } from './entities.js';
import { problem } from './problems.js';

/** The policy that new complaints are born under. */
export const CITY_POLICY = chengdu.key;

/** A clock that starts now, by the shared rule; a problem when the calendar does not reach that far. */
export function startClock(complaintId: string, policyKey: string, clock: ClockView['clock'], now: Date): ComplaintClock | Problem {
  const policy = POLICIES.get(policyKey);
  if (!policy) throw new Error(`No policy ${policyKey}.`);
  const deadline = deadlineOf(policy, clock, now.getTime());
  if ('error' in deadline) return problem('COMPLAINT.CALENDAR_ENDED');
  return {
    id: newId(now),
    complaintId,
    clock,
    startedAt: now,
    dueAt: new Date(deadline.dueAt),
    metAt: null,
    sentence: deadline.sentence,
    source: deadline.source,
  };
}

/** A clock as the contract shows it. */
export const clockViewOf = ({ clock, startedAt, dueAt, metAt, sentence }: ComplaintClock): ClockView => ({
  clock,
  startedAt: startedAt.toISOString(),
  dueAt: dueAt.toISOString(),
  metAt: metAt?.toISOString() ?? null,
  sentence,
});
