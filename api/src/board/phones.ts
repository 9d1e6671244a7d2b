import type { EntityManager } from 'typeorm';

/** The phones of a community's board as its project and company filled them in: what people are told to call elsewhere is the same. */
export async function boardPhones(manager: EntityManager, communityId: string): Promise<{ project: string | null; company: string | null }> {
  const [board] = (await manager.query('SELECT project_phone AS project, company_phone AS company FROM board WHERE community_id = ?', [communityId])) as {
    project: string | null;
    company: string | null;
  }[];
  return { project: board?.project ?? null, company: board?.company ?? null };
}
