import 'reflect-metadata';
import { runOffices } from './appointment/index.js';
import { entities } from './entities.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database, openMigrated } from './platform/database/index.js';
import { Outbox } from './platform/outbox/index.js';

/** `npm run offices -- <command>`: the offices that nobody in the city can give. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  const [database, clock] = [new Database(dataSource), new Clock()];
  try {
    process.exitCode = await runOffices(process.argv.slice(2), {
      database,
      vault: new Vault(config.DATA_KEYS),
      outbox: new Outbox(database, clock, config),
      now: clock.now(),
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
