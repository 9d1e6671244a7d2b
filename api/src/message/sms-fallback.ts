import { Inject, Injectable } from '@nestjs/common';
import { afterNight } from '@wuye/shared/message';
import { People } from '../identity/index.js';
import { Clock } from '../platform/clock/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Database, sqlInstant } from '../platform/database/index.js';
import { kindOf, Outbox, OutboxSms } from '../platform/outbox/index.js';
import { type SmsContent, type SmsResult, SmsSender } from '../sms/index.js';

interface Due {
  id: string;
  kind: string;
  recipient: string;
  data: string;
  state: 'pending' | 'sending';
  attempts: number;
}

const BATCH = 20;
const LEASE = 120_000;
const MINUTE = 60_000;
const MOST_ATTEMPTS = 20;
const LONGEST = 64;

/** The SMS in place of a message that a rule demands and WeChat did not deliver, or could not: who has no account is told by SMS alone. */
@Injectable()
export class SmsFallback {
  private draining: Promise<number> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly people: People,
    private readonly sms: SmsSender,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
  ) {}

  /** Sends what is due; answers how many were tried. Several instances may drain side by side. */
  drain(): Promise<number> {
    this.draining ??= this.drainOnce().finally(() => (this.draining = null));
    return this.draining;
  }

  private async drainOnce(): Promise<number> {
    for (let tried = 0; ;) {
      // A lease that ran out is due again: its sender is gone.
      const due = (await this.database.manager.query(
        `SELECT s.id, s.state, s.attempts, m.kind, m.recipient, m.data FROM outbox_sms s JOIN outbox_message m ON m.id = s.id
         WHERE s.state IN ('pending', 'sending') AND s.due_at <= ? ORDER BY s.due_at LIMIT ${BATCH}`,
        [sqlInstant(this.clock.now())],
      )) as Due[];
      if (due.length === 0) return tried;
      const people = await this.people.contactsOf(due.map(({ recipient }) => recipient));
      await Promise.all(due.map((each) => this.send(each, people.get(each.recipient)?.phone)));
      tried += due.length;
    }
  }

  private async send(due: Due, phone: string | undefined): Promise<void> {
    const claim = { id: due.id, state: due.state, attempts: due.attempts };
    const attempts = due.attempts + 1;
    const until = new Date(this.clock.now().getTime() + LEASE);
    const { affected } = await this.database.manager.update(OutboxSms, claim, { state: 'sending', attempts, dueAt: until });
    if (affected !== 1) return;
    const change = await this.changeBy(due, phone, attempts);
    await this.database.manager.update(OutboxSms, { id: due.id, state: 'sending', attempts }, change);
  }

  private async changeBy(due: Due, known: string | undefined, attempts: number): Promise<Partial<OutboxSms>> {
    const words = kindOf(due.kind)?.required?.sms(JSON.parse(due.data) as Record<string, string>);
    if (!words) return { state: 'failed', error: 'KIND_UNKNOWN' };
    // The token of a page is made now and kept nowhere: each try has its own.
    const direct = await this.outbox.directOf(due.recipient)?.(this.clock.now());
    const phone = direct?.phone ?? known;
    if (!phone) return { state: 'failed', error: 'NO_PHONE' };
    const page = direct && { no: words.title, words: words.subject, page: `${this.config.PUBLIC_URL}/h5/t#`, token: direct.token };
    const content: SmsContent = page ? { kind: 'page', values: page } : { kind: 'notice', values: words };
    return this.changeOf(await this.sms.send(phone, content), attempts);
  }

  private changeOf(result: SmsResult, attempts: number): Partial<OutboxSms> {
    const now = this.clock.now();
    if (result.sent) return { state: 'sent', sentAt: now, error: null };
    const error = result.code.slice(0, LONGEST);
    if (result.reason === 'refused' || attempts >= MOST_ATTEMPTS) return { state: 'failed', error };
    const wait = { 'phone-limit': 12 * 60, 'account-limit': 60, unreachable: Math.min(2 ** (attempts - 1), 60) }[result.reason] * MINUTE;
    return { state: 'pending', error, dueAt: new Date(afterNight(now.getTime() + wait)) };
  }
}
