import type { MapPosition } from './contract.js';

/** How near another complaint is: same unit, same building, within a short walk on the map, or somewhere in the community. */
export const nearnesses = ['unit', 'building', 'near', 'community'] as const;
export type Nearness = (typeof nearnesses)[number];
export const nearnessNames: Readonly<Record<Nearness, string>> = { unit: '同单元', building: '同楼栋', near: '附近', community: '本小区' };

/** Days back, and metres around (ours: a phone in a stairwell is some 50 m off). */
export const SIMILAR_DAYS = 7;
export const SIMILAR_METRES = 100;
/** Signs of what is being typed that are compared: the matter is said by then. */
export const SIMILAR_WORDS = 200;

/** Where someone says it is. */
export interface Where {
  readonly place: string;
  readonly position: MapPosition | null;
}

const DIGITS = '零一二三四五六七八九';

/** 三 → 3, 十二 → 12: people write both. */
function numberOf(text: string): string {
  if (/^[\dA-Za-z]+$/.test(text)) return text.replace(/^0+(?=.)/, '').toUpperCase();
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text];
  const value = (part: string | undefined, none: number) => (part ? DIGITS.indexOf(part) : none);
  return String((text.includes('十') ? value(tens, 1) * 10 : 0) + value(ones, 0));
}

const NUMBER = '([\\dA-Za-z]{1,4}|[一二三四五六七八九十]{1,3})';
const BUILDING = new RegExp(`${NUMBER}\\s*(?:号?[栋幢座]|号楼|#楼?)`);
const UNIT = new RegExp(`${NUMBER}\\s*单元`);

/** The building and unit that words of a place name; null where they name none. */
export function partsOf(place: string): { building: string | null; unit: string | null } {
  const [building, unit] = [BUILDING.exec(place)?.[1], UNIT.exec(place)?.[1]];
  return { building: building ? numberOf(building) : null, unit: unit ? numberOf(unit) : null };
}

const RADIUS = 6_371_000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two places of one system; null where the systems differ, for they lie some 500 m apart. */
export function metresBetween(a: MapPosition, b: MapPosition): number | null {
  if (a.system !== b.system) return null;
  const [dLat, dLon] = [radians(b.latitude - a.latitude), radians(b.longitude - a.longitude)];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * How near two complaints of one community and category are, or null when they are about different places. Words that name a building
 * win over the map, whose height nobody knows; where neither tells, they may be the same.
 */
export function nearnessOf(a: Where, b: Where): Nearness | null {
  const [one, other] = [partsOf(a.place), partsOf(b.place)];
  if (one.building !== null && other.building !== null) {
    if (one.building !== other.building) return null;
    if (one.unit !== null && other.unit !== null) return one.unit === other.unit ? 'unit' : null;
    return 'building';
  }
  const metres = a.position && b.position ? metresBetween(a.position, b.position) : null;
  if (metres === null) return 'community';
  return metres <= SIMILAR_METRES ? 'near' : null;
}
