import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { Audit, type AuditDetail } from '../platform/audit/index.js';
import { newId } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { Correction } from './entities.js';

type Tx = EntityManager;

/** What an answer, and a clerk's look, leave behind. */
@Injectable()
export class CorrectionTrail {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  async leave(tx: Tx, context: SignedIn, found: Correction, detail: AuditDetail): Promise<void> {
    const kind = `correction.${found.state}`;
    await this.audit.record(tx, context, kind, `correction:${found.id}`, detail, found.accountId);
    const data = { id: found.id, community: found.community, at: formatTemplateTime(context.now.getTime()) };
    const subject = `correction:${newId(context.now)}`;
    await this.outbox.add(tx, context.now, [{ kind, subject, recipient: found.accountId, communityId: found.communityId, data }]);
  }

  /** @param role the office that let them look: its owner reads it under 谁看过我的信息 */
  async look(tx: Tx, context: SignedIn, found: Correction, role: string): Promise<void> {
    await this.audit.record(tx, context, 'correction.read', `correction:${found.id}`, { role }, found.accountId);
  }
}
