import { addDays, daysBetween, isDate, localTime, weekdayOf } from './instant.js';
import { year2026 } from './year-2026.js';

/** One year as the State Council's notice orders it. Dates are text `2026-02-14`; `first` and `last` both belong to the holiday. */
export interface CalendarYear {
  readonly year: number;
  readonly source: string;
  readonly holidays: readonly { readonly name: string; readonly first: string; readonly last: string }[];
  readonly workdays: readonly string[];
}

/** The years whose notice is known, oldest first and without a gap. */
export type Calendar = readonly CalendarYear[];

export interface OutOfRange {
  readonly error: 'CALENDAR.OUT_OF_RANGE';
  readonly message: string;
}

/** Whether people work on a day, and why: 工作日, 周末, 调休 or the holiday's name in the notice. */
export interface DayKind {
  readonly working: boolean;
  readonly reason: string;
}

/** The state calendar. A year enters with the State Council's notice, never before: add its table here. */
export const STATE_CALENDAR: Calendar = [year2026];

/** The failure that every rule gives for a day (or a stretch of time) that the calendar does not cover. */
export function outOfRange(calendar: Calendar = STATE_CALENDAR): OutOfRange {
  const years = [...new Set([calendar[0]?.year, calendar.at(-1)?.year])].join('–');
  return { error: 'CALENDAR.OUT_OF_RANGE', message: `工作日历只到已公布的年份（${years}年），这一天还不能确定` };
}

/**
 * What kind of day a real date is; holidays carry their name on their weekends too.
 * Every table is asked about a day, not only its own year's: a notice for the next year may move the last days of December.
 * @param date `2026-02-14`
 * @returns the kind, or CALENDAR.OUT_OF_RANGE for a year without a notice (and for text that is no date)
 */
export function dayKind(date: string, calendar: Calendar = STATE_CALENDAR): DayKind | OutOfRange {
  if (!isDate(date) || !calendar.some(({ year }) => year === Number(date.slice(0, 4)))) return outOfRange(calendar);
  for (const table of calendar) {
    if (table.workdays.includes(date)) return { working: true, reason: '调休' };
    const holiday = table.holidays.find(({ first, last }) => first <= date && date <= last);
    if (holiday) return { working: false, reason: holiday.name };
  }
  const weekday = weekdayOf(date);
  return weekday === 0 || weekday === 6 ? { working: false, reason: '周末' } : { working: true, reason: '工作日' };
}

/**
 * The last day of a term of `days` working days. The day of the event is not counted (Civil Code art. 201),
 * so it need not be known; the last day ends at 24:00 (art. 203).
 * @param date the day of the event, `2026-02-14`
 * @param days at least 1
 */
export function addWorkingDays(date: string, days: number, calendar: Calendar = STATE_CALENDAR): { readonly date: string } | OutOfRange {
  let day = date;
  for (let left = days; left > 0;) {
    if (day === '9999-12-31') return outOfRange(calendar);
    day = addDays(day, 1);
    const kind = dayKind(day, calendar);
    if ('error' in kind) return kind;
    if (kind.working) left -= 1;
  }
  return { date: day };
}

/**
 * How many days after today the calendar still knows: 0 on its last day, negative beyond.
 * Below 60 the next year's table is due; checks warn on this figure.
 * @param now milliseconds
 */
export function knownDaysLeft(now: number, calendar: Calendar = STATE_CALENDAR): number {
  return daysBetween(localTime(now).date, `${calendar.at(-1)?.year ?? 1970}-12-31`);
}

/** From how many days before the calendar's end operators are warned (ours). */
const WARN_BEFORE = 60;

/** What to tell operators of a calendar that is about to end, or has ended; null while there is time. */
export function calendarWarning(now: number, calendar: Calendar = STATE_CALENDAR): string | null {
  const left = knownDaysLeft(now, calendar);
  if (left > WARN_BEFORE) return null;
  const when = left < 0 ? 'has ended' : `ends in ${left} days`;
  return `The working calendar ${when}: enter the next year from the State Council's notice (工作日历, docs/operations.md). Beyond it no deadline in working days is promised.`;
}
