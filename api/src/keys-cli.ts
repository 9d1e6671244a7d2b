import 'reflect-metadata';
import { entities } from './entities.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Vault } from './platform/crypto/index.js';
import { Database, openMigrated } from './platform/database/index.js';
import { Rotation, runKeys } from './platform/keys/index.js';
import { sealedFields } from './sealed-fields.js';

/** `npm run keys -- status | rotate`: which key the data stands under, and bringing all of it under the current one. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  try {
    process.exitCode = await runKeys(process.argv.slice(2), {
      rotation: new Rotation(new Database(dataSource), new Vault(config.DATA_KEYS), sealedFields),
      keys: config.DATA_KEYS.map(({ id }) => id),
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
