import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { InputOf } from '@wuye/shared/kit';
import { type HandDelivery, messageErrors, type messageRoutes } from '@wuye/shared/message';
import { Communities, placeFor } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, isDuplicate } from '../platform/database/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { OutboxMessage } from '../platform/outbox/index.js';
import { Storage } from '../platform/storage/index.js';
import { DELIVERED_BY, DeliveryRows } from './delivery-rows.js';
import { HandDeliveryRecord } from './entities.js';

const problem = problemsOf(messageErrors);

const MINUTE = 60_000;
export const HAND_PICTURES = 'hand_delivery';

type Input = InputOf<typeof messageRoutes.recordHand>;

/** 登记上门送达: what WeChat and SMS did not bring, somebody brought to the door. */
@Injectable()
export class HandDeliveries {
  constructor(
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly rows: DeliveryRows,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly storage: Storage,
    private readonly audit: Audit,
  ) {}

  /** Records a visit, or corrects its record: the edition before stays, and no longer counts. */
  record(context: SignedIn, { params: { id }, body }: Input): Promise<HandDelivery | Problem> {
    return this.work.run(context, async (tx) => {
      const message = await this.reach(tx, context, id, 'message.hand');
      if (isProblem(message)) return message;
      const { outcome, hand } = await this.rows.standing(tx, id);
      if (outcome === 'wechat' || outcome === 'sms') return problem('MESSAGE.DELIVERED');
      if ((hand?.edition ?? 0) !== body.replaces) return problem('MESSAGE.HAND_CHANGED');
      const at = new Date(body.at);
      // Forms know minutes: a visit in the message's own minute is not before it.
      if (at > context.now || at.getTime() < Math.floor(message.createdAt.getTime() / MINUTE) * MINUTE) return problem('MESSAGE.HAND_TIME');
      const fresh = body.pictures.filter((picture) => !hand?.pictures.includes(picture));
      if (!(await this.storage.attach(tx, context, fresh, HAND_PICTURES, id))) return problem('MESSAGE.PICTURE_UNKNOWN');
      if (!(await this.write(tx, context, id, body, at))) return problem('MESSAGE.HAND_CHANGED');
      await this.audit.record(tx, context, 'message.hand', `message:${id}`, {
        edition: body.replaces + 1,
        at: at.toISOString(),
        pictures: body.pictures.length,
      });
      return { by: body.by, at: at.toISOString(), pictures: body.pictures, edition: body.replaces + 1 };
    });
  }

  /** Whether someone may see the photos of a message's visit. */
  async maySee(context: SignedIn, id: string, manager: EntityManager): Promise<boolean> {
    return !isProblem(await this.reach(manager, context, id, 'message.deliveries'));
  }

  /** The unique key lets one of two who record at once through. */
  private async write(tx: EntityManager, { who, now }: SignedIn, messageId: string, { by, pictures, replaces }: Input['body'], at: Date): Promise<boolean> {
    if (replaces > 0) {
      const { affected } = await tx.update(HandDeliveryRecord, { messageId, edition: replaces, replacedAt: IsNull() }, { replacedAt: now });
      if (affected !== 1) return false;
    }
    const deliveredBy = this.vault.seal(DELIVERED_BY, by);
    const record = { messageId, edition: replaces + 1, deliveredBy, deliveredAt: at, pictures, accountId: who.accountId, recordedAt: now, replacedAt: null };
    try {
      await insertRows(tx, HandDeliveryRecord, [record]);
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return false;
    }
  }

  /** A message of a community, for who may do the action there. One without a community is nobody's to see. */
  private async reach(manager: EntityManager, context: SignedIn, id: string, action: string): Promise<OutboxMessage | Problem> {
    const message = await manager.findOneBy(OutboxMessage, { id });
    if (!message?.communityId) return problem('MESSAGE.NOT_FOUND');
    const place = await this.communities.everById(manager, message.communityId);
    return (await this.access.refuses(manager, context, action, placeFor(place))) ?? message;
  }
}
