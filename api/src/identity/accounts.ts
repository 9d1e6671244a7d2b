import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, isDuplicate, newId } from '../platform/database/index.js';
import { WechatInbox } from '../wechat/index.js';
import { Account } from './entities.js';

const LATER = {
  // Of two in the same second the following counts: a message to someone who left is refused, one that is not sent is lost.
  subscribe: 'subscription_at IS NULL OR subscription_at <= :at',
  unsubscribe: 'subscription_at IS NULL OR subscription_at < :at',
};

/** WeChat users of this Official Account, and whether they follow it. */
@Injectable()
export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    inbox: WechatInbox,
  ) {
    for (const kind of ['subscribe', 'unsubscribe'] as const) {
      inbox.on([kind], async (events) => {
        for (const { openid, at } of events) await this.follows(openid, kind, at);
      });
    }
  }

  /** The account of a WeChat user, made when they are seen first. */
  async idOf(openid: string): Promise<string> {
    const known = await this.database.manager.findOneBy(Account, { openid });
    if (known) return known.id;
    const now = this.clock.now();
    const id = newId(now);
    try {
      await this.database.manager.insert(Account, { id, openid, personId: null, createdAt: now, subscribed: false, subscribedAt: null, subscriptionAt: null });
      return id;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return (await this.database.manager.findOneByOrFail(Account, { openid })).id;
    }
  }

  /**
   * Someone followed the account or left it. Told twice or in the wrong order, the newest counts; so one who left before
   * we knew them gets an account, too, or a late word of their following would win.
   */
  private async follows(openid: string, kind: keyof typeof LATER, at: Date): Promise<void> {
    if (openid === '') return;
    const id = await this.idOf(openid);
    const subscribed = kind === 'subscribe';
    await this.database.manager
      .createQueryBuilder()
      .update(Account)
      .set({ subscribed, subscribedAt: subscribed ? at : null, subscriptionAt: at })
      .where(`id = :id AND (${LATER[kind]})`, { id, at })
      .execute();
  }
}
