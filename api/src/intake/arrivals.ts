import type { IntakeRow, IntakeSource } from '@wuye/shared/intake';
import type { Arrival } from '../complaint/index.js';

/** Who wrote it down on someone's behalf. */
export type Registrar = Arrival['by'];

/**
 * A row as a complaint's beginning. Whoever called has no account: a made-up one stands in its place, one for each, as for those who were
 * erased; nobody reads it as their own, and two of one caller don't tell that they are.
 */
export function arrivalOf(nobody: string, source: IntakeSource | 'phone', row: Omit<IntakeRow, 'community' | 'outsideNo'>, by: Registrar): Arrival {
  return {
    accountId: nobody,
    personId: null,
    houseId: null,
    source,
    outsideNo: null,
    kind: row.kind,
    category: row.category,
    words: row.words,
    place: row.place,
    position: '',
    pictures: [],
    anonymous: false,
    phone: row.phone,
    caller: row.name,
    by,
  };
}
