import type { EntityManager } from 'typeorm';
import { nameKey } from '@wuye/shared/identity';
import { type Cell, checkTitleRow, titleColumns, type TitleColumn, type TitleRow } from '@wuye/shared/register';
import type { Vault } from '../../platform/crypto/index.js';
import { type Database, insertRows, newId } from '../../platform/database/index.js';
import { TitleStaging } from '../entities.js';
import type { Places } from '../places.js';
import { BadFile, type SheetRow } from './file.js';

/** What is wrong with a row: its line, its column, why; never what stands in it. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly why: string;
}

/** Rows of one statement. */
const CHUNK = 500;
/** So many faults are listed; all are counted. */
export const MOST_LISTED = 1_000;

type Order = ReadonlyMap<TitleColumn, number>;

/** Which column stands where, by the names in the first row. */
function orderOf({ cells }: SheetRow): Order {
  const heads = cells.map((cell) => (cell && 'text' in cell ? cell.text.replace(/^\uFEFF/, '').trim() : ''));
  const order = new Map<TitleColumn, number>();
  for (const [column, names] of Object.entries(titleColumns) as [TitleColumn, readonly string[]][]) {
    const at = heads.findIndex((head) => names.includes(head));
    if (at >= 0) order.set(column, at);
  }
  const missing = (Object.keys(titleColumns) as TitleColumn[]).filter((column) => !order.has(column)).map((column) => titleColumns[column][0]);
  if (missing.length > 0) throw new BadFile(`第一行缺少这些列名：${missing.join('、')}`);
  return order;
}

const isEmpty = (cell: Cell | undefined): boolean => cell === undefined || ('text' in cell && cell.text.trim() === '');

/** Reads a table row by row into the staging table; nothing of it is in force before all of it is sound. */
export class Importer {
  readonly faults: RowFault[] = [];
  faulty = 0;
  rows = 0;
  unplaced = 0;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly places: Places,
    private readonly importId: string,
    private readonly progress: (rows: number) => void,
  ) {}

  /** @param keep false: only looks */
  async stage(source: AsyncIterable<SheetRow>, now: Date, keep: boolean): Promise<void> {
    let order: Order | null = null;
    let batch: (TitleRow & { readonly line: number })[] = [];
    for await (const row of source) {
      if (row.cells.every(isEmpty)) continue;
      if (!order) {
        order = orderOf(row);
        continue;
      }
      this.rows += 1;
      const checked = this.check(row, order);
      if (checked) batch.push({ ...checked, line: row.line });
      if (batch.length === CHUNK) {
        await this.write(batch, now, keep);
        batch = [];
        this.progress(this.rows);
      }
    }
    if (!order) throw new BadFile('文件是空的');
    await this.write(batch, now, keep);
  }

  private check(row: SheetRow, order: Order): TitleRow | null {
    const cellAt = (column: TitleColumn) => row.cells[order.get(column) ?? -1];
    const cells = Object.fromEntries((Object.keys(titleColumns) as TitleColumn[]).map((column) => [column, cellAt(column)])) as Record<
      TitleColumn,
      Cell | undefined
    >;
    const checked = checkTitleRow(cells);
    if (!('faults' in checked)) return checked;
    this.report(checked.faults.map((fault) => ({ line: row.line, ...fault })));
    return null;
  }

  report(faults: readonly RowFault[]): void {
    this.faulty += new Set(faults.map(({ line }) => line)).size;
    this.faults.push(...faults.slice(0, Math.max(MOST_LISTED - this.faults.length, 0)));
  }

  private async write(batch: readonly (TitleRow & { readonly line: number })[], now: Date, keep: boolean): Promise<void> {
    if (batch.length === 0) return;
    const houses = await this.places.find(
      this.database.manager,
      batch.map(({ place }) => place),
    );
    this.unplaced += batch.filter(({ place }) => !houses.has(place)).length;
    // Rows that will not be kept are staged all the same, without what is sealed: two of one house and number are found there.
    await insertRows(
      this.database.manager,
      TitleStaging,
      batch.map((row) => this.staged(row, houses.get(row.place) ?? null, now, keep && this.faulty === 0)),
    );
  }

  private staged(
    { line, place, ownerName, idType, idNumber, registeredAt }: TitleRow & { line: number },
    houseId: string | null,
    now: Date,
    seal: boolean,
  ): TitleStaging {
    return {
      id: newId(now),
      importId: this.importId,
      line,
      houseId,
      place,
      ownerName: seal ? this.vault.seal('title.owner_name', ownerName) : '',
      ownerNameHash: seal ? this.vault.index('title.owner_name', nameKey(ownerName)) : '',
      idType,
      idNumber: seal ? this.vault.seal('title.id_number', idNumber) : '',
      idNumberHash: this.vault.index('title.id_number', idNumber),
      registeredAt: new Date(`${registeredAt}T00:00:00+08:00`),
    };
  }
}

/** Rows that name one owner of one house twice. */
export async function duplicatesOf(manager: EntityManager, importId: string): Promise<RowFault[]> {
  const rows = (await manager.query(
    `SELECT place, id_number_hash, MIN(line) AS first_line, MAX(line) AS last_line FROM title_staging WHERE import_id = ?
     GROUP BY place, id_number_hash HAVING COUNT(*) > 1 ORDER BY last_line LIMIT ${MOST_LISTED}`,
    [importId],
  )) as { first_line: number; last_line: number }[];
  return rows.map(({ first_line: first, last_line: last }) => ({
    line: Number(last),
    column: '证件号码',
    why: `与第 ${first} 行重复：同一房屋、同一证件号码`,
  }));
}
