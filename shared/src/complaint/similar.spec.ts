import { describe, expect, it } from '@jest/globals';
import type { MapPosition } from './contract.js';
import { metresBetween, nearnessOf, partsOf } from './similar.js';

const at = (latitude: number, longitude: number, system: MapPosition['system'] = 'gcj02'): MapPosition => ({ latitude, longitude, system, accuracy: null });
const said = (place: string, position: MapPosition | null = null) => ({ place, position });

describe('words of a place', () => {
  it.each([
    ['3栋2单元501', '3', '2'],
    ['三栋二单元', '3', '2'],
    ['十二号楼', '12', null],
    ['03幢 1 单元', '3', '1'],
    ['A座大堂', 'A', null],
    ['二单元', null, '2'],
    ['南门', null, null],
  ])('%s: building %s, unit %s', (place, building, unit) => {
    expect(partsOf(place)).toEqual({ building, unit });
  });
});

describe('two complaints', () => {
  it('are near by the words that name a building, however they are written', () => {
    expect(nearnessOf(said('3栋2单元'), said('三幢二单元门口'))).toBe('unit');
    expect(nearnessOf(said('3栋'), said('三幢二单元'))).toBe('building');
    expect(nearnessOf(said('3栋2单元'), said('3栋1单元'))).toBeNull();
    expect(nearnessOf(said('3栋'), said('5栋'))).toBeNull();
  });

  it('else by the map, within a hundred metres and of one system', () => {
    const here = at(30.6, 104.06);
    expect(nearnessOf(said('', here), said('', at(30.6005, 104.06)))).toBe('near');
    expect(nearnessOf(said('', here), said('', at(30.602, 104.06)))).toBeNull();
    expect(metresBetween(here, at(30.6, 104.06, 'wgs84'))).toBeNull();
    expect(Math.round(metresBetween(here, at(30.601, 104.06)) ?? 0)).toBe(111);
  });

  it('may be the same where nothing tells', () => {
    expect(nearnessOf(said('南门'), said('3栋'))).toBe('community');
    expect(nearnessOf(said('', at(30.6, 104.06)), said('3栋'))).toBe('community');
  });
});
