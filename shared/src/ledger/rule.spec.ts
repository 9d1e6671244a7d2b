import { describe, expect, it } from '@jest/globals';
import { STATE_CALENDAR } from '../calendar/index.js';
import { REMIND_BEFORE, reviewDue } from './rule.js';

const shanghai = (instant: number | null) => (instant === null ? null : new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16));

describe('a month’s review', () => {
  it.each([
    ['2026-10', '2026-11-05T00:00'],
    ['2026-09', '2026-10-11T00:00'],
    ['2026-01', '2026-02-05T00:00'],
  ])('of %s is due before %s: the third working day, holidays and moved days counted', (month, due) => {
    expect(shanghai(reviewDue(month, STATE_CALENDAR))).toBe(due);
  });

  it('has no due day beyond the calendar, and reminds on the day itself', () => {
    expect(reviewDue('2026-12', STATE_CALENDAR)).toBeNull();
    expect(shanghai(reviewDue('2026-10', STATE_CALENDAR)! - REMIND_BEFORE)).toBe('2026-11-04T00:00');
  });
});
