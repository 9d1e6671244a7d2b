import { type ClockView, deadlineOf, POLICIES } from '@wuye/shared/complaint';
import { newId } from '../platform/database/index.js';
import type { ComplaintClock } from './entities.js';

/**
 * A clock that starts now, by the shared rule. Null when the working calendar does not reach that far: people are
 * heard and answered all the same, without a promise that nobody can compute.
 */
export function startClock(complaintId: string, policyKey: string, clock: ClockView['clock'], now: Date): ComplaintClock | null {
  const policy = POLICIES.get(policyKey);
  if (!policy) throw new Error(`No policy ${policyKey}.`);
  const deadline = deadlineOf(policy, clock, now.getTime());
  if ('error' in deadline) return null;
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
export const clockViewOf = ({ clock, startedAt, dueAt, metAt, sentence, source }: ComplaintClock): ClockView => ({
  clock,
  startedAt: startedAt.toISOString(),
  dueAt: dueAt.toISOString(),
  metAt: metAt?.toISOString() ?? null,
  sentence,
  source,
});
