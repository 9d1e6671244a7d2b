import { Logger } from '@nestjs/common';
import type { Clock } from '../clock/index.js';
import { firstDue, LANES, mayGoAt } from './kinds.js';
import { BATCH, type Claimed, type Entry, type Ledger } from './ledger.js';
import { nameOf, persist } from './persist.js';
import { CHUNK } from './statements.js';

/** What became of one try. */
export type Delivery =
  | { readonly sent: string }
  | { readonly failed: string }
  /** The person does not want it. */
  | { readonly refused: string }
  /** It may pass in a moment; `lost`: it may have passed already, for its answer did not come. */
  | { readonly retry: string; readonly at: Date; readonly lost?: boolean }
  /** This one can't pass before an operator did something; others may. */
  | { readonly held: string; readonly until: Date }
  /** Nothing passes until then, this message or any other. */
  | { readonly parked: string; readonly until: Date };

/** Sends one message; it must not throw for what can be expected. */
export type Send = (message: Claimed) => Promise<Delivery>;

/** Gets ready to send some messages: what they all need is looked up in one go. */
export type Deliver = (messages: readonly Claimed[]) => Promise<Send>;

const MOST_ATTEMPTS = 200;
/** A message is not begun when so little of its lease is left. */
const MARGIN = 30_000;
/** Results are gathered for so long before they are written down together, by so many at once. */
const GATHER = 20;
const WRITERS = 3;
/** So long after the first try WeChat may have forgotten a client_msg_id (it keeps it for ten minutes), and what has passed comes twice. */
const FORGOTTEN = 9 * 60_000;
/** Nobody sends while so many results wait to be written down: memory stays as it is when the database is slower than WeChat. */
const MOST_RESULTS = 1_000;

/** One drain of the outbox: claims, sends side by side, writes down. */
export class Worker {
  private readonly log = new Logger('outbox');
  /** What was claimed and not begun, by its lane: the urgent overtakes a notice here, too. */
  private readonly queues = LANES.map((): { message: Claimed; send: Send }[] => []);
  private waiting = 0;
  private claiming: Promise<void> | null = null;
  private readonly writing = new Set<Promise<void>>();
  private readonly results: Entry[] = [];
  private dry = false;
  private tried = 0;
  private resting: { readonly code: string; readonly until: Date } | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly deliver: Deliver,
    private readonly stopped: () => boolean,
  ) {}

  /** Sends what is due, at most `senders` at a time; answers how many were tried, and until when nothing passes. */
  async run(senders: number): Promise<{ tried: number; restUntil: Date | null }> {
    const ends = await Promise.allSettled(Array.from({ length: senders }, () => this.sender()));
    while (this.writing.size > 0) await Promise.all(this.writing);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return { tried: this.tried, restUntil: this.resting?.until ?? null };
  }

  private async sender(): Promise<void> {
    for (;;) {
      // The next ones are on their way long before the last are gone: a claim takes as long as many sendings.
      if (this.waiting < 2 * BATCH) this.claimMore();
      if (this.results.length > MOST_RESULTS) await Promise.race(this.writing);
      const next = this.next();
      if (next) this.note(await this.try(next.message, next.send));
      else if (this.claiming) await this.claiming;
      else return;
    }
  }

  private next(): { message: Claimed; send: Send } | undefined {
    const next = this.queues.find((queue) => queue.length > 0)?.shift();
    if (next) this.waiting -= 1;
    return next;
  }

  private claimMore(): void {
    if (this.claiming || this.dry || this.resting || this.stopped()) return;
    this.claiming = this.fetch().finally(() => (this.claiming = null));
    // Whoever waits for it gets its error; when nobody does, the next who waits gets another.
    this.claiming.catch(() => (this.dry = true));
  }

  private async fetch(): Promise<void> {
    const messages = await this.ledger.claim(this.clock.now());
    if (messages.length === 0) this.dry = true;
    else {
      const send = await this.deliver(messages).catch(async (error: unknown) => {
        // Nothing was sent: nobody shall count them as perhaps sent when their lease runs out.
        await this.enter(messages.map(untried(this.clock.now())));
        throw error;
      });
      for (const message of messages) this.queues[message.lane]?.push({ message, send });
      this.waiting += messages.length;
    }
  }

  private async try(message: Claimed, send: Send): Promise<Entry> {
    const now = this.clock.now();
    if (this.resting) return { message, state: 'parked', error: this.resting.code, dueAt: mayGoAt(message.kind, this.resting.until), untried: true };
    // Its evening has come since it was due.
    const goes = mayGoAt(message.kind, now);
    if (goes > now) return untried(goes)(message);
    if (this.stopped() || now.getTime() > message.until - MARGIN) return untried(now)(message);
    this.tried += 1;
    return this.entryOf(message, await send(message), now);
  }

  private entryOf(message: Claimed, delivery: Delivery, now: Date): Entry {
    if ('sent' in delivery) return { message, state: 'sent', error: null, msgid: delivery.sent };
    if ('refused' in delivery) return { message, state: 'refused', error: delivery.refused };
    if ('failed' in delivery) return { message, state: 'failed', error: delivery.failed };
    // No attempt is counted: however long the operator takes, it is not given up.
    if ('held' in delivery) return { message, state: 'parked', error: delivery.held, dueAt: mayGoAt(message.kind, delivery.until), untried: true };
    if ('parked' in delivery) {
      if (!this.resting) this.log.error(`nothing passes (${delivery.parked}) until ${delivery.until.toISOString()}`);
      this.resting = { code: delivery.parked, until: delivery.until };
      return { message, state: 'parked', error: delivery.parked, dueAt: mayGoAt(message.kind, delivery.until) };
    }
    if (message.attempts >= MOST_ATTEMPTS) return { message, state: 'failed', error: delivery.retry };
    const dueAt = mayGoAt(message.kind, delivery.at > now ? delivery.at : now);
    const uncertain = delivery.lost === true && dueAt.getTime() - firstDue(message).getTime() > FORGOTTEN;
    return { message, state: 'pending', error: delivery.retry, dueAt, ...(uncertain && { uncertain }) };
  }

  /** Results are written down in the background, many in one statement; the senders go on. */
  private note(entry: Entry): void {
    this.results.push(entry);
    if (this.writing.size > 0 && (this.results.length < CHUNK || this.writing.size === WRITERS)) return;
    const writing = this.write().finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  private async write(): Promise<void> {
    while (this.results.length > 0) {
      if (this.results.length < CHUNK) await new Promise((resolve) => setTimeout(resolve, GATHER));
      const entries = this.results.splice(0, CHUNK);
      await this.enter(entries);
    }
  }

  private async enter(entries: readonly Entry[]): Promise<void> {
    const error = await persist(() => this.ledger.enter(entries, this.clock.now()), this.stopped);
    // Their leases run out, and they are sent again under the same client_msg_id.
    if (error) this.log.error(`${entries.length} results were not written down: ${nameOf(error)}`);
  }
}

/** Given back as it was, to be due at an instant. */
const untried =
  (dueAt: Date) =>
  (message: Claimed): Entry => ({ message, state: 'pending', error: null, untried: true, dueAt });
