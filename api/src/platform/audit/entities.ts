import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CountColumn, IdColumn, InstantColumn, JsonColumn, RefColumn, TextColumn } from '../database/index.js';

/** Facts without personal data. */
export type AuditDetail = Record<string, string | number | boolean>;

/** Who did what to what, and when. Appended only: nothing but `blockSeq` is ever written again, and that once. */
@Entity('audit_entry')
@Index('audit_by_subject', ['subject', 'at'])
@Index('audit_by_account', ['accountId', 'at'])
@Index('audit_by_about', ['about', 'id'])
@Index('audit_by_block', ['blockSeq', 'id'])
@Index('audit_by_action', ['action', 'id'])
export class AuditEntry {
  @IdColumn() id!: string;
  @InstantColumn() at!: Date;
  @RefColumn() accountId!: string;
  /** E.g. `complaint.contact`. */
  @TextColumn(64) action!: string;
  /** E.g. `complaint:20261121-604817`. */
  @TextColumn(80) subject!: string;
  @JsonColumn({ nullable: true }) detail!: AuditDetail | null;
  /** Whose data it was about: an account's id, or a person's who has none. They see it under 谁看过我的信息. */
  @RefColumn({ nullable: true }) about!: string | null;
  /** The block that it is sealed in; null until the next one is made. */
  @CountColumn({ nullable: true }) blockSeq!: number | null;
}

/** Some entries sealed together, chained to the block before: see chain.ts. */
@Entity('audit_block')
@Index('audit_block_by_age', ['lastAt'])
export class AuditBlock {
  /** From 1, without a gap: the primary key lets one instance make a block. */
  @PrimaryColumn('integer') seq!: number;
  /** Hash of the block before. */
  @TextColumn(64) previous!: string;
  /** Hash of `digests`. */
  @TextColumn(64) root!: string;
  @CountColumn() entries!: number;
  @TextColumn(64) hash!: string;
  /** The hash under a key of SIGNING_KEYS: who can only write to the database can't make another chain. */
  @TextColumn(120) signed!: string;
  /** `[id, digest]` of each entry as JSON; null once the entries are deleted. */
  @Column('text', { nullable: true }) digests!: string | null;
  @InstantColumn() firstAt!: Date;
  @InstantColumn() lastAt!: Date;
  @InstantColumn() sealedAt!: Date;
  /** When its entries were deleted at the end of their term. */
  @InstantColumn({ nullable: true }) prunedAt!: Date | null;
}
