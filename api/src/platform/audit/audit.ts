import { Injectable } from '@nestjs/common';
import { Entity, type EntityManager, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn, newId, RefColumn, TextColumn } from '../database/index.js';

/** Facts without personal data. */
export type AuditDetail = Record<string, string | number | boolean>;

/** Who did what to what, and when. Appended only. */
@Entity('audit_entry')
@Index('audit_by_subject', ['subject', 'at'])
@Index('audit_by_account', ['accountId', 'at'])
export class AuditEntry {
  @IdColumn() id!: string;
  @InstantColumn() at!: Date;
  @RefColumn() accountId!: string;
  /** E.g. `complaint.contact`. */
  @TextColumn(64) action!: string;
  /** E.g. `complaint:20261121-604817`. */
  @TextColumn(80) subject!: string;
  @JsonColumn({ nullable: true }) detail!: AuditDetail | null;
}

/** Whose doing it is, and when: a signed-in request's context, or someone who withdrew in WeChat. */
export interface Actor {
  readonly now: Date;
  readonly who: { readonly accountId: string };
}

/** Writes the audit log, in the transaction of what it tells of. */
@Injectable()
export class Audit {
  async record(tx: EntityManager, context: Actor, action: string, subject: string, detail: AuditDetail | null = null): Promise<void> {
    await tx.insert(AuditEntry, { id: newId(context.now), at: context.now, accountId: context.who.accountId, action, subject, detail });
  }
}
