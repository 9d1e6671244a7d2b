import { Entity, Index, PrimaryColumn } from 'typeorm';
import { InstantColumn, RefColumn } from '../platform/database/index.js';

/** The link of one SMS to a caller. Each SMS has a token of its own; here is its digest alone, and nothing of anyone. */
@Entity('caller_link')
@Index('caller_link_by_age', ['createdAt'])
export class CallerLink {
  @PrimaryColumn('varchar', { length: 64 }) tokenHash!: string;
  @RefColumn() complaintId!: string;
  @InstantColumn() createdAt!: Date;
}
