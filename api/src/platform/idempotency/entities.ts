import { Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, SealedColumn, TextColumn } from '../database/index.js';

/** What a write with an Idempotency-Key answered, so that a repeat gets the same answer and no second effect. */
@Entity('idempotency')
@Index('idempotency_by_age', ['createdAt'])
export class IdempotencyRecord {
  @PrimaryColumn('varchar', { length: 26 }) accountId!: string;
  @PrimaryColumn('varchar', { length: 128 }) idemKey!: string;
  /** Digest of method, path and input. */
  @TextColumn(64) requestHash!: string;
  @SealedColumn({ nullable: true }) response!: string | null;
  @InstantColumn() createdAt!: Date;
}
