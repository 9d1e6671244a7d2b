import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MOST_UNREAD } from '@wuye/shared/message';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Database, insertRows, newId, sqlInstant } from '../database/index.js';
import { NEVER_LEASED, OutboxMessage, OutboxSms, smsFor, UNLEASED, type OutboxState } from './entities.js';
import { laneOf, mayGoAt, NOTICE, requiredKinds } from './kinds.js';
import type { Count } from './counts.js';
import { Ledger } from './ledger.js';
import { enterReports, type Report } from './reports.js';
import { type Deliver, Worker } from './worker.js';

/** A message before it has its row. */
export interface Draft {
  readonly kind: string;
  readonly subject: string;
  /** An account's id; `appointment:<id>` for someone who has not signed in; `<prefix>:<id>` of those whom a feature reaches by SMS alone. */
  readonly recipient: string;
  readonly communityId?: string | null;
  readonly data: Record<string, string>;
}

/** Whose owners: of communities, or of every community of a district. */
export type OwnersOf = { readonly communityIds: readonly string[] } | { readonly districtCode: string };

/** Two SELECTs of `id` and `community_id`, each owner once: the accounts of those who have one, and the people who have none. */
export interface OwnersQuery {
  readonly reached: string;
  readonly unreached: string;
  readonly parameters: readonly unknown[];
}

/** Where an SMS to someone without an account goes, and the token of the page that it opens; null: to no phone. */
export type Direct = (id: string, now: Date) => Promise<{ readonly phone: string; readonly token: string } | null>;

/** The subjects of all the messages about one matter, or null when the matter is another feature's: a complaint's number → its events. */
export type TopicReader = (manager: EntityManager, topic: string) => Promise<readonly string[] | null>;

const COLUMNS = '(id, kind, subject, recipient, community_id, data, state, error, lane, attempts, uncertain, due_at, created_at)';

/** Messages leave after the commit of what caused them, and not before. */
@Injectable()
export class Outbox implements OnModuleDestroy {
  private readonly ledger: Ledger;
  private deliver: Deliver | null = null;
  private owners: ((of: OwnersOf) => OwnersQuery) | null = null;
  private readonly topics: TopicReader[] = [];
  private readonly directs = new Map<string, Direct>();
  private draining: Promise<number> | null = null;
  private sweeping: Promise<void> | null = null;
  /** True once this instance has tried all that was due. */
  private drained = false;
  private restUntil: Date | null = null;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'WECHAT_CONNECTIONS'>,
  ) {
    this.ledger = new Ledger(database);
  }

  /** Called once by the feature that knows how to send. */
  useDelivery(deliver: Deliver): void {
    this.deliver = deliver;
  }

  /** Called once by the feature that knows who owns what. */
  useOwners(owners: (of: OwnersOf) => OwnersQuery): void {
    this.owners = owners;
  }

  /** Called once by each feature that has to do with people without an account: how those whose recipients begin with a prefix are reached by SMS. */
  useDirect(prefix: string, direct: Direct): void {
    this.directs.set(prefix, direct);
  }

  /** How a recipient is reached who has no account and never will; null for everybody else. */
  directOf(recipient: string): ((now: Date) => ReturnType<Direct>) | null {
    const [prefix = '', id = ''] = recipient.split(':');
    const direct = this.directs.get(prefix);
    return direct && id ? (now) => direct(id, now) : null;
  }

  /** Called once by each feature whose messages about one matter have several subjects. */
  useTopic(reader: TopicReader): void {
    this.topics.push(reader);
  }

  /** The subjects that a topic stands for: those of a feature's matter, else the subject itself. */
  async subjectsOf(manager: EntityManager, topic: string): Promise<readonly string[]> {
    for (const reader of this.topics) {
      const subjects = await reader(manager, topic);
      if (subjects) return subjects;
    }
    return [topic];
  }

  /** Writes messages in the transaction that caused them. Someone without an account is recorded as not reached. */
  async add(tx: EntityManager, now: Date, drafts: readonly Draft[]): Promise<void> {
    const rows = drafts.map((draft): OutboxMessage => {
      const unreachable = draft.recipient.startsWith('appointment:') || this.directOf(draft.recipient) !== null;
      return {
        ...draft,
        communityId: draft.communityId ?? null,
        id: newId(now),
        state: unreachable ? 'failed' : 'pending',
        error: unreachable ? 'NO_ACCOUNT' : null,
        lane: laneOf(draft.kind),
        attempts: 0,
        uncertain: 0,
        dueAt: mayGoAt(draft.kind, now),
        lease: UNLEASED,
        leaseUntil: NEVER_LEASED,
        createdAt: now,
        sentAt: null,
        deliveredAt: null,
        readAt: null,
        msgid: null,
      };
    });
    await insertRows(tx, OutboxMessage, rows);
    const required = rows.filter(({ state, kind }) => state === 'failed' && requiredKinds.includes(kind));
    // Not by an INSERT … SELECT: reading rows back locks the ends of both tables, where every other submission is writing.
    await insertRows(
      tx,
      OutboxSms,
      required.map((row) => smsFor(row, row.dueAt, now)),
    );
  }

  /**
   * Writes a message to every owner, each once however many homes and communities: two statements, whether they are ten
   * or a hundred thousand. A row's id is the instant, a mark of this call and the end of the owner's own id.
   */
  async addForOwners(tx: EntityManager, now: Date, of: OwnersOf, { kind, subject, data }: Pick<Draft, 'kind' | 'subject' | 'data'>): Promise<void> {
    if (!this.owners) throw new Error('Nobody told the outbox who owns what.');
    const { reached, unreached, parameters } = this.owners(of);
    const head = newId(now).slice(0, 10) + newId(now).slice(-4);
    const write = (owners: string, prefix: string, state: string, error: string | null) =>
      tx.query(
        `INSERT INTO outbox_message ${COLUMNS}
         SELECT CONCAT(?, SUBSTR(o.id, -12)), ?, ?, CONCAT('${prefix}', o.id), o.community_id, ?, ?, ?, ${NOTICE}, 0, 0, ?, ? FROM (${owners}) o`,
        [head, kind, subject, JSON.stringify(data), state, error, sqlInstant(mayGoAt(kind, now)), sqlInstant(now), ...parameters],
      );
    await write(reached, '', 'pending', null);
    await write(unreached, 'person:', 'failed', 'NO_ACCOUNT');
    if (!requiredKinds.includes(kind)) return;
    await tx.query(
      `INSERT INTO outbox_sms (id, state, lane, attempts, due_at, created_at)
       SELECT id, 'pending', lane, 0, due_at, created_at FROM outbox_message WHERE subject = ? AND kind = ? AND recipient LIKE 'person:%'`,
      [subject, kind],
    );
  }

  /** Sends what is due; answers how many were tried. Several instances may drain side by side. */
  drain(): Promise<number> {
    this.draining ??= this.drainOnce().finally(() => (this.draining = null));
    return this.draining;
  }

  /** Gives back what was parked until now, and sees to what waits too long: by itself, too, for a drain may take an hour. */
  sweep(): Promise<void> {
    this.sweeping ??= this.sweepOnce().finally(() => (this.sweeping = null));
    return this.sweeping;
  }

  /** How many messages to an account are unread, counted up to `MOST_UNREAD`. */
  async unread(accountId: string): Promise<number> {
    const some = `SELECT id FROM outbox_message WHERE recipient = ? AND read_at IS NULL LIMIT ${MOST_UNREAD}`;
    const [row] = (await this.database.manager.query(`SELECT COUNT(*) AS n FROM (${some}) some`, [accountId])) as { n: number | string }[];
    return Number(row?.n ?? 0);
  }

  /** Takes in what was reported of messages sent; answers the msgids that no message has (yet). */
  report(reports: readonly Report[]): Promise<string[]> {
    return enterReports(this.database, reports, this.clock.now());
  }

  /** An operator says that what is parked may go now, all of it or what is parked for some reasons; answers how much. */
  resume(errors: readonly string[] | null = null): Promise<number> {
    return this.ledger.resume(this.clock.now(), errors);
  }

  /** How many messages of the last days stand where, and why: for operators. */
  counts(days: number): Promise<Count<OutboxState>[]> {
    const now = this.clock.now();
    return this.ledger.counts(new Date(now.getTime() - days * 24 * 3_600_000), now);
  }

  /** What is being sent is finished and written down, no more is begun. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.draining?.catch(() => undefined);
  }

  /** After WeChat said that nothing passes; until then, or until somebody made what is parked due again. */
  private async rests(now: Date): Promise<boolean> {
    if (!this.restUntil || now >= this.restUntil) return false;
    if (await this.ledger.parkedUntil(this.restUntil)) return true;
    this.restUntil = null;
    return false;
  }

  private async sweepOnce(): Promise<void> {
    const now = this.clock.now();
    await this.ledger.sweep(now);
    // After a time without us, WeChat is asked first: what it takes at once needs no SMS.
    if (this.drained) await this.ledger.tellOverdue(now);
  }

  private async drainOnce(): Promise<number> {
    await this.sweep();
    const tried = await this.send();
    if (!this.drained) {
      this.drained = true;
      await this.sweep();
    }
    return tried;
  }

  private async send(): Promise<number> {
    if (!this.deliver || this.stopped || (await this.rests(this.clock.now()))) return 0;
    const worker = new Worker(this.ledger, this.clock, this.deliver, () => this.stopped);
    const { tried, restUntil } = await worker.run(this.config.WECHAT_CONNECTIONS);
    this.restUntil = restUntil;
    return tried;
  }
}
