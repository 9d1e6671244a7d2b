import { Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../platform/database/index.js';

/** 公示牌: the phones of a community's project and of its company, each with the hours in which it is answered. */
@Entity('board')
export class Board {
  @PrimaryColumn('varchar', { length: 26 }) communityId!: string;
  @TextColumn(20, { nullable: true }) projectPhone!: string | null;
  @TextColumn(5, { nullable: true }) projectFrom!: string | null;
  @TextColumn(5, { nullable: true }) projectTo!: string | null;
  @TextColumn(20, { nullable: true }) companyPhone!: string | null;
  @TextColumn(5, { nullable: true }) companyFrom!: string | null;
  @TextColumn(5, { nullable: true }) companyTo!: string | null;
  /** Raised with every change. */
  @CountColumn() version!: number;
  @RefColumn() updatedBy!: string;
  @InstantColumn() updatedAt!: Date;
}

/** The hours of a district bureau's phone; the phone itself is the district's. */
@Entity('board_bureau')
export class BoardBureau {
  @PrimaryColumn('varchar', { length: 6 }) districtCode!: string;
  @TextColumn(5) opens!: string;
  @TextColumn(5) closes!: string;
  @CountColumn() version!: number;
  @RefColumn() updatedBy!: string;
  @InstantColumn() updatedAt!: Date;
}

/** One edition of a community's poster: by when it hangs, and the photos that prove it. */
@Entity('board_hanging')
@Index('board_hanging_by_due', ['hungAt', 'dueAt'])
@Index('board_hanging_by_reminder', ['remindedAt', 'remindAt'])
export class BoardHanging {
  @PrimaryColumn('varchar', { length: 26 }) communityId!: string;
  @PrimaryColumn('integer') edition!: number;
  /** The opening of the account, or the replacement of the code. */
  @InstantColumn() fromAt!: Date;
  /** Null while the working calendar does not reach so far. */
  @InstantColumn({ nullable: true }) dueAt!: Date | null;
  @InstantColumn({ nullable: true }) remindAt!: Date | null;
  @InstantColumn({ nullable: true }) remindedAt!: Date | null;
  @InstantColumn({ nullable: true }) hungAt!: Date | null;
  @RefColumn({ nullable: true }) hungBy!: string | null;
  @JsonColumn() pictures!: string[];
}
