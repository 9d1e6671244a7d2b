import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { type DataSubject, type Erasing, type Holder, type Holding, PersonalData } from '../platform/personal/index.js';
import { Complaint } from './entities.js';
import { ComplaintRead, ComplaintReadTab } from './read-entities.js';

/** What is held of what someone of the staff has read: their own marks. Erased, they are gone. */
@Injectable()
export class ReadHolder implements Holder {
  readonly feature = 'reading';
  readonly tables = ['complaint_read', 'complaint_read_tab'];

  constructor(personalData: PersonalData) {
    personalData.useHolder(this);
  }

  async describe(manager: EntityManager, { accountId }: DataSubject): Promise<Holding[]> {
    const count = (await manager.countBy(ComplaintRead, { accountId })) + (await manager.countBy(ComplaintReadTab, { accountId }));
    return [{ key: 'reading', count }];
  }

  async export(manager: EntityManager, { accountId }: DataSubject): Promise<Record<string, unknown>> {
    const read = await manager.find(ComplaintRead, { where: { accountId }, order: { complaintId: 'ASC' } });
    const complaints = await manager.find(Complaint, { select: { id: true, no: true }, where: { id: In(read.map(({ complaintId }) => complaintId)) } });
    const nos = new Map(complaints.map(({ id, no }) => [id, no]));
    const tabs = await manager.findBy(ComplaintReadTab, { accountId });
    return { read: read.map(({ complaintId, readAt }) => ({ no: nos.get(complaintId), readAt })), tabs: tabs.map(({ tab, readAt }) => ({ tab, readAt })) };
  }

  async erase(tx: EntityManager, { accountId }: Erasing): Promise<void> {
    await tx.delete(ComplaintRead, { accountId });
    await tx.delete(ComplaintReadTab, { accountId });
  }
}
