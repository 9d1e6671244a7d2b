import type { Cell } from '@wuye/shared/kit';
import { BadFile, type SheetRow } from './file.js';

/** The columns of a table: the names that its first row may give each, the usual one first. */
export type Columns<Column extends string> = Readonly<Record<Column, readonly [string, ...string[]]>>;

/** A row below the first, its cells by column. */
export interface TableRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, Cell | undefined>>;
}

const isEmpty = (cell: Cell | undefined): boolean => cell === undefined || ('text' in cell && cell.text.trim() === '');

/** Which column stands where, by the names in the first row. */
function orderOf<Column extends string>({ cells }: SheetRow, columns: Columns<Column>, optional: readonly Column[]): ReadonlyMap<Column, number> {
  const heads = cells.map((cell) => (cell && 'text' in cell ? cell.text.replace(/^\uFEFF/, '').trim() : ''));
  const order = new Map<Column, number>();
  for (const [column, names] of Object.entries(columns) as [Column, readonly string[]][]) {
    const at = names.map((name) => heads.indexOf(name)).find((place) => place >= 0);
    if (at !== undefined) order.set(column, at);
  }
  const missing = (Object.keys(columns) as Column[]).filter((column) => !order.has(column) && !optional.includes(column));
  if (missing.length > 0) throw new BadFile(`第一行缺少这些列名：${missing.map((column) => columns[column][0]).join('、')}`);
  return order;
}

/** The rows of a table whose first row names the columns, in any order; empty rows are left out, other columns not looked at. */
export async function* tableRows<Column extends string>(
  source: AsyncIterable<SheetRow>,
  columns: Columns<Column>,
  optional: readonly Column[] = [],
): AsyncGenerator<TableRow<Column>> {
  let order: ReadonlyMap<Column, number> | null = null;
  for await (const row of source) {
    if (row.cells.every(isEmpty)) continue;
    if (!order) {
      order = orderOf(row, columns, optional);
      continue;
    }
    const places = order;
    const cells = Object.fromEntries((Object.keys(columns) as Column[]).map((column) => [column, row.cells[places.get(column) ?? -1]]));
    yield { line: row.line, cells: cells as TableRow<Column>['cells'] };
  }
  if (!order) throw new BadFile('文件是空的');
}
