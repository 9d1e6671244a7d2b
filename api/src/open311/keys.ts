import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { digest, newToken } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { Limits } from '../platform/limits/index.js';
import { Open311Key } from './entities.js';
import { Fault } from './faults.js';

/** Calls a minute with one key (ours). */
export const PER_KEY = { most: 120, within: 60_000 };

/** A key that stands, as the call brought it. */
export interface KnownKey {
  readonly id: string;
  /** Whose system it is. */
  readonly name: string;
  readonly secret: string;
}

/** Who may read and submit: other systems, each by a key of its own. */
@Injectable()
export class Open311Keys {
  constructor(
    private readonly database: Database,
    private readonly limits: Limits,
  ) {}

  /** The key, or why it is of no use. */
  async check(key: string | undefined, now: Date): Promise<KnownKey | Fault> {
    if (!key) return new Fault(403, 'api_key was not provided');
    const row = await this.database.manager.findOneBy(Open311Key, { keyDigest: digest(key), revokedAt: IsNull() });
    if (!row) return new Fault(403, 'api_key is not valid');
    if (await this.limits.take(`open311:${row.id}`, PER_KEY, now)) return new Fault(429, `more than ${PER_KEY.most} calls a minute with this api_key`);
    return { id: row.id, name: row.name, secret: key };
  }
}

const USAGE = 'npm run open311 -- keys add NAME | keys list | keys revoke ID';

/** `keys add NAME`, `keys list`, `keys revoke ID`; the exit code. */
export async function runOpen311(
  args: readonly string[],
  { database, now, say }: { database: Database; now: Date; say: (line: string) => void },
): Promise<number> {
  const [room, act, what = ''] = args;
  if (room === 'keys' && act === 'list') {
    const keys = await database.manager.find(Open311Key, { order: { id: 'ASC' } });
    for (const { id, name, createdAt, revokedAt } of keys)
      say(`${id}  ${createdAt.toISOString()}  ${revokedAt ? `已停用 ${revokedAt.toISOString()}` : '使用中'}  ${name}`);
    return 0;
  }
  if (room === 'keys' && act === 'add' && what.trim() !== '' && [...what].length <= 60) {
    const key = newToken();
    const row = { id: newId(now), name: what.trim(), keyDigest: digest(key), createdAt: now, revokedAt: null };
    await database.transaction(async (tx) => void (await tx.insert(Open311Key, row)));
    say(`${row.id}  ${row.name}`);
    say(`api_key（只显示这一次）：${key}`);
    return 0;
  }
  if (room === 'keys' && act === 'revoke' && what !== '') {
    const { affected } = await database.transaction((tx) => tx.update(Open311Key, { id: what, revokedAt: IsNull() }, { revokedAt: now }));
    say(affected === 1 ? `已停用 ${what}` : `没有使用中的 ${what}`);
    return affected === 1 ? 0 : 1;
  }
  say(USAGE);
  return 1;
}
