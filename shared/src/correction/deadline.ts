import { afterWorkingDays, type Calendar, formatDue } from '../calendar/index.js';

/** T: working days until a correction is answered. Ours: the manual names no time, screens promise one ({时限}前答复). */
export const CORRECTION_DAYS = 5;

/** When a correction submitted at an instant is answered, and how the owner reads it. */
export interface CorrectionDeadline {
  /** The first instant too late, milliseconds; null where the working calendar does not reach: nobody can compute it then. */
  readonly dueAt: number | null;
  /** To be followed by 答复: `11月27日 周五 24:00前`. */
  readonly by: string;
}

/**
 * The day of submitting is not counted, the last day ends at 24:00; working days follow the state's calendar, adjusted ones included.
 * @param from the instant of submitting, or of being told that one may submit; milliseconds
 * @param calendar as the city keeps it, years that were entered included
 */
export function correctionDeadline(from: number, calendar: Calendar): CorrectionDeadline {
  const end = afterWorkingDays(from, CORRECTION_DAYS, calendar);
  return 'error' in end ? { dueAt: null, by: `${CORRECTION_DAYS} 个工作日内` } : { dueAt: end.at, by: `${formatDue(end.at, from)}前` };
}
