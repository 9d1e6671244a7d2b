import { Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, JsonColumn, RefColumn, SealedColumn } from '../platform/database/index.js';

/** 上门送达: a message that was brought to the door. Rows are only added: a correction is the next edition, and the one before stays. */
@Entity('message_hand_delivery')
export class HandDeliveryRecord {
  @PrimaryColumn('varchar', { length: 26 }) messageId!: string;
  @PrimaryColumn('integer') edition!: number;
  /** 送达人 */
  @SealedColumn() deliveredBy!: string;
  @InstantColumn() deliveredAt!: Date;
  @JsonColumn() pictures!: string[];
  /** Who recorded it, and when. */
  @RefColumn() accountId!: string;
  @InstantColumn() recordedAt!: Date;
  /** When a correction took its place; null for the one that counts. */
  @InstantColumn({ nullable: true }) replacedAt!: Date | null;
}
