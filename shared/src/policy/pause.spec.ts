import { describe, expect, it } from '@jest/globals';
import { parseInstant, writeInstant } from '../calendar/index.js';
import { isPausable, pauseEnd, resumed, resumedDue } from './pause.js';
import { chengdu, huizhou, POLICIES } from './presets.js';

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
/** The end that a clock has after a pause. */
const after = (due: string, from: string, to: string): string => {
  const found = resumedDue(chengdu, { dueAt: at(due), from: at(from), to: at(to) });
  return 'error' in found ? found.error : writeInstant(found.at).slice(0, 16);
};

describe('the presets', () => {
  it('let no clock be paused: neither notice knows a pause', () => {
    for (const { pauses } of POLICIES.values()) expect(pauses).toEqual([]);
  });
});

describe('which clock may be paused', () => {
  it('one in working days, and not one whose hours pass at night, too, nor one that the city has not', () => {
    expect([isPausable(chengdu, 'close'), isPausable(chengdu, 'respond'), isPausable(chengdu, 'accept'), isPausable(huizhou, 'accept')]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('the end of a pause', () => {
  const end = (longest: Parameters<typeof pauseEnd>[1]['longest'], from: string) => {
    const found = pauseEnd(chengdu, { longest }, at(from));
    return 'error' in found ? found.error : writeInstant(found.at).slice(0, 16);
  };
  it('is the last instant of its working days or hours', () => {
    expect(end({ unit: 'working-days', days: 2 }, '2026-11-20T10:00:00')).toBe('2026-11-25T00:00');
    expect(end({ unit: 'working-hours', hours: 7 }, '2026-11-20T16:00:00')).toBe('2026-11-23T16:00');
    expect(end({ unit: 'working-days', days: 2 }, '2026-12-31T10:00:00')).toBe('CALENDAR.OUT_OF_RANGE');
  });
});

describe('a clock that runs again', () => {
  it.each([
    // From Friday 10:00 to Monday 10:00 seven hours of work passed: Wednesday's end lies seven hours of work later.
    ['2026-11-25T00:00:00', '2026-11-20T10:00:00', '2026-11-23T10:00:00', '2026-11-25T17:00'],
    ['2026-11-25T00:00:00', '2026-11-20T10:00:00', '2026-11-20T10:30:00', '2026-11-25T09:30'],
    ['2026-11-23T11:00:00', '2026-11-20T15:00:00', '2026-11-23T10:00:00', '2026-11-23T15:00'],
    // Through the lunch break, a night, a week-end: nothing.
    ['2026-11-23T11:00:00', '2026-11-20T12:00:00', '2026-11-20T13:00:00', '2026-11-23T11:00'],
    ['2026-11-25T00:00:00', '2026-11-20T17:00:00', '2026-11-23T09:00:00', '2026-11-25T00:00'],
    ['2026-11-25T00:00:00', '2026-11-20T10:00:00', '2026-11-20T10:00:00', '2026-11-25T00:00'],
    // Over Spring Festival: one hour on the 13th, seven on the working Saturday, one on the 24th.
    ['2026-02-25T00:00:00', '2026-02-13T16:00:00', '2026-02-24T10:00:00', '2026-02-26T11:00'],
    ['2026-12-31T17:00:00', '2026-12-31T10:00:00', '2026-12-31T11:00:00', 'CALENDAR.OUT_OF_RANGE'],
  ])('due %s, paused from %s to %s: %s', (due, from, to, expected) => {
    expect(after(due, from, to)).toBe(expected);
  });
});

describe('the case of the runner', () => {
  it('says the end and the working time of the pause', () => {
    expect(resumed({ policy: 'huizhou', due: '2026-11-25T00:00:00+08:00', from: '2026-11-20T10:00:00+08:00', to: '2026-11-23T02:00:00Z' })).toEqual({
      due: '2026-11-25T17:00:00+08:00',
      paused: 7 * 3600,
    });
  });

  it('fails as the deadlines do', () => {
    const asked = { due: '2026-11-25T00:00:00+08:00', from: '2026-11-20T10:00:00+08:00', to: '2026-11-20T11:00:00+08:00' };
    expect(resumed({ ...asked, policy: 'nowhere' })).toMatchObject({ error: 'POLICY.NO_CLOCK' });
    expect(resumed({ ...asked, policy: 'chengdu', due: '2026-11-25' })).toMatchObject({ error: 'INPUT.INVALID' });
    expect(resumed({ ...asked, policy: 'chengdu', to: '2027-02-01T10:00:00+08:00' })).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });
});
