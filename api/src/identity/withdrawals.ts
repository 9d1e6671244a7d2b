import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { type PrivacyRequest, PrivacyRequests } from '../wechat/index.js';
import { Account } from './entities.js';
import { Erasures } from './erasures.js';

/** WeChat tells seconds: what was given within the one it names was given before. */
const SECOND = 1_000;

/** Someone took back in WeChat what they allowed us, or left WeChat: the same as 注销, except that what they gave after that instant stays. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly erasures: Erasures,
    requests: PrivacyRequests,
  ) {
    requests.usePrivacy((request) => this.forget(request));
  }

  /** Asked again, it finds nothing left to do. */
  async forget({ openid, at, gone }: PrivacyRequest): Promise<void> {
    const until = new Date(at.getTime() + SECOND);
    await this.database.transaction(async (tx) => {
      const account = await tx.findOneBy(Account, { openid });
      // The openid of someone who left WeChat leads nowhere, and is theirs: it goes, too.
      if (account) await this.erasures.erase(tx, account, gone ? 'account.cancel' : 'account.revoke', { now: this.clock.now(), until, gone });
    });
  }
}
