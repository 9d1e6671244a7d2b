import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { entities } from '../src/entities.js';
import { makeDataSource } from '../src/platform/database/index.js';
import { onMariadb } from './database.js';
import type { World } from './kit.js';

/** One more instance of the api beside a world's own. */
export interface Instance {
  readonly app: NestFastifyApplication;
  close(): Promise<void>;
}

/** Starts an instance on the world's database: with connections of its own on MariaDB; SQLite is one process's alone. */
export async function anotherInstance({ config, clock, dataSource: shared }: World): Promise<Instance> {
  const dataSource = onMariadb ? await makeDataSource(config, entities).initialize() : shared;
  const app = await createApp({ config, dataSource, clock, background: false });
  await app.listen(0, '127.0.0.1');
  return {
    app,
    close: async () => {
      await app.close();
      if (dataSource !== shared) await dataSource.destroy();
    },
  };
}
