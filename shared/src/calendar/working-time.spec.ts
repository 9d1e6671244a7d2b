import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR, MINUTE, parseInstant, writeInstant } from './instant.js';
import { afterWorkingDays, afterWorkingHours, afterWorkingTime, isWorkingTime, type Window, workingTimeBetween } from './working-time.js';

const windows: readonly Window[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
const written = (result: { at: number } | { error: string }): string => ('at' in result ? writeInstant(result.at) : result.error);

describe('isWorkingTime', () => {
  it.each([
    ['2026-02-13T08:59:59.999', false],
    ['2026-02-13T09:00:00', true],
    ['2026-02-13T11:59:59.999', true],
    ['2026-02-13T12:00:00', false],
    ['2026-02-13T12:59:59', false],
    ['2026-02-13T13:00:00', true],
    ['2026-02-13T16:59:59.999', true],
    ['2026-02-13T17:00:00', false],
    ['2026-02-14T10:00:00', true],
    ['2026-02-16T10:00:00', false],
    ['2026-11-21T10:05:00', false],
    ['2026-02-13T00:00:00', false],
  ])('%s: %s', (text, working) => {
    expect(isWorkingTime(at(text), windows)).toEqual({ working });
  });

  it('asks the calendar only where the day matters', () => {
    expect(isWorkingTime(at('2027-01-04T03:00:00'), windows)).toEqual({ working: false });
    expect(isWorkingTime(at('2027-01-04T10:00:00'), windows)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
    expect(isWorkingTime(at('9999-12-31T23:00:00') + 3_600_000, windows)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });
});

describe('afterWorkingDays', () => {
  it('ends at 24:00 of the last day', () => {
    expect(written(afterWorkingDays(at('2026-11-21T12:10:00'), 2))).toBe('2026-11-25T00:00:00+08:00');
    expect(written(afterWorkingDays(at('2026-12-30T23:59:59'), 1))).toBe('2027-01-01T00:00:00+08:00');
    expect(written(afterWorkingDays(at('2026-12-31T00:00:00'), 1))).toBe('CALENDAR.OUT_OF_RANGE');
    expect(written(afterWorkingDays(NaN, 1))).toBe('CALENDAR.OUT_OF_RANGE');
  });
});

describe('afterWorkingHours', () => {
  it.each([
    ['2026-02-13T11:00:00', 1, '2026-02-13T12:00:00+08:00'],
    ['2026-02-13T11:00:00', 2, '2026-02-13T14:00:00+08:00'],
    ['2026-02-13T16:40:00', 1, '2026-02-14T09:40:00+08:00'],
    ['2026-02-14T18:00:00', 7, '2026-02-24T17:00:00+08:00'],
    ['2026-12-31T16:00:00', 1, '2026-12-31T17:00:00+08:00'],
    ['2026-12-31T16:00:00', 2, 'CALENDAR.OUT_OF_RANGE'],
    ['2025-12-31T18:00:00', 1, '2026-01-04T10:00:00+08:00'],
  ])('%s + %i h = %s', (from, hours, end) => {
    expect(written(afterWorkingHours(at(from), hours, windows))).toBe(end);
  });

  it('gives no end to a policy without working time', () => {
    expect(written(afterWorkingHours(at('2026-02-13T11:00:00'), 1, []))).toBe('CALENDAR.OUT_OF_RANGE');
    expect(written(afterWorkingHours(NaN, 1, windows))).toBe('CALENDAR.OUT_OF_RANGE');
  });

  it('is monotone and never shorter than the hours elapsed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2026-11-30T00:00:00') }),
        fc.nat(86_400_000),
        fc.integer({ min: 1, max: 20 }),
        (from, gap, hours) => {
          const [first, second] = [afterWorkingHours(from, hours, windows), afterWorkingHours(from + gap, hours, windows)];
          if (!('at' in first && 'at' in second)) throw new Error('out of range');
          expect(second.at).toBeGreaterThanOrEqual(first.at);
          expect(first.at - from).toBeGreaterThanOrEqual(hours * 3_600_000);
        },
      ),
    );
  });
});

describe('working time between two instants', () => {
  const between = (from: string, to: string) => workingTimeBetween(at(from), at(to), windows);
  it.each([
    ['2026-11-20T10:00:00', '2026-11-20T11:30:00', 1.5],
    ['2026-11-20T11:30:00', '2026-11-20T13:30:00', 1],
    ['2026-11-20T16:00:00', '2026-11-23T10:00:00', 2],
    ['2026-11-20T17:00:00', '2026-11-23T09:00:00', 0],
    ['2026-11-21T10:00:00', '2026-11-22T16:00:00', 0],
    // Spring Festival: the 14th is a working Saturday, the 15th to the 23rd are free.
    ['2026-02-13T16:00:00', '2026-02-24T10:00:00', 1 + 7 + 1],
    ['2026-11-20T11:30:00', '2026-11-20T10:00:00', 0],
    ['2026-11-20T00:00:00', '2026-11-21T00:00:00', 7],
  ])('%s to %s: %s hours', (from, to, hours) => {
    expect(between(from, to)).toEqual({ time: hours * HOUR });
  });

  it('is unknown only where a window of an unknown day lies between them', () => {
    expect(between('2026-12-31T16:00:00', '2027-01-01T08:00:00')).toEqual({ time: HOUR });
    expect(between('2026-12-31T16:00:00', '2027-01-01T10:00:00')).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });

  it('is what takes the clock from the one to the other: adding it to the first never passes the second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2026-11-01T00:00:00') }),
        fc.integer({ min: 0, max: 40 * 24 * 60 }),
        (from, minutes) => {
          const to = from + minutes * MINUTE;
          const found = workingTimeBetween(from, to, windows);
          if ('error' in found) throw new Error(found.error);
          const end = afterWorkingTime(from, found.time, windows);
          if ('error' in end) throw new Error(end.error);
          expect(end.at).toBeLessThanOrEqual(to);
          expect(workingTimeBetween(end.at, to, windows)).toEqual({ time: 0 });
        },
      ),
    );
  });
});
