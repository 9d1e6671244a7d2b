import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween, instantAt, isDate, isRealDate, isWritable, localTime, parseInstant, weekdayOf, writeInstant } from './instant.js';

const anyInstant = fc.integer({ min: instantAt('0001-01-01'), max: instantAt('9999-12-31') });

describe('dates', () => {
  it.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['0001-01-01', true],
    ['9999-12-31', true],
    ['2026-02-29', false],
    ['2026-02-30', false],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-00-10', false],
    ['2026-13-01', false],
    ['2026-01-00', false],
    ['0000-01-01', false],
    ['2026-2-14', false],
    ['20260214', false],
    ['2026-02-14\n', false],
    [' 2026-02-14', false],
    ['2026-02-14T00:00:00Z', false],
    ['+02026-02-14', false],
    ['２０２６-02-14', false],
    ['', false],
  ])('%j is a date: %j', (text, real) => {
    expect(isDate(text)).toBe(real);
  });

  it('knows the same days as the platform calendar does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }), (year, month, day) => {
        const moment = new Date(Date.UTC(year, month - 1, day));
        expect(isRealDate(year, month, day)).toBe(moment.getUTCFullYear() === year && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day);
      }),
    );
  });

  it('counts days there and back, also before the year 100', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: -800, max: 800 }), (instant, days) => {
        const { date } = localTime(instant);
        const other = instantAt(date) + days * 86_400_000;
        fc.pre(isWritable(other));
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
    expect(addDays('0099-12-31', 1)).toBe('0100-01-01');
    expect(weekdayOf('2026-11-21')).toBe(6);
  });
});

describe('parseInstant', () => {
  it.each([
    ['2026-02-13T16:40:00+08:00', '2026-02-13T16:40:00+08:00'],
    ['2026-02-13T08:40:00Z', '2026-02-13T16:40:00+08:00'],
    ['2026-02-13T08:40Z', '2026-02-13T16:40:00+08:00'],
    ['2026-02-13T22:40:00+14:00', '2026-02-13T16:40:00+08:00'],
    ['2026-02-12T20:40:00-12:00', '2026-02-13T16:40:00+08:00'],
    ['2026-02-13T08:40:00-00:00', '2026-02-13T16:40:00+08:00'],
    ['2026-02-13T16:40:00.5+08:00', '2026-02-13T16:40:00.500+08:00'],
    ['2026-02-13T16:40:00.123456789+08:00', '2026-02-13T16:40:00.123+08:00'],
    ['2026-12-31T16:00:00Z', '2027-01-01T00:00:00+08:00'],
  ])('reads %s', (text, written) => {
    const instant = parseInstant(text);
    expect(instant).not.toBeNull();
    expect(writeInstant(instant ?? 0)).toBe(written);
  });

  it.each([
    '2026-02-13T16:40:00',
    '2026-02-13',
    '2026-02-30T10:00:00Z',
    '2026-02-13T24:00:00+08:00',
    '2026-12-31T23:59:60Z',
    '2026-02-13T10:60:00Z',
    '2026-02-13T10:00:00+24:00',
    '2026-02-13T10:00:00+08:60',
    '2026-02-13T10:00:00+0800',
    '2026-02-13T10:00:00+08',
    '2026-02-13 10:00:00Z',
    '2026-02-13t10:00:00z',
    '2026-02-13T10:00:00.Z',
    '2026-02-13T10:00:00,5Z',
    '2026-02-13T10Z',
    ' 2026-02-13T10:00:00Z',
    '2026-02-13T10:00:00Z\n',
    '+002026-02-13T10:00:00Z',
    '0000-01-01T00:00:00Z',
    'Fri Feb 13 2026 10:00:00 GMT+0800',
    '1770972000000',
    '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('reads back whatever it wrote', () => {
    fc.assert(fc.property(anyInstant, (instant) => expect(parseInstant(writeInstant(instant))).toBe(instant)));
  });
});
