import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkIdDocument, type IdDocumentType } from './id-document.js';
import { maskIdNumber, maskName, maskPhone } from './mask.js';
import { normalizeIdentifier } from './normalize.js';
import { checkPhone } from './phone.js';
import { checkResidentId, fifteenDigitForm } from './resident-id.js';

const valid = (normalized: string) => ({ valid: true, normalized });
const bad = (code: string) => ({ valid: false, code });

/** Gives 17 digits their check digit, the slow way: the only sign that is accepted. */
const complete = (digits: string): string => [...'0123456789X'].map((sign) => digits + sign).find((number) => checkResidentId(number).valid) ?? '';

const date = fc
  .date({ min: new Date(0), max: new Date('2025-12-31T00:00:00Z'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10).replace(/-/g, ''));
const residentId = fc
  .tuple(fc.integer({ min: 110000, max: 839999 }), date, fc.integer({ min: 0, max: 999 }))
  .map(([district, birth, order]) => complete(`${district}${birth}${String(order).padStart(3, '0')}`));

describe('normalizeIdentifier', () => {
  it.each([
    ['１１０１０５１９４９１２３１００２ｘ', '11010519491231002X'],
    [' 1101\u00A00519\u30004912\t31\r\n002x\u2028', '11010519491231002X'],
    ['\uFEFF1\u200B1\u200C0\u200D1\u2060\u180E\u00AD\u0085', '1101'],
    ['110105-1949', '110105-1949'],
    ['１－２', '1-2'],
    ['ı2ſ4', 'ı2ſ4'],
    ['ß', 'ß'],
    ['é', 'É'],
    ['𝟏', '𝟏'],
    ['①', '①'],
    ['', ''],
  ])('%j → %j', (text, normalized) => {
    expect(normalizeIdentifier(text)).toBe(normalized);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => expect(normalizeIdentifier(normalizeIdentifier(text))).toBe(normalizeIdentifier(text))),
      { numRuns: 1000 },
    );
  });

  it('is idempotent for every letter alone, and never makes A–Z or 0–9 of anything but their full-width forms', () => {
    for (let point = 0x80; point <= 0x1ffff; point += 1) {
      const once = normalizeIdentifier(String.fromCodePoint(point));
      if (normalizeIdentifier(once) !== once) throw new Error(point.toString(16));
      if (/[A-Z0-9]/.test(once) && (point < 0xff01 || point > 0xff5e)) throw new Error(point.toString(16));
    }
  });
});

describe('checkResidentId', () => {
  it.each([
    ['11010519491231002X', valid('11010519491231002X')],
    ['11010519491231002x', valid('11010519491231002X')],
    ['440524188001010014', valid('440524188001010014')],
    ['110105194912310021', bad('CHECK_DIGIT')],
    ['110105194902300021', bad('DATE')],
    ['110105000012310021', bad('DATE')],
    ['11010519491331002X', bad('DATE')],
    ['110105490212310', bad('FORMAT')],
    ['01010519491231002X', bad('FORMAT')],
    ['91010519491231002X', bad('FORMAT')],
    ['1101051949123100X2', bad('FORMAT')],
    ['110105-19491231002X', bad('FORMAT')],
    ['11010519491231002X1', bad('FORMAT')],
    ['١١٠١٠٥١٩٤٩١٢٣١٠٠٢X', bad('FORMAT')],
    ['\uD800', bad('FORMAT')],
    ['', bad('FORMAT')],
  ])('%j', (text, result) => {
    expect(checkResidentId(text)).toEqual(result);
  });

  it('has exactly one check digit for every number, and catches any one digit changed', () => {
    fc.assert(
      fc.property(residentId, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, place, step) => {
        expect([...'0123456789X'].filter((sign) => checkResidentId(number.slice(0, 17) + sign).valid)).toHaveLength(1);
        const changed = number.slice(0, place) + String((Number(number[place]) + step) % 10) + number.slice(place + 1);
        expect(checkResidentId(changed).valid).toBe(false);
      }),
    );
  });

  it('catches any two neighbours exchanged', () => {
    fc.assert(
      fc.property(residentId, fc.nat(15), (number, place) => {
        fc.pre(number[place] !== number[place + 1]);
        const changed =
          number.slice(0, place) +
          number
            .slice(place, place + 2)
            .split('')
            .reverse()
            .join('') +
          number.slice(place + 2);
        expect(checkResidentId(changed).valid).toBe(false);
      }),
    );
  });

  it('knows the old form of a number of 19xx only', () => {
    expect(fifteenDigitForm('11010519491231002X')).toBe('110105491231002');
    expect(fifteenDigitForm('440524188001010014')).toBeNull();
  });
});

describe('checkIdDocument', () => {
  it.each<[IdDocumentType, string, object]>([
    ['resident', '11010519491231002x', valid('11010519491231002X')],
    ['resident', '110105194902300021', bad('DATE')],
    ['hk-macau', 'h12345678', valid('H12345678')],
    ['hk-macau', 'M1234567801', valid('M12345678')],
    ['hk-macau', 'H123456780', bad('FORMAT')],
    ['hk-macau', 'A12345678', bad('FORMAT')],
    ['taiwan', '12345678', valid('12345678')],
    ['taiwan', '1234567801', valid('12345678')],
    ['taiwan', '123456789', bad('FORMAT')],
    ['passport', ' e1234 5678', valid('E12345678')],
    ['passport', 'E123', bad('FORMAT')],
    ['passport', 'E123456789012', bad('FORMAT')],
    ['passport', 'E-12345', bad('FORMAT')],
    ['permanent-residence', 'abc110123456789', valid('ABC110123456789')],
    ['permanent-residence', 'AB1101234567890', bad('FORMAT')],
    ['permanent-residence', '91010519490230002X', bad('DATE')],
    ['permanent-residence', '81010519491231002X', bad('FORMAT')],
    ['other', ' 某-12 ', valid('某-12')],
    ['other', '\u200B ', bad('FORMAT')],
    ['other', '字'.repeat(64), valid('字'.repeat(64))],
    ['other', '😀'.repeat(64), valid('😀'.repeat(64))],
    ['other', '字'.repeat(65), bad('FORMAT')],
    ['other', 'A\uDC00', bad('FORMAT')],
  ])('%s %j', (type, value, result) => {
    expect(checkIdDocument({ type, value })).toEqual(result);
  });

  it('accepts one check digit for a permanent residence number', () => {
    const results = [...'0123456789X'].map((sign) => checkIdDocument({ type: 'permanent-residence', value: `91012319800101001${sign}` }));
    expect(results.filter((result) => result.valid)).toHaveLength(1);
    expect(results).toContainEqual(bad('CHECK_DIGIT'));
  });
});

describe('checkPhone', () => {
  it.each([
    ['138 0000 0000', valid('13800000000')],
    ['+8613800000000', valid('13800000000')],
    ['＋８５２12345678', valid('+85212345678')],
    ['+85361234567', valid('+85361234567')],
    ['12800000000', bad('FORMAT')],
    ['1380000000', bad('FORMAT')],
    ['138-0000-0000', bad('FORMAT')],
    ['+85321234567', bad('FORMAT')],
    ['', bad('FORMAT')],
  ])('%j', (text, result) => {
    expect(checkPhone(text)).toEqual(result);
  });
});

describe('masks', () => {
  it('hides as the screens do', () => {
    expect(['张三', '欧阳娜娜', '𠮷田', 'John', '', ' '].map(maskName)).toEqual(['张*', '欧*', '𠮷*', 'J*', '', '']);
    expect(['440300199001011234', 'H12345678', '12345', 'ab', ''].map(maskIdNumber)).toEqual(['4403**********1234', 'H1*****78', '1***5', '**', '']);
    expect(['13800000000', '+85212345678', '02884935006', '123', ''].map(maskPhone)).toEqual(['138****0000', '+852****5678', '*********06', '***', '']);
  });

  it('never shows more than half of a number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9]{1,64}$/), (number) => {
        for (const mask of [maskIdNumber(number), maskPhone(number)]) {
          expect(mask).toHaveLength(number.length);
          expect(mask.replace(/\*/g, '').length).toBeLessThanOrEqual(Math.max(number.length / 2, 8));
        }
      }),
    );
  });
});
