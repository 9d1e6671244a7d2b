import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock/index.js';
import { CONFIG, type Config } from '../config/index.js';
import { Database, insertRows, newId, sqlInstant } from '../database/index.js';
import { OutboxMessage } from './entities.js';
import { mayGoAt, requiredKinds } from './kinds.js';
import { Ledger, smsInstead } from './ledger.js';
import { type Deliver, Worker } from './worker.js';

/** A message before it has its row. */
export interface Draft {
  readonly kind: string;
  readonly subject: string;
  /** An account's id; `appointment:<id>` for someone who has not signed in. */
  readonly recipient: string;
  readonly communityId?: string | null;
  readonly data: Record<string, string>;
}

/** Whose owners: of communities, or of every community of a district. */
export type OwnersOf = { readonly communityIds: readonly string[] } | { readonly districtCode: string };

/** A SELECT of owners, each once: `person_id`, `account_id` (null for who has none), `community_id`. */
export interface OwnersQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

const COLUMNS = '(id, kind, subject, recipient, community_id, data, state, error, attempts, uncertain, due_at, created_at)';

/** Messages leave after the commit of what caused them, and not before. */
@Injectable()
export class Outbox implements OnModuleDestroy {
  private readonly log = new Logger('outbox');
  private readonly ledger: Ledger;
  private deliver: Deliver | null = null;
  private owners: ((of: OwnersOf) => OwnersQuery) | null = null;
  private draining: Promise<number> | null = null;
  private restUntil: Date | null = null;
  private stopped = false;

  constructor(
    database: Database,
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

  /** Writes messages in the transaction that caused them. Someone without an account is recorded as not reached. */
  async add(tx: EntityManager, now: Date, drafts: readonly Draft[]): Promise<void> {
    const rows = drafts.map((draft): OutboxMessage => {
      const unreachable = draft.recipient.startsWith('appointment:');
      return {
        ...draft,
        communityId: draft.communityId ?? null,
        id: newId(now),
        state: unreachable ? 'failed' : 'pending',
        error: unreachable ? 'NO_ACCOUNT' : null,
        attempts: 0,
        uncertain: 0,
        dueAt: mayGoAt(draft.kind, now),
        leaseOwner: null,
        createdAt: now,
        sentAt: null,
        deliveredAt: null,
        readAt: null,
        msgid: null,
      };
    });
    await insertRows(tx, OutboxMessage, rows);
    const required = rows.filter(({ state, kind }) => state === 'failed' && requiredKinds.includes(kind)).map(({ id }) => id);
    if (required.length > 0) await smsInstead(tx, now, required);
  }

  /**
   * Writes a message to every owner, each once however many homes and communities: two statements, whether they are ten
   * or a hundred thousand. A row's id is the instant, a mark of this call and the end of the owner's own id.
   */
  async addForOwners(tx: EntityManager, now: Date, of: OwnersOf, { kind, subject, data }: Pick<Draft, 'kind' | 'subject' | 'data'>): Promise<void> {
    if (!this.owners) throw new Error('Nobody told the outbox who owns what.');
    const { sql, parameters } = this.owners(of);
    const head = newId(now).slice(0, 10) + newId(now).slice(-4);
    const write = (who: string, recipient: string, state: string, error: string | null, where: string) =>
      tx.query(
        `INSERT INTO outbox_message ${COLUMNS}
         SELECT CONCAT(?, SUBSTR(${who}, -12)), ?, ?, ${recipient}, o.community_id, ?, ?, ?, 0, 0, ?, ? FROM (${sql}) o WHERE ${where}`,
        [head, kind, subject, JSON.stringify(data), state, error, sqlInstant(mayGoAt(kind, now)), sqlInstant(now), ...parameters],
      );
    await write('o.account_id', 'o.account_id', 'pending', null, 'o.account_id IS NOT NULL');
    await write('o.person_id', "CONCAT('person:', o.person_id)", 'failed', 'NO_ACCOUNT', 'o.account_id IS NULL');
    if (!requiredKinds.includes(kind)) return;
    await tx.query(
      `INSERT INTO outbox_sms (id, state, attempts, due_at, created_at)
       SELECT id, 'pending', 0, due_at, created_at FROM outbox_message WHERE subject = ? AND kind = ? AND recipient LIKE 'person:%'`,
      [subject, kind],
    );
  }

  /** Sends what is due; answers how many were tried. Several instances may drain side by side. */
  drain(): Promise<number> {
    this.draining ??= this.drainOnce().finally(() => (this.draining = null));
    return this.draining;
  }

  /** What is being sent is finished and written down, no more is begun. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    await this.draining?.catch(() => undefined);
  }

  private async drainOnce(): Promise<number> {
    const now = this.clock.now();
    const uncertain = await this.ledger.sweep(now);
    if (uncertain > 0) this.log.error(`${uncertain} messages may have been sent by a worker that is gone; they are sent again`);
    if (!this.deliver || this.stopped || (this.restUntil && now < this.restUntil)) return 0;
    const worker = new Worker(this.ledger, this.clock, this.deliver, () => this.stopped);
    const { tried, restUntil } = await worker.run(this.config.WECHAT_CONNECTIONS);
    this.restUntil = restUntil;
    return tried;
  }
}
