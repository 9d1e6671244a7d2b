import { normalizeIdentifier } from '../identity/index.js';

/** Where a house is, as the register prints it. */
export interface Place {
  readonly community: string;
  readonly building: string;
  readonly house: string;
}

/** One form for the ways of writing the same place: full-width signs, blanks, 號 and 号. Ours. */
export const placePart = (text: string): string => normalizeIdentifier(text).replace(/號/g, '号').replace(/[|]/g, '');

/** The place as one text, in the form in which it is compared. */
export const placeKey = ({ community, building, house }: Place): string => [community, building, house].map(placePart).join('|');

/** The parts of a `placeKey`; null for a text that is none. */
export function readPlace(key: string): Place | null {
  const [community, building, house, ...more] = key.split('|');
  return community && building !== undefined && house && more.length === 0 ? { community, building, house } : null;
}
