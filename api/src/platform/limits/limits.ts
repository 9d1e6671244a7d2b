import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, isDuplicate, isoInstant, sqlInstant } from '../database/index.js';
import { RateLimit } from './entities.js';

/** How often something may be done. Times are milliseconds. */
export interface Limit {
  readonly most: number;
  readonly within: number;
  /** Least time between two. */
  readonly apart?: number;
}

/** Null: it may be done, and has been counted. Else how long until it may, in milliseconds. */
export type Refusal = { readonly wait: number } | null;

/** A window is over when it ran out, or began in what is now the future: a clock set back shuts nobody out. */
const OVER = '(window_start <= :over OR window_start > :at)';

/** Limits that hold across requests at once and across instances. */
@Injectable()
export class Limits {
  constructor(private readonly database: Database) {}

  /**
   * Counts one use of `id`, unless it is refused. Within a unit of work (`manager`), whoever else would count it waits until that
   * ends: what is looked at after stays as it is.
   */
  async take(id: string, limit: Limit, now: Date, manager: EntityManager = this.database.manager): Promise<Refusal> {
    if (await this.count(id, limit, now, manager)) return null;
    try {
      await manager.insert(RateLimit, { id, windowStart: now, used: 1, lastAt: now });
      return null;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    // Someone was first by a moment; there may be room for a second.
    return (await this.count(id, limit, now, manager)) ? null : this.refusal(id, limit, now, manager);
  }

  /** Counts in one statement: of many at once, no more than the limit find a row that lets them through. */
  private async count(id: string, { most, within, apart = 0 }: Limit, now: Date, manager: EntityManager): Promise<boolean> {
    const moment = (ago: number) => sqlInstant(new Date(now.getTime() - ago));
    const { affected } = await manager
      .createQueryBuilder()
      .update(RateLimit)
      // In this order: MySQL lets a later column see what an earlier one has become.
      .set({
        used: () => `CASE WHEN ${OVER} THEN 1 ELSE used + 1 END`,
        windowStart: () => `CASE WHEN ${OVER} THEN :at ELSE window_start END`,
        lastAt: () => ':at',
      })
      .where(`id = :id AND (last_at <= :before OR last_at > :at) AND (${OVER} OR used < :most)`)
      .setParameters({ id, most, over: moment(within), before: moment(apart), at: moment(0) })
      .execute();
    return affected === 1;
  }

  private async refusal(id: string, { most, within, apart = 0 }: Limit, now: Date, manager: EntityManager): Promise<Refusal> {
    const rows: unknown = await manager.query('SELECT window_start, used, last_at FROM rate_limit WHERE id = ?', [id]);
    const [row] = rows as { window_start: unknown; used: number; last_at: unknown }[];
    if (!row) return { wait: apart };
    const since = (value: unknown) => now.getTime() - Date.parse(isoInstant(value));
    return { wait: Math.max(0, apart - since(row.last_at), row.used >= most ? within - since(row.window_start) : 0) };
  }
}
