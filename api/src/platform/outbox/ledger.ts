import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { type Database, idBefore, newId, sqlInstant } from '../database/index.js';
import { type Lane, OutboxMessage, OutboxSms, type OutboxState } from './entities.js';
import { LANES, mayGoAt, NEVER, NOTICE, reportDue, requiredKinds } from './kinds.js';
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
  readonly lane: Lane;
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

/** How many messages stand somewhere for one reason, and of how many nobody knows whether they went twice. */
export interface Count {
  readonly state: OutboxState;
  readonly error: string | null;
  readonly messages: number;
  readonly uncertain: number;
}

/** Messages that one claim takes. Of a notice it begins at one of some places, so that several workers seldom want the same. */
export const BATCH = 400;
const PLACES = 4;
/** How long a worker may keep what it claimed; no answer takes so long, and it is within WeChat's ten minutes for client_msg_id. */
export const LEASE = 120_000;
const SWEEP = 500;
const NO_REPORT = 'NO_REPORT';

type Row = Pick<Claimed, 'id' | 'kind' | 'subject' | 'recipient' | 'data' | 'attempts' | 'lane'>;

const dueIn = (lane: Lane, skip: number): string =>
  `SELECT * FROM (SELECT id FROM outbox_message WHERE state = 'pending' AND lane = ${lane} AND due_at <= ? ORDER BY due_at, id LIMIT ${BATCH} OFFSET ${skip}) lane_${lane}`;

/** The rows of the outbox as the workers see them: every change is conditional and serves many rows. */
export class Ledger {
  constructor(private readonly database: Database) {}

  /**
   * Takes some of what is due for one worker. Choosing reads without a lock; a conditional update decides, and another
   * read by the claim's mark tells what it got.
   */
  async claim(now: Date): Promise<Claimed[]> {
    const { manager } = this.database;
    const claim = newId(now);
    const until = new Date(now.getTime() + LEASE);
    const due = await this.due(now, BATCH * (claim.charCodeAt(25) % PLACES));
    if (due.length === 0) return [];
    const ids = padded(due);
    await manager.query(
      `UPDATE outbox_message SET state = 'sending', lease_owner = ?, attempts = attempts + 1, due_at = ?
       WHERE id IN (${marks(ids)}) AND state = 'pending' AND due_at <= ?`,
      [claim, sqlInstant(until), ...ids, sqlInstant(now)],
    );
    const rows = (await manager.query(
      `SELECT id, kind, subject, recipient, data, attempts, lane FROM outbox_message WHERE id IN (${marks(ids)}) AND lease_owner = ?`,
      [...ids, claim],
    )) as Row[];
    // All of them were quicker elsewhere, and there may be more: an empty answer means that nothing is due.
    return rows.length === 0 ? this.claim(now) : rows.map((row) => ({ ...row, claim, until: until.getTime() }));
  }

  /** Up to a batch of what is due, the urgent first; of a notice from some place on, or from its head when so much is not left. */
  private async due(now: Date, skip: number): Promise<string[]> {
    const lanes = LANES.map((lane) => dueIn(lane, lane === NOTICE ? skip : 0)).join(' UNION ALL ');
    const rows = (await this.database.manager.query(lanes, Array<string>(LANES.length).fill(sqlInstant(now)))) as { id: string }[];
    if (rows.length < BATCH && skip > 0) return this.due(now, 0);
    return rows.slice(0, BATCH).map(({ id }) => id);
  }

  /** Writes down what became of messages, those alike in one statement; also the SMS in place of the required ones. */
  async enter(entries: readonly Entry[], now: Date): Promise<void> {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries) {
      // Kinds differ in how long a report is waited for.
      const kind = entry.state === 'sent' ? entry.message.kind : '';
      const key = `${kind} ${entry.message.claim} ${entry.state} ${entry.error} ${entry.dueAt?.getTime()} ${entry.untried}`;
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    for (const group of groups.values()) for (const chunk of chunks(group)) await this.enterAlike(chunk, now);
  }

  /**
   * Gives back what a worker kept beyond its lease, for it is gone, and what was parked until now; sees to reports that never came.
   * @returns how many may have been sent by a worker that is gone
   */
  async sweep(now: Date): Promise<number> {
    const lost = await this.move('sending', now, { state: 'pending', leaseOwner: null, uncertain: () => 'uncertain + 1' });
    await this.move('parked', now, { state: 'pending' });
    await this.missReports(now);
    return lost;
  }

  /** Makes what is parked due at once, all of it or what is parked for some reasons; answers how much. */
  async resume(now: Date, errors: readonly string[] | null): Promise<number> {
    const reason = errors ? ` AND error IN (${marks(errors)})` : '';
    const found = `SELECT id FROM outbox_message WHERE state = 'parked' AND lane IN (${LANES.join(', ')}) AND due_at > ?${reason} LIMIT ${SWEEP}`;
    for (let sum = 0; ;) {
      const rows = (await this.database.manager.query(found, [sqlInstant(now), ...(errors ?? [])])) as { id: string }[];
      for (const chunk of chunks(rows)) {
        const where = { id: In(chunk.map(({ id }) => id)), state: 'parked' as const };
        sum += (await this.database.manager.update(OutboxMessage, where, { dueAt: now })).affected ?? 0;
      }
      if (rows.length < SWEEP) return sum;
    }
  }

  /** How many messages written since an instant stand where, and why. */
  async counts(since: Date): Promise<Count[]> {
    const rows = (await this.database.manager.query(
      `SELECT state, error, COUNT(*) AS messages, SUM(CASE WHEN uncertain > 0 THEN 1 ELSE 0 END) AS uncertain
       FROM outbox_message WHERE id >= ? GROUP BY state, error ORDER BY state, error`,
      [idBefore(since)],
    )) as { state: OutboxState; error: string | null; messages: number | string; uncertain: number | string }[];
    return rows.map(({ state, error, messages, uncertain }) => ({ state, error, messages: Number(messages), uncertain: Number(uncertain) }));
  }

  /** True while something is parked until an instant or longer. */
  async parkedUntil(instant: Date): Promise<boolean> {
    const found = `SELECT id FROM outbox_message WHERE state = 'parked' AND lane IN (${LANES.join(', ')}) AND due_at >= ? LIMIT 1`;
    return ((await this.database.manager.query(found, [sqlInstant(instant)])) as unknown[]).length > 0;
  }

  /**
   * What a rule demands and WeChat took, but never said what became of, is told by SMS. It stays `sent`: nobody knows.
   * @returns how many
   */
  private async missReports(now: Date): Promise<number> {
    return this.each('sent', now, (ids) =>
      this.database.transaction(async (tx) => {
        const change = { error: NO_REPORT, dueAt: NEVER };
        const { affected = 0 } = await tx.update(OutboxMessage, { id: In(ids), state: 'sent', dueAt: LessThanOrEqual(now) }, change);
        await smsInstead(tx, now, ids);
        return affected;
      }),
    );
  }

  private async move(state: 'sending' | 'parked', now: Date, change: object): Promise<number> {
    return this.each(state, now, async (ids) => {
      const update = this.database.manager.createQueryBuilder().update(OutboxMessage).set(change);
      return (await update.where({ id: In(ids), state, dueAt: LessThanOrEqual(now) }).execute()).affected;
    });
  }

  /** Gives what is due in a state to `work`, some ids at a time; answers the sum of what that answers. */
  private async each(state: OutboxState, now: Date, work: (ids: string[]) => Promise<number | undefined>): Promise<number> {
    const found = `SELECT id FROM outbox_message WHERE state = ? AND lane IN (${LANES.join(', ')}) AND due_at <= ? LIMIT ${SWEEP}`;
    for (let sum = 0; ;) {
      const rows = (await this.database.manager.query(found, [state, sqlInstant(now)])) as { id: string }[];
      for (const chunk of chunks(rows)) sum += (await work(padded(chunk.map(({ id }) => id)))) ?? 0;
      if (rows.length < SWEEP) return sum;
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
        `UPDATE outbox_message SET msgid = ${msgids}, state = 'sent', sent_at = ?, due_at = ?, error = NULL, lease_owner = NULL WHERE ${mine}`,
        [
          ...entries.flatMap(({ message, msgid }) => [message.id, msgid]),
          sqlInstant(now),
          sqlInstant(reportDue(first.message.kind, now)),
          ...ids,
          first.message.claim,
        ],
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

/**
 * Writes the SMS in place of those of the messages that a rule demands and WeChat did not deliver; each once. Not by an INSERT …
 * SELECT, which locks what it reads: many do this at the same time.
 */
export async function smsInstead(tx: EntityManager, now: Date, ids: readonly string[]): Promise<void> {
  const missed = `(state IN ('failed', 'refused') OR (state = 'sent' AND error = '${NO_REPORT}'))`;
  const rows = (await tx.query(
    `SELECT id, kind FROM outbox_message WHERE id IN (${marks(ids)}) AND kind IN (${marks(requiredKinds)}) AND ${missed} ORDER BY id`,
    [...ids, ...requiredKinds],
  )) as Pick<OutboxMessage, 'id' | 'kind'>[];
  if (rows.length === 0) return;
  const texts = rows.map(({ id, kind }) => ({
    id,
    state: 'pending' as const,
    attempts: 0,
    dueAt: mayGoAt(kind, now),
    createdAt: now,
    sentAt: null,
    error: null,
  }));
  await tx.createQueryBuilder().insert().into(OutboxSms).values(texts).orIgnore().updateEntity(false).execute();
}
