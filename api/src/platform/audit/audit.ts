import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RevealReason } from '@wuye/shared/kit';
import { newId } from '../database/index.js';
import { type AuditDetail, AuditEntry } from './entities.js';

/** Whose doing it is, and when: a signed-in request's context, or someone who withdrew in WeChat. */
export interface Actor {
  readonly now: Date;
  readonly who: { readonly accountId: string };
}

/** One look at what is masked everywhere else. */
export interface Look {
  readonly action: string;
  readonly subject: string;
  /** Whose data: an account's id, or a person's who has none. */
  readonly about: string;
  /** The office that allowed it. */
  readonly role: string;
  readonly reason: RevealReason;
}

/** Writes the audit log, in the transaction of what it tells of. */
@Injectable()
export class Audit {
  async record(
    tx: EntityManager,
    context: Actor,
    action: string,
    subject: string,
    detail: AuditDetail | null = null,
    about: string | null = null,
  ): Promise<void> {
    const entry = { id: newId(context.now), at: context.now, accountId: context.who.accountId, action, subject, detail, about, blockSeq: null };
    await tx.insert(AuditEntry, entry);
  }

  /** Records a look at someone's data, with its reason: an officer's [查看完整]. Whose data it is sees it under 谁看过我的信息. */
  async look(tx: EntityManager, context: Actor, { action, subject, about, role, reason }: Look): Promise<void> {
    await this.record(tx, context, action, subject, { role, reason: reason.kind, ...(reason.words && { words: reason.words }) }, about);
  }
}
