import type { DataSource } from 'typeorm';
import type { Config } from '../platform/config/index.js';
import { refuseProduction, seedCity, type SeedTools } from './seed.js';
import { type Cast, castOf, POSTERS, writeSimFile } from './sim-file.js';
import { Community } from './tables.js';

/**
 * For the start in development: seeds when there is no community yet, and keeps sim.json true to this PUBLIC_URL and to
 * the posters in force. The tables must stand. Returns the cast.
 */
export async function ensureSeeded(
  dataSource: DataSource,
  tools: SeedTools & { readonly now: Date },
  config: Pick<Config, 'DATA_DIR' | 'PUBLIC_URL'>,
): Promise<Cast> {
  refuseProduction();
  const communities = await dataSource.manager.find(Community, { order: { id: 'ASC' }, take: POSTERS });
  const cast = communities.length === 0 ? await seedCity(dataSource, tools, { now: tools.now }) : castOf(communities, tools.signer);
  writeSimFile(config, cast);
  return cast;
}
