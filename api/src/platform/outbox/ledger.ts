import { Logger } from '@nestjs/common';
import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { type Database, newId, sqlInstant } from '../database/index.js';
import { type Lane, NEVER_LEASED, OutboxMessage, OutboxSms, type OutboxState, smsFor, UNLEASED } from './entities.js';
import { type Count, countRows } from './counts.js';
import { firstDue, LANES, mayGoAt, NEVER, NOTICE, reportDue, requiredKinds } from './kinds.js';
import { chunks, marks, padded, valueById } from './statements.js';

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
  /** True when it may have been sent, and the next try may send it once more. */
  readonly uncertain?: boolean;
}

/** Messages that one claim takes. */
export const BATCH = 400;
/** Where another worker was quicker, the next claim begins at one of so many places, so that several seldom want the same. */
const PLACES = 4;
/** How long a worker may keep what it claimed; no answer takes so long, and it is within WeChat's ten minutes for client_msg_id. */
export const LEASE = 120_000;
const SWEEP = 500;
const HOUR = 3_600_000;
/**
 * How long what a rule demands waits for WeChat before it is told by SMS, too, by lane: for the urgent a clock of hours runs; a notice to
 * everybody may wait for the quota of the next day.
 */
const PATIENCE: readonly number[] = [HOUR, 4 * HOUR, 24 * HOUR];
const NO_REPORT = 'NO_REPORT';

interface Row extends Pick<Claimed, 'id' | 'kind' | 'subject' | 'recipient' | 'data' | 'attempts' | 'lane'> {
  readonly lease: string;
  /** As text, for the place of the row after it. */
  readonly due: string;
}

/** A place in the order of what is due. */
interface Place {
  readonly due: string;
  readonly id: string;
}

/** Before all that may be due. */
const HEAD: Place = { due: '2000-01-01 00:00:00.000', id: '' };
/** A walk along a notice begins anew after so many ms, for what was given back or came to be due behind it. */
const WALK = 60_000;

/** The text that is held already, if it is the same: a notice's messages differ in two of their texts, and hundreds wait in memory. */
const held = (before: string | undefined, text: string): string => (before === text ? before : text);

/** What is due in a lane, from a place on; its values: now, the place's due instant twice, its id, now. */
export const dueIn = (lane: Lane, most: number, skip: number): string =>
  `SELECT id, kind, subject, recipient, data, attempts, lane, lease, CAST(due_at AS CHAR) AS due FROM outbox_message
   WHERE state = 'pending' AND lane = ${lane} AND due_at <= ? AND (due_at > ? OR (due_at = ? AND id > ?)) AND lease_until <= ?
   ORDER BY due_at, id LIMIT ${most} OFFSET ${skip}`;

const OVERDUE = `SELECT id, kind, CAST(due_at AS CHAR) AS due FROM outbox_message
  WHERE state = 'pending' AND lane = ? AND due_at <= ? AND (due_at > ? OR (due_at = ? AND id > ?)) ORDER BY due_at, id LIMIT ${SWEEP}`;

/** The rows of the outbox as the workers see them: every change is conditional and serves many rows. */
export class Ledger {
  private readonly log = new Logger('outbox');
  private crowded = false;
  /** Where the last claim of a notice ended: the next need not pass over all that is sent or on lease before it. */
  private walk = { from: HEAD, begun: 0 };
  /** Up to where those that wait too long have been looked at, by lane. */
  private readonly overdue: Place[] = [];

  constructor(private readonly database: Database) {}

  /**
   * Takes some of what is due for one worker. Choosing reads without a lock; a conditional update decides. What a worker kept beyond its
   * lease is due like all else, and comes first: it is older.
   */
  async claim(now: Date): Promise<Claimed[]> {
    const claim = newId(now);
    const due = await this.due(now, this.crowded ? BATCH * (claim.charCodeAt(25) % PLACES) : 0);
    if (due.length === 0) return [];
    const until = new Date(now.getTime() + LEASE);
    const rows = await this.take(due, claim, until, now);
    this.crowded = rows.length < due.length;
    // All of them were quicker elsewhere, and there may be more: an empty answer means that nothing is due.
    if (rows.length === 0) return this.claim(now);
    await this.countLost(rows, claim);
    let last: Claimed | undefined;
    return rows.map(({ id, kind, subject, recipient, data, attempts, lane }) => {
      const alike = { kind: held(last?.kind, kind), subject: held(last?.subject, subject), data: held(last?.data, data) };
      return (last = { ...alike, id, recipient, attempts: attempts + 1, lane, claim, until: until.getTime() });
    });
  }

  /** Up to a batch of what is due, the urgent first; of a notice from some place on, or from its head when so much is not left. */
  private async due(now: Date, skip: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (const lane of LANES) {
      const most = BATCH - rows.length;
      if (most > 0) rows.push(...(lane === NOTICE ? await this.dueNotices(now, most, skip) : await this.rowsIn(lane, now, HEAD, most, 0)));
    }
    return rows;
  }

  private async dueNotices(now: Date, most: number, skip: number): Promise<Row[]> {
    const begun = now.getTime();
    if (begun - this.walk.begun > WALK) this.walk = { from: HEAD, begun };
    const { from } = this.walk;
    const rows = await this.rowsIn(NOTICE, now, from, most, skip);
    const last = rows.length === most ? rows.at(-1) : undefined;
    this.walk = { from: last ?? HEAD, begun: last ? this.walk.begun : begun };
    return last || (from === HEAD && skip === 0) ? rows : this.dueNotices(now, most, 0);
  }

  private rowsIn(lane: Lane, now: Date, from: Place, most: number, skip: number): Promise<Row[]> {
    const instant = sqlInstant(now);
    return this.database.manager.query(dueIn(lane, most, skip), [instant, from.due, from.due, from.id, instant]) as Promise<Row[]>;
  }

  /** Leases what nobody else has leased meanwhile; answers that. */
  private async take(due: readonly Row[], claim: string, until: Date, now: Date): Promise<readonly Row[]> {
    const { manager } = this.database;
    const ids = padded(due.map(({ id }) => id));
    const free = `id IN (:...ids) AND state = 'pending' AND lease_until <= :now`;
    const update = manager
      .createQueryBuilder()
      .update(OutboxMessage)
      .set({ lease: claim, leaseUntil: until, attempts: () => 'attempts + 1' });
    const { affected } = await update.where(free, { ids, now: sqlInstant(now) }).execute();
    if (affected === due.length) return due;
    const mine = (await manager.query(`SELECT id FROM outbox_message WHERE id IN (${marks(ids)}) AND lease = ?`, [...ids, claim])) as { id: string }[];
    const taken = new Set(mine.map(({ id }) => id));
    return due.filter(({ id }) => taken.has(id));
  }

  /** Of those that were on lease before, their worker is gone: it may have sent them. */
  private async countLost(rows: readonly Row[], claim: string): Promise<void> {
    const lost = rows.filter(({ lease }) => lease !== UNLEASED);
    if (lost.length === 0) return;
    this.log.error(`${lost.length} messages may have been sent by a worker that is gone; they are sent again`);
    const where = { id: In(lost.map(({ id }) => id)), lease: claim };
    await this.database.manager.update(OutboxMessage, where, { uncertain: () => 'uncertain + 1' });
  }

  /** Writes down what became of messages, those alike in one statement; also the SMS in place of the required ones. What was entered before changes nothing. */
  async enter(entries: readonly Entry[], now: Date): Promise<void> {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries) {
      // Kinds differ in how long a report is waited for.
      const kind = entry.state === 'sent' ? entry.message.kind : '';
      const key = `${kind} ${entry.message.claim} ${entry.state} ${entry.error} ${entry.dueAt?.getTime()} ${entry.untried} ${entry.uncertain}`;
      const group = groups.get(key);
      if (group) group.push(entry);
      else groups.set(key, [entry]);
    }
    for (const group of groups.values()) for (const chunk of chunks(group)) await this.enterAlike(chunk, now);
  }

  /** Gives back what was parked until now; sees to reports that never came. */
  async sweep(now: Date): Promise<void> {
    await this.each('parked', now, async (ids) => {
      await this.database.manager.update(OutboxMessage, { id: In(ids), state: 'parked', dueAt: LessThanOrEqual(now) }, { state: 'pending' });
    });
    await this.missReports(now);
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
  counts(since: Date, now: Date): Promise<Count<OutboxState>[]> {
    return countRows(this.database, 'outbox_message', since, now);
  }

  /** True while something is parked until an instant or longer. */
  async parkedUntil(instant: Date): Promise<boolean> {
    const found = `SELECT id FROM outbox_message WHERE state = 'parked' AND lane IN (${LANES.join(', ')}) AND due_at >= ? LIMIT 1`;
    return ((await this.database.manager.query(found, [sqlInstant(instant)])) as unknown[]).length > 0;
  }

  /** What a rule demands and nobody tried for long, while nothing passes or nobody sends, goes by SMS, too. Each is looked at once: they become overdue in the order in which they stand. */
  async tellOverdue(now: Date): Promise<void> {
    for (const lane of LANES) await this.tellOverdueIn(lane, now);
  }

  private async tellOverdueIn(lane: Lane, now: Date): Promise<void> {
    const before = sqlInstant(new Date(now.getTime() - (PATIENCE[lane] as number)));
    for (;;) {
      const { due, id } = this.overdue[lane] ?? HEAD;
      const rows = (await this.database.manager.query(OVERDUE, [lane, before, due, due, id])) as (Place & { kind: string })[];
      const required = rows.filter(({ kind }) => requiredKinds.includes(kind));
      for (const chunk of chunks(required)) {
        await this.database.transaction((tx) => smsInstead(tx, now, padded(chunk.map((each) => each.id)), WAITING));
      }
      const last = rows.at(-1);
      if (last) this.overdue[lane] = { due: last.due, id: last.id };
      if (rows.length < SWEEP) return;
    }
  }

  /** What a rule demands and WeChat took, but never said what became of, is told by SMS. It stays `sent`: nobody knows. */
  private missReports(now: Date): Promise<void> {
    return this.each('sent', now, (ids) =>
      this.database.transaction(async (tx) => {
        await tx.update(OutboxMessage, { id: In(ids), state: 'sent', dueAt: LessThanOrEqual(now) }, { error: NO_REPORT, dueAt: NEVER });
        await smsInstead(tx, now, ids);
      }),
    );
  }

  /** Gives what is due in a state to `work`, some ids at a time, until nothing is. */
  private async each(state: OutboxState, now: Date, work: (ids: string[]) => Promise<void>): Promise<void> {
    const found = `SELECT id FROM outbox_message WHERE state = ? AND lane IN (${LANES.join(', ')}) AND due_at <= ? LIMIT ${SWEEP}`;
    for (;;) {
      const rows = (await this.database.manager.query(found, [state, sqlInstant(now)])) as { id: string }[];
      for (const chunk of chunks(rows)) await work(padded(chunk.map(({ id }) => id)));
      if (rows.length < SWEEP) return;
    }
  }

  private enterAlike(alike: readonly Entry[], now: Date): Promise<void> {
    const [first] = alike as [Entry];
    const entries = padded([...alike].sort((one, other) => (one.message.id < other.message.id ? -1 : 1)));
    const ids = entries.map(({ message }) => message.id);
    const mine = `id IN (${marks(ids)}) AND lease = ? AND state = 'pending'`;
    const whose = [...ids, first.message.claim];
    return this.database.transaction((tx) => (first.state === 'sent' ? enterSent(tx, entries, mine, whose, now) : enterOther(tx, entries, mine, whose, now)));
  }
}

async function enterSent(tx: EntityManager, entries: readonly Entry[], mine: string, whose: readonly string[], now: Date): Promise<void> {
  const [first] = entries as [Entry];
  const msgid = valueById(
    entries.map(({ message }) => message.id),
    entries.map((entry) => entry.msgid),
  );
  await tx.query(`UPDATE outbox_message SET msgid = ${msgid.text}, state = 'sent', sent_at = ?, due_at = ?, error = NULL WHERE ${mine}`, [
    ...msgid.parameters,
    sqlInstant(now),
    sqlInstant(reportDue(first.message.kind, now)),
    ...whose,
  ]);
}

async function enterOther(tx: EntityManager, entries: readonly Entry[], mine: string, whose: readonly string[], now: Date): Promise<void> {
  const [{ state, error, dueAt = now, untried, uncertain }] = entries as [Entry];
  const given = `state = ?, error = ?, due_at = ?, attempts = attempts - ?, uncertain = uncertain + ?, lease = '${UNLEASED}', lease_until = ?`;
  await tx.query(`UPDATE outbox_message SET ${given} WHERE ${mine}`, [
    state,
    error,
    sqlInstant(dueAt),
    untried ? 1 : 0,
    uncertain ? 1 : 0,
    sqlInstant(NEVER_LEASED),
    ...whose,
  ]);
  const ids = entries.map(({ message }) => message.id);
  if (state === 'failed' || state === 'refused') await smsInstead(tx, now, ids);
  // Something is wrong, and it will not have passed in time.
  const late = error === null ? [] : entries.filter(({ message }) => waitsTooLong(message, dueAt));
  if (late.length > 0 && (state === 'pending' || state === 'parked')) await smsInstead(tx, now, padded(late.map(({ message }) => message.id)), WAITING);
}

const waitsTooLong = (message: Claimed, until: Date): boolean => until.getTime() - firstDue(message).getTime() > (PATIENCE[message.lane] as number);

/** Which messages did not arrive; and which still may, some time. */
const MISSED = `(state IN ('failed', 'refused') OR (state = 'sent' AND error = '${NO_REPORT}'))`;
const WAITING = `state IN ('pending', 'parked')`;

/**
 * Writes the SMS in place of those of the messages that a rule demands and WeChat did not deliver (or `WAITING`: not yet); each once. Not
 * by an INSERT … SELECT, which locks what it reads: many do this at the same time.
 */
export async function smsInstead(tx: EntityManager, now: Date, ids: readonly string[], missed: typeof MISSED | typeof WAITING = MISSED): Promise<void> {
  const rows = (await tx.query(
    `SELECT id, kind, lane FROM outbox_message WHERE id IN (${marks(ids)}) AND kind IN (${marks(requiredKinds)}) AND ${missed} ORDER BY id`,
    [...ids, ...requiredKinds],
  )) as Pick<OutboxMessage, 'id' | 'kind' | 'lane'>[];
  if (rows.length === 0) return;
  const texts = rows.map((row) => smsFor(row, mayGoAt(row.kind, now), now));
  await tx.createQueryBuilder().insert().into(OutboxSms).values(texts).orIgnore().updateEntity(false).execute();
}
