import { expect, test } from '@jest/globals';
import { byPlace, pressing } from './groups';
import { at, row } from './spec-kit';

const now = Date.parse(at('21T15:00'));
const one = (no: string, change: object = {}) => ({ ...row({ no, dueAt: at('21T09:00') }), companyName: '禾木物业', level: 'manager' as const, ...change });

test('for a company what it is to take over stands above what it has', () => {
  const rows = [one('a', { level: 'company' }), one('b'), one('c', { dueAt: at('25T09:00') })];
  expect(pressing(rows, now, true).map(({ title, rows: found }) => [title, found.map(({ no }) => no)])).toEqual([
    ['已超时，待接办', ['b']],
    ['已接办，已超时', ['a']],
    ['未办结', ['c']],
  ]);
  expect(pressing(rows, now, false).map(({ title }) => title)).toEqual(['已超时', '未办结']);
});

test('by community for a company, by company for who oversees several; each place once, in the order of the list', () => {
  const rows = [one('a'), one('b', { communityName: '银杏雅苑', companyName: '青松物业' }), one('c')];
  const titles = (company: boolean) => byPlace(rows, company).map(({ title, rows: found }) => [title, found.length]);
  expect(titles(true)).toEqual([
    ['华阳小区', 2],
    ['银杏雅苑', 1],
  ]);
  expect(titles(false)).toEqual([
    ['禾木物业', 2],
    ['青松物业', 1],
  ]);
});
