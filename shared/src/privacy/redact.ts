import { maskIdNumber, maskName, maskPhone } from '../identity/index.js';

/** A mobile, an id number, or another long run of digits: what in free text leads to someone. */
const NUMBERS = /\d{6,}[\dXx]?/g;

/**
 * Free text without what leads to a person: their name is masked wherever it stands, and so is every number long enough to be
 * a phone's or a paper's, whoever's it is. The rest stays as it was written.
 */
export function redactWords(text: string, name: string): string {
  const unnamed = [...name].length >= 2 ? text.split(name).join(maskName(name)) : text;
  return unnamed.replace(NUMBERS, (number) => (number.length >= 15 ? maskIdNumber(number) : maskPhone(number)));
}

/** Of a place within a community what is everybody's: the building. Unit, floor and door lead to a home. */
export function buildingOf(place: string): string {
  return /^[^\d]{0,10}[\d一二三四五六七八九十A-Za-z]{1,4}(?:号?[栋幢座]|号楼|#楼?)/.exec(place)?.[0] ?? '';
}
