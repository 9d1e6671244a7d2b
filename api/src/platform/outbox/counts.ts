import { type Database, idBefore, sqlInstant } from '../database/index.js';

/** How many rows stand somewhere for one reason, and of how many nobody knows whether they went twice. */
export interface Count<State extends string> {
  /** `sending`: pending, and on lease. */
  readonly state: State | 'sending';
  readonly error: string | null;
  readonly messages: number;
  readonly uncertain: number;
}

/** Counts what was written since an instant: messages, or the SMS in their place. */
export async function countRows<State extends string>(
  database: Database,
  table: 'outbox_message' | 'outbox_sms',
  since: Date,
  now: Date,
): Promise<Count<State>[]> {
  const rows = (await database.manager.query(
    `SELECT r.state, r.error, COUNT(*) AS messages, SUM(r.uncertain) AS uncertain
     FROM (SELECT CASE WHEN state = 'pending' AND lease_until > ? THEN 'sending' ELSE state END AS state, error,
             CASE WHEN uncertain > 0 THEN 1 ELSE 0 END AS uncertain FROM ${table} WHERE id >= ?) r
     GROUP BY r.state, r.error ORDER BY r.state, r.error`,
    [sqlInstant(now), idBefore(since)],
  )) as { state: State | 'sending'; error: string | null; messages: number | string; uncertain: number | string }[];
  return rows.map(({ state, error, messages, uncertain }) => ({ state, error, messages: Number(messages), uncertain: Number(uncertain) }));
}
