import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { type Database, newId, sqlInstant } from '../database/index.js';
import { OutboxMessage } from './entities.js';
import { mayGoAt, requiredKinds } from './kinds.js';
import { chunks, marks, padded } from './statements.js';

/** A message in the hands of the worker that claimed it. */
export interface Claimed {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly recipient: string;
  /** As it lies in the row: JSON text. */
  readonly data: string;
  readonly attempts: number;
  /** The claim's own mark: who comes back without it changes nothing. */
  readonly claim: string;
  /** When another worker may take it. */
  readonly until: number;
}

/** What became of a claimed message, as its row will say. */
export interface Entry {
  readonly message: Claimed;
  readonly state: 'pending' | 'parked' | 'sent' | 'failed' | 'refused';
  readonly error: string | null;
  readonly msgid?: string;
  readonly dueAt?: Date;
  /** True when nothing was tried: the attempt does not count. */
  readonly untried?: boolean;
}

/** Messages that one claim takes, and among how many it chooses, so that several workers seldom want the same. */
export const BATCH = 400;
const LOOK = 4 * BATCH;
/** How long a worker may keep what it claimed; no answer takes so long, and it is within WeChat's ten minutes for client_msg_id. */
export const LEASE = 120_000;
const SWEEP = 500;

type Row = Pick<Claimed, 'id' | 'kind' | 'subject' | 'recipient' | 'data' | 'attempts'>;

/** The rows of the outbox as the workers see them: every change is conditional and serves many rows. */
export class Ledger {
  constructor(private readonly database: Database) {}

  /**
   * Takes some of what is due for one worker. Choosing reads without a lock; a conditional update decides, and another
   * read by the claim's mark tells what it got.
   */
  async claim(now: Date): Promise<Claimed[]> {
    const { manager } = this.database;
    const due = (await manager.query(`SELECT id FROM outbox_message WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT ${LOOK}`, [
      sqlInstant(now),
    ])) as { id: string }[];
    if (due.length === 0) return [];
    const claim = newId(now);
    const until = new Date(now.getTime() + LEASE);
    const from = due.length === LOOK ? BATCH * (claim.charCodeAt(25) % (LOOK / BATCH)) : 0;
    const ids = padded(due.slice(from, from + BATCH).map(({ id }) => id));
    await manager.query(
      `UPDATE outbox_message SET state = 'sending', lease_owner = ?, attempts = attempts + 1, due_at = ?
       WHERE id IN (${marks(ids)}) AND state = 'pending' AND due_at <= ?`,
      [claim, sqlInstant(until), ...ids, sqlInstant(now)],
    );
    const rows = (await manager.query(
      `SELECT id, kind, subject, recipient, data, attempts FROM outbox_message WHERE id IN (${marks(ids)}) AND lease_owner = ?`,
      [...ids, claim],
    )) as Row[];
    // All of them were quicker elsewhere, and there may be more: an empty answer means that nothing is due.
    return rows.length === 0 ? this.claim(now) : rows.map((row) => ({ ...row, claim, until: until.getTime() }));
  }

  /** Writes down what became of messages, those alike in one statement; also the SMS in place of the required ones. */
  async enter(entries: readonly Entry[], now: Date): Promise<void> {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries) {
      const key = `${entry.message.claim} ${entry.state} ${entry.error} ${entry.dueAt?.getTime()} ${entry.untried}`;
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    for (const group of groups.values()) for (const chunk of chunks(group)) await this.enterAlike(chunk, now);
  }

  /**
   * Gives back what a worker kept beyond its lease, for it is gone, and what was parked until now.
   * @returns how many may have been sent by a worker that is gone
   */
  async sweep(now: Date): Promise<number> {
    const lost = await this.move('sending', now, { state: 'pending', leaseOwner: null, uncertain: () => 'uncertain + 1' });
    await this.move('parked', now, { state: 'pending' });
    return lost;
  }

  private async move(state: 'sending' | 'parked', now: Date, change: object): Promise<number> {
    const { manager } = this.database;
    let moved = 0;
    for (;;) {
      const found = `SELECT id FROM outbox_message WHERE state = '${state}' AND due_at <= ? ORDER BY due_at LIMIT ${SWEEP}`;
      const rows = (await manager.query(found, [sqlInstant(now)])) as { id: string }[];
      for (const chunk of chunks(rows)) {
        const ids = padded(chunk.map(({ id }) => id));
        const update = manager.createQueryBuilder().update(OutboxMessage).set(change);
        moved += (await update.where({ id: In(ids), state, dueAt: LessThanOrEqual(now) }).execute()).affected ?? 0;
      }
      if (rows.length < SWEEP) return moved;
    }
  }

  private async enterAlike(alike: readonly Entry[], now: Date): Promise<void> {
    const [first] = alike as [Entry];
    const entries = padded(alike);
    const ids = entries.map(({ message }) => message.id);
    const mine = `id IN (${marks(ids)}) AND lease_owner = ? AND state = 'sending'`;
    if (first.state === 'sent') {
      const msgids = `CASE id ${entries.map(() => 'WHEN ? THEN ?').join(' ')} END`;
      await this.database.manager.query(
        `UPDATE outbox_message SET msgid = ${msgids}, state = 'sent', sent_at = ?, error = NULL, lease_owner = NULL WHERE ${mine}`,
        [...entries.flatMap(({ message, msgid }) => [message.id, msgid]), sqlInstant(now), ...ids, first.message.claim],
      );
      return;
    }
    await this.database.transaction(async (tx) => {
      await tx.query(`UPDATE outbox_message SET state = ?, error = ?, due_at = ?, attempts = attempts - ?, lease_owner = NULL WHERE ${mine}`, [
        first.state,
        first.error,
        sqlInstant(first.dueAt ?? now),
        first.untried ? 1 : 0,
        ...ids,
        first.message.claim,
      ]);
      if (first.state === 'failed' || first.state === 'refused') await smsInstead(tx, now, ids);
    });
  }
}

/** Writes the SMS in place of those of the messages that a rule demands and WeChat did not deliver; each once. */
export async function smsInstead(tx: EntityManager, now: Date, ids: readonly string[]): Promise<void> {
  for (const kind of requiredKinds) {
    await tx.query(
      `INSERT INTO outbox_sms (id, state, attempts, due_at, created_at)
       SELECT m.id, 'pending', 0, ?, ? FROM outbox_message m LEFT JOIN outbox_sms s ON s.id = m.id
       WHERE m.id IN (${marks(ids)}) AND m.kind = ? AND m.state IN ('failed', 'refused') AND s.id IS NULL`,
      [sqlInstant(mayGoAt(kind, now)), sqlInstant(now), ...ids, kind],
    );
  }
}
