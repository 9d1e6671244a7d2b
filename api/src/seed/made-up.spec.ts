import { describe, expect, test } from '@jest/globals';
import { checkCreditCode } from '@wuye/shared/community';
import { checkIdDocument, checkPhone, checkResidentId } from '@wuye/shared/identity';
import { cast } from './cast.js';
import { nthCreditCode, nthMobile, nthResidentIdNumber } from './identifiers.js';
import { openidOf, seedId } from './ids.js';
import { communityName, companyName } from './names.js';
import { developer } from './owners.js';
import { Random } from './random.js';

const first = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const distinct = (values: readonly unknown[]): number => new Set(values).size;

describe('random', () => {
  test('the same label gives the same numbers, another label others', () => {
    const [one, again, other] = [new Random('a'), new Random('a'), new Random('b')];
    const draw = (random: Random) => first(50, () => random.next());
    const numbers = draw(one);
    expect(draw(again)).toEqual(numbers);
    expect(draw(other)).not.toEqual(numbers);
  });

  test('spreads evenly and stays inside its limits', () => {
    const random = new Random('even');
    const counts = first(10, () => 0);
    for (let n = 0; n < 100_000; n++) counts[random.below(10)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test('picks from no empty list', () => {
    expect(() => new Random('none').pick([])).toThrow('Nothing to pick from.');
  });
});

describe('made-up identifiers', () => {
  test('id numbers are valid and all different', () => {
    const numbers = first(120_000, nthResidentIdNumber);
    expect(numbers.filter((number) => !checkResidentId(number).valid)).toEqual([]);
    expect(distinct(numbers)).toBe(numbers.length);
  });

  test('credit codes are valid and all different', () => {
    const codes = [...first(1000, nthCreditCode), developer.idNumber];
    expect(codes.filter((code) => !checkCreditCode(code).valid)).toEqual([]);
    expect(distinct(codes)).toBe(codes.length);
  });

  test('names of communities and companies never repeat', () => {
    expect(distinct(first(2000, communityName))).toBe(2000);
    expect(distinct(first(1000, companyName))).toBe(1000);
    expect(Math.max(...first(2000, (n) => communityName(n).length))).toBeLessThanOrEqual(60);
  });

  test('ids are ULIDs in the order of their number', () => {
    const ids = first(1000, (n) => seedId('house', n));
    expect(ids.every((id) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true);
    expect([...ids].sort()).toEqual(ids);
    expect(seedId('house', 7)).toBe(seedId('house', 7));
    expect(openidOf('owner-chen')).toMatch(/^o[\w-]{27}$/);
  });
});

describe('the cast', () => {
  test('has valid numbers, and nobody shares a phone, an id number or an openid', () => {
    for (const { phone, idType, idNumber, openid } of cast) {
      expect(checkPhone(phone)).toEqual({ valid: true, normalized: phone });
      expect(checkIdDocument({ type: idType, value: idNumber })).toEqual({ valid: true, normalized: idNumber });
      expect(openid).toMatch(/^o[\w-]{27}$/);
    }
    const staff = first(5000, nthMobile);
    expect(distinct([...cast.map(({ phone }) => phone), ...staff])).toBe(cast.length + staff.length);
    expect(staff.every((phone) => checkPhone(phone).valid)).toBe(true);
    expect(distinct(cast.map(({ idNumber }) => idNumber))).toBe(cast.length);
    expect(distinct(cast.map(({ openid }) => openid))).toBe(cast.length);
  });

  test('only one is on a snapshot page, only one does not follow', () => {
    expect(cast.filter(({ snapshot }) => snapshot).map(({ slug }) => slug)).toEqual(['visitor-qian']);
    expect(cast.filter(({ subscribed }) => !subscribed).map(({ slug }) => slug)).toEqual(['stranger-he']);
  });
});
