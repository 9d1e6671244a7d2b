import { Entity, Index } from 'typeorm';
import type {
  BodyKind,
  ComplaintCategory,
  ComplaintEventKind,
  ComplaintKind,
  ComplaintLevel,
  ComplaintSource,
  ComplaintState,
  ComplaintView,
  ratings,
} from '@wuye/shared/complaint';
import type { Role } from '@wuye/shared/kit';
import type { ClockName, ComplaintClass, PauseGround } from '@wuye/shared/policy';
import {
  CountColumn,
  FlagColumn,
  IdColumn,
  IndexHashColumn,
  InstantColumn,
  JsonColumn,
  RefColumn,
  SealedColumn,
  TextColumn,
} from '../platform/database/index.js';

/**
 * 诉求. The district is its community's at submission and stays with it; so is the company, until a new one takes the community over: what is
 * open goes on with the new company, what is closed stays with the one that closed it (handover.ts).
 */
@Entity('complaint')
@Index('complaint_by_no', ['no'], { unique: true })
@Index('complaint_by_account', ['accountId', 'id'])
@Index('complaint_by_outside_no', ['source', 'outsideNo'], { unique: true })
@Index('complaint_by_reminder', ['remindAt', 'id'])
@Index('complaint_like', ['communityId', 'category', 'submittedAt'])
@Index('complaint_public', ['communityId', 'publishedAt', 'id'])
@Index('complaint_list_community', ['communityId', 'isOpen', 'sortAt', 'id'])
@Index('complaint_list_company', ['companyId', 'isOpen', 'sortAt', 'id'])
@Index('complaint_list_district', ['districtCode', 'isOpen', 'sortAt', 'id'])
@Index('complaint_list_city', ['isOpen', 'sortAt', 'id'])
@Index('complaint_table_community', ['communityId', 'id'])
@Index('complaint_table_company', ['companyId', 'id'])
@Index('complaint_table_district', ['districtCode', 'id'])
@Index('complaint_table_state', ['districtCode', 'state', 'id'])
@Index('complaint_table_category', ['districtCode', 'category', 'id'])
@Index('complaint_table_level', ['districtCode', 'level', 'id'])
@Index('complaint_table_rating', ['districtCode', 'rating', 'id'])
@Index('complaint_table_flags', ['districtCode', 'late', 'id'])
@Index('complaint_table_kind', ['districtCode', 'kind', 'id'])
@Index('complaint_table_source', ['districtCode', 'source', 'id'])
@Index('complaint_table_class', ['districtCode', 'class', 'id'])
export class Complaint {
  @IdColumn() id!: string;
  @TextColumn(15) no!: string;
  @RefColumn() accountId!: string;
  @RefColumn({ nullable: true }) personId!: string | null;
  @RefColumn() communityId!: string;
  @RefColumn() companyId!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(9, { nullable: true }) streetCode!: string | null;
  /** The submitter's home there, where it is known: tells repeated ones. */
  @RefColumn({ nullable: true }) houseId!: string | null;
  /** The policy and the version of it that it was born under. */
  @TextColumn(24) policy!: string;
  @CountColumn({ default: 0 }) policyVersion!: number;
  @TextColumn(16, { default: 'code' }) source!: ComplaintSource;
  /** Its number where it came from (12345, 信访); unique there. */
  @TextColumn(64, { nullable: true }) outsideNo!: string | null;
  @TextColumn(16) kind!: ComplaintKind;
  @TextColumn(16) category!: ComplaintCategory;
  @TextColumn(60) title!: string;
  @SealedColumn({ nullable: true }) words!: string | null;
  @SealedColumn({ nullable: true }) place!: string | null;
  /** A MapPosition as JSON. */
  @SealedColumn({ nullable: true }) position!: string | null;
  @JsonColumn() pictures!: string[];
  @FlagColumn() anonymous!: boolean;
  @SealedColumn({ nullable: true }) phone!: string | null;
  /** Tells one caller without an account from another (`callerKey` of the phone); null: no phone was given, or it has an account. */
  @IndexHashColumn({ nullable: true }) callerHash!: string | null;
  @TextColumn(16) state!: ComplaintState;
  @TextColumn(16, { nullable: true }) class!: ComplaintClass | null;
  /** Who must act: the project's manager, the company after it took over, the district after that. */
  @TextColumn(16, { default: 'manager' }) level!: ComplaintLevel;
  /** Whose it was before the district had it to sort or to refer: what is theirs after all goes back there. Null: it climbed there, and stays. */
  @TextColumn(16, { nullable: true }) heldFrom!: Exclude<ComplaintLevel, 'district'> | null;
  /** 1, and one more with each reopening: each round has clocks of its own. */
  @CountColumn({ default: 1 }) round!: number;
  /** Person of the staff whom it was given to. */
  @RefColumn({ nullable: true }) assigneeId!: string | null;
  /** 约定时间: `2026-11-27` as it stands before the owner for an answer, and as the owner last said yes to. */
  @TextColumn(10, { nullable: true }) proposedDate!: string | null;
  @TextColumn(10, { nullable: true }) agreedDate!: string | null;
  /** 重大 群体 反复 (成住建发〔2023〕62号 一(四)). */
  @FlagColumn() grave!: boolean;
  @FlagColumn() grouped!: boolean;
  @FlagColumn() repeated!: boolean;
  /** Since when the community may see it, without personal data; null: it was never flagged. */
  @InstantColumn({ nullable: true }) publishedAt!: Date | null;
  /** What a caller or a letter says their name is, where there is no account. */
  @SealedColumn({ nullable: true }) caller!: string | null;
  /** How many others joined (同诉). */
  @CountColumn({ default: 0 }) joiners!: number;
  @FlagColumn() reopened!: boolean;
  @TextColumn(24, { nullable: true }) closingReason!: ComplaintView['closingReason'];
  @TextColumn(16, { nullable: true }) rating!: (typeof ratings)[number] | null;
  @InstantColumn() submittedAt!: Date;
  @InstantColumn({ nullable: true }) respondedAt!: Date | null;
  @InstantColumn({ nullable: true }) acceptedAt!: Date | null;
  @InstantColumn({ nullable: true }) closedAt!: Date | null;
  /** When the first clock of the first round ends: kept, for it counts; null where the calendar had ended. */
  @InstantColumn({ nullable: true }) firstDueAt!: Date | null;
  /** The first clock ran out without an answer. */
  @FlagColumn() late!: boolean;
  /** What it counts as in the figures now: JSON of tags. */
  @TextColumn(200, { nullable: true }) counted!: string | null;
  /** When the clock that runs now ends; null when none runs. */
  @InstantColumn({ nullable: true }) dueAt!: Date | null;
  /** Until when the city urges the district to close it (成住建发〔2023〕62号 三(二)); null: it does not. */
  @InstantColumn({ nullable: true }) urgedDueAt!: Date | null;
  /** Until when at the latest one of its clocks is paused; null: none is. */
  @InstantColumn({ nullable: true }) pausedUntil!: Date | null;
  /** When its owner is reminded, once, of what waits for their word: a proposed date, or a verdict. */
  @InstantColumn({ nullable: true }) remindAt!: Date | null;
  /** Where it stands in a list: open ones by what presses most, others by their end. Written with every step. */
  @FlagColumn() isOpen!: boolean;
  @InstantColumn({ default: '9999-12-31 00:00:00.000' }) sortAt!: Date;
}

/**
 * A promise with an end: set once, and moved by nothing but a pause that the city's rules know, or a year that was corrected. Its ladder climbs
 * from it: `nextAt` is all that a sweep looks at.
 */
@Entity('complaint_clock')
@Index('complaint_clock_turn', ['complaintId', 'clock', 'round', 'turn'], { unique: true })
@Index('complaint_clock_next', ['nextAt', 'id'])
export class ComplaintClock {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @TextColumn(16) clock!: ClockName;
  @CountColumn({ default: 1 }) round!: number;
  /** 1, and one more with each further clock of this name in the round: the owner agreed to another date. */
  @CountColumn({ default: 1 }) turn!: number;
  @InstantColumn() startedAt!: Date;
  @InstantColumn() dueAt!: Date;
  @InstantColumn({ nullable: true }) metAt!: Date | null;
  /**
   * Another clock took its place: an agreed date, another class, a withdrawal. It is neither met nor overdue; one whose end lay before that
   * was overdue, and stays so in every count.
   */
  @InstantColumn({ nullable: true }) voidAt!: Date | null;
  /** The rung taken last, −1 for none; the deadline it gave; when the next is due, null at the top and when met or void. */
  @CountColumn({ default: -1 }) rung!: number;
  @InstantColumn({ nullable: true }) hopDueAt!: Date | null;
  @InstantColumn({ nullable: true }) nextAt!: Date | null;
  /** Since when it is paused, until when at the latest, and on what ground. Paused it climbs nowhere: `nextAt` is the pause's own end. */
  @InstantColumn({ nullable: true }) pausedAt!: Date | null;
  @InstantColumn({ nullable: true }) pauseUntil!: Date | null;
  @TextColumn(16, { nullable: true }) pauseGround!: PauseGround | null;
  /** The grounds that it was paused on, each once, as words; empty: it never was. */
  @TextColumn(40, { default: '' }) pausedFor!: string;
  /** The sweeper that takes its hops right now, and until when it has it to itself. */
  @RefColumn({ nullable: true }) leaseOwner!: string | null;
  @InstantColumn({ nullable: true }) leaseUntil!: Date | null;
  @TextColumn(200) sentence!: string;
  @TextColumn(80) source!: string;
}

/** 转派去向: a body that a district refers complaints to. It has no account: the district's officer writes down what it did. */
@Entity('referral_body')
@Index('referral_body_by_district', ['districtCode', 'id'])
export class ReferralBody {
  @IdColumn() id!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(40) name!: string;
  @TextColumn(16) kind!: BodyKind;
  @TextColumn(20) phone!: string;
  @RefColumn() createdBy!: string;
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
}

/** One referral: until the body took it, who handled it first answers for it (首接负责). */
@Entity('complaint_referral')
@Index('complaint_referral_turn', ['complaintId', 'turn'], { unique: true })
export class ComplaintReferral {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @CountColumn() turn!: number;
  @RefColumn() bodyId!: string;
  /** Where it stood before, and goes back to. */
  @TextColumn(16) fromLevel!: ComplaintLevel;
  @TextColumn(16) state!: 'offered' | 'received' | 'returned';
  @RefColumn() referredBy!: string;
  @InstantColumn() referredAt!: Date;
  @InstantColumn({ nullable: true }) answeredAt!: Date | null;
}

/** Who did it: a role, who submitted or joined, another body, or the clock. */
export type EventRole = Role | 'submitter' | 'joiner' | 'department' | 'system';

/** One line of the timeline. `internal` ones are for those who work on it alone. */
@Entity('complaint_event')
@Index('complaint_event_by_complaint', ['complaintId', 'id'])
@Index('complaint_event_by_account', ['accountId', 'role'])
export class ComplaintEvent {
  @IdColumn() id!: string;
  @RefColumn() complaintId!: string;
  @InstantColumn() at!: Date;
  @TextColumn(16) kind!: ComplaintEventKind;
  @RefColumn() accountId!: string;
  @TextColumn(24) role!: EventRole;
  /** Masked when written: the timeline never needs more. */
  @TextColumn(40) actorName!: string;
  @SealedColumn({ nullable: true }) words!: string | null;
  @JsonColumn() pictures!: string[];
  @FlagColumn() internal!: boolean;
}
