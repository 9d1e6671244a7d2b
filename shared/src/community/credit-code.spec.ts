import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCreditCode } from './credit-code.js';

const ALPHABET = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const body = fc.array(fc.constantFrom(...ALPHABET), { minLength: 17, maxLength: 17 }).map((signs) => signs.join(''));

describe('checkCreditCode', () => {
  it.each([
    ['91350100M000100Y43', { valid: true, normalized: '91350100M000100Y43' }],
    ['９1350100 m000100y43', { valid: true, normalized: '91350100M000100Y43' }],
    ['91350100M000100Y44', { valid: false, code: 'CHECK_DIGIT' }],
    ['91350100I000100Y43', { valid: false, code: 'FORMAT' }],
    ['91350100O000100Y43', { valid: false, code: 'FORMAT' }],
    ['91350100M000100Y4', { valid: false, code: 'FORMAT' }],
    ['91350100-M000100Y43', { valid: false, code: 'FORMAT' }],
    ['', { valid: false, code: 'FORMAT' }],
  ])('%j', (text, result) => {
    expect(checkCreditCode(text)).toEqual(result);
  });

  it('has exactly one check digit for every body, and catches any one sign changed', () => {
    fc.assert(
      fc.property(body, fc.nat(16), fc.integer({ min: 1, max: 30 }), (signs, place, step) => {
        const codes = ALPHABET.map((sign) => signs + sign).filter((code) => checkCreditCode(code).valid);
        expect(codes).toHaveLength(1);
        const [code = ''] = codes;
        const changed = ALPHABET[(ALPHABET.indexOf(code[place] ?? '') + step) % 31] ?? '';
        expect(checkCreditCode(code.slice(0, place) + changed + code.slice(place + 1))).toEqual({ valid: false, code: 'CHECK_DIGIT' });
      }),
    );
  });
});
