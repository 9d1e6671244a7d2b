import { isPausable, type Pause, pauseEnd } from '@wuye/shared/policy';
import type { Rules } from '../policy/index.js';
import type { ComplaintClock } from './entities.js';

/** A pause that may begin now; `until` is null where the working calendar does not reach. */
export interface Pausable {
  readonly pause: Pause;
  readonly clock: ComplaintClock;
  readonly until: Date | null;
}

/** What of a complaint's clocks may be paused now: one that runs, is not over, and was not paused on this ground before. */
export function pausable({ policy, calendar }: Rules, clocks: readonly ComplaintClock[], now: Date): Pausable[] {
  return policy.pauses.flatMap((pause) => {
    if (!isPausable(policy, pause.clock)) return [];
    const clock = clocks.find((each) => each.clock === pause.clock && runs(each, now));
    if (!clock || clock.pausedFor.split(' ').includes(pause.ground)) return [];
    const end = pauseEnd(policy, pause, now.getTime(), calendar);
    return [{ pause, clock, until: 'error' in end ? null : new Date(end.at) }];
  });
}

const runs = ({ metAt, voidAt, pausedAt, dueAt }: ComplaintClock, now: Date): boolean => metAt === null && voidAt === null && pausedAt === null && dueAt > now;
