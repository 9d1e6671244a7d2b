import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { Communities } from '../community/index.js';
import { Appointment } from '../identity/index.js';
import { Audit } from '../platform/audit/index.js';
import { OfficeBook } from './book.js';
import { OfficeNotices } from './notices.js';

const OPERATOR = { accountId: 'operator' };

/**
 * A community changes its property company: its project manager and staff are the old company's, and their offices there end with it. The new
 * company's head appoints anew; nobody of the old one reads on.
 */
@Injectable()
export class ReplacedStaff {
  constructor(
    private readonly communities: Communities,
    private readonly book: OfficeBook,
    private readonly notices: OfficeNotices,
    private readonly audit: Audit,
  ) {}

  /** Ends them in the transaction that writes the new company, each told; how many. */
  async end(tx: EntityManager, communityId: string, now: Date): Promise<number> {
    const { name } = await this.communities.everById(tx, communityId);
    const rows = await tx.findBy(Appointment, {
      scopeType: 'community',
      scopeId: communityId,
      role: In(['project_manager', 'staff']),
      endedAt: IsNull(),
    });
    for (const row of rows) {
      if (!(await this.book.end(tx, row.id, { endedAt: now, endedBy: null, endReason: 'dismissed' }))) continue;
      await this.notices.ended(tx, row, row.personId, name, now);
      const detail = { role: row.role, scope: communityId };
      await this.audit.record(tx, { now, who: OPERATOR }, 'appointment.dismiss', `appointment:${row.id}`, detail);
    }
    return rows.length;
  }
}
