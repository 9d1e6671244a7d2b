import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calendarWarning } from '@wuye/shared/calendar';
import { createApp } from './app.js';
import { entities } from './entities.js';
import { Clock, MovedClock } from './platform/clock/index.js';
import { ConfigError, readConfig } from './platform/config/index.js';
import { isEmbedded, openDatabase, requireMigrated } from './platform/database/index.js';
import { inSources } from './platform/log/index.js';
import { Policies } from './policy/index.js';

/** Starts the api: settings, database, migrations of the embedded one, server; prints one line when it answers. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  // A release holds no simulator and no made-up city.
  if (config.simulated && !existsSync(new URL('development.js', import.meta.url))) throw new ConfigError('NODE_ENV: a release runs with NODE_ENV=production');
  const dataSource = await openDatabase(config, entities);
  if (isEmbedded(config)) await dataSource.runMigrations({ transaction: 'each' });
  else await requireMigrated(dataSource);
  const clock = config.CLOCK_START ? new MovedClock(new Date(config.CLOCK_START)) : new Clock();
  if (config.simulated) {
    const { prepareDevelopment } = await import('./development.js');
    await prepareDevelopment(dataSource, config, clock.now());
  }
  const app = await createApp({ config, dataSource, clock, h5: fileURLToPath(new URL('../../h5/dist', import.meta.url)) });
  await app.listen(config.PORT, config.HOST);
  const stop = () => {
    void app
      .close()
      .then(() => dataSource.destroy())
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.send) process.once('disconnect', stop);
  const warning = calendarWarning(clock.now().getTime(), await app.get(Policies, { strict: false }).calendar());
  if (warning) console.error(warning);
  console.log(`ready ${config.PUBLIC_URL}`);
}

main().catch((error: unknown) => {
  // A wrong setting is the operator's to mend: say what, without a stack.
  console.error(error instanceof ConfigError ? error.message : error instanceof Error ? inSources(String(error.stack)) : error);
  process.exit(1);
});
