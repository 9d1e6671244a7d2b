import 'reflect-metadata';
import { entities } from './entities.js';
import { AuditChain } from './platform/audit/index.js';
import { Clock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { Signer } from './platform/crypto/index.js';
import { Database, openMigrated } from './platform/database/index.js';

/** `npm run audit -- verify [head] | seal`: recomputes the chain of the audit log; `head` is a hash that was kept elsewhere. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const dataSource = await openMigrated(config, entities);
  const chain = new AuditChain(new Database(dataSource), new Signer(config.SIGNING_KEYS), config);
  // eslint-disable-next-line no-console -- a command's own result goes to standard output
  const say = (line: string) => console.log(line);
  try {
    const [command, head] = process.argv.slice(2);
    if (command === 'seal') say(`${await chain.seal(new Clock().now())} blocks made.`);
    else if (command === 'verify') process.exitCode = (await chain.tell(say, head)) ? 0 : 1;
    else {
      say('Commands: verify [head], seal');
      process.exitCode = 2;
    }
  } finally {
    await dataSource.destroy();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
