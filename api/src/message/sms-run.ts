import { Logger } from '@nestjs/common';
import type { Clock } from '../platform/clock/index.js';
import { type ClaimedSms, mayGoAt, nameOf, persist, type SmsEntry, type SmsLedger } from '../platform/outbox/index.js';
import type { SmsResult } from '../sms/index.js';

/** What became of one try; `failed`: there was nothing to try. */
export type SmsTry = SmsResult | { readonly failed: string };

/** An SMS ready to be sent. */
export interface ReadySms {
  readonly sms: ClaimedSms;
  /** Those that go alike: what the operator must put right for one of them stops all of them. */
  readonly way: string;
  readonly send: () => Promise<SmsTry>;
}

/** SMS that are on their way at the same time. */
const SENDERS = 16;
const CLAIM = 48;
const MINUTE = 60_000;
/** One is not begun when so little of its lease is left. */
const MARGIN = 30_000;
/** A week and more of a provider that is away. */
const MOST_ATTEMPTS = 200;
const LONGEST = 64;
/** One way rests after so many faults in a row: a single phone's own fault stops nobody else. */
const STREAK = 5;
const REST = 10 * MINUTE;

interface Way {
  faults: number;
  /** What the others are written down as while it rests. */
  rest: (SmsEntry & { readonly dueAt: Date }) | null;
}

/** One drain of the SMS: claims, sends side by side, writes down each when its answer comes. */
export class SmsRun {
  private readonly log = new Logger('sms');
  private readonly ways = new Map<string, Way>();
  private queue: ReadySms[] = [];
  private claiming: Promise<void> | null = null;
  private dry = false;
  private tried = 0;

  constructor(
    private readonly ledger: SmsLedger,
    private readonly clock: Clock,
    private readonly prepare: (claimed: readonly ClaimedSms[]) => Promise<readonly ReadySms[]>,
    private readonly stopped: () => boolean,
  ) {}

  /** Sends what is due; answers how many were tried. */
  async run(): Promise<number> {
    const ends = await Promise.allSettled(Array.from({ length: SENDERS }, () => this.sender()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return this.tried;
  }

  private async sender(): Promise<void> {
    for (;;) {
      if (this.queue.length < SENDERS) this.claimMore();
      const next = this.queue.shift();
      if (next) await this.handle(next);
      else if (this.claiming) await this.claiming;
      else return;
    }
  }

  private claimMore(): void {
    if (this.claiming || this.dry || this.stopped()) return;
    this.claiming = this.fetch().finally(() => (this.claiming = null));
    // Whoever waits for it gets its error; when nobody does, the next drain gets another.
    this.claiming.catch(() => (this.dry = true));
  }

  private async fetch(): Promise<void> {
    const claimed = await this.ledger.claim(this.clock.now(), CLAIM);
    if (claimed.length === 0) this.dry = true;
    else {
      const prepared = await this.prepare(claimed).catch(async (error: unknown) => {
        // Nothing was sent: nobody shall count them as perhaps sent when their lease runs out.
        await this.enter(claimed, { state: 'pending', error: null, untried: true });
        throw error;
      });
      const ready = await this.rested(prepared);
      // The urgent overtakes here, too; the order of those alike stays.
      this.queue = [...this.queue, ...ready].sort((one, other) => one.sms.lane - other.sms.lane);
    }
  }

  /** Those whose way does not rest; the others are written down at once. */
  private async rested(ready: readonly ReadySms[]): Promise<ReadySms[]> {
    const now = this.clock.now();
    const resting = new Map<string, SmsEntry>();
    for (const { way } of ready) {
      const rest = this.restOf(way, now);
      if (rest) resting.set(way, rest);
    }
    for (const [name, rest] of resting) {
      const alike = ready.filter(({ way }) => way === name);
      await this.enter(
        alike.map(({ sms }) => sms),
        rest,
      );
    }
    return ready.filter(({ way }) => !resting.has(way));
  }

  private restOf(way: string, now: Date): Way['rest'] {
    const rest = this.ways.get(way)?.rest;
    return rest && rest.dueAt > now ? rest : null;
  }

  private async handle({ sms, way, send }: ReadySms): Promise<void> {
    const now = this.clock.now();
    const goes = mayGoAt(sms.kind ?? '', now);
    const untried = { state: 'pending', error: null, untried: true } as const;
    const rest = this.restOf(way, now);
    if (rest) return this.enter([sms], rest);
    // Its evening has come since it was due.
    if (goes > now) return this.enter([sms], { ...untried, dueAt: goes });
    if (this.stopped() || now.getTime() > sms.until - MARGIN) return this.enter([sms], untried);
    if (sms.arrived) return this.enter([sms], { state: 'failed', error: 'ARRIVED' });
    this.tried += 1;
    const result = await this.try(send);
    await this.enter([sms], this.entryOf(sms, way, result));
  }

  private async enter(claimed: readonly ClaimedSms[], entry: SmsEntry): Promise<void> {
    const error = await persist(() => this.ledger.enter(claimed, entry, this.clock.now()), this.stopped);
    // Their leases run out, and they may go once more.
    if (error) this.log.error(`${claimed.length} results were not written down: ${nameOf(error)}`);
  }

  private async try(send: ReadySms['send']): Promise<SmsTry> {
    try {
      return await send();
    } catch (error) {
      // It waits for its next turn; the others go on.
      this.log.error(`one SMS was not sent: ${nameOf(error)}`);
      return { sent: false, reason: 'unreachable', code: 'INTERNAL' };
    }
  }

  private entryOf({ kind, attempts }: ClaimedSms, way: string, result: SmsTry): SmsEntry {
    const now = this.clock.now().getTime();
    const due = (wait: number): Date => mayGoAt(kind ?? '', new Date(now + wait));
    if ('failed' in result) return { state: 'failed', error: result.failed };
    this.notice(way, result);
    if (result.sent) return { state: 'sent', error: null };
    const error = result.code.slice(0, LONGEST);
    // However long the operator takes, it is not given up. After those that were not tried: the next to find out is another.
    if (result.reason === 'settings' || result.reason === 'account-limit') return { state: 'parked', error, dueAt: due(REST + MINUTE), untried: true };
    if (result.reason === 'refused' || attempts >= MOST_ATTEMPTS) return { state: 'failed', error };
    if (result.reason === 'phone-limit') return { state: 'pending', error, dueAt: due(12 * 60 * MINUTE) };
    return { state: 'pending', error, dueAt: due(Math.min(2 ** (attempts - 1), 60) * MINUTE) };
  }

  /** Counts faults that are not one message's own. */
  private notice(name: string, result: SmsResult): void {
    const way = this.ways.get(name) ?? { faults: 0, rest: null };
    this.ways.set(name, way);
    const parked = !result.sent && (result.reason === 'settings' || result.reason === 'account-limit');
    if (result.sent || !(parked || result.reason === 'unreachable')) way.faults = 0;
    else if ((way.faults += 1) === STREAK) {
      const dueAt = new Date(this.clock.now().getTime() + (parked ? REST : MINUTE));
      way.rest = { state: parked ? 'parked' : 'pending', error: result.code.slice(0, LONGEST), dueAt, untried: true };
      way.faults = 0;
    }
  }
}
