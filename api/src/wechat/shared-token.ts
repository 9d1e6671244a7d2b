import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { digest, Vault } from '../platform/crypto/index.js';
import { Database, isDuplicate } from '../platform/database/index.js';
import { WechatToken } from './entities.js';
import { reactionTo, WechatFault } from './outcome.js';

/** Longer than the slowest fetch (two calls of 10 s); after it the fetcher counts as gone. */
const LEASE = 30_000;
/** Those who wait for another's fetch look again after so long, so often. */
const LOOK = 50;
const LOOKS = 400;
/** A token is not used in its last minutes: stable_token gives a new one 5 minutes early, and both are good until then. */
const MARGIN = 240;
/** WeChat allows 20 forced renewals a day. */
const FORCE_GAP = 2 * 3_600_000;
/** After a refusal that only an operator or midnight can end, WeChat is left alone for so long. */
const REST = 30_000;

/** What WeChat answered: the value and its life in seconds. */
export interface Fetched {
  readonly value: string;
  readonly expiresIn: number;
}

/** Asks WeChat. `force` wants another value than the one WeChat still holds for good. */
export type Fetch = (force: boolean) => Promise<Fetched>;

interface Held {
  readonly value: string;
  readonly until: number;
}

/** One value that all instances share: whoever finds it stale first fetches it, the others wait for that one. */
export class SharedToken {
  private held: Held | null = null;
  private loading: Promise<Held> | null = null;
  private resting: { readonly fault: WechatFault; readonly until: number } | null = null;
  private readonly owner = randomUUID().replaceAll('-', '').slice(0, 26);

  constructor(
    private readonly name: string,
    private readonly fetch: Fetch,
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The value in force, from memory while it is good. Throws WechatFault. */
  async current(): Promise<string> {
    const now = this.clock.now().getTime();
    if (this.held && this.held.until > now) return this.held.value;
    if (this.resting && this.resting.until > now) throw this.resting.fault;
    this.loading ??= this.load().finally(() => (this.loading = null));
    return (this.held = await this.loading).value;
  }

  /** WeChat refused this value. A newer one, fetched by whomever in the meantime, stays. */
  async drop(value: string): Promise<void> {
    if (this.held?.value === value) this.held = null;
    await this.database.manager.update(WechatToken, { name: this.name, digest: digest(value) }, { validUntil: null });
  }

  private async load(): Promise<Held> {
    for (let look = 0; look < LOOKS; look++) {
      const row = await this.row();
      const stored = row && (await this.read(row));
      if (stored) return stored;
      if (await this.claim(row !== null)) return this.refresh();
      await sleep(LOOK);
    }
    throw new WechatFault('TIMEOUT', reactionTo('TIMEOUT'));
  }

  private row(): Promise<WechatToken | null> {
    return this.database.manager.findOneBy(WechatToken, { name: this.name });
  }

  private async read({ name, value, validUntil, digest: stands }: WechatToken): Promise<Held | null> {
    if (!value || !validUntil || validUntil <= this.clock.now()) return null;
    try {
      return { value: this.vault.open(this.field, value), until: validUntil.getTime() };
    } catch {
      // Sealed under a key that is no longer listed: as good as none.
      await this.database.manager.update(WechatToken, { name, digest: stands ?? '' }, { digest: null, validUntil: null });
      return null;
    }
  }

  /** A conditional update lets one instance through; nobody once a good value stands there. */
  private async claim(exists: boolean): Promise<boolean> {
    if (!exists) await this.found();
    const now = this.clock.now();
    const { affected } = await this.database.manager
      .createQueryBuilder()
      .update(WechatToken)
      .set({ leaseOwner: this.owner, leaseUntil: new Date(now.getTime() + LEASE) })
      .where('name = :name AND (lease_until IS NULL OR lease_until <= :now) AND (valid_until IS NULL OR valid_until <= :now)', { name: this.name, now })
      .execute();
    return affected === 1;
  }

  private async found(): Promise<void> {
    try {
      await this.database.manager.insert(WechatToken, {
        name: this.name,
        value: null,
        digest: null,
        validUntil: null,
        leaseOwner: null,
        leaseUntil: null,
        forcedAt: null,
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  private async refresh(): Promise<Held> {
    const { fetched, forced } = await this.ask(await this.row()).catch(async (error: unknown) => {
      if (error instanceof WechatFault) this.rest(error);
      await this.release({});
      throw error;
    });
    const life = Math.max(fetched.expiresIn - MARGIN, fetched.expiresIn / 2) * 1000;
    const validUntil = new Date(this.clock.now().getTime() + life);
    await this.release({ value: this.vault.seal(this.field, fetched.value), digest: digest(fetched.value), validUntil, ...(forced && { forcedAt: forced }) });
    return { value: fetched.value, until: validUntil.getTime() };
  }

  /** A wrong secret is not sent to WeChat once for every message that waits. */
  private rest(fault: WechatFault): void {
    if (fault.reaction === 'alarm' || fault.reaction === 'park') this.resting = { fault, until: this.clock.now().getTime() + REST };
  }

  /** WeChat keeps giving the same value until near its end; if that is the one it refused, a new one is forced, but seldom. */
  private async ask(before: WechatToken | null): Promise<{ fetched: Fetched; forced: Date | null }> {
    const fetched = await this.fetch(false);
    const refused = before?.validUntil === null && before.digest === digest(fetched.value);
    const now = this.clock.now();
    if (!refused || (before.forcedAt && now.getTime() - before.forcedAt.getTime() < FORCE_GAP)) return { fetched, forced: null };
    return { fetched: await this.fetch(true), forced: now };
  }

  /** Ends the lease with what came of it. Whoever lost the lease in the meantime changes nothing. */
  private async release(change: Partial<WechatToken>): Promise<void> {
    await this.database.manager.update(WechatToken, { name: this.name, leaseOwner: this.owner }, { ...change, leaseOwner: null, leaseUntil: null });
  }

  private get field(): string {
    return `wechat_token.${this.name.split('/', 1)[0]}`;
  }
}

/** Makes shared values by name. */
@Injectable()
export class SharedTokens {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** `name` as in `access_token/<appid>`; `fetch` asks WeChat for it and throws WechatFault. */
  of(name: string, fetch: Fetch): SharedToken {
    return new SharedToken(name, fetch, this.database, this.vault, this.clock);
  }
}
