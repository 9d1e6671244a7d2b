import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkIntakeRow,
  type IntakeColumn,
  intakeColumnNames,
  intakeColumns,
  intakeErrors,
  intakeLimits,
  type IntakeRow,
  type Mapping,
  orderOf,
  type RowNote,
} from '@wuye/shared/intake';
import type { Cell } from '@wuye/shared/kit';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import { BadFile, type SheetRow, sheetRows } from '../platform/sheet/index.js';

const problem = problemsOf(intakeErrors);
/** What a table of 2,000 rows may unpack to, with room. */
const UNPACKED = 60_000_000;

/** A row that can be taken, and what was done to it. */
export interface SheetLine {
  readonly line: number;
  readonly row: IntakeRow;
  readonly notes: readonly { readonly column: string; readonly what: string }[];
}

/** A table that was read: its rows, and what is wrong with the others. */
export interface Sheet {
  readonly rows: readonly SheetLine[];
  readonly faults: readonly { readonly line: number; readonly column: string; readonly why: string }[];
}

/** A number has lost what stood before its digits; so long as it is whole and short it is what was written. */
function textOf(cell: Cell | undefined): string | null {
  if (cell === undefined) return '';
  if ('text' in cell) return cell.text;
  if ('date' in cell) return cell.date;
  return 'number' in cell && Number.isSafeInteger(cell.number) ? String(cell.number) : null;
}

const isEmpty = ({ cells }: SheetRow): boolean => cells.every((cell) => (textOf(cell) ?? '?').trim() === '');
const headsOf = ({ cells }: SheetRow): string[] => cells.map((cell) => (textOf(cell) ?? '').replace(/^\uFEFF/, '').trim());

/** Reads a table that someone sent. It is looked at as a file, for that is what the reader takes, and the file is gone with the answer. */
export async function readSheet(bytes: Buffer, mapping: Mapping): Promise<Sheet | Problem> {
  const folder = await mkdtemp(join(tmpdir(), 'wuye-intake-'));
  try {
    const path = join(folder, bytes.subarray(0, 2).toString('latin1') === 'PK' ? 'table.xlsx' : 'table.csv');
    await writeFile(path, bytes, { mode: 0o600 });
    return await take(sheetRows(path, UNPACKED), mapping);
  } catch (error) {
    if (error instanceof BadFile) return problem('INTAKE.FILE_BROKEN', { why: error.message });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(source: AsyncIterable<SheetRow>, mapping: Mapping): Promise<Sheet | Problem> {
  const [rows, faults]: [SheetLine[], Sheet['faults'][number][]] = [[], []];
  let order: ReadonlyMap<IntakeColumn, number> | null = null;
  for await (const row of source) {
    if (isEmpty(row)) continue;
    if (!order) {
      const found = orderOf(headsOf(row), mapping);
      if (found.missing.length > 0) return problem('INTAKE.COLUMNS_MISSING');
      order = found.order;
      continue;
    }
    if (rows.length + faults.length >= intakeLimits.rows) return problem('INTAKE.FILE_WRONG');
    const checked = checkRow(row, order);
    if ('why' in checked) faults.push({ line: row.line, column: intakeColumnNames[checked.column], why: checked.why });
    else rows.push({ line: row.line, row: checked.row, notes: checked.notes.map(noteOf) });
  }
  return order ? { rows, faults } : problem('INTAKE.FILE_WRONG');
}

const noteOf = ({ column, what }: RowNote): SheetLine['notes'][number] => ({ column: intakeColumnNames[column], what });

function checkRow({ cells }: SheetRow, order: ReadonlyMap<IntakeColumn, number>): ReturnType<typeof checkIntakeRow> {
  const texts = new Map<IntakeColumn, string>();
  for (const column of Object.keys(intakeColumns) as IntakeColumn[]) {
    const text = textOf(cells[order.get(column) ?? -1]);
    if (text === null) return { column, why: '请把这一格改成文本' };
    texts.set(column, text);
  }
  return checkIntakeRow(Object.fromEntries(texts) as Record<IntakeColumn, string>);
}
