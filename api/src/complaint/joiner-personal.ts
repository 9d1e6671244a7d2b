import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { Storage } from '../platform/storage/index.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { ComplaintJoiner } from './joiner-entities.js';

/** What is held of who joined complaints: that they did, and what they added. Erased, they have left, and what they added is gone; that something was added stays. */
@Injectable()
export class JoinerHolder implements Holder {
  readonly feature = 'joined';
  readonly tables = ['complaint_joiner'];

  constructor(
    private readonly vault: Vault,
    private readonly storage: Storage,
    personalData: PersonalData,
  ) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'joined', count: await manager.countBy(ComplaintJoiner, { accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const joined = await manager.find(ComplaintJoiner, { where: { accountId }, order: { id: 'ASC' } });
    const complaints = await manager.findBy(Complaint, { id: In(joined.map(({ complaintId }) => complaintId)) });
    const byId = new Map(complaints.map((each) => [each.id, each]));
    const added = await manager.find(ComplaintEvent, { where: { accountId, role: 'joiner' }, order: { id: 'ASC' } });
    const said = added.map(({ at, words }) => ({ at, words: words === null ? '' : this.vault.open('complaint_event.words', words) }));
    return { said, joined: joined.map(({ complaintId, joinedAt }) => ({ no: byId.get(complaintId)?.no, title: byId.get(complaintId)?.title, joinedAt })) };
  }

  async erase(tx: EntityManager, { accountId, until, now }: Erasing): Promise<void> {
    for (const { id, complaintId, pictures } of await tx.findBy(ComplaintEvent, { accountId, role: 'joiner', at: LessThan(until) })) {
      await this.storage.release(tx, 'complaint', complaintId, pictures);
      await tx.update(ComplaintEvent, { id }, { accountId: newId(now), words: null, pictures: [] });
    }
    const mine = await tx.find(ComplaintJoiner, { where: { accountId, joinedAt: LessThan(until) }, order: { complaintId: 'ASC' } });
    for (const { id, complaintId } of mine) {
      const { affected } = await tx.delete(ComplaintJoiner, { id });
      if (affected === 1) await tx.decrement(Complaint, { id: complaintId }, 'joiners', 1);
    }
  }
}
