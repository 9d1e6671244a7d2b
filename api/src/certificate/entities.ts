import { Entity, Index } from 'typeorm';
import type { CertificateState, Proofs } from '@wuye/shared/certificate';
import { IdColumn, IndexHashColumn, InstantColumn, JsonColumn, RefColumn, SealedColumn, TextColumn } from '../platform/database/index.js';

/** An application for the offline certificate (线下认证). */
@Entity('certificate_case')
@Index('certificate_case_once', ['openFor'], { unique: true })
@Index('certificate_case_by_account', ['accountId', 'id'])
@Index('certificate_case_by_number', ['idNumberHash'])
@Index('certificate_case_by_end', ['endsAt'])
export class CertificateCase {
  @IdColumn() id!: string;
  @RefColumn() accountId!: string;
  /** The account while it waits, null after: one account waits once. */
  @RefColumn({ nullable: true }) openFor!: string | null;
  /** The binding that it came from; null for someone who is bound. */
  @RefColumn({ nullable: true }) applicationId!: string | null;
  @TextColumn(16) state!: CertificateState;
  /** A Subject as JSON: the binding's own form is gone after a day. Null once decided. */
  @SealedColumn({ nullable: true }) subject!: string | null;
  @IndexHashColumn({ nullable: true }) idNumberHash!: string | null;
  @JsonColumn() proofs!: Proofs;
  @JsonColumn({ nullable: true }) evidence!: Proofs | null;
  @SealedColumn({ nullable: true }) reason!: string | null;
  @InstantColumn() submittedAt!: Date;
  /** Row and pictures go then. */
  @InstantColumn() endsAt!: Date;
  @InstantColumn({ nullable: true }) decidedAt!: Date | null;
  /** The account that approved it or sent it back. */
  @RefColumn({ nullable: true }) decidedBy!: string | null;
  /** Where it was decided. */
  @RefColumn({ nullable: true }) communityId!: string | null;
}
