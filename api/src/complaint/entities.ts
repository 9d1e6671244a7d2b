import { Entity, Index } from 'typeorm';
import type { ClockView, ComplaintCategory, ComplaintKind, ComplaintState, ComplaintView, ratings } from '@wuye/shared/complaint';
import type { Role } from '@wuye/shared/kit';
import { FlagColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** 诉求. The company and district are those of its community at submission: they stay with it. */
@Entity('complaint')
@Index('complaint_by_no', ['no'], { unique: true })
@Index('complaint_by_account', ['accountId', 'id'])
@Index('complaint_work_community', ['communityId', 'state', 'dueAt'])
@Index('complaint_work_company', ['companyId', 'state', 'dueAt'])
@Index('complaint_work_district', ['districtCode', 'state', 'dueAt'])
export class Complaint {
  @IdColumn() id!: string;
  @TextColumn(15) no!: string;
  @RefColumn() accountId!: string;
  @RefColumn({ nullable: true }) personId!: string | null;
  @RefColumn() communityId!: string;
  @RefColumn() companyId!: string;
  @TextColumn(6) districtCode!: string;
  /** The policy it was born under. */
  @TextColumn(24) policy!: string;
  @TextColumn(16) kind!: ComplaintKind;
  @TextColumn(16) category!: ComplaintCategory;
  @TextColumn(60) title!: string;
  @SealedColumn({ nullable: true }) words!: string | null;
  @SealedColumn({ nullable: true }) place!: string | null;
  @JsonColumn() pictures!: string[];
  @FlagColumn() anonymous!: boolean;
  @SealedColumn({ nullable: true }) phone!: string | null;
  @TextColumn(16) state!: ComplaintState;
  @FlagColumn() reopened!: boolean;
  @TextColumn(24, { nullable: true }) closingReason!: ComplaintView['closingReason'];
  @TextColumn(16, { nullable: true }) rating!: (typeof ratings)[number] | null;
  @InstantColumn() submittedAt!: Date;
  /** When the clock that runs now ends; null when none runs. */
  @InstantColumn({ nullable: true }) dueAt!: Date | null;
}

/** A promise with an end: set once, never moved. */
@Entity('complaint_clock')
@Index('complaint_clock_once', ['complaintId', 'clock'], { unique: true })
@Index('complaint_clock_due', ['metAt', 'dueAt'])
export class ComplaintClock {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @TextColumn(16) clock!: ClockView['clock'];
  @InstantColumn() startedAt!: Date;
  @InstantColumn() dueAt!: Date;
  @InstantColumn({ nullable: true }) metAt!: Date | null;
  @TextColumn(200) sentence!: string;
  @TextColumn(80) source!: string;
}

export type ComplaintEventKind = 'submitted' | 'responded' | 'closed' | 'solved' | 'reopened' | 'escalated' | 'rated';

/** One line of the timeline. */
@Entity('complaint_event')
@Index('complaint_event_by_complaint', ['complaintId', 'id'])
export class ComplaintEvent {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @InstantColumn() at!: Date;
  @TextColumn(16) kind!: ComplaintEventKind;
  @RefColumn() accountId!: string;
  @TextColumn(24) role!: Role | 'submitter';
  /** Masked when written: the timeline never needs more. */
  @TextColumn(40) actorName!: string;
  @SealedColumn({ nullable: true }) words!: string | null;
  @JsonColumn() pictures!: string[];
}
