import type { EntityMetadata } from 'typeorm';
import type { Vault } from '../crypto/index.js';
import { type Database, keyedColumns } from '../database/index.js';

/** How a change of keys renews one column. */
export type SealedField =
  /** Sealed for the field of its own name, `table.column`. */
  | { readonly field: 'own' }
  /** The keyed hash, for look-ups by `index`, of what the sealed column `from` of the same row holds. */
  | { readonly from: string; readonly index: string; readonly of?: (text: string) => string }
  /** Not renewed: why, and when it is gone. */
  | { readonly left: string };

/** By `table.column`. */
export type SealedFields = Readonly<Record<string, SealedField>>;

/** How many values of one column stand under which key. */
export interface ColumnStatus {
  readonly column: string;
  readonly byKey: Readonly<Record<string, number>>;
  /** Why it is not renewed; null: it is. */
  readonly left: string | null;
}

interface Row {
  readonly [column: string]: unknown;
}

interface TablePlan {
  readonly metadata: EntityMetadata;
  readonly table: string;
  readonly ids: readonly string[];
  /** Column → how. Sealed ones before the hashes that are made from them. */
  readonly columns: readonly (readonly [string, Exclude<SealedField, { left: string }>])[];
}

const BATCH = 200;
/** A row that people change just then is tried again with the next pass. */
const PASSES = 20;

/** Reads and renews what carries a key's id, table by table, in batches of single conditional updates: while requests are served. */
export class Rotation {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly fields: SealedFields,
  ) {}

  /** Every sealed or hashed column as `table.column`, from the entities. */
  columns(): string[] {
    return keyedColumns
      .flatMap(({ entity, property }) => {
        const metadata = this.database.dataSource.entityMetadatas.find(({ target }) => target === entity);
        const column = metadata?.findColumnWithPropertyName(property);
        return metadata && column ? [`${metadata.tableName}.${column.databaseName}`] : [];
      })
      .sort();
  }

  async status(): Promise<ColumnStatus[]> {
    const all: ColumnStatus[] = [];
    for (const name of this.columns()) {
      const [table, column] = name.split('.') as [string, string];
      const key = `SUBSTR(${column}, 1, INSTR(${column}, '.') - 1)`;
      const rows = (await this.database.manager.query(
        `SELECT ${key} AS name, COUNT(*) AS n FROM ${table} WHERE ${column} IS NOT NULL AND ${column} <> '' GROUP BY ${key}`,
      )) as { name: string; n: number | string }[];
      const field = this.fields[name];
      all.push({ column: name, byKey: Object.fromEntries(rows.map(({ name: id, n }) => [id, Number(n)])), left: field && 'left' in field ? field.left : null });
    }
    return all;
  }

  /** Renews everything that stands under an older key; says after each batch how far it is. How many rows it renewed. */
  async run(say: (line: string) => void): Promise<number> {
    let renewed = 0;
    for (const plan of this.plans()) {
      const done = await this.table(plan, (count) => say(`${plan.table}: ${count}`));
      if (done > 0) say(`${plan.table}: ${done} rows under ${this.vault.current}`);
      renewed += done;
    }
    return renewed;
  }

  private plans(): TablePlan[] {
    return this.database.dataSource.entityMetadatas.flatMap((metadata) => {
      const columns = this.planOf(metadata);
      return columns.length > 0 ? [{ metadata, table: metadata.tableName, ids: metadata.primaryColumns.map(({ databaseName }) => databaseName), columns }] : [];
    });
  }

  private planOf({ tableName, columns }: EntityMetadata): TablePlan['columns'] {
    const plan = columns.flatMap(({ databaseName }) => {
      const field = this.fields[`${tableName}.${databaseName}`];
      return field && !('left' in field) ? [[databaseName, field] as const] : [];
    });
    return plan.sort(([, a], [, b]) => Number('from' in a) - Number('from' in b));
  }

  /** Rows that others change meanwhile keep what they were given, under the current key or not: another pass looks again. */
  private async table(plan: TablePlan, say: (count: number) => void): Promise<number> {
    let done = 0;
    for (let pass = 0; pass < PASSES; pass++) {
      let missed = 0;
      for (let after: Row | null = null; ;) {
        const rows = await this.older(plan, after);
        for (const row of rows) {
          if (await this.renew(plan, row)) done++;
          else missed++;
        }
        if (rows.length > 0) say(done);
        if (rows.length < BATCH) break;
        after = rows.at(-1) ?? null;
      }
      if (missed === 0) return done;
    }
    throw new Error(`${plan.table}: some rows were changed each time they were to be renewed. Run it again.`);
  }

  /** Rows with a value under another key than the current one, after a row in the order of the primary key. */
  private older({ table, ids, columns }: TablePlan, after: Row | null): Promise<Row[]> {
    const prefix = `${this.vault.current}.`;
    const old = columns.map(([name]) => `(${name} IS NOT NULL AND ${name} <> '' AND SUBSTR(${name}, 1, ${prefix.length}) <> ?)`).join(' OR ');
    const [first, second] = ids as [string, string | undefined];
    const beyond = after && (second ? `(${first} > ? OR (${first} = ? AND ${second} > ?))` : `${first} > ?`);
    const from = after ? (second ? [after[first], after[first], after[second]] : [after[first]]) : [];
    return this.database.manager.query(
      `SELECT ${[...ids, ...columns.map(([name]) => name)].join(', ')} FROM ${table} WHERE (${old})${beyond ? ` AND ${beyond}` : ''}
       ORDER BY ${ids.join(', ')} LIMIT ${BATCH}`,
      [...columns.map(() => prefix), ...from],
    );
  }

  /** One conditional update: only while every value is what the new one was made from. */
  private async renew({ metadata, table, columns }: TablePlan, row: Row): Promise<boolean> {
    const texts = new Map<string, string>();
    const where: Record<string, unknown> = {};
    const change: Record<string, unknown> = {};
    for (const { databaseName, propertyName } of metadata.primaryColumns) where[propertyName] = row[databaseName];
    for (const [name, field] of columns) {
      const value = row[name];
      if (typeof value !== 'string' || value === '') continue;
      // Opened even when it stands under the current key already: a hash is made from it.
      if (!('from' in field)) texts.set(name, this.vault.open(`${table}.${name}`, value));
      const text = texts.get('from' in field ? field.from : name);
      if (text === undefined || value.startsWith(`${this.vault.current}.`)) continue;
      const property = metadata.findColumnWithDatabaseName(name)?.propertyName ?? name;
      where[property] = value;
      change[property] = 'from' in field ? this.vault.index(field.index, field.of ? field.of(text) : text) : this.vault.seal(`${table}.${name}`, text);
    }
    if (Object.keys(change).length === 0) return true;
    const { affected } = await this.database.manager.update(metadata.target, where, change);
    return affected === 1;
  }
}
