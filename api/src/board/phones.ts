import type { EntityManager } from 'typeorm';
import { Board } from './entities.js';

/** The phones of a community's board as its project and company filled them in: what people are told to call elsewhere is the same. */
export async function boardPhones(manager: EntityManager, communityId: string): Promise<{ project: string | null; company: string | null }> {
  const board = await manager.findOneBy(Board, { communityId });
  return { project: board?.projectPhone ?? null, company: board?.companyPhone ?? null };
}
