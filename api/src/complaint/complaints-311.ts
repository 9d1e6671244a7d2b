import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { ComplaintCategory } from '@wuye/shared/complaint';
import { idBefore, isoInstant } from '../platform/database/index.js';
import { Complaint, ComplaintEvent } from './entities.js';

/** What other systems may know of a complaint: nothing sealed is among it. */
const SELECTED = ['id', 'no', 'state', 'category', 'title', 'level', 'communityId', 'districtCode', 'submittedAt', 'closingReason', 'dueAt'] as const;
export type Open311Row = Pick<Complaint, (typeof SELECTED)[number]>;

const CHUNK = 200;

/** A list that another system asks for. */
export interface Open311Filter {
  readonly start: Date;
  readonly end: Date;
  readonly codes: readonly string[] | undefined;
  /** Null: the whole city. */
  readonly districtCode: string | null;
  /** Null: both. */
  readonly open: boolean | null;
  readonly skip: number;
  readonly take: number;
}

/** Reads complaints for Open311. Ids are time-ordered: a span of days is a span of the primary key. */
@Injectable()
export class Complaints311 {
  byNo(manager: EntityManager, nos: readonly string[]): Promise<Open311Row[]> {
    return manager.find(Complaint, {
      select: Object.fromEntries(SELECTED.map((column) => [column, true])),
      where: { no: In([...nos]) },
      order: { id: 'DESC' },
    });
  }

  async byId(manager: EntityManager, id: string): Promise<Open311Row> {
    const [row] = await manager.find(Complaint, { select: Object.fromEntries(SELECTED.map((column) => [column, true])), where: { id } });
    if (!row) throw new Error(`There is no complaint ${id}.`);
    return row;
  }

  /** When something last happened to each that its submitter may know of. */
  async lastMoves(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
    const last = new Map<string, string>();
    for (let at = 0; at < ids.length; at += CHUNK) {
      const found = manager.createQueryBuilder(ComplaintEvent, 'e').select('e.complaintId', 'id').addSelect('MAX(e.at)', 'at');
      const some = found.where('e.complaintId IN (:...ids) AND e.internal = :internal', { ids: ids.slice(at, at + CHUNK), internal: false });
      for (const { id, at: moved } of await some.groupBy('e.complaintId').getRawMany<{ id: string; at: unknown }>()) last.set(id, isoInstant(moved));
    }
    return last;
  }

  between(manager: EntityManager, { start, end, codes, districtCode, open, skip, take }: Open311Filter): Promise<Open311Row[]> {
    const found = manager
      .createQueryBuilder(Complaint, 'q')
      .select(SELECTED.map((column) => `q.${column}`))
      .where('q.id >= :from AND q.id < :until', { from: idBefore(start), until: idBefore(end) });
    if (codes) found.andWhere('q.category IN (:...codes)', { codes: codes.length > 0 ? (codes as ComplaintCategory[]) : [''] });
    if (districtCode !== null) found.andWhere('q.districtCode = :districtCode', { districtCode });
    if (open !== null) found.andWhere('q.isOpen = :open', { open });
    return found.orderBy('q.id', 'DESC').offset(skip).limit(take).getMany();
  }
}
