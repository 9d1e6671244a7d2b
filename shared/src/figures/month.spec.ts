import { describe, expect, it } from '@jest/globals';
import { addMonths, lastDay, monthEnd, monthsFrom, monthWords, quarterStart, windowStart } from './month.js';

describe('months', () => {
  it('are counted over the turn of the year', () => {
    expect([addMonths('2026-11', 2), addMonths('2026-01', -1), addMonths('2026-03', -15)]).toEqual(['2027-01', '2025-12', '2024-12']);
    expect(monthsFrom('2026-11', '2027-01')).toEqual(['2026-11', '2026-12', '2027-01']);
    expect(monthsFrom('2026-11', '2026-10')).toEqual([]);
    expect([quarterStart('2026-01'), quarterStart('2026-06'), quarterStart('2026-11')]).toEqual(['2026-01', '2026-04', '2026-10']);
    expect(monthWords('2026-04')).toBe('2026年4月');
  });

  it('end by Shanghai’s clock', () => {
    expect([lastDay('2026-02'), lastDay('2028-02'), lastDay('2026-12')]).toEqual(['2026-02-28', '2028-02-29', '2026-12-31']);
    expect(new Date(monthEnd('2026-11')).toISOString()).toBe('2026-11-30T16:00:00.000Z');
  });

  it('fill a window of days with whole ones', () => {
    expect(windowStart('2026-09', 92)).toBe('2026-07');
    expect(windowStart('2026-10', 92)).toBe('2026-08');
    expect(windowStart('2026-03', 28)).toBe('2026-03');
    expect(windowStart('2026-12', 365)).toBe('2026-01');
    expect(windowStart('2026-12', 364)).toBe('2026-02');
  });
});
