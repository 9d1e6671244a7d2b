import { describe, expect, it } from '@jest/globals';
import { lookUpCertificate } from './contract.js';
import { differencesOf } from './differences.js';
import { numbersOf } from './numbers.js';

const CHEN = { name: '陈静文', idType: 'resident', idNumber: '11010519491231002X' } as const;
const row = (change: object = {}) => ({ ...CHEN, house: '华阳小区 3栋2单元501', ...change });
const said = (change: object) => differencesOf(CHEN, row(change)).map(({ words, blocks }) => [words.slice(0, 6), blocks]);

describe('an application beside the register', () => {
  it('is the same, however the name is written', () => {
    expect(differencesOf(CHEN, row())).toEqual([]);
    expect(differencesOf({ ...CHEN, name: '阿依古丽·买买提' }, row({ name: '阿依古丽・买买提 ' }))).toEqual([]);
  });

  it.each([
    [{ name: '陈静雯' }, [['姓名不同：申', true]]],
    [{ idNumber: '440524188001010014' }, [['证件号码不同', true]]],
    [{ idNumber: '110105491231002' }, [['登记的是 1', false]]],
    [{ idType: 'passport' }, [['证件类型不同', false]]],
    [{ idType: 'other' }, []],
    [{ idType: '身份证' }, []],
    [{ house: null }, [['这套房屋还不', false]]],
    [
      { name: '陈静雯', idNumber: '440524188001010014', house: null },
      [
        ['姓名不同：申', true],
        ['证件号码不同', true],
        ['这套房屋还不', false],
      ],
    ],
  ])('%j', (change, expected) => {
    expect(said(change)).toEqual(expected);
  });

  it('names both names', () => {
    expect(differencesOf(CHEN, row({ name: '陈静雯' }))[0]?.words).toBe('姓名不同：申请“陈静文”，登记“陈静雯”');
  });
});

describe('the number that is looked up', () => {
  const parsed = (idNumber: string) => {
    const result = lookUpCertificate.safeParse({ idNumber });
    return result.success ? result.data.idNumber : result.error.issues[0]?.message;
  };

  it.each([
    ['１１０１０５１９４９１２３１００２ｘ', '11010519491231002X'],
    ['110105194912310021', '证件号码不正确，请核对 18 位号码'],
    ['1101', '请填写完整的证件号码'],
    ['H1234567890', 'H1234567890'],
  ])('%s: %s', (typed, expected) => {
    expect(parsed(typed)).toBe(expected);
  });

  it('is sought under each form that a paper may have', () => {
    expect(numbersOf('H1234567890')).toEqual(['H12345678', 'H1234567890']);
    expect(numbersOf('11010519491231002X')).toEqual(['11010519491231002X']);
  });
});
