import type { EntityManager, EntityTarget } from 'typeorm';

/** Rows of one statement: few round trips, and fewer values than either database allows. */
const CHUNK = 200;

/**
 * Adds `n` to the row of each key, made where there is none: many rows in one statement. `keys` are the properties of a unique
 * index, and the entity has nothing beside them, its id and `n`. No key may come twice.
 */
export async function addUp<T extends { id: string; n: number }>(
  tx: EntityManager,
  target: EntityTarget<T>,
  keys: readonly (keyof T & string)[],
  rows: readonly T[],
): Promise<void> {
  const metadata = tx.dataSource.getMetadata(target);
  const { driver } = tx.dataSource;
  const nameOf = (property: string) => driver.escape(metadata.findColumnWithPropertyName(property)?.databaseName ?? property);
  const columns = ['id', ...keys, 'n'] as const;
  const n = nameOf('n');
  const onKey =
    tx.dataSource.options.type === 'mysql'
      ? `ON DUPLICATE KEY UPDATE ${n} = ${n} + VALUES(${n})`
      : `ON CONFLICT (${keys.map(nameOf).join(', ')}) DO UPDATE SET ${n} = ${n} + excluded.${n}`;
  const head = `INSERT INTO ${driver.escape(metadata.tableName)} (${columns.map(nameOf).join(', ')}) VALUES `;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const some = rows.slice(from, from + CHUNK);
    const marks = some.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ');
    await tx.query(
      `${head}${marks} ${onKey}`,
      some.flatMap((row) => columns.map((column) => row[column as keyof T] as unknown)),
    );
  }
}
