import { afterWorkingDays, type Calendar, DAY, instantAt } from '../calendar/index.js';
import { lastDay } from '../figures/index.js';

/** By when a month is reviewed: the third working day of the next (ours; 一(五) says 每月). */
const WORKING_DAYS = 3;

/** The first instant too late for a month's review; null where the calendar has no such day yet. */
export function reviewDue(month: string, calendar: Calendar): number | null {
  const due = afterWorkingDays(instantAt(lastDay(month)), WORKING_DAYS, calendar);
  return 'error' in due ? null : due.at;
}

/** Reminded at 00:00 of the day on which it is due, which is all of that day long (milliseconds). */
export const REMIND_BEFORE = DAY;
