import { describe, expect, it } from '@jest/globals';
import { formatDue, formatDuration, formatLegalDate, formatMoment, formatRemaining, formatTemplateDue, formatTemplateTime } from './format.js';
import { parseInstant } from './instant.js';

const at = (text: string): number => parseInstant(`${text}:00+08:00`) ?? NaN;
const now = at('2026-11-21T10:05');

describe('formatMoment', () => {
  it.each([
    ['2026-11-21T15:30', '今天 15:30'],
    ['2026-11-21T00:00', '今天 00:00'],
    ['2026-11-20T23:59', '昨天 23:59'],
    ['2026-11-22T00:00', '明天 00:00'],
    ['2026-11-24T15:30', '11月24日 周二 15:30'],
    ['2026-01-01T09:05', '1月1日 周四 09:05'],
    ['2027-01-04T09:00', '2027年1月4日 周一 09:00'],
  ])('%s: %s', (text, words) => {
    expect(formatMoment(at(text), now)).toBe(words);
  });

  it('is never relative without now', () => {
    expect(formatMoment(now)).toBe('11月21日 周六 10:05');
  });

  it('calls the day after New Year’s Eve 明天', () => {
    expect(formatMoment(at('2027-01-01T09:00'), at('2026-12-31T09:00'))).toBe('明天 09:00');
  });
});

describe('formatDue', () => {
  it.each([
    ['2026-11-21T18:05', '今天 18:05'],
    ['2026-11-22T00:00', '今天 24:00'],
    ['2026-11-21T00:00', '昨天 24:00'],
    ['2026-11-23T00:00', '明天 24:00'],
    ['2026-11-25T00:00', '11月24日 周二 24:00'],
    ['2026-11-25T00:01', '11月25日 周三 00:01'],
  ])('%s: %s', (text, words) => {
    expect(formatDue(at(text), now)).toBe(words);
  });

  it('writes minutes: seconds past midnight are still 24:00', () => {
    expect(formatDue(at('2026-11-22T00:00') + 30_000, now)).toBe('今天 24:00');
  });
});

it('writes legal dates and template times', () => {
  expect(formatLegalDate(now)).toBe('2026年11月21日 周六');
  expect(formatTemplateTime(at('2026-11-21T18:05'))).toBe('2026年11月21日 18:05');
});

describe('what is left', () => {
  it.each([
    [75, '1小时15分'],
    [27 * 60, '1天3小时'],
    [24 * 60, '1天'],
    [24 * 60 + 59, '1天'],
    [15, '15分'],
    [60, '1小时'],
    [0.5, '不到1分'],
    [15 * 1440 + 19 * 60 + 25, '15天19小时'],
  ])('%d minutes: %s', (minutes, words) => {
    expect(formatDuration(minutes * 60_000)).toBe(words);
  });

  it('turns at the instant that is too late', () => {
    expect(formatRemaining(now + 75 * 60_000, now)).toBe('还剩 1小时15分');
    expect(formatRemaining(now, now - 1)).toBe('还剩 不到1分');
    expect(formatRemaining(now, now)).toBe('已超时 不到1分');
    expect(formatRemaining(now, now + 27 * 3_600_000)).toBe('已超时 1天3小时');
  });
});

describe('a deadline in a template', () => {
  it.each([
    ['2026-11-25T00:00:00+08:00', '2026年11月24日 23:59'],
    ['2026-11-24T18:05:00+08:00', '2026年11月24日 18:05'],
  ])('%s: 24:00 is no time of a template', (due, words) => {
    expect(formatTemplateDue(Date.parse(due))).toBe(words);
  });
});
