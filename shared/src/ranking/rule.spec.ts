import { describe, expect, it } from '@jest/globals';
import { chengdu } from '../policy/index.js';
import { countedMonth, countedOn, countsWords, formulaWords, noticeEnd, stretchOf } from './rule.js';

const at = (text: string) => Date.parse(`${text}+08:00`);

describe('when a month is counted', () => {
  it('from the sixth of the next month, by Shanghai’s clock', () => {
    expect(countedMonth(at('2026-11-05T23:59:59'))).toBe('2026-09');
    expect(countedMonth(at('2026-11-06T00:00:00'))).toBe('2026-10');
    expect(countedMonth(at('2027-01-06T00:00:00'))).toBe('2026-12');
    expect(countedOn('2026-12')).toBe('2027-01-06');
  });

  it('over the whole months of the window', () => {
    expect(stretchOf('2026-10', { window: 92 })).toEqual({ from: '2026-08', to: '2026-10' });
    expect(stretchOf('2026-10', { window: 28 })).toEqual({ from: '2026-10', to: '2026-10' });
  });
});

describe('a notice', () => {
  it('ends at 24:00 of its last day, its own day not counted', () => {
    expect(noticeEnd(at('2026-11-06T09:00:00'), { noticeDays: 7 })).toBe(at('2026-11-14T00:00:00'));
    expect(noticeEnd(at('2026-11-06T23:59:00'), { noticeDays: 1 })).toBe(at('2026-11-08T00:00:00'));
  });
});

describe('the words', () => {
  it('name every mark and every count', () => {
    expect(formulaWords(chengdu.lists).join('')).toMatch(/100%.*98%.*95%.*95%.*80%.*80%.*20 件.*连续 2 期/);
    expect(countsWords({ respondedOnTime: 39, resolved: 38, satisfied: 10, cases: 40, rated: 11 })).toEqual([
      '响应及时率 97.5%（39/40）',
      '解决率 95%（38/40）',
      '满意率 90.9%（10/11）',
    ]);
  });
});
