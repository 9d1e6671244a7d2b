import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addWorkingDays, dayKind, knownDaysLeft, STATE_CALENDAR, type Calendar } from './calendar.js';
import { addDays, daysBetween, parseInstant, weekdayOf } from './instant.js';
import { year2026 } from './year-2026.js';

const day2026 = fc.integer({ min: 0, max: 364 }).map((days) => addDays('2026-01-01', days));

describe('the table of 2026', () => {
  it('has the days off that the notice counts: 3, 9, 3, 5, 3, 3, 7', () => {
    expect(year2026.holidays.map(({ first, last }) => daysBetween(first, last) + 1)).toEqual([3, 9, 3, 5, 3, 3, 7]);
  });

  it('works on 248 days: 261 weekdays less the 13 statutory holidays', () => {
    const days = Array.from({ length: 365 }, (_, index) => dayKind(addDays('2026-01-01', index)));
    expect(days.filter((kind) => 'working' in kind && kind.working)).toHaveLength(248);
  });

  it.each(STATE_CALENDAR)('$year: what is made up is on weekends and on no holiday; holidays follow each other', ({ holidays, workdays }) => {
    for (const date of workdays) {
      expect([0, 6]).toContain(weekdayOf(date));
      expect(holidays.some(({ first, last }) => first <= date && date <= last)).toBe(false);
    }
    const edges = holidays.flatMap(({ first, last }) => [first, last]);
    expect(edges).toEqual([...edges].sort());
  });
});

describe('dayKind', () => {
  it.each([
    ['2026-01-01', false, '元旦'],
    ['2026-01-03', false, '元旦'],
    ['2026-01-04', true, '调休'],
    ['2026-01-05', true, '工作日'],
    ['2026-01-10', false, '周末'],
    ['2026-02-14', true, '调休'],
    ['2026-02-15', false, '春节'],
    ['2026-02-21', false, '春节'],
    ['2026-02-24', true, '工作日'],
    ['2026-04-05', false, '清明节'],
    ['2026-05-09', true, '调休'],
    ['2026-06-20', false, '端午节'],
    ['2026-09-20', true, '调休'],
    ['2026-09-26', false, '中秋节'],
    ['2026-10-04', false, '国庆节'],
    ['2026-10-10', true, '调休'],
    ['2026-11-21', false, '周末'],
    ['2026-12-31', true, '工作日'],
  ])('%s: %s %s', (date, working, reason) => {
    expect(dayKind(date)).toEqual({ working, reason });
  });

  it.each(['2025-12-31', '2027-01-01', '9999-12-31', '0001-01-01'])('does not guess %s', (date) => {
    expect(dayKind(date)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });

  it('lets the next year’s notice move the last days of December', () => {
    const next: Calendar = [
      year2026,
      { year: 2027, source: 'test', holidays: [{ name: '元旦', first: '2026-12-31', last: '2027-01-02' }], workdays: ['2026-12-27'] },
    ];
    expect(dayKind('2026-12-31', next)).toEqual({ working: false, reason: '元旦' });
    expect(dayKind('2026-12-27', next)).toEqual({ working: true, reason: '调休' });
  });
});

describe('addWorkingDays', () => {
  it.each([
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-02-14', 1, '2026-02-24'],
    ['2026-11-21', 2, '2026-11-24'],
    ['2025-12-31', 1, '2026-01-04'],
    ['2026-12-30', 1, '2026-12-31'],
  ])('%s + %i = %s', (date, days, last) => {
    expect(addWorkingDays(date, days)).toEqual({ date: last });
  });

  it.each([
    ['2026-12-31', 1],
    ['2026-12-30', 2],
    ['2025-12-30', 1],
    ['9999-12-31', 1],
    ['9999-12-30', 1],
  ])('%s + %i needs an unknown day', (date, days) => {
    expect(addWorkingDays(date, days)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });

  it('ends on a working day, after the event, later for more days', () => {
    fc.assert(
      fc.property(day2026, fc.integer({ min: 1, max: 40 }), (date, days) => {
        const [some, more] = [addWorkingDays(date, days), addWorkingDays(date, days + 1)];
        fc.pre('date' in some && 'date' in more);
        if (!('date' in some && 'date' in more)) return;
        expect(dayKind(some.date)).toMatchObject({ working: true });
        expect(some.date > date && more.date > some.date).toBe(true);
      }),
    );
  });
});

it('tells how many days it still knows, by Shanghai’s date', () => {
  const left = (text: string): number => knownDaysLeft(parseInstant(text) ?? NaN);
  expect(left('2026-11-21T10:00:00+08:00')).toBe(40);
  expect(left('2026-12-31T15:59:59Z')).toBe(0);
  expect(left('2026-12-31T16:00:00Z')).toBe(-1);
});
