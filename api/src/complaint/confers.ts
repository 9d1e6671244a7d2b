import { type EntityManager, In } from 'typeorm';
import { type Complaint, ComplaintEvent } from './entities.js';

/** A conference that was called by hand has no outcome yet. */
export async function confers(manager: EntityManager, { id }: Pick<Complaint, 'id'>): Promise<boolean> {
  const kinds = { complaintId: id, kind: In(['confer', 'conferred']), role: 'district_officer' as const };
  const [last] = await manager.find(ComplaintEvent, { where: kinds, order: { id: 'DESC' }, take: 1 });
  return last?.kind === 'confer';
}
