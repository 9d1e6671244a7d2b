import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { ComplaintCategory } from '@wuye/shared/complaint';
import { idBefore } from '../platform/database/index.js';
import { Complaint } from './entities.js';

/** What other systems may know of a complaint: nothing sealed is among it. */
const SELECTED = [
  'no',
  'state',
  'category',
  'title',
  'level',
  'communityId',
  'submittedAt',
  'respondedAt',
  'acceptedAt',
  'closedAt',
  'closingReason',
  'dueAt',
] as const;
export type Open311Row = Pick<Complaint, (typeof SELECTED)[number]>;

/** A list that another system asks for. */
export interface Open311Filter {
  readonly start: Date;
  readonly end: Date;
  readonly codes: readonly string[] | undefined;
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
      select: Object.fromEntries(['id', ...SELECTED].map((column) => [column, true])),
      where: { no: In([...nos]) },
      order: { id: 'DESC' },
    });
  }

  between(manager: EntityManager, { start, end, codes, open, skip, take }: Open311Filter): Promise<Open311Row[]> {
    const found = manager
      .createQueryBuilder(Complaint, 'q')
      .select(['q.id', ...SELECTED.map((column) => `q.${column}`)])
      .where('q.id >= :from AND q.id < :until', { from: idBefore(start), until: idBefore(end) });
    if (codes) found.andWhere('q.category IN (:...codes)', { codes: codes.length > 0 ? (codes as ComplaintCategory[]) : [''] });
    if (open !== null) found.andWhere('q.isOpen = :open', { open });
    return found.orderBy('q.id', 'DESC').offset(skip).limit(take).getMany();
  }
}
