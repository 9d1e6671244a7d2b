import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn } from '../database/index.js';

/** How often someone did something within a window that began at their first time. */
@Entity('rate_limit')
@Index('rate_limit_by_age', ['lastAt'])
export class RateLimit {
  /** What is limited and for whom, e.g. `sms.phone:<keyed hash>`. */
  @PrimaryColumn('varchar', { length: 120 }) id!: string;
  @InstantColumn() windowStart!: Date;
  @CountColumn() used!: number;
  @InstantColumn() lastAt!: Date;
}
