import type { EntityManager } from 'typeorm';
import { sqlInstant } from '../platform/database/index.js';

const CHUNK = 400;

/**
 * Takes in that WeChat counts some people among the account's followers at an instant. Whoever followed or left after it
 * stays as they are, and nobody gets an account by it.
 * @returns of how many we did not know it
 */
export async function markFollowing(manager: EntityManager, openids: readonly string[], at: Date): Promise<number> {
  const marked = [];
  for (let from = 0; from < openids.length; from += CHUNK) {
    const some = openids.slice(from, from + CHUNK);
    const rows = (await manager.query(
      `SELECT id FROM account WHERE openid IN (${some.map(() => '?').join(', ')}) AND subscribed = ? AND (subscription_at IS NULL OR subscription_at < ?)`,
      [...some, 0, sqlInstant(at)],
    )) as { id: string }[];
    if (rows.length === 0) continue;
    const ids = rows.map(({ id }) => id);
    await manager.query(
      `UPDATE account SET subscribed = 1, subscribed_at = ?, subscription_at = ?
       WHERE id IN (${ids.map(() => '?').join(', ')}) AND subscribed = 0 AND (subscription_at IS NULL OR subscription_at < ?)`,
      [sqlInstant(at), sqlInstant(at), ...ids, sqlInstant(at)],
    );
    marked.push(...ids);
  }
  return marked.length;
}
