import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePosterCode } from '../community/poster-code.js';
import type { Config } from '../platform/config/index.js';
import type { Signer } from '../platform/crypto/index.js';
import { cast, type CastPerson } from './cast.js';
import type { Community } from './tables.js';

/** A poster that hangs at a community's gate. */
export interface CastPoster {
  readonly communityId: string;
  readonly name: string;
  /** Signed: what stands after /q/ in the poster's address. */
  readonly code: string;
}

/** Everyone whom the simulator plays, and the posters they can scan. */
export interface Cast {
  readonly people: readonly CastPerson[];
  readonly posters: readonly CastPoster[];
}

/** Of a large city, the simulator shows the first ones. */
export const POSTERS = 12;

/** The cast with the posters of these communities. */
export function castOf(communities: readonly Pick<Community, 'id' | 'name' | 'posterVersion'>[], signer: Signer): Cast {
  const posters = communities.slice(0, POSTERS).map(({ id, name, posterVersion }) => ({
    communityId: id,
    name,
    code: writePosterCode(signer, { communityId: id, version: posterVersion }),
  }));
  return { people: cast, posters };
}

/**
 * Writes `${DATA_DIR}/sim.json`, from which the simulator takes its people and posters, and returns its path.
 * A file that already says the same stays untouched: the simulator reads it again whenever it changes.
 */
export function writeSimFile(config: Pick<Config, 'DATA_DIR' | 'PUBLIC_URL'>, { people, posters }: Cast): string {
  const path = join(config.DATA_DIR, 'sim.json');
  const links = posters.map(({ name, code }) => ({ name, url: `${config.PUBLIC_URL}/q/${code}` }));
  const text = `${JSON.stringify({ people, posters: links }, null, 2)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return path;
  mkdirSync(config.DATA_DIR, { recursive: true });
  // Renamed into place: the simulator must never read half a file.
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}
