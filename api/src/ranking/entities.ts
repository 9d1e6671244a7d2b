import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Addressee, ListName, ListingState, RankedType, Standing } from '@wuye/shared/ranking';
import type { ListRule } from '@wuye/shared/policy';
import { CountColumn, FlagColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

const WordsColumn = (options: { nullable?: boolean } = {}) => Column('text', options);

/** A month that was counted: once, by whichever instance. */
@Entity('ranking_run')
export class RankingRun {
  @PrimaryColumn('varchar', { length: 7 }) month!: string;
  @CountColumn() policyVersion!: number;
  @InstantColumn() computedAt!: Date;
}

/** A project under its company, or a company within one district. */
abstract class Ranked {
  @IdColumn() id!: string;
  @TextColumn(16) scopeType!: RankedType;
  /** The community's id, or the company's. */
  @RefColumn() scopeId!: string;
  @RefColumn() companyId!: string;
  @TextColumn(6) districtCode!: string;
  @TextColumn(7) month!: string;
}

/** How one stood in a month, over the window that ends with it: kept as it was counted. */
@Entity('ranking_standing')
@Index('ranking_standing_once', ['month', 'scopeType', 'scopeId', 'districtCode'], { unique: true })
@Index('ranking_standing_by_district', ['month', 'scopeType', 'districtCode'])
export class RankingStanding extends Ranked {
  @TextColumn(7) fromMonth!: string;
  @TextColumn(8) list!: ListName | 'none';
  @FlagColumn() tooFew!: boolean;
  @CountColumn() cases!: number;
  @CountColumn() respondedOnTime!: number;
  @CountColumn() resolved!: number;
  @CountColumn() satisfied!: number;
  @CountColumn() rated!: number;
}

/** One that stands on a list as many periods in a row as the rule asks for, with all that became of it. */
@Entity('ranking_listing')
@Index('ranking_listing_once', ['month', 'scopeType', 'scopeId', 'districtCode', 'list'], { unique: true })
@Index('ranking_listing_by_district', ['districtCode', 'id'])
@Index('ranking_listing_by_company', ['companyId', 'id'])
@Index('ranking_listing_by_state', ['state', 'month'])
export class RankingListing extends Ranked {
  @TextColumn(8) list!: ListName;
  @TextColumn(16) state!: ListingState;
  /** The rule and the periods that it was found by. */
  @JsonColumn() rule!: ListRule;
  @JsonColumn() standings!: Standing[];
  @InstantColumn() createdAt!: Date;
  @InstantColumn({ nullable: true }) noticedAt!: Date | null;
  @RefColumn({ nullable: true }) noticedBy!: string | null;
  @InstantColumn({ nullable: true }) noticeEndsAt!: Date | null;
  @InstantColumn({ nullable: true }) appealedAt!: Date | null;
  @RefColumn({ nullable: true }) appealedBy!: string | null;
  @WordsColumn({ nullable: true }) appealWords!: string | null;
  @JsonColumn({ nullable: true }) appealPictures!: string[] | null;
  @InstantColumn({ nullable: true }) decidedAt!: Date | null;
  @RefColumn({ nullable: true }) decidedBy!: string | null;
  @TextColumn(3, { nullable: true }) upheld!: 'yes' | 'no' | null;
  @WordsColumn({ nullable: true }) decisionReason!: string | null;
  @InstantColumn({ nullable: true }) publishedAt!: Date | null;
  @RefColumn({ nullable: true }) publishedBy!: string | null;
  @InstantColumn({ nullable: true }) endedAt!: Date | null;
  @RefColumn({ nullable: true }) endedBy!: string | null;
  @WordsColumn({ nullable: true }) endReason!: string | null;
}

/** What a 行政建议书 says, filled in when it was issued. */
export interface AdviceDocument {
  readonly bureauName: string;
  readonly districtName: string;
  readonly name: string;
  readonly companyName: string;
  readonly addressees: Addressee[];
  readonly advice: string;
}

/** 《物业管理行政建议书》, numbered within its district and year; never changed. */
@Entity('ranking_advice')
@Index('ranking_advice_number', ['districtCode', 'year', 'seq'], { unique: true })
@Index('ranking_advice_by_listing', ['listingId', 'id'])
export class RankingAdvice {
  @IdColumn() id!: string;
  @RefColumn() listingId!: string;
  @TextColumn(6) districtCode!: string;
  @CountColumn() year!: number;
  @CountColumn() seq!: number;
  @JsonColumn() document!: AdviceDocument;
  @InstantColumn() issuedAt!: Date;
  @RefColumn() issuedBy!: string;
}
