import 'reflect-metadata';
import { runBaseCommand } from './base/index.js';
import { companyChange } from './company-change.js';
import { entities } from './entities.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Database, openMigrated } from './platform/database/index.js';

/** `npm run base -- import KIND FILE`: takes a table of base data in, all of it or nothing. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  const [database, clock] = [new Database(dataSource), new Clock()];
  try {
    process.exitCode = await runBaseCommand(process.argv.slice(2), {
      database,
      clock,
      follows: companyChange(config, database, clock),
      // eslint-disable-next-line no-console -- a command's own result goes to standard output
      say: (line) => console.log(line),
    });
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
