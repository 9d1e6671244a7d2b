import type { EntityManager, EntityTarget } from 'typeorm';

/** Rows of one statement: few round trips, and fewer values than either database allows. */
const CHUNK = 200;

/** Writes some columns of rows that are there, each row its own values: many rows in one statement. `columns` are properties, the primary key none of them. */
export async function updateRows<T extends object>(
  tx: EntityManager,
  target: EntityTarget<T>,
  columns: readonly (keyof T & string)[],
  rows: readonly T[],
): Promise<void> {
  const metadata = tx.dataSource.getMetadata(target);
  const { driver } = tx.dataSource;
  const [primary] = metadata.primaryColumns;
  if (!primary || metadata.primaryColumns.length > 1) throw new Error(`${metadata.tableName} has no single key.`);
  const key = driver.escape(primary.databaseName);
  const changed = metadata.columns.filter(({ propertyName }) => (columns as readonly string[]).includes(propertyName));
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.slice(from, from + CHUNK);
    const keys = some.map((row) => primary.getEntityValue(row) as unknown);
    const cases = some.map(() => 'WHEN ? THEN ?').join(' ');
    const sets = changed.map(({ databaseName }) => `${driver.escape(databaseName)} = CASE ${key} ${cases} END`);
    const values = changed.flatMap((column) =>
      some.flatMap((row, at) => [keys[at], driver.preparePersistentValue(column.getEntityValue(row), column) as unknown]),
    );
    const marks = keys.map(() => '?').join(', ');
    await tx.query(`UPDATE ${driver.escape(metadata.tableName)} SET ${sets.join(', ')} WHERE ${key} IN (${marks})`, [...values, ...keys]);
  }
}
