import type { Cell } from '@wuye/shared/kit';

/** A row as its file numbers it. */
export interface SheetRow {
  readonly line: number;
  readonly cells: readonly (Cell | undefined)[];
}

/** The file as a whole can't be taken; the message says why, in words for who sent it. */
export class BadFile extends Error {}
