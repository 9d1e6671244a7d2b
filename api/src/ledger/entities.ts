import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { FiguresRow } from '@wuye/shared/figures';
import type { LedgerRow, LedgerState } from '@wuye/shared/ledger';
import { FlagColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** One month of one community: its review, and the figures as they were signed. Until then its rows are the complaints themselves. */
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
  /** The company that signed: another may work there since. */
  @TextColumn(80, { nullable: true }) signedCompany!: string | null;
}

/** A row as it was signed: the complaint goes its way, the month stays what was published. */
@Entity('ledger_signed_row')
export class LedgerSignedRow {
  @PrimaryColumn('varchar', { length: 26 }) ledgerId!: string;
  @PrimaryColumn('varchar', { length: 26 }) complaintId!: string;
  @TextColumn(15) no!: string;
  @InstantColumn() submittedAt!: Date;
  @TextColumn(16) category!: LedgerRow['category'];
  @TextColumn(60) title!: string;
  @TextColumn(16, { nullable: true }) class!: LedgerRow['class'];
  @TextColumn(16) state!: LedgerRow['state'];
  @TextColumn(40) result!: string;
  @TextColumn(16, { nullable: true }) rating!: LedgerRow['rating'];
  @FlagColumn() overdue!: boolean;
  @FlagColumn() carried!: boolean;
  @JsonColumn() flags!: LedgerRow['flags'];
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
