import { describe, expect, it } from '@jest/globals';
import { features } from '../features/index.js';
import type { MessageSlice } from '../kit/index.js';
import { readNumber, shortNumber } from './number.js';

const NO = '20261120-004712';

describe('a complaint’s number in a variable of twelve signs', () => {
  it('is short, and read back without loss', () => {
    expect(shortNumber(NO)).toBe('261120004712');
    expect(readNumber(shortNumber(NO))).toBe(NO);
  });

  it.each([
    [NO, NO],
    [` ${NO} `, NO],
    ['20261120004712', NO],
    ['261120-004712', NO],
    ['２６１１２０００４７１２', NO],
    ['20261120—004712', NO],
    ['26112000471', null],
    ['2611200047123', null],
    ['电梯', null],
    ['', null],
  ])('%j is read as %j', (text, no) => expect(readNumber(text)).toBe(no));

  it('is told by every SMS that names a number, so that no two look alike', () => {
    const kinds = Object.entries(Object.assign({}, ...features.map(({ messages }) => messages ?? {})) as MessageSlice);
    const named = kinds.flatMap(([kind, { required }]) => {
      const values = required?.sms({ no: NO, title: '电梯·报事报修', community: '华阳小区' });
      return values?.title === NO ? [[kind, values.short] as const] : [];
    });
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(([, short]) => readNumber(short ?? '') !== NO)).toEqual([]);
  });
});
