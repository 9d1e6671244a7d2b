import type { IntakeRow, IntakeSource } from '@wuye/shared/intake';
import type { Arrival } from '../complaint/index.js';

/** Who wrote it down on someone's behalf. */
export type Registrar = Arrival['by'];

/**
 * A row as a complaint's beginning. Whoever called has no account: a made-up one stands in its place, one for each, as for those who were
 * erased; nobody reads it as their own. That two are of one caller only the hash of the phone tells, for 群体 and 反复.
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
