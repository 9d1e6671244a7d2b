import { type QueryRunner, Table, TableColumn, type TableColumnOptions, TableIndex } from 'typeorm';

type Column = Omit<TableColumnOptions, 'name'>;

/** Column types that mean the same on SQLite and MySQL; they mirror api/src/platform/database/columns.ts. */
export const column = {
  id: (): Column => ({ type: 'varchar', length: '26', isPrimary: true }),
  key: (length: number): Column => ({ type: 'varchar', length: String(length), isPrimary: true }),
  ref: (): Column => ({ type: 'varchar', length: '26' }),
  text: (length: number): Column => ({ type: 'varchar', length: String(length) }),
  longText: (): Column => ({ type: 'text' }),
  instant: (): Column => ({ type: 'datetime', precision: 3 }),
  count: (): Column => ({ type: 'integer' }),
  flag: (): Column => ({ type: 'boolean', default: false }),
};

/** The same column, allowed to be empty. */
export const optional = (options: Column): Column => ({ ...options, isNullable: true });

/** An index: its name, its columns in order, and whether it is unique. */
type Index = readonly [name: string, columns: readonly string[], unique?: 'unique'];

const indexOf = ([name, columnNames, unique]: Index): TableIndex => new TableIndex({ name, columnNames: [...columnNames], isUnique: unique === 'unique' });

/** Creates a table. There are no foreign keys: see docs/adr/0002-two-databases.md. */
export async function createTable(runner: QueryRunner, name: string, columns: Readonly<Record<string, Column>>, indexes: readonly Index[] = []): Promise<void> {
  const dialect = runner.connection.options.type;
  await runner.createTable(
    new Table({
      name,
      columns: Object.entries(columns).map(([columnName, options]) => new TableColumn(portable(dialect, { ...options, name: columnName }))),
      indices: indexes.map(indexOf),
    }),
  );
}

/** MySQL spells two of the types in another way; the entities' `boolean` and `integer` are mapped by TypeORM alike. */
function portable(dialect: string, options: TableColumnOptions): TableColumnOptions {
  if (dialect !== 'mysql') return options.type === 'boolean' ? { ...options, default: 0 } : options;
  if (options.type === 'boolean') return { ...options, type: 'tinyint', default: 0 };
  if (options.type === 'integer') return { ...options, type: 'int' };
  return options;
}

/** Drops tables, last made first. */
export async function dropTables(runner: QueryRunner, names: readonly string[]): Promise<void> {
  for (const name of [...names].reverse()) await runner.dropTable(name);
}

/** Adds columns to a table that may hold rows: each is optional or has a default. */
export async function addColumns(runner: QueryRunner, table: string, columns: Readonly<Record<string, Column>>): Promise<void> {
  const dialect = runner.connection.options.type;
  await runner.addColumns(
    table,
    Object.entries(columns).map(([name, options]) => new TableColumn(portable(dialect, { ...options, name }))),
  );
}
