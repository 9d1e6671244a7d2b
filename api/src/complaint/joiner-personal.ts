import { Injectable } from '@nestjs/common';
import { type EntityManager, In, LessThan } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Complaint } from './entities.js';
import { ComplaintJoiner } from './joiner-entities.js';

/** What is held of who joined complaints: that they did. Erased, they have left. */
@Injectable()
export class JoinerHolder implements Holder {
  readonly feature = 'joined';
  readonly tables = ['complaint_joiner'];

  constructor(personalData: PersonalData) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    return [{ key: 'joined', count: await manager.countBy(ComplaintJoiner, { accountId }) }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const joined = await manager.find(ComplaintJoiner, { where: { accountId }, order: { id: 'ASC' } });
    const complaints = await manager.findBy(Complaint, { id: In(joined.map(({ complaintId }) => complaintId)) });
    const byId = new Map(complaints.map((each) => [each.id, each]));
    return { joined: joined.map(({ complaintId, joinedAt }) => ({ no: byId.get(complaintId)?.no, title: byId.get(complaintId)?.title, joinedAt })) };
  }

  async erase(tx: EntityManager, { accountId, until }: Erasing): Promise<void> {
    const mine = await tx.find(ComplaintJoiner, { where: { accountId, joinedAt: LessThan(until) }, order: { complaintId: 'ASC' } });
    for (const { id, complaintId } of mine) {
      const { affected } = await tx.delete(ComplaintJoiner, { id });
      if (affected === 1) await tx.decrement(Complaint, { id: complaintId }, 'joiners', 1);
    }
  }
}
