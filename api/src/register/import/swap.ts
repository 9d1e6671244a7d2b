import type { EntityManager } from 'typeorm';
import { newId, sqlInstant } from '../../platform/database/index.js';
import { RegisterImport } from '../entities.js';

/** `houses`: the file says who owns the houses that it names. `whole`: it is the whole register. */
export type Scope = RegisterImport['scope'];

const count = async (tx: EntityManager, sql: string, values: readonly unknown[]): Promise<number> =>
  Number(((await tx.query(sql, [...values])) as { n: number | string }[])[0]?.n ?? 0);

const OF_IMPORT = 'import_id = ?';

/** Titles of imported tables that the file speaks of. What was fetched from a register behind HTTP is not the table's. */
const spokenOf = (scope: Scope): string =>
  scope === 'whole'
    ? 'fetched_at IS NULL'
    : `fetched_at IS NULL AND (house_id IN (SELECT house_id FROM title_staging WHERE ${OF_IMPORT} AND house_id IS NOT NULL)
        OR (house_id IS NULL AND place IN (SELECT place FROM title_staging WHERE ${OF_IMPORT})))`;

/** How many houses would lose all their titles: a file cut short looks like a city that was sold. */
export const housesLost = (manager: EntityManager, importId: string): Promise<number> =>
  count(
    manager,
    `SELECT COUNT(DISTINCT house_id) AS n FROM title t WHERE house_id IS NOT NULL AND fetched_at IS NULL
     AND NOT EXISTS (SELECT 1 FROM title_staging s WHERE s.import_id = ? AND s.house_id = t.house_id)`,
    [importId],
  );

export const housesHeld = (manager: EntityManager): Promise<number> =>
  count(manager, 'SELECT COUNT(DISTINCT house_id) AS n FROM title WHERE house_id IS NOT NULL AND fetched_at IS NULL', []);

/** Notes the houses of which someone owns no part any more: their bindings are looked at afterwards, house by house. */
async function noteMoved(tx: EntityManager, importId: string, scope: Scope, now: Date): Promise<number> {
  const head = newId(now).slice(0, 10) + newId(now).slice(-4);
  const spoken = scope === 'whole' ? '' : `AND t.house_id IN (SELECT house_id FROM title_staging WHERE ${OF_IMPORT} AND house_id IS NOT NULL)`;
  const instant = sqlInstant(now);
  await tx.query(
    `INSERT INTO title_change (id, source, house_id, kind, owners, state, lease_owner, attempts, due_at, created_at)
     SELECT CONCAT(?, SUBSTR(m.house_id, -12)), ?, m.house_id, 'import', NULL, 'waiting', NULL, 0, ?, ? FROM (
       SELECT DISTINCT t.house_id FROM title t WHERE t.house_id IS NOT NULL AND t.fetched_at IS NULL ${spoken}
       AND NOT EXISTS (SELECT 1 FROM title_staging n WHERE n.import_id = ? AND n.house_id = t.house_id AND n.id_number_hash = t.id_number_hash)
     ) m`,
    [head, `import:${importId}`, instant, instant, ...(scope === 'whole' ? [] : [importId]), importId],
  );
  return count(tx, 'SELECT COUNT(*) AS n FROM title_change WHERE source = ?', [`import:${importId}`]);
}

/** Puts the staged rows in force, in place of what the file speaks of: one transaction, all of it or nothing. */
export async function swap(tx: EntityManager, facts: Omit<RegisterImport, 'moved' | 'importedAt'>, now: Date): Promise<number> {
  const { id, scope } = facts;
  const staged = await count(tx, `SELECT COUNT(*) AS n FROM title_staging WHERE ${OF_IMPORT}`, [id]);
  if (staged !== facts.rowCount) throw new Error(`Of ${facts.rowCount} rows ${staged} were staged: nothing is imported.`);
  const moved = await noteMoved(tx, id, scope, now);
  await tx.query(`DELETE FROM title WHERE ${spokenOf(scope)}`, scope === 'whole' ? [] : [id, id]);
  await tx.query(
    `INSERT INTO title (id, house_id, owner_name, owner_name_hash, id_type, id_number, id_number_hash, registered_at, place, fetched_at)
     SELECT id, house_id, owner_name, owner_name_hash, id_type, id_number, id_number_hash, registered_at, place, NULL FROM title_staging WHERE ${OF_IMPORT}`,
    [id],
  );
  await tx.query(`DELETE FROM title_staging WHERE ${OF_IMPORT}`, [id]);
  await tx.insert(RegisterImport, { ...facts, moved, importedAt: now });
  return moved;
}
