import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, TextColumn } from '../platform/database/index.js';

/** A key of Open311: shown once when it is made; what is kept is its digest. */
@Entity('open311_key')
@Index('open311_key_by_digest', ['keyDigest'], { unique: true })
export class Open311Key {
  @IdColumn() id!: string;
  /** Whose system it is. */
  @TextColumn(60) name!: string;
  @TextColumn(64) keyDigest!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) revokedAt!: Date | null;
}
