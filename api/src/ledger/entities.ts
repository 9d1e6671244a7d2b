import { Column, Entity, Index } from 'typeorm';
import type { FiguresRow } from '@wuye/shared/figures';
import type { LedgerState } from '@wuye/shared/ledger';
import { IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** One month of one community: its review, and the figures as they were signed. The rows are the complaints themselves. */
@Entity('ledger_month')
@Index('ledger_month_once', ['communityId', 'month'], { unique: true })
@Index('ledger_month_by_month', ['month', 'state'])
export class LedgerMonth {
  @IdColumn() id!: string;
  @RefColumn() communityId!: string;
  @TextColumn(7) month!: string;
  @TextColumn(16) state!: LedgerState;
  /** Null where the working calendar did not reach so far when it was opened. */
  @InstantColumn({ nullable: true }) dueAt!: Date | null;
  @InstantColumn({ nullable: true }) remindedAt!: Date | null;
  @JsonColumn({ nullable: true }) figures!: FiguresRow | null;
  @InstantColumn({ nullable: true }) submittedAt!: Date | null;
  @RefColumn({ nullable: true }) submittedBy!: string | null;
  @InstantColumn({ nullable: true }) signedAt!: Date | null;
  @RefColumn({ nullable: true }) signedBy!: string | null;
  @InstantColumn({ nullable: true }) returnedAt!: Date | null;
  @RefColumn({ nullable: true }) returnedBy!: string | null;
  @Column('text', { nullable: true }) returnReason!: string | null;
}

/** 原因 and 整改 of one flagged complaint. They are open to the owners: the form says that nobody is to be named. */
@Entity('ledger_note')
@Index('ledger_note_once', ['ledgerId', 'complaintId'], { unique: true })
export class LedgerNote {
  @IdColumn() id!: string;
  @RefColumn() ledgerId!: string;
  @RefColumn() complaintId!: string;
  @Column('text') cause!: string;
  @Column('text') remedy!: string;
  @RefColumn() writtenBy!: string;
  @InstantColumn() writtenAt!: Date;
}
