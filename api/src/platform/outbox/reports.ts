import { type EntityManager } from 'typeorm';
import { type Database, idBefore, sqlInstant } from '../database/index.js';
import { UNLEASED } from './entities.js';
import { smsInstead } from './ledger.js';
import { chunks, marks, padded } from './statements.js';

/** What was reported of a message that was sent. */
export interface Report {
  readonly msgid: string;
  /** As the outbox names a recipient; null: of someone whom nobody knows. */
  readonly recipient: string | null;
  readonly state: 'delivered' | 'refused' | 'failed';
  readonly at: Date;
}

/** A report comes within minutes; a message may have waited parked for days before it was sent. */
const OLDEST = 40 * 24 * 3_600_000;

/** What a report may change: what once arrived has arrived, and a person's refusal says more than a failure. So their order does not matter. */
const FROM = { delivered: "'sent', 'failed', 'refused'", refused: "'sent', 'failed'", failed: "'sent'" } as const;
const ERROR = { delivered: null, refused: 'USER_BLOCK', failed: 'SYSTEM_FAILED' } as const;

/** Enters reports, those alike in one statement; answers the msgids that no message has (yet). */
export async function enterReports(database: Database, reports: readonly Report[], now: Date): Promise<string[]> {
  const unknown: string[] = [];
  for (const chunk of chunks(reports)) {
    const known = await idsOf(database.manager, chunk, now);
    unknown.push(...chunk.map(({ msgid }) => msgid).filter((msgid) => !known.has(msgid)));
    for (const state of ['delivered', 'refused', 'failed'] as const) {
      const alike = new Map(chunk.filter((report) => report.state === state).map((report) => [known.get(report.msgid) ?? '', report] as const));
      alike.delete('');
      if (alike.size > 0) await database.transaction((tx) => enter(tx, state, alike, now));
    }
  }
  return unknown;
}

/** Found among the newer messages of its recipient: msgids have no index of their own, which every sending would have to keep up. */
async function idsOf(manager: EntityManager, reports: readonly Report[], now: Date): Promise<Map<string, string>> {
  const msgids = padded(reports.map(({ msgid }) => msgid));
  const recipients = padded(reports.map(({ recipient }) => recipient ?? ''));
  const rows = (await manager.query(
    `SELECT id, msgid FROM outbox_message WHERE recipient IN (${marks(recipients)}) AND id >= ? AND msgid IN (${marks(msgids)})`,
    [...recipients, idBefore(new Date(now.getTime() - OLDEST)), ...msgids],
  )) as { id: string; msgid: string }[];
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
  // It arrived after all: an SMS that has not gone need not go. One on its way is left, to be written down.
  if (delivered) await tx.query(`DELETE FROM outbox_sms WHERE id IN (${marks(ids)}) AND state IN ('pending', 'parked') AND lease = '${UNLEASED}'`, ids);
  else await smsInstead(tx, now, ids);
}
