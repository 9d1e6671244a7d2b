import { Injectable } from '@nestjs/common';
import type { EntityTarget } from 'typeorm';
import { Database, idBefore } from '../database/index.js';

/** Rows that have served: how long after the instant in `column` they may stay. */
export interface Term {
  readonly entity: EntityTarget<object>;
  /** Property of an instant with an index; `id` where the time-ordered id itself tells the age. */
  readonly column: string;
  /** Milliseconds. */
  readonly keep: number;
}

/** Deletes what is no longer needed; each room names its own rows and terms. */
@Injectable()
export class Sweeps {
  private readonly terms: Term[] = [];
  private readonly jobs: ((now: Date) => Promise<number>)[] = [];

  constructor(private readonly database: Database) {}

  /** Called once by the room that the rows belong to. */
  keepFor(...terms: readonly Term[]): void {
    this.terms.push(...terms);
  }

  /** Called once by a room whose rows take more with them than a statement can: pictures. `job` answers how many rows went. */
  useJob(job: (now: Date) => Promise<number>): void {
    this.jobs.push(job);
  }

  /** What was registered: the list of terms that people are shown is held against it. */
  get registered(): readonly Term[] {
    return this.terms;
  }

  /** How many rows went. */
  async run(now: Date): Promise<number> {
    let gone = 0;
    for (const { entity, column, keep } of this.terms) {
      const query = this.database.manager.createQueryBuilder().delete().from(entity);
      const before = new Date(now.getTime() - keep);
      const old = column === 'id' ? idBefore(before) : before;
      const { affected } = await query.where(`${this.columnOf(entity, column)} < :old`, { old }).execute();
      gone += affected ?? 0;
    }
    for (const job of this.jobs) gone += await job(now);
    return gone;
  }

  private columnOf(entity: EntityTarget<object>, property: string): string {
    const found = this.database.dataSource.getMetadata(entity).findColumnWithPropertyName(property);
    if (!found) throw new Error(`No column ${property} to sweep by.`);
    return found.databaseName;
  }
}
