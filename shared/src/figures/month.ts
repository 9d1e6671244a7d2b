import { addDays, daysBetween, instantAt } from '../calendar/index.js';

/** The month `count` later (or earlier, when negative): `2026-11` → `2027-01`. */
export function addMonths(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export const firstDay = (month: string): string => `${month}-01`;

export const lastDay = (month: string): string => addDays(firstDay(addMonths(month, 1)), -1);

/** The instant at which a month is over in Shanghai (milliseconds). */
export const monthEnd = (month: string): number => instantAt(firstDay(addMonths(month, 1)));

/** The months from one to another, both included; none when they stand the wrong way round. */
export function monthsFrom(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** The first month of the quarter that a month lies in. */
export const quarterStart = (month: string): string => addMonths(month, -((Number(month.slice(5, 7)) - 1) % 3));

/** `2026年11月`. */
export const monthWords = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

/** The first of the whole months that end with `month` and fit into so many days; always that month itself. */
export function windowStart(month: string, days: number): string {
  const fits = (from: string): boolean => daysBetween(firstDay(from), lastDay(month)) + 1 <= days;
  let from = month;
  while (fits(addMonths(from, -1))) from = addMonths(from, -1);
  return from;
}
