import { Entity, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn, SealedColumn } from '../platform/database/index.js';

/** 动态口令: someone's authenticator app. One each; without `activatedAt` it is not yet proved and counts for nothing. */
@Entity('authenticator')
export class Authenticator {
  @PrimaryColumn('varchar', { length: 26 }) personId!: string;
  /** 20 random bytes, in hex, sealed. */
  @SealedColumn() secret!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) activatedAt!: Date | null;
  /** The last time step that a code was taken for: each is good once. */
  @CountColumn() usedStep!: number;
}
