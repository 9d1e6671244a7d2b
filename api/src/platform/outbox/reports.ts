import { type EntityManager } from 'typeorm';
import { type Database, sqlInstant } from '../database/index.js';
import { smsInstead } from './ledger.js';
import { chunks, marks, padded } from './statements.js';

/** What was reported of a message that was sent. */
export interface Report {
  readonly msgid: string;
  readonly state: 'delivered' | 'refused' | 'failed';
  readonly at: Date;
}

/** What a report may change: what once arrived has arrived, and a person's refusal says more than a failure. So their order does not matter. */
const FROM = { delivered: "'sent', 'failed', 'refused'", refused: "'sent', 'failed'", failed: "'sent'" } as const;
const ERROR = { delivered: null, refused: 'USER_BLOCK', failed: 'SYSTEM_FAILED' } as const;

/** Enters reports, those alike in one statement; answers the msgids that no message has (yet). */
export async function enterReports(database: Database, reports: readonly Report[], now: Date): Promise<string[]> {
  const unknown: string[] = [];
  for (const chunk of chunks(reports)) {
    const known = await idsOf(database.manager, chunk);
    unknown.push(...chunk.map(({ msgid }) => msgid).filter((msgid) => !known.has(msgid)));
    for (const state of ['delivered', 'refused', 'failed'] as const) {
      const alike = new Map(chunk.filter((report) => report.state === state).map((report) => [known.get(report.msgid) ?? '', report] as const));
      alike.delete('');
      if (alike.size > 0) await database.transaction((tx) => enter(tx, state, alike, now));
    }
  }
  return unknown;
}

async function idsOf(manager: EntityManager, reports: readonly Report[]): Promise<Map<string, string>> {
  const msgids = padded(reports.map(({ msgid }) => msgid));
  const rows = (await manager.query(`SELECT id, msgid FROM outbox_message WHERE msgid IN (${marks(msgids)})`, msgids)) as { id: string; msgid: string }[];
  return new Map(rows.map(({ id, msgid }) => [msgid, id]));
}

async function enter(tx: EntityManager, state: Report['state'], alike: ReadonlyMap<string, Report>, now: Date): Promise<void> {
  const entries = padded([...alike]);
  const ids = entries.map(([id]) => id);
  const delivered = state === 'delivered';
  const instants = `, delivered_at = CASE id ${entries.map(() => 'WHEN ? THEN ?').join(' ')} END`;
  await tx.query(`UPDATE outbox_message SET state = ?, error = ?${delivered ? instants : ''} WHERE id IN (${marks(ids)}) AND state IN (${FROM[state]})`, [
    state,
    ERROR[state],
    ...(delivered ? entries.flatMap(([id, { at }]) => [id, sqlInstant(at)]) : []),
    ...ids,
  ]);
  // It arrived after all: an SMS that has not gone need not go.
  if (delivered) await tx.query(`DELETE FROM outbox_sms WHERE id IN (${marks(ids)}) AND state = 'pending'`, ids);
  else await smsInstead(tx, now, ids);
}
