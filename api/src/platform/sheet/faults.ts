import type { CellFault } from '@wuye/shared/kit';

/** What is wrong with a row: its line, its column, why; never what stands in it. */
export interface RowFault extends CellFault {
  readonly line: number;
}

/** So many faults are listed; all are counted. */
const MOST_LISTED = 1_000;

/** The faults of a table, and how to tell them. */
export class Faults {
  private readonly listed: RowFault[] = [];
  /** How many rows have one. */
  rows = 0;

  /** Takes all faults of some rows at once. */
  report(faults: readonly RowFault[]): void {
    this.rows += new Set(faults.map(({ line }) => line)).size;
    this.listed.push(...faults.slice(0, Math.max(MOST_LISTED - this.listed.length, 0)));
  }

  /** One line a fault, in the file's order. */
  words(): string[] {
    const words = [...this.listed].sort((a, b) => a.line - b.line).map(({ line, column, why }) => `第 ${line} 行 ${column}：${why}`);
    return this.listed.length >= MOST_LISTED ? [...words, `…… 只列出前 ${MOST_LISTED} 处`] : words;
  }
}
