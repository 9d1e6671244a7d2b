import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { Clock } from '../clock/index.js';
import { Database, insertRows, newId } from '../database/index.js';
import { OutboxMessage } from './entities.js';

/** What became of one try. */
export type Delivery = { sent: string } | { retry: string } | { failed: string };

/** Sends one message; it must not throw for what can be expected. */
export type Deliver = (message: OutboxMessage) => Promise<Delivery>;

/** A message before it has its row. */
export interface Draft {
  readonly kind: string;
  readonly subject: string;
  readonly recipient: string;
  readonly data: Record<string, string>;
}

const BATCH = 20;
const LEASE = 60_000;
/** Wait before the next try: 2 s doubling up to 10 min, for a day and more. */
const waitAfter = (attempts: number): number => Math.min(2_000 * 2 ** (attempts - 1), 600_000);
const MOST_ATTEMPTS = 200;

/** Messages leave after the commit of what caused them, and not before. */
@Injectable()
export class Outbox {
  private deliver: Deliver | null = null;
  private draining: Promise<number> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Called once by the feature that knows how to send. */
  useDelivery(deliver: Deliver): void {
    this.deliver = deliver;
  }

  /** Writes messages in the transaction that caused them. Someone without an account is recorded as not reached. */
  async add(tx: EntityManager, now: Date, drafts: readonly Draft[]): Promise<void> {
    if (drafts.length === 0) return;
    const rows = drafts.map((draft) => {
      const unreachable = draft.recipient.startsWith('appointment:');
      return {
        ...draft,
        id: newId(now),
        state: unreachable ? ('failed' as const) : ('pending' as const),
        error: unreachable ? 'NO_ACCOUNT' : null,
        attempts: 0,
        dueAt: now,
        createdAt: now,
        sentAt: null,
        msgid: null,
      };
    });
    await insertRows(tx, OutboxMessage, rows);
  }

  /** Sends what is due; answers how many were tried. Several instances may drain side by side. */
  drain(): Promise<number> {
    this.draining ??= this.drainOnce().finally(() => (this.draining = null));
    return this.draining;
  }

  private async drainOnce(): Promise<number> {
    let tried = 0;
    for (;;) {
      const due = await this.database.manager.find(OutboxMessage, {
        // A lease that ran out is due again: its sender is gone.
        where: { state: In(['pending', 'sending']), dueAt: LessThanOrEqual(this.clock.now()) },
        order: { dueAt: 'ASC' },
        take: BATCH,
      });
      const done = await Promise.all(due.map((message) => this.send(message)));
      tried += done.filter(Boolean).length;
      if (due.length < BATCH) return tried;
    }
  }

  private async send(message: OutboxMessage): Promise<boolean> {
    if (!this.deliver || !(await this.claim(message))) return false;
    const delivery = await this.deliver(message);
    const now = this.clock.now();
    const attempts = message.attempts + 1;
    const change =
      'sent' in delivery
        ? { state: 'sent' as const, sentAt: now, msgid: delivery.sent, error: null }
        : 'retry' in delivery && attempts < MOST_ATTEMPTS
          ? { state: 'pending' as const, error: delivery.retry, dueAt: new Date(now.getTime() + waitAfter(attempts)) }
          : { state: 'failed' as const, error: 'retry' in delivery ? delivery.retry : delivery.failed };
    // Whoever comes back after the lease changes nothing: another sender has it by then.
    await this.database.manager.update(OutboxMessage, { id: message.id, attempts }, change);
    return true;
  }

  /** A conditional update lets one of several senders through. */
  private async claim(message: OutboxMessage): Promise<boolean> {
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(OutboxMessage)
      .set({ state: 'sending', attempts: message.attempts + 1, dueAt: new Date(this.clock.now().getTime() + LEASE) })
      .where('id = :id AND state = :state AND attempts = :attempts', { id: message.id, state: message.state, attempts: message.attempts })
      .execute();
    return affected === 1;
  }
}
