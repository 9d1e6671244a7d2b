import type { EntityManager } from 'typeorm';
import { ComplaintReferral } from './entities.js';

/** After so many returns nobody passes it on any more: the district decides (ours; 区兜底). */
export const RETURNS = 2;

/** The newest referral of a complaint. */
export async function lastReferral(manager: EntityManager, complaintId: string): Promise<ComplaintReferral | null> {
  const [last] = await manager.find(ComplaintReferral, { where: { complaintId }, order: { turn: 'DESC' }, take: 1 });
  return last ?? null;
}

/** How often bodies have sent it back. */
export function returnsOf(manager: EntityManager, complaintId: string): Promise<number> {
  return manager.countBy(ComplaintReferral, { complaintId, state: 'returned' });
}
