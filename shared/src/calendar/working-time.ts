import { addWorkingDays, dayKind, outOfRange, STATE_CALENDAR, type Calendar, type OutOfRange } from './calendar.js';
import { addDays, DAY, HOUR, instantAt, isWritable, localTime, MINUTE } from './instant.js';

/** A stretch of every working day, `from` ≤ t < `to`, as `09:00` and `12:00`; windows are in order and don't overlap. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const timeOf = (text: string): number => Number(text.slice(0, 2)) * HOUR + Number(text.slice(3, 5)) * MINUTE;

/**
 * Whether an instant lies in working time. The day is looked up only if the time of day leaves the question open:
 * 03:00 is outside the windows on any day, known or not.
 * @param instant milliseconds
 */
export function isWorkingTime(instant: number, windows: readonly Window[], calendar: Calendar = STATE_CALENDAR): { readonly working: boolean } | OutOfRange {
  if (!isWritable(instant)) return outOfRange(calendar);
  const { date, time } = localTime(instant);
  if (!windows.some(({ from, to }) => timeOf(from) <= time && time < timeOf(to))) return { working: false };
  const kind = dayKind(date, calendar);
  return 'error' in kind ? kind : { working: kind.working };
}

/**
 * The instant at which a term of working days has run out: 24:00 of its last day, that is 00:00 of the day after.
 * @param instant the event, milliseconds
 */
export function afterWorkingDays(instant: number, days: number, calendar: Calendar = STATE_CALENDAR): { readonly at: number } | OutOfRange {
  if (!isWritable(instant)) return outOfRange(calendar);
  const last = addWorkingDays(localTime(instant).date, days, calendar);
  return 'error' in last ? last : { at: instantAt(last.date) + DAY };
}

/**
 * The instant at which a number of working hours has run out, counted inside the windows only.
 * @param instant the event, milliseconds
 * @param hours above 0
 */
export function afterWorkingHours(
  instant: number,
  hours: number,
  windows: readonly Window[],
  calendar: Calendar = STATE_CALENDAR,
): { readonly at: number } | OutOfRange {
  return afterWorkingTime(instant, hours * HOUR, windows, calendar);
}

/**
 * The same for milliseconds of working time; of none it is the instant itself, working time or not.
 * @param time 0 or more
 */
export function afterWorkingTime(
  instant: number,
  time: number,
  windows: readonly Window[],
  calendar: Calendar = STATE_CALENDAR,
): { readonly at: number } | OutOfRange {
  if (!isWritable(instant)) return outOfRange(calendar);
  if (time <= 0) return { at: instant };
  return spend(instant, time, windows, calendar);
}

/**
 * How much working time lies between two instants, milliseconds; none where the second is not after the first.
 * A day is looked up only where a window of it lies between them.
 */
export function workingTimeBetween(
  from: number,
  to: number,
  windows: readonly Window[],
  calendar: Calendar = STATE_CALENDAR,
): { readonly time: number } | OutOfRange {
  if (!isWritable(from) || !isWritable(to)) return outOfRange(calendar);
  const [first, last] = [localTime(from), localTime(to)];
  let time = 0;
  for (let { date } = first; date <= last.date; date = addDays(date, 1)) {
    const begin = date === first.date ? first.time : 0;
    const end = date === last.date ? last.time : DAY;
    const inside = windows.reduce((sum, window) => sum + Math.max(0, Math.min(end, timeOf(window.to)) - Math.max(begin, timeOf(window.from))), 0);
    const kind = inside > 0 ? dayKind(date, calendar) : { working: false };
    if ('error' in kind) return kind;
    if (kind.working) time += inside;
    if (date === '9999-12-31') break;
  }
  return { time };
}

function spend(instant: number, given: number, windows: readonly Window[], calendar: Calendar): { readonly at: number } | OutOfRange {
  let left = given;
  let { date, time } = localTime(instant);
  for (;;) {
    const open = windows.filter(({ to }) => timeOf(to) > time);
    const kind = open.length > 0 ? dayKind(date, calendar) : { working: false };
    if ('error' in kind) return kind;
    for (const { from, to } of kind.working ? open : []) {
      const start = Math.max(time, timeOf(from));
      if (start + left <= timeOf(to)) return { at: instantAt(date, start + left) };
      left -= timeOf(to) - start;
    }
    // Without a window no hour ever passes; a day at the end of written time has no morrow.
    if (windows.length === 0 || date === '9999-12-31') return outOfRange(calendar);
    [date, time] = [addDays(date, 1), 0];
  }
}
