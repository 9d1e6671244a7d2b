import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { kindOf, OutboxMessage } from '../platform/outbox/index.js';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';

/** What was sent to someone. A message holds no personal data: its row stays as proof of service (law: provision records 3 years). */
@Injectable()
export class MessageHolder implements Holder {
  readonly feature = 'message';
  readonly tables = ['outbox_message', 'outbox_sms'];

  constructor(personalData: PersonalData) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'message', count: await manager.countBy(OutboxMessage, { recipient: accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const messages = await manager.find(OutboxMessage, { where: { recipient: accountId }, order: { id: 'ASC' } });
    return {
      messages: messages.map(({ kind, data, createdAt, state, readAt }) => ({ at: createdAt, title: kindOf(kind)?.title(data) ?? kind, data, state, readAt })),
    };
  }

  /** What has not left has nobody to go to any more. */
  async erase(tx: EntityManager, { accountId, gone }: Erasing): Promise<void> {
    if (gone) await tx.update(OutboxMessage, { recipient: accountId, state: In(['pending', 'parked']) }, { state: 'failed', error: 'NO_ACCOUNT' });
  }
}
