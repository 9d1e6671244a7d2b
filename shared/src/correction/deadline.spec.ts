import { describe, expect, it } from '@jest/globals';
import { parseInstant, STATE_CALENDAR, withYear, year2026, writeInstant } from '../calendar/index.js';
import { correctionDeadline } from './deadline.js';

const at = (text: string): number => parseInstant(`${text}:00+08:00`) ?? NaN;

describe('when a correction is answered', () => {
  it.each([
    ['2026-11-20T10:00', '2026-11-28T00:00:00+08:00', '11月27日 周五 24:00前'],
    // Submitted on a Saturday: Monday is the first day.
    ['2026-11-21T10:00', '2026-11-28T00:00:00+08:00', '11月27日 周五 24:00前'],
    ['2026-11-23T00:00', '2026-12-01T00:00:00+08:00', '11月30日 周一 24:00前'],
    ['2026-11-23T23:59', '2026-12-01T00:00:00+08:00', '11月30日 周一 24:00前'],
    // Spring Festival of 2026: the 14th is a working Saturday, the 15th to the 23rd are free, the 28th is a working Saturday.
    ['2026-02-13T16:40', '2026-02-28T00:00:00+08:00', '2月27日 周五 24:00前'],
    ['2026-02-14T09:00', '2026-03-01T00:00:00+08:00', '2月28日 周六 24:00前'],
    // National Day: free from the 1st to the 7th.
    ['2026-09-29T09:00', '2026-10-13T00:00:00+08:00', '10月12日 周一 24:00前'],
  ])('%s: %s', (from, due, by) => {
    const deadline = correctionDeadline(at(from), STATE_CALENDAR);
    expect([deadline.dueAt === null ? null : writeInstant(deadline.dueAt), deadline.by]).toEqual([due, by]);
  });

  it('beyond the calendar says the term alone', () => {
    expect(correctionDeadline(at('2026-12-30T10:00'), STATE_CALENDAR)).toEqual({ dueAt: null, by: '5 个工作日内' });
  });

  it('counts by a year that was entered', () => {
    const entered = withYear(STATE_CALENDAR, { ...year2026, year: 2027, holidays: [{ name: '元旦', first: '2027-01-01', last: '2027-01-03' }], workdays: [] });
    expect(correctionDeadline(at('2026-12-30T10:00'), entered).by).toBe('2027年1月7日 周四 24:00前');
  });
});
