import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { People } from '../identity/index.js';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Unreadable } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { type ClaimedSms, kindOf, Outbox, SmsLedger } from '../platform/outbox/index.js';
import { isAbroad, type SmsContent, SmsSender } from '../sms/index.js';
import { type ReadySms, SmsRun, type SmsTry } from './sms-run.js';

type Contact = { readonly phone: string } | null | undefined;

/** The SMS in place of a message that a rule demands and WeChat did not deliver, or could not: who has no account is told by SMS alone. */
@Injectable()
export class SmsFallback implements OnModuleDestroy {
  private readonly ledger: SmsLedger;
  private draining: Promise<number> | null = null;
  private stopped = false;

  constructor(
    database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly sms: SmsSender,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
  ) {
    this.ledger = new SmsLedger(database);
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
    if (this.stopped) return 0;
    await this.ledger.sweep(this.clock.now());
    const run = new SmsRun(
      this.ledger,
      this.clock,
      (claimed) => this.prepare(claimed),
      () => this.stopped,
    );
    return run.run();
  }

  private async prepare(claimed: readonly ClaimedSms[]): Promise<ReadySms[]> {
    const people = await this.people.contactsOf(claimed.map(({ recipient }) => recipient));
    return claimed.map((sms) => {
      const contact = people.get(sms.recipient);
      return { sms, way: this.wayOf(sms, contact), send: () => this.send(sms, contact) };
    });
  }

  /** Each has a template of its own at a provider that wants templates. */
  private wayOf({ recipient }: ClaimedSms, contact: Contact): string {
    if (this.outbox.directOf(recipient)) return 'page';
    return contact && isAbroad(contact.phone) ? 'notice abroad' : 'notice';
  }

  private async send(sms: ClaimedSms, contact: Contact): Promise<SmsTry> {
    const words = kindOf(sms.kind ?? '')?.required?.sms(JSON.parse(sms.data) as Record<string, string>);
    if (!words) return { failed: 'KIND_UNKNOWN' };
    try {
      // The token of a page is made now and kept nowhere: each try has its own.
      const direct = await this.outbox.directOf(sms.recipient)?.(this.clock.now());
      const phone = direct?.phone ?? contact?.phone;
      if (!phone) return { failed: contact === null ? 'UNREADABLE' : 'NO_PHONE' };
      const page = direct && { no: words.title, words: words.subject, page: `${this.config.PUBLIC_URL}/h5/t#`, token: direct.token };
      const content: SmsContent = page ? { kind: 'page', values: page } : { kind: 'notice', values: words };
      return await this.sms.send(phone, content);
    } catch (error) {
      if (error instanceof Unreadable) return { failed: 'UNREADABLE' };
      throw error;
    }
  }
}
