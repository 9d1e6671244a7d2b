import { describe, expect, it } from '@jest/globals';
import { minutesWords, percentOf } from './words.js';

describe('figures in words', () => {
  it.each([
    [99, 100, '99%'],
    [2, 3, '66.66%'],
    [9999, 10_000, '99.99%'],
    [99_999, 100_000, '99.99%'],
    [1, 10, '10%'],
    [100, 100, '100%'],
    [0, 7, '0%'],
    [1, 1000, '0.1%'],
    [0, 0, '–'],
  ])('%d of %d is %s: cut, never rounded up', (part, whole, words) => {
    expect(percentOf([part, whole])).toBe(words);
  });

  it.each([
    [null, '–'],
    [0, '不到1分'],
    [59, '59分'],
    [60, '1小时'],
    [70, '1小时10分'],
    [1440, '1天'],
    [1560, '1天2小时'],
  ])('%s minutes are %s', (minutes, words) => {
    expect(minutesWords(minutes)).toBe(words);
  });
});
