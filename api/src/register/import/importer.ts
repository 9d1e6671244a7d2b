import type { EntityManager } from 'typeorm';
import { nameKey } from '@wuye/shared/identity';
import { checkTitleRow, titleColumns, type TitleRow } from '@wuye/shared/register';
import type { Vault } from '../../platform/crypto/index.js';
import { type Database, insertRows, newId } from '../../platform/database/index.js';
import { Faults, type RowFault, type SheetRow, tableRows } from '../../platform/sheet/index.js';
import { TitleStaging } from '../entities.js';
import type { Places } from '../places.js';

/** Rows of one statement. */
const CHUNK = 500;
/** So many rows are named as doubled. */
const MOST_DOUBLED = 1_000;

/** Reads a table row by row into the staging table; nothing of it is in force before all of it is sound. */
export class Importer {
  readonly faults = new Faults();
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
    let batch: (TitleRow & { readonly line: number })[] = [];
    for await (const { line, cells } of tableRows(source, titleColumns)) {
      this.rows += 1;
      const checked = checkTitleRow(cells);
      if ('faults' in checked) this.faults.report(checked.faults.map((fault) => ({ line, ...fault })));
      else batch.push({ ...checked, line });
      if (batch.length === CHUNK) {
        await this.write(batch, now, keep);
        batch = [];
        this.progress(this.rows);
      }
    }
    await this.write(batch, now, keep);
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
      batch.map((row) => this.staged(row, houses.get(row.place) ?? null, now, keep && this.faults.rows === 0)),
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
     GROUP BY place, id_number_hash HAVING COUNT(*) > 1 ORDER BY last_line LIMIT ${MOST_DOUBLED}`,
    [importId],
  )) as { first_line: number; last_line: number }[];
  return rows.map(({ first_line: first, last_line: last }) => ({
    line: Number(last),
    column: '证件号码',
    why: `与第 ${first} 行重复：同一房屋、同一证件号码`,
  }));
}
