import type { EntityManager } from 'typeorm';
import type { Complaint } from './entities.js';

/** A home for each account: the one it has in the community, the first of several; without one it counts for itself. */
const OF_ACCOUNT = `LEFT JOIN account a ON a.id = s.account_id LEFT JOIN binding b ON b.person_id = a.person_id AND b.community_id = q.community_id`;

/** 户: how many homes speak in each of these complaints, its submitter's among them; two owners of one home are one. */
export async function homesOf(manager: EntityManager, complaints: readonly Pick<Complaint, 'id' | 'joiners'>[]): Promise<(id: string) => number> {
  const ids = complaints.filter(({ joiners }) => joiners > 0).map(({ id }) => id);
  if (ids.length === 0) return () => 1;
  const marks = ids.map(() => '?').join(', ');
  const rows = (await manager.query(
    `SELECT h.id, COUNT(DISTINCT h.home) AS n FROM (
       SELECT q.id, COALESCE(MIN(b.house_id), s.account_id) AS home FROM complaint_joiner s JOIN complaint q ON q.id = s.complaint_id
       ${OF_ACCOUNT} WHERE s.complaint_id IN (${marks}) GROUP BY q.id, s.account_id
       UNION ALL SELECT q.id, COALESCE(q.house_id, MIN(b.house_id), q.account_id) AS home FROM complaint q JOIN complaint s ON s.id = q.id
       ${OF_ACCOUNT} WHERE q.id IN (${marks}) GROUP BY q.id, q.house_id, q.account_id) h GROUP BY h.id`,
    [...ids, ...ids],
  )) as { id: string; n: number | string }[];
  const homes = new Map(rows.map(({ id, n }) => [id, Number(n)]));
  return (id) => homes.get(id) ?? 1;
}
