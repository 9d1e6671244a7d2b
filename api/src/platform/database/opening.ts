import type { DataSource, EntityTarget } from 'typeorm';
import { type Config, ConfigError } from '../config/index.js';
import { isEmbedded, makeDataSource } from './data-source.js';

/** Ids, openids and hashes are told apart to the letter, and without padding: under another collation two of them could be one. */
const COLLATIONS = ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'];

type Settings = Parameters<typeof makeDataSource>[0] & Pick<Config, 'DATABASE_URL'>;

/** What keeps a database from being opened, as an operator can read it; the driver's words name user and host, never the password. */
function refusal(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? new ConfigError(`DATABASE_URL: the database can't be opened: ${code}${message ? `, ${String(message)}` : ''}`) : error;
}

/** Opens the database of the settings as it stands. Throws a `ConfigError` for what an operator can mend. */
export async function openDatabase(config: Settings, entities: EntityTarget<object>[]): Promise<DataSource> {
  const dataSource = makeDataSource(config, entities);
  try {
    await dataSource.initialize();
  } catch (error) {
    throw refusal(error);
  }
  if (isEmbedded(config)) return dataSource;
  const [{ name }] = await dataSource.query<[{ name: string }]>('SELECT @@collation_database AS name');
  if (COLLATIONS.includes(name)) return dataSource;
  await dataSource.destroy();
  throw new ConfigError(
    `DATABASE_URL: the database's collation is ${name}, but must be ${COLLATIONS.join(' or ')}: make it anew, or ALTER it while it is empty`,
  );
}

/** Throws a `ConfigError` when migrations of this program have not run yet. */
export async function requireMigrated(dataSource: DataSource): Promise<void> {
  if (!(await dataSource.showMigrations())) return;
  await dataSource.destroy();
  throw new ConfigError('The database is older than this program: npm run migrate (in a release: node --env-file=.env api/dist/migrate.js)');
}

/** Opens a database that is up to date, for a command. */
export async function openMigrated(config: Settings, entities: EntityTarget<object>[]): Promise<DataSource> {
  const dataSource = await openDatabase(config, entities);
  await requireMigrated(dataSource);
  return dataSource;
}
