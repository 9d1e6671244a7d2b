import { describe, expect, it } from '@jest/globals';
import { keywordFault } from './keywords.js';

const fault = (key: string, value: unknown): string | undefined => keywordFault({ key, label: '', approved: ['已受理'] }, value);

describe('the keyword table', () => {
  it.each([
    ['thing1', '😀'.repeat(20)],
    ['number3', '128.5'],
    ['letter1', 'a'.repeat(32)],
    ['symbol1', '!@#$%'],
    ['date1', '2019年10月1日'],
    ['date1', '2018-01-01'],
    ['amount1', '¥128600.00元'],
    ['phone_number1', '+86-0755-12345678'],
    ['car_number1', '粤B12345D'],
    ['name1', '欧阳'.repeat(5)],
    ['name1', 'a'.repeat(20)],
    ['const1', '已受理'],
  ])('takes %s = %s', (key, value) => expect(fault(key, value)).toBeUndefined());

  it.each([
    ['thing1', '😀'.repeat(21)],
    ['thing1', 'a\u0007'],
    ['number3', '一百'],
    ['number3', '1'.repeat(33)],
    ['letter1', 'a1'],
    ['symbol1', '!!!!!!'],
    ['date1', '2026-02-29'],
    ['amount1', '¥12345678901'],
    ['amount1', '$$1'],
    ['phone_number1', '1'.repeat(18)],
    ['car_number1', '粤B1234567'],
    ['name1', '十'.repeat(11)],
    ['name1', 'a'.repeat(21)],
    ['const1', '别的'],
    ['unheard1', 'x'],
  ])('refuses %s = %s', (key, value) => expect(fault(key, value)).toBe('invalid'));

  it('finds blanks empty', () => expect([fault('thing1', '  '), fault('thing1', null)]).toEqual(['is empty', 'is empty']));
});
