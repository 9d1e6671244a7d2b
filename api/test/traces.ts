import { keyedColumns } from '../src/platform/database/index.js';
import type { World } from './kit.js';

const sealedFields = ['', 'person', 'appointment'];

/** Opens a sealed value under whichever field it was sealed for: the columns' own name, mostly. */
function opened({ vault }: World, table: string, column: string, value: string): string {
  const fields = [`${table}.${column}`, ...sealedFields.map((owner) => `${owner}.${column}`)];
  for (const field of fields) {
    try {
      return vault.open(field, value);
    } catch {
      // Sealed for another field.
    }
  }
  return '';
}

/**
 * Every place in the whole database where one of the texts stands: `table.column`, in plain or under seal, or found by the
 * keyed hash of it. Reads all tables, with whatever rows they have.
 */
export async function traceOf(world: World, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const { tableName, columns, target } of world.dataSource.entityMetadatas) {
    const rows = (await world.dataSource.query(`SELECT * FROM ${tableName}`)) as Record<string, unknown>[];
    for (const { databaseName, propertyName } of columns) {
      const kind = keyedColumns.find(({ entity, property }) => entity === target && property === propertyName)?.kind;
      for (const row of rows) {
        const value = row[databaseName];
        if (typeof value !== 'string') continue;
        const text = kind === 'sealed' ? `${value} ${opened(world, tableName, databaseName, value)}` : value;
        const hashed = kind === 'hash' && texts.some((each) => hashesOf(world, tableName, databaseName, each).includes(value));
        if (hashed || texts.some((each) => text.includes(each))) found.push(`${tableName}.${databaseName}`);
      }
    }
  }
  return found;
}

/** Under the names that look-ups use: a phone is everywhere the person's. */
function hashesOf({ vault }: World, table: string, column: string, text: string): string[] {
  const part = column.replace(/_hash$/, '');
  return [`${table}.${part}`, `person.${part}`, `person.phone`, `person.id_number`, `title.${part}`].flatMap((field) => vault.indexes(field, text));
}
