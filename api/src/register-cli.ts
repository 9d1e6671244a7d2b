import 'reflect-metadata';
import { entities } from './entities.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database, openMigrated } from './platform/database/index.js';
import { runRegisterCommand } from './register/index.js';

/** `npm run register -- import FILE`: takes a table of the property register in, all of it or nothing. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  try {
    process.exitCode = await runRegisterCommand(process.argv.slice(2), {
      database: new Database(dataSource),
      vault: new Vault(config.DATA_KEYS),
      clock: new Clock(),
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
