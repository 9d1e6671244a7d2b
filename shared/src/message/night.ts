import { addDays, HOUR, instantAt, localTime } from '../calendar/index.js';

/** Between these hours in Shanghai people are left alone, unless a message may come at night. */
const EVENING = 22 * HOUR;
const MORNING = 8 * HOUR;

/** The first instant from `instant` on at which people may be disturbed: itself by day, at night eight in the morning. */
export function afterNight(instant: number): number {
  const { date, time } = localTime(instant);
  if (time >= EVENING) return instantAt(addDays(date, 1), MORNING);
  return time < MORNING ? instantAt(date, MORNING) : instant;
}
