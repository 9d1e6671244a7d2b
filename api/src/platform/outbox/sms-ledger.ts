import { Logger } from '@nestjs/common';
import { type Database, idBefore, newId, sqlInstant } from '../database/index.js';
import { type Count, countRows } from './counts.js';
import { NEVER_LEASED, type OutboxSms, type SmsState, UNLEASED } from './entities.js';
import { LANES } from './kinds.js';
import { chunks, marks, padded } from './statements.js';

/** An SMS in the hands of the sender that claimed it, with the message that it stands for. */
export interface ClaimedSms extends Pick<OutboxSms, 'id' | 'lane' | 'attempts'> {
  /** Null when the message is gone. */
  readonly kind: string | null;
  readonly recipient: string;
  /** As it lies in the row: JSON text. */
  readonly data: string;
  /** The message itself arrived in the meantime. */
  readonly arrived: boolean;
  /** The claim's own mark: who comes back without it changes nothing. */
  readonly claim: string;
  /** When another sender may take it. */
  readonly until: number;
}

/** What became of a claimed SMS, as its row will say. */
export interface SmsEntry {
  readonly state: SmsState;
  readonly error: string | null;
  readonly dueAt?: Date;
  /** True when nothing was tried, or nothing that was this SMS's fault: the attempt does not count. */
  readonly untried?: boolean;
}

/** No answer takes so long. */
const LEASE = 120_000;
const SWEEP = 400;
const DAY = 24 * 3_600_000;

/** The rows of `outbox_sms` as senders see them: every change is conditional. */
export class SmsLedger {
  private readonly log = new Logger('sms');

  constructor(private readonly database: Database) {}

  /** Takes up to so many of what is due for one sender, the urgent first. Choosing reads without a lock; a conditional update decides. */
  async claim(now: Date, most: number): Promise<ClaimedSms[]> {
    const due = await this.due(now, most);
    if (due.length === 0) return [];
    const [claim, until] = [newId(now), new Date(now.getTime() + LEASE)];
    const ids = padded(due.map(({ id }) => id));
    // Before the lease itself: MySQL goes by what stands to the left.
    const change = `uncertain = uncertain + CASE WHEN lease = '${UNLEASED}' THEN 0 ELSE 1 END, lease = ?, lease_until = ?, attempts = attempts + 1`;
    const free = `id IN (${marks(ids)}) AND state = 'pending' AND lease_until <= ?`;
    const { manager } = this.database;
    await manager.query(`UPDATE outbox_sms SET ${change} WHERE ${free}`, [claim, sqlInstant(until), ...ids, sqlInstant(now)]);
    const rows = (await manager.query(
      `SELECT s.id, s.lane, s.attempts, m.kind, COALESCE(m.recipient, '') AS recipient, COALESCE(m.data, '{}') AS data,
         CASE WHEN m.state = 'delivered' THEN 1 ELSE 0 END AS arrived
       FROM outbox_sms s LEFT JOIN outbox_message m ON m.id = s.id WHERE s.id IN (${marks(ids)}) AND s.lease = ? ORDER BY s.lane, s.due_at, s.id`,
      [...ids, claim],
    )) as (Omit<ClaimedSms, 'claim' | 'until' | 'arrived'> & { arrived: number })[];
    // All of them were quicker elsewhere, and there may be more: an empty answer means that nothing is due.
    if (rows.length === 0) return this.claim(now, most);
    const mine = new Set(rows.map(({ id }) => id));
    const lost = due.filter(({ id, lease }) => lease !== UNLEASED && mine.has(id)).length;
    if (lost > 0) this.log.error(`${lost} SMS may have been sent by a sender that is gone; they are sent again`);
    return rows.map((row) => ({ ...row, arrived: Number(row.arrived) === 1, claim, until: until.getTime() }));
  }

  private async due(now: Date, most: number): Promise<{ id: string; lease: string }[]> {
    const rows: { id: string; lease: string }[] = [];
    for (const lane of LANES) {
      if (rows.length === most) break;
      const found = `SELECT id, lease FROM outbox_sms WHERE state = 'pending' AND lane = ${lane} AND due_at <= ? AND lease_until <= ?
        ORDER BY due_at, id LIMIT ${most - rows.length}`;
      rows.push(...((await this.database.manager.query(found, [sqlInstant(now), sqlInstant(now)])) as { id: string; lease: string }[]));
    }
    return rows;
  }

  /** Writes down what became of SMS, alike for all of them. */
  async enter(claimed: readonly ClaimedSms[], { state, error, dueAt, untried }: SmsEntry, now: Date): Promise<void> {
    const sent = state === 'sent' ? sqlInstant(now) : null;
    for (const chunk of chunks(claimed)) {
      const ids = padded(chunk.map(({ id }) => id));
      const leases = padded([...new Set(chunk.map(({ claim }) => claim))]);
      const text = `UPDATE outbox_sms SET state = ?, error = ?, due_at = ?, sent_at = ?, attempts = attempts - ?, lease = '${UNLEASED}', lease_until = ?
        WHERE id IN (${marks(ids)}) AND lease IN (${marks(leases)}) AND state = 'pending'`;
      const values = [state, error, sqlInstant(dueAt ?? now), sent, untried ? 1 : 0, sqlInstant(NEVER_LEASED), ...ids, ...leases];
      // In a transaction for its tries: of two that wait for each other the database gives one up.
      await this.database.transaction((tx) => tx.query(text, values));
    }
  }

  /** Gives back what was parked until now, and what a version of before was sending when it ended (it had a state for that). */
  async sweep(now: Date): Promise<void> {
    await this.database.manager.query(`UPDATE outbox_sms SET state = 'pending', uncertain = uncertain + 1 WHERE state = 'sending' AND due_at <= ?`, [
      sqlInstant(now),
    ]);
    const found = `SELECT id FROM outbox_sms WHERE state = 'parked' AND lane IN (${LANES.join(', ')}) AND due_at <= ? LIMIT ${SWEEP}`;
    for (;;) {
      const rows = (await this.database.manager.query(found, [sqlInstant(now)])) as { id: string }[];
      if (rows.length === 0) return;
      const ids = padded(rows.map(({ id }) => id));
      await this.database.manager.query(`UPDATE outbox_sms SET state = 'pending' WHERE id IN (${marks(ids)}) AND state = 'parked'`, ids);
    }
  }

  /**
   * Makes due at once what is parked, and what failed of the last days unless its message arrived after all; answers how many. What has
   * failed for longer is news no more.
   */
  async resume(now: Date, days: number): Promise<number> {
    const since = idBefore(new Date(now.getTime() - days * DAY));
    const found = (await this.database.manager.query(
      `SELECT s.id FROM outbox_sms s LEFT JOIN outbox_message m ON m.id = s.id
       WHERE s.state IN ('parked', 'failed') AND (s.state = 'parked' OR s.id >= ?) AND (m.id IS NULL OR m.state <> 'delivered')`,
      [since],
    )) as { id: string }[];
    for (const chunk of chunks(found)) {
      const ids = padded(chunk.map(({ id }) => id));
      await this.database.manager.query(
        `UPDATE outbox_sms SET state = 'pending', error = NULL, attempts = 0, due_at = ? WHERE id IN (${marks(ids)}) AND state IN ('parked', 'failed')`,
        [sqlInstant(now), ...ids],
      );
    }
    return found.length;
  }

  /** How many SMS in place of messages written since an instant stand where, and why. */
  counts(since: Date, now: Date): Promise<Count<SmsState>[]> {
    return countRows(this.database, 'outbox_sms', since, now);
  }
}
