import { entities } from './entities.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { openDatabase } from './platform/database/index.js';

/** `npm run migrate`: brings the database of the settings up to date. */
async function main(): Promise<void> {
  const dataSource = await openDatabase(readConfig(process.env), entities);
  try {
    const ran = await dataSource.runMigrations({ transaction: 'each' });
    console.log(ran.length === 0 ? 'The database is up to date.' : ran.map(({ name }) => `applied ${name}`).join('\n'));
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
