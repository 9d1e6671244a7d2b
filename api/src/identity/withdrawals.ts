import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, LessThan, Not } from 'typeorm';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { Sessions } from '../platform/session/index.js';
import { type PrivacyRequest, PrivacyRequests } from '../wechat/index.js';
import { Account, Appointment, Binding, BindingApplication, Person } from './entities.js';

/** WeChat tells seconds: what was given within the one it names was given before. */
const SECOND = 1_000;

/**
 * Someone took back in WeChat what they allowed us. Their name, numbers, homes and half-filled forms go; the account stays
 * as a bare number, for what was handled under it must stay countable. What they gave after that instant stays.
 */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    requests: PrivacyRequests,
  ) {
    requests.usePrivacy((request) => this.forget(request));
  }

  /** Asked again, it finds nothing left to do. */
  async forget({ openid, at, gone }: PrivacyRequest): Promise<void> {
    const now = this.clock.now();
    const until = new Date(at.getTime() + SECOND);
    await this.database.transaction(async (tx) => {
      const account = await tx.findOneBy(Account, { openid });
      if (!account) return;
      await tx.delete(BindingApplication, { accountId: account.id, createdAt: LessThan(until) });
      await this.sessions.revokeAll(tx, account.id, now);
      const homes = account.personId === null ? 0 : await this.unlink(tx, account, until);
      // The openid of someone who left WeChat leads nowhere, and is theirs.
      if (gone) await tx.update(Account, { id: account.id }, { openid: `gone:${account.id}`, subscribed: false, subscribedAt: null });
      await this.audit.record(tx, { now, who: { accountId: account.id } }, gone ? 'account.cancel' : 'account.revoke', `account:${account.id}`, { homes });
    });
  }

  /** Takes the person off the account, and the person's data away; how many homes were bound. */
  private async unlink(tx: EntityManager, { id, personId }: Account, until: Date): Promise<number> {
    const person = personId === null ? null : await tx.findOneBy(Person, { id: personId });
    if (!person || (person.certifiedAt ?? person.createdAt) >= until) return 0;
    const { affected } = await tx.delete(Binding, { personId: person.id });
    await tx.update(Account, { id }, { personId: null });
    if (await tx.existsBy(Account, { personId: person.id, id: Not(id) })) return affected ?? 0;
    // An office is the employer's register, not the person's: it can be taken up again by proving the phone.
    await tx.update(Appointment, { personId: person.id, endedAt: IsNull() }, { personId: null });
    await tx.delete(Person, { id: person.id });
    return affected ?? 0;
  }
}
