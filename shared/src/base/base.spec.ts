import { describe, expect, it } from '@jest/globals';
import { editBureau } from '../board/index.js';
import { baseColumns, type BaseKind, baseKinds, checkBaseRow, optionalColumns } from './index.js';

const house = (area: string) =>
  checkBaseRow('houses', { district: undefined, community: { text: '小区' }, building: { text: '1 栋' }, name: { text: '２单元501' }, area: { text: area } });
const district = (bureauPhone: string) =>
  checkBaseRow('districts', { code: { text: '510104' }, name: { text: '区' }, bureauName: { text: '局' }, bureauPhone: { text: bureauPhone } });

describe('an area', () => {
  it.each([
    ['89.94', '8994'],
    ['89.9', '8990'],
    ['120', '12000'],
    ['８９．９４㎡', '8994'],
    ['0.01', '1'],
    ['1.10 平方米', '110'],
  ])('%s is %s', (text, hundredths) => {
    expect(house(text)).toEqual({ values: { district: '', community: '小区', building: '1栋', name: '2单元501', area: hundredths }, faults: [], doubts: [] });
  });

  it.each(['0', '0.00', '-5', '89.944', '89,94', '九十', '1e3', '100000.01', '999999'])('%s is none', (text) => {
    expect(house(text).faults.map(({ column }) => column)).toEqual(['专有面积']);
  });
});

describe('a phone', () => {
  it.each(['028-80000000', '028-84935006-8203', '400-800-1234', '13800000101', '12345'])('%s is taken, as by 公示牌', (phone) => {
    expect(district(phone).faults).toEqual([]);
    expect(editBureau.safeParse({ version: 0, line: { phone, from: '09:00', to: '18:00' } }).success).toBe(true);
  });
  it.each(['028', '12-34', '打给王局长', '23800000101'])('%s is refused', (phone) => expect(district(phone).faults).toHaveLength(1));
});

it('every column has heads, no two of a kind the same, and what may be left out is a column', () => {
  for (const kind of baseKinds as readonly BaseKind[]) {
    const heads = Object.values(baseColumns[kind]).flat();
    expect(new Set(heads).size).toBe(heads.length);
    for (const column of optionalColumns[kind]) expect(Object.keys(baseColumns[kind])).toContain(column);
  }
});

it('an empty row is told everything that it lacks', () => {
  const empty = Object.fromEntries(Object.keys(baseColumns.communities).map((column) => [column, undefined]));
  expect(checkBaseRow('communities', empty as never).faults.map(({ column }) => column)).toEqual(['行政区', '统一社会信用代码', '小区', '地址', '服务电话']);
});
