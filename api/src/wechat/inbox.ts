import { Injectable, Logger } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThan, LessThanOrEqual, Not } from 'typeorm';
import { keepTerms } from '@wuye/shared/privacy';
import { Clock } from '../platform/clock/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, insertRows, isDuplicate, newId } from '../platform/database/index.js';
import { WechatEvent } from './entities.js';
import { dedupeOf, type Fields, type Inbound } from './inbound.js';

/** A stored message or event, opened for whoever works it. */
export interface PushedEvent extends Inbound {
  readonly id: string;
}

/**
 * Works events of some kinds, oldest first. It may get the same ones again, also together with another instance, and in any
 * order: what counts is `at`. It answers the ids of those that are too early, to get them again later.
 */
export type EventHandler = (events: readonly PushedEvent[]) => Promise<readonly string[] | void>;

const BATCH = 100;
const LEASE = 60_000;
/** Wait before the next try: 1 s doubling up to 5 min. */
const waitAfter = (attempts: number): number => Math.min(1_000 * 2 ** Math.max(0, attempts - 1), 300_000);
/** How often what fails is tried: some 8 hours. */
const MOST_FAILURES = 100;
/** How often what came too early is tried: a quarter of an hour. */
const MOST_EARLY = 12;
const KEPT = keepTerms.event.keep;
const PAYLOAD = 'wechat_event.payload';
const OPENID = 'wechat_event.openid';

/** What WeChat pushed: each stored once, then worked once, by whichever instance comes first. */
@Injectable()
export class WechatInbox {
  private readonly log = new Logger('wechat');
  private readonly handlers = new Map<string, EventHandler>();
  private working: Promise<number> | null = null;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Called once by the feature that works events of these kinds. */
  on(kinds: readonly string[], handler: EventHandler): void {
    for (const kind of kinds) {
      const name = kind.toLowerCase();
      if (this.handlers.has(name)) throw new Error(`Two handlers for the event ${kind}.`);
      this.handlers.set(name, handler);
    }
  }

  /** Stores what was pushed; the same again changes nothing. When this has returned, it may be acknowledged. */
  async store(inbound: Inbound, now: Date): Promise<void> {
    const row: WechatEvent = {
      id: newId(now),
      dedupe: dedupeOf(inbound),
      kind: inbound.kind,
      openidHash: this.vault.index(OPENID, inbound.openid),
      payload: this.vault.seal(PAYLOAD, JSON.stringify({ openid: inbound.openid, fields: inbound.fields })),
      happenedAt: inbound.at,
      receivedAt: now,
      state: 'pending',
      leaseOwner: null,
      attempts: 0,
      dueAt: now,
      error: null,
    };
    try {
      await insertRows(this.database.manager, WechatEvent, [row]);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  /** Works what is due; answers how many were tried. Several instances may work side by side. */
  work(): Promise<number> {
    this.working ??= this.workAll().finally(() => (this.working = null));
    return this.working;
  }

  /** Removes what is long done. A repeat of it would be refused for its age. */
  async sweep(now: Date): Promise<number> {
    const where = { state: In(['done', 'failed']), receivedAt: LessThan(new Date(now.getTime() - KEPT)) };
    const old = await this.database.manager.find(WechatEvent, { select: { id: true }, where, take: 1_000 });
    if (old.length > 0) await this.database.manager.delete(WechatEvent, { id: In(old.map(({ id }) => id)) });
    return old.length;
  }

  /** What a person wrote and did up to an instant is forgotten, with the event that asks for it. */
  async forget({ id, openid, at }: PushedEvent): Promise<void> {
    const openidHash = In(this.vault.indexes(OPENID, openid));
    const nothing = { payload: null };
    await this.database.manager.update(WechatEvent, { openidHash, happenedAt: LessThanOrEqual(at), state: In(['done', 'failed']) }, nothing);
    await this.database.manager.update(WechatEvent, { id }, nothing);
  }

  /** What is kept of a person, oldest first. */
  async of(openid: string): Promise<PushedEvent[]> {
    const openidHash = In(this.vault.indexes(OPENID, openid));
    const events = await this.database.manager.find(WechatEvent, { where: { openidHash, payload: Not(IsNull()) }, order: { happenedAt: 'ASC', id: 'ASC' } });
    return events.flatMap((event) => this.open(event));
  }

  /** All of a person that happened before an instant is forgotten, worked or not: whose it is has ended the account. */
  async forgetAll(tx: EntityManager, openid: string, until: Date): Promise<void> {
    await tx.update(WechatEvent, { openidHash: In(this.vault.indexes(OPENID, openid)), happenedAt: LessThan(until) }, { payload: null });
  }

  private async workAll(): Promise<number> {
    for (let tried = 0; ;) {
      const due = await this.database.manager.find(WechatEvent, {
        select: { id: true },
        // A lease that ran out is due again: its worker is gone.
        where: { state: In(['pending', 'working']), dueAt: LessThanOrEqual(this.clock.now()) },
        order: { dueAt: 'ASC' },
        take: BATCH,
      });
      if (due.length === 0) return tried;
      const turn = newId(this.clock.now());
      const claimed = await this.claim(
        due.map(({ id }) => id),
        turn,
      );
      await this.dispatch(claimed, turn);
      tried += claimed.length;
    }
  }

  /** A conditional update gives each event to one worker. */
  private async claim(ids: readonly string[], turn: string): Promise<WechatEvent[]> {
    const now = this.clock.now();
    await this.database.manager
      .createQueryBuilder()
      .update(WechatEvent)
      .set({ state: 'working', leaseOwner: turn, dueAt: new Date(now.getTime() + LEASE), attempts: () => 'attempts + 1' })
      .where('id IN (:...ids) AND state IN (:...states) AND due_at <= :now', { ids, states: ['pending', 'working'], now })
      .execute();
    return this.database.manager.find(WechatEvent, { where: { id: In(ids), leaseOwner: turn }, order: { happenedAt: 'ASC', id: 'ASC' } });
  }

  private async dispatch(claimed: readonly WechatEvent[], turn: string): Promise<void> {
    const kinds = new Map<string, WechatEvent[]>();
    for (const event of claimed) kinds.set(event.kind.toLowerCase(), [...(kinds.get(event.kind.toLowerCase()) ?? []), event]);
    for (const [kind, events] of kinds) {
      const handler = this.handlers.get(kind);
      if (handler) await this.hand(handler, events, turn);
      // Of a kind that nobody works it is enough to be kept.
      else await this.finish(events, turn);
    }
  }

  /** Gives a batch to its handler; when that fails, each alone, so that one bad event holds up no other. */
  private async hand(handler: EventHandler, events: readonly WechatEvent[], turn: string): Promise<void> {
    try {
      // Within: one that no key opens any more must not hold up the others either.
      const opened = events.flatMap((event) => this.open(event));
      const early = new Set((opened.length > 0 && (await handler(opened))) || []);
      await this.finish(
        events.filter(({ id }) => !early.has(id)),
        turn,
      );
      for (const event of events) if (early.has(event.id)) await this.again(event, turn, 'TOO_EARLY', MOST_EARLY);
    } catch (error) {
      if (events.length > 1) {
        for (const event of events) await this.hand(handler, [event], turn);
        return;
      }
      const [event] = events as [WechatEvent];
      // The name alone: a message may hold what was bound to a statement.
      this.log.error(`wechat.event ${event.id} ${event.kind}: ${error instanceof Error ? error.name : 'unknown error'}, try ${event.attempts}`);
      await this.again(event, turn, 'HANDLER_FAILED', MOST_FAILURES);
    }
  }

  private async finish(events: readonly WechatEvent[], turn: string): Promise<void> {
    if (events.length === 0) return;
    await this.database.manager.update(WechatEvent, { id: In(events.map(({ id }) => id)), leaseOwner: turn }, { state: 'done', leaseOwner: null, error: null });
  }

  private async again({ id, attempts }: WechatEvent, turn: string, error: string, most: number): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + waitAfter(attempts));
    await this.database.manager.update(
      WechatEvent,
      { id, leaseOwner: turn },
      { state: attempts >= most ? 'failed' : 'pending', leaseOwner: null, dueAt, error },
    );
  }

  /** Nothing for what was forgotten in the meantime. */
  private open({ id, kind, happenedAt, payload }: WechatEvent): PushedEvent[] {
    if (payload === null) return [];
    const { openid, fields } = JSON.parse(this.vault.open(PAYLOAD, payload)) as { openid: string; fields: Fields };
    return [{ id, kind, openid, at: happenedAt, fields }];
  }
}
