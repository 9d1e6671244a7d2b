import { Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, RefColumn } from '../platform/database/index.js';

/** 同诉: an account that joined a complaint, once each. */
@Entity('complaint_joiner')
@Index('complaint_joiner_once', ['complaintId', 'accountId'], { unique: true })
@Index('complaint_joiner_by_account', ['accountId', 'id'])
export class ComplaintJoiner {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @RefColumn() accountId!: string;
  @InstantColumn() joinedAt!: Date;
}
