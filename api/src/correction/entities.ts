import { Entity, Index } from 'typeorm';
import type { CorrectionKind, CorrectionState } from '@wuye/shared/correction';
import { IdColumn, InstantColumn, JsonColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** What an owner says that the register or the base data lacks. */
@Entity('correction')
@Index('correction_once', ['applicationId'], { unique: true })
@Index('correction_by_account', ['accountId', 'id'])
@Index('correction_by_district', ['districtCode', 'state', 'dueAt'])
@Index('correction_by_end', ['keepUntil'])
export class Correction {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  /** The binding that it came from; each asks once. */
  @RefColumn() applicationId!: string;
  @TextColumn(16) kind!: CorrectionKind;
  @TextColumn(16) state!: CorrectionState;
  /** A Subject as JSON: the binding's own form is gone after a day. */
  @SealedColumn() subject!: string;
  @RefColumn({ nullable: true }) communityId!: string | null;
  @TextColumn(6) districtCode!: string;
  /** 小区, 楼栋, 房号 as typed. */
  @TextColumn(60) community!: string;
  @TextColumn(40) building!: string;
  @TextColumn(60) house!: string;
  @SealedColumn({ nullable: true }) certificateNo!: string | null;
  @SealedColumn({ nullable: true }) words!: string | null;
  @JsonColumn() pictures!: string[];
  @InstantColumn() submittedAt!: Date;
  /** Set once, never moved; null where the working calendar does not reach. */
  @InstantColumn({ nullable: true }) dueAt!: Date | null;
  @InstantColumn({ nullable: true }) answeredAt!: Date | null;
  @RefColumn({ nullable: true }) answeredBy!: string | null;
  @SealedColumn({ nullable: true }) reason!: string | null;
  /** The binding that its owner goes on with. */
  @RefColumn({ nullable: true }) bindingId!: string | null;
  /** Row and pictures go then; null while it waits for its answer. */
  @InstantColumn({ nullable: true }) keepUntil!: Date | null;
}
