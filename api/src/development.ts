import type { DataSource } from 'typeorm';
import { Signer, Vault } from './platform/crypto/index.js';
import type { Config } from './platform/config/index.js';
import { ensureSeeded } from './seed/index.js';

/** What a development start has beyond a city's: a made-up city in an empty database, as old as the story that is told in it. */
export async function prepareDevelopment(dataSource: DataSource, config: Config, now: Date): Promise<void> {
  await ensureSeeded(dataSource, { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS), now }, config);
}
