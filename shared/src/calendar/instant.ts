/**
 * Dates and instants as plain values.
 * A date is text `2026-02-14`; an instant is a number, milliseconds since 1970-01-01T00:00Z.
 * Local time is Asia/Shanghai, which has been UTC+8 without summer time since 1992: the process's own time zone is never asked.
 */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const SHANGHAI = 8 * HOUR;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** An instant as a clock on a Shanghai wall shows it. `weekday` 0 is Sunday; `time` is milliseconds since 00:00. */
export interface LocalTime {
  readonly date: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time: number;
}

/** Whether the day exists (Gregorian, years 1 to 9999; there is no year 0). */
export function isRealDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
  return year >= 1 && year <= 9999 && day >= 1 && day <= last;
}

/** Whether the text is a real date in the form `2026-02-14`, and in no other. */
export function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isRealDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Days from 1970-01-01 to a real date; `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
function dayNumber(date: string): number {
  const moment = new Date(0);
  moment.setUTCFullYear(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  return moment.getTime() / DAY;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** The Shanghai wall clock at an instant (milliseconds). */
export function localTime(instant: number): LocalTime {
  const moment = new Date(instant + SHANGHAI);
  const [year, month, day] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate()];
  const midnight = Math.floor(moment.getTime() / DAY) * DAY;
  return { date: `${pad(year, 4)}-${pad(month)}-${pad(day)}`, year, month, day, weekday: moment.getUTCDay(), time: moment.getTime() - midnight };
}

/** The instant at which a date begins in Shanghai, plus `time` milliseconds. */
export function instantAt(date: string, time = 0): number {
  return dayNumber(date) * DAY - SHANGHAI + time;
}

/** The date `days` later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return localTime(instantAt(date) + days * DAY).date;
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 0 Sunday … 6 Saturday. */
export function weekdayOf(date: string): number {
  return localTime(instantAt(date)).weekday;
}

/** Whether an instant falls in the years 1 to 9999 of Shanghai, outside which it can't be written in four digits. */
export function isWritable(instant: number): boolean {
  return instant >= instantAt('0001-01-01') && instant < instantAt('9999-12-31') + DAY;
}

/**
 * Reads `2026-02-13T16:40:00+08:00` (RFC 3339; seconds and their fraction may be left out, `Z` or an offset may not).
 * Digits beyond the millisecond are dropped, as the database keeps milliseconds.
 * @returns milliseconds, or null for any other form, an unreal date, 24:00 or a 60th second
 */
export function parseInstant(text: string): number | null {
  const parts = INSTANT.exec(text);
  if (!parts) return null;
  const [, date = '', hour, minute, second = '0', fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = parts;
  if (!isDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
  const offset = (Number(offsetHour) * HOUR + Number(offsetMinute) * MINUTE) * (sign === '-' ? -1 : 1);
  const time = Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return dayNumber(date) * DAY + time - offset;
}

/** Writes an instant as `2026-02-13T20:40:00+08:00`; milliseconds only where there are any. The instant must be writable. */
export function writeInstant(instant: number): string {
  const { date, time } = localTime(instant);
  const milliseconds = time % 1000 === 0 ? '' : `.${pad(time % 1000, 3)}`;
  return `${date}T${clockTime(time)}:${pad(Math.floor(time / 1000) % 60)}${milliseconds}+08:00`;
}

/** `16:40`, from milliseconds since 00:00; the full day is `24:00`. */
export function clockTime(time: number): string {
  return `${pad(Math.floor(time / HOUR))}:${pad(Math.floor(time / MINUTE) % 60)}`;
}
