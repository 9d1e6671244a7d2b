import 'reflect-metadata';
import { entities } from './entities.js';
import { runOpen311 } from './open311/index.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Database, openMigrated } from './platform/database/index.js';

/** `npm run open311 -- keys add NAME | keys list | keys revoke ID`: which other systems may read and submit. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  try {
    process.exitCode = await runOpen311(process.argv.slice(2), {
      database: new Database(dataSource),
      now: new Clock().now(),
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
