import { formatDue, formatRemaining, MINUTE, urgencyOf } from '@wuye/shared/calendar';
import type { StatusKind } from './StatusTag.vue';

/** How a running clock stands now. */
export interface DeadlineLook {
  kind: Extract<StatusKind, 'overdue' | 'soon' | 'running'>;
  /** 还剩 1小时15分, 已超时 1天3小时 */
  remaining: string;
  /** 今天 18:05 前; a due of 00:00 is 24:00 of the day before. */
  by: string;
}

/**
 * Looks at a deadline; the shared rule says how pressing it is.
 * @param due the first instant that is too late; all three in milliseconds or ISO
 * @param startedAt when the clock began; without it only the two hours count
 */
export function lookAt(due: string | number, now: number, startedAt?: string | number): DeadlineLook {
  const end = new Date(due).getTime();
  const left = end - now;
  const from = startedAt === undefined ? undefined : new Date(startedAt).getTime();
  // Whole minutes, as the ticker moves: at 17:59:59 one minute is left, not 不到1分 beside 18:00.
  const remaining = formatRemaining(end, left > 0 ? end - Math.ceil(left / MINUTE) * MINUTE : now);
  return { kind: urgencyOf({ from, dueAt: end }, now), remaining, by: `${formatDue(end, now)} 前` };
}
