import { Entity, PrimaryColumn } from 'typeorm';
import type { WorkTab } from '@wuye/shared/complaint';
import { InstantColumn, RefColumn } from '../platform/database/index.js';

/** How far someone of the staff has read a complaint: their own mark, which nobody else sees. */
@Entity('complaint_read')
export class ComplaintRead {
  @PrimaryColumn('varchar', { length: 26 }) accountId!: string;
  @PrimaryColumn('varchar', { length: 26 }) complaintId!: string;
  /** The newest line of its timeline that they have seen. */
  @RefColumn() eventId!: string;
  @InstantColumn() readAt!: Date;
}

/** 全部标为已读: everything in a tab of the work list up to a line, in one row whatever their number. */
@Entity('complaint_read_tab')
export class ComplaintReadTab {
  @PrimaryColumn('varchar', { length: 26 }) accountId!: string;
  @PrimaryColumn('varchar', { length: 8 }) tab!: WorkTab;
  /** What every line up to it is less than; an id, or its beginning, which tells the instant. */
  @RefColumn() eventId!: string;
  @InstantColumn() readAt!: Date;
}
