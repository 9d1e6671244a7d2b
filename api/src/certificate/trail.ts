import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import type { certificateMessages } from '@wuye/shared/certificate';
import { Audit } from '../platform/audit/index.js';
import { newId } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { CertificateCase } from './entities.js';

type Tx = EntityManager;
type Kind = keyof typeof certificateMessages;

/** What a decision leaves: a line in the audit log and a message to the owner. */
@Injectable()
export class CertificateTrail {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  async leave(
    tx: Tx,
    context: SignedIn,
    found: CertificateCase,
    kind: Kind,
    place: { readonly id: string; readonly name: string },
    detail: Record<string, string | number>,
  ): Promise<void> {
    await this.audit.record(tx, context, kind, `certificate:${found.id}`, { community: place.id, ...detail }, found.accountId);
    const data = { community: place.name, at: formatTemplateTime(context.now.getTime()) };
    await this.outbox.add(tx, context.now, [{ kind, subject: `certificate:${newId(context.now)}`, recipient: found.accountId, communityId: place.id, data }]);
  }
}
