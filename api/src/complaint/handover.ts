import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Communities } from '../community/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId } from '../platform/database/index.js';
import { Complaint, ComplaintEvent } from './entities.js';

/**
 * A community changes its property company. What is open goes on with the new one: it alone can still do something about it, its people
 * are told of all that follows, and the old company's see none of it any more. No deadline moves: to the owner the promise was the
 * property's, not a firm's. What is closed stays with the company that closed it, and counts for it; reopened, it is the new one's.
 * Called, in its own transaction, by whoever writes the community's new company.
 */
@Injectable()
export class Handover {
  constructor(
    private readonly communities: Communities,
    private readonly vault: Vault,
  ) {}

  /** Brings the community's open complaints to the company that has it now; how many. */
  async follow(tx: EntityManager, communityId: string, now: Date): Promise<number> {
    const { companyId, companyName } = await this.communities.everById(tx, communityId);
    const open = await tx.find(Complaint, { select: { id: true, companyId: true }, where: { communityId, isOpen: true }, order: { id: 'ASC' } });
    const moved = open.filter((complaint) => complaint.companyId !== companyId);
    if (moved.length === 0) return 0;
    await tx.update(Complaint, { communityId, isOpen: true }, { companyId, assigneeId: null });
    const words = `小区更换了物业服务企业，由${companyName}继续办理，期限不变`;
    await insertRows(
      tx,
      ComplaintEvent,
      moved.map(({ id }) => this.line(id, words, now)),
    );
    return moved.length;
  }

  private line(complaintId: string, words: string, now: Date): ComplaintEvent {
    const said = this.vault.seal('complaint_event.words', words);
    const by = { accountId: 'system', role: 'system' as const, actorName: '' };
    return { id: newId(now), complaintId, at: now, kind: 'assigned', ...by, words: said, pictures: [], internal: false };
  }
}
