import { type EntityManager, IsNull } from 'typeorm';
import { type Complaint, ComplaintClock } from './entities.js';

/** A conference that was called by hand in this round has no outcome yet: its clock runs. */
export function confers(manager: EntityManager, { id: complaintId, round }: Pick<Complaint, 'id' | 'round'>): Promise<boolean> {
  return manager.existsBy(ComplaintClock, { complaintId, round, clock: 'conferred', metAt: IsNull(), voidAt: IsNull() });
}
