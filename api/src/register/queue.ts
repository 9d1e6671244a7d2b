import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, insertRows, newId, sqlInstant } from '../platform/database/index.js';
import { safeError } from '../platform/log/index.js';
import { Breaker } from './breaker.js';
import { RegisterQuery } from './entities.js';
import { Pace } from './pace.js';
import { type Owner, RegisterFault, RegisterPort } from './port.js';
import { Titles } from './titles.js';

/** What came of someone's question: how many titles there are, or that nobody answered for a week. */
export interface Answer {
  readonly subjectId: string;
  readonly titles: number | null;
  readonly askedAt: Date;
}

/** Told of an answer within the transaction that keeps it; it does database statements alone. */
export type OnAnswer = (tx: EntityManager, answer: Answer, now: Date) => Promise<void>;

/** Where a question stands. */
export interface Turn {
  /** 1: next. */
  readonly place: number;
  /** Until the answer is likely there. */
  readonly seconds: number;
}

/** What is claimed at a time: so little that several instances share the work, and few turns are lost when one of them goes. */
const BATCH = 5;
const LEASE = 60_000;
/** Of the time that is each question's, in milliseconds: an instance sends no two nearer to each other. */
const NEAREST = 900;
/** A question is tried again after 2, 4, 8 … seconds, at most so many. */
const LONGEST_PAUSE = 60_000;
/** So long a question keeps its place; ours. */
export const PATIENCE = 7 * 24 * 3_600_000;
const FIELD = 'register_query.person';

interface Claimed {
  readonly id: string;
  readonly subjectId: string;
  readonly owner: Owner;
  readonly attempts: number;
  readonly createdAt: Date;
}

const later = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

/**
 * The queue before the register (docs/adr/0006-register-queue.md): everyone's question is taken, keeps its place, and is asked in
 * order at the pace that the register bears, by whichever instance comes first.
 */
@Injectable()
export class RegisterQueue implements OnModuleDestroy {
  private readonly log = new Logger('register');
  private readonly breaker = new Breaker();
  private readonly pace: Pace;
  private readonly inFlight = new Set<Promise<void>>();
  private onAnswer: OnAnswer | null = null;
  private working: Promise<void> | null = null;
  private stopped = false;
  private gate: Promise<void> = Promise.resolve();
  private sentAt = 0;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly titles: Titles,
    private readonly register: RegisterPort,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.pace = new Pace(database, config.REGISTER_PER_SECOND);
  }

  /** False where the table answers at once and nobody queues. */
  get needed(): boolean {
    return this.config.REGISTER_PROVIDER === 'http';
  }

  /** Called once by the feature that asks. */
  useAnswers(onAnswer: OnAnswer): void {
    this.onAnswer = onAnswer;
  }

  /** Puts a question at the end of the queue. */
  async ask(tx: EntityManager, subjectId: string, owner: Owner, now: Date): Promise<void> {
    const query: RegisterQuery = {
      id: newId(now),
      subjectId,
      person: this.vault.seal(FIELD, JSON.stringify(owner)),
      state: 'waiting',
      leaseOwner: null,
      attempts: 0,
      dueAt: now,
      createdAt: now,
      answeredAt: null,
      titles: null,
      error: null,
    };
    await insertRows(tx, RegisterQuery, [query]);
  }

  /** Takes a subject's questions out of the queue: nobody waits for the answer any more. */
  async forget(tx: EntityManager, subjectId: string): Promise<void> {
    await tx.delete(RegisterQuery, { subjectId });
  }

  /** The newest question about a subject. */
  async queryOf(manager: EntityManager, subjectId: string): Promise<RegisterQuery | null> {
    return manager.findOne(RegisterQuery, { where: { subjectId }, order: { id: 'DESC' } });
  }

  /** The place of a subject's question; null when it waits for nothing. */
  async turnOf(manager: EntityManager, subjectId: string): Promise<Turn | null> {
    const mine = `SELECT MAX(id) AS id FROM register_query WHERE subject_id = ? AND state IN ('waiting', 'asking')`;
    const [row] = (await manager.query(mine, [subjectId])) as { id: string | null }[];
    if (!row?.id) return null;
    const before = await this.before(manager, row.id);
    return { place: before + 1, seconds: Math.ceil((before + 1) / this.config.REGISTER_PER_SECOND) + 1 };
  }

  /** Asks all that is due. Several instances may work side by side. */
  work(): Promise<void> {
    this.working ??= this.workOnce().finally(() => (this.working = null));
    return this.working;
  }

  /** What was asked is waited for and written down, no more is asked. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.working?.catch(() => undefined);
  }

  private async before(manager: EntityManager, id: string): Promise<number> {
    const count = async (state: string): Promise<number> => {
      const [row] = (await manager.query('SELECT COUNT(*) AS n FROM register_query WHERE state = ? AND id < ?', [state, id])) as { n: number | string }[];
      return Number(row?.n ?? 0);
    };
    return (await count('waiting')) + (await count('asking'));
  }

  private async workOnce(): Promise<void> {
    if (!this.needed) return;
    await this.takeBack();
    while (!this.stopped) {
      const free = Math.min(BATCH, this.config.REGISTER_CONNECTIONS - this.inFlight.size);
      const room = free > 0 ? this.breaker.room(this.clock.now(), free) : 0;
      const claimed = room > 0 ? await this.claim(room) : [];
      if (claimed.length === 0) {
        if (room > 0) this.breaker.spare();
        if (this.inFlight.size === 0) return;
        await Promise.race(this.inFlight);
        continue;
      }
      const turns = await this.pace.reserve(claimed.length, this.clock.now()).catch(async (error: unknown) => {
        await this.release(claimed, error);
        throw error;
      });
      claimed.forEach((query, index) => this.send(query, turns[index] as Date));
      // Claiming farther ahead would only take work from another instance.
      await this.wait((turns[0] as Date).getTime() - this.clock.now().getTime());
    }
    await Promise.all(this.inFlight);
  }

  private send(query: Claimed, at: Date): void {
    const begins = performance.now() + at.getTime() - this.clock.now().getTime();
    this.gate = this.gate.then(() => this.wait(begins - performance.now())).then(() => this.apart());
    const sending = this.gate
      .then(() => this.question(query))
      .catch((error: unknown) => this.release([query], error))
      // The database is away: the lease runs out, and it is asked again.
      .catch(() => undefined)
      .finally(() => this.inFlight.delete(sending));
    this.inFlight.add(sending);
  }

  /** A busy process wakes late and would send together what was to go apart. */
  private async apart(): Promise<void> {
    await this.wait(this.sentAt + NEAREST / this.config.REGISTER_PER_SECOND - performance.now());
    this.sentAt = performance.now();
  }

  /** What could not be asked or written down is asked again, at its place. */
  private async release(queries: readonly Claimed[], error: unknown): Promise<void> {
    this.log.error(`${queries.length} questions are asked again: ${safeError(error).message}`);
    const dueAt = later(this.clock.now(), 1_000);
    for (const { id } of queries) await this.database.manager.update(RegisterQuery, { id, state: 'asking' }, { state: 'waiting', leaseOwner: null, dueAt });
  }

  private wait(milliseconds: number): Promise<void> {
    return milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve();
  }

  /** A holder of a lease that ran out is gone: what it asked is asked again. */
  private async takeBack(): Promise<void> {
    await this.database.manager.query(`UPDATE register_query SET state = 'waiting', lease_owner = NULL WHERE state = 'asking' AND due_at < ?`, [
      sqlInstant(this.clock.now()),
    ]);
  }

  /** The oldest questions that are due: a conditional update gives each to one instance. */
  private async claim(most: number): Promise<Claimed[]> {
    const [now, { manager }] = [this.clock.now(), this.database];
    const due = (await manager.query(`SELECT id FROM register_query WHERE state = 'waiting' AND due_at <= ? ORDER BY id LIMIT ${most}`, [sqlInstant(now)])) as {
      id: string;
    }[];
    if (due.length === 0) return [];
    const lease = newId(now);
    await manager.query(
      `UPDATE register_query SET state = 'asking', lease_owner = ?, due_at = ?, attempts = attempts + 1
       WHERE state = 'waiting' AND id IN (${due.map(() => '?').join(', ')})`,
      [lease, sqlInstant(later(now, LEASE)), ...due.map(({ id }) => id)],
    );
    const mine = await manager.find(RegisterQuery, { where: { leaseOwner: lease, state: 'asking' }, order: { id: 'ASC' } });
    return mine.map(({ id, subjectId, person, attempts, createdAt }) => ({
      id,
      subjectId,
      owner: JSON.parse(this.vault.open(FIELD, person ?? '')) as Owner,
      attempts,
      createdAt,
    }));
  }

  private async question(query: Claimed): Promise<void> {
    try {
      const holdings = await this.register.holdings(query.owner);
      this.breaker.answered();
      const now = this.clock.now();
      await this.settle(query, holdings.length, now, (tx) => this.titles.keep(tx, query.owner, holdings, now));
    } catch (error) {
      if (!(error instanceof RegisterFault)) throw error;
      await this.again(query, error);
    }
  }

  private async again(query: Claimed, { code, retryAfter }: RegisterFault): Promise<void> {
    const now = this.clock.now();
    this.breaker.failed(now, retryAfter === null ? null : retryAfter * 1000);
    this.log.error(`http: ${code}`);
    if (now.getTime() - query.createdAt.getTime() > PATIENCE) return this.settle(query, null, now, () => Promise.resolve());
    const pause = retryAfter === null ? Math.min(1000 * 2 ** query.attempts, LONGEST_PAUSE) : retryAfter * 1000;
    // Its id stays, and with it its place.
    await this.database.manager.update(
      RegisterQuery,
      { id: query.id, state: 'asking' },
      { state: 'waiting', leaseOwner: null, dueAt: later(now, pause), error: code },
    );
  }

  /** Keeps the answer, once: another instance that thought us gone may have been first. */
  private async settle({ id, subjectId, createdAt }: Claimed, titles: number | null, now: Date, keep: (tx: EntityManager) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      const done = {
        state: titles === null ? ('failed' as const) : ('answered' as const),
        titles,
        answeredAt: now,
        person: null,
        leaseOwner: null,
        dueAt: now,
      };
      const { affected } = await tx.update(RegisterQuery, { id, state: 'asking' }, done);
      if (affected !== 1) return;
      await keep(tx);
      await this.onAnswer?.(tx, { subjectId, titles, askedAt: createdAt }, now);
    });
  }
}
