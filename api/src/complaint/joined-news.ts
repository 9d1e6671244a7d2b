import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { announcedAt } from '@wuye/shared/complaint';
import { Communities } from '../community/index.js';
import { People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { type Draft, Outbox } from '../platform/outbox/index.js';
import { type Complaint, ComplaintEvent } from './entities.js';
import { officesAt } from './levels.js';
import { hasAccount } from './notices.js';

/**
 * Who handles a complaint and who submitted it learn that others joined, in bundles: five hundred taps are a handful of lines. Nobody is
 * named, and each bundle is announced once, however often people join and leave.
 */
@Injectable()
export class JoinedNews {
  constructor(
    private readonly people: People,
    private readonly communities: Communities,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
  ) {}

  /** After someone joined; `complaint` as it counts by now. */
  async tell(tx: EntityManager, complaint: Complaint, now: Date): Promise<void> {
    const { id, no, title, joiners, communityId, anonymous, accountId } = complaint;
    const said = await tx.countBy(ComplaintEvent, { complaintId: id, kind: 'joined' });
    if (joiners < announcedAt(said)) return;
    const event: ComplaintEvent = {
      id: newId(now),
      complaintId: id,
      at: now,
      kind: 'joined',
      accountId: 'system',
      role: 'system',
      actorName: '',
      words: this.vault.seal('complaint_event.words', `已有 ${joiners} 人同诉`),
      pictures: [],
      internal: false,
    };
    await tx.insert(ComplaintEvent, event);
    const offices = officesAt(complaint);
    const holders = await this.people.holdersByOffice(tx, offices, now);
    const staff = [
      ...new Set(offices.flatMap(({ role, scopeType, scopeId }) => holders.get(`${role}:${scopeType}:${scopeType === 'city' ? '' : scopeId}`) ?? [])),
    ];
    const { name: community } = await this.communities.everById(tx, communityId);
    const about = { subject: event.id, data: { no, title, community, at: formatTemplateTime(now.getTime()), count: String(joiners) } };
    const drafts: Draft[] = staff.map((recipient) => ({ ...about, kind: 'complaint.joined-staff', recipient, communityId }));
    if (hasAccount(complaint)) drafts.push({ ...about, kind: 'complaint.joined', recipient: accountId, communityId: anonymous ? null : communityId });
    await this.outbox.add(tx, now, drafts);
  }
}
