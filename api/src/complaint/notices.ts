import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import type { complaintMessages } from '@wuye/shared/complaint';
import type { Grant } from '@wuye/shared/kit';
import { People } from '../identity/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { Complaint } from './entities.js';
import { officesAt } from './levels.js';

type Kind = keyof typeof complaintMessages;

/** Whoever called or wrote a letter has no account: they hear of it by the phone, or where they turned to. */
export const hasAccount = ({ source }: Pick<Complaint, 'source'>): boolean => source === 'code' || source === 'menu';

/** Who is told of what (成住建发〔2023〕62号 一(二)): the manager and company head at once, a copy to the district. */
@Injectable()
export class Notices {
  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** To those who handle and oversee the complaint; `due` only for the kind that shows a deadline. */
  async toStaff(tx: EntityManager, now: Date, kind: Kind, complaint: Complaint, community: string, eventId: string, due: Date | null = null): Promise<void> {
    const offices: Grant[] = [
      { role: 'project_manager', scopeType: 'community', scopeId: complaint.communityId },
      { role: 'company_head', scopeType: 'company', scopeId: complaint.companyId },
      { role: 'district_officer', scopeType: 'district', scopeId: complaint.districtCode },
    ];
    await this.toOffices(tx, now, kind, complaint, community, eventId, offices, due);
  }

  /** To those who must act on it where it stands now. */
  async toHandlers(tx: EntityManager, now: Date, kind: Kind, complaint: Complaint, community: string, eventId: string): Promise<void> {
    await this.toOffices(tx, now, kind, complaint, community, eventId, officesAt(complaint));
  }

  /** To whoever holds these offices; `due` only for the kind that shows a deadline. */
  async toOffices(
    tx: EntityManager,
    now: Date,
    kind: Kind,
    complaint: Complaint,
    community: string,
    eventId: string,
    offices: readonly Grant[],
    due: Date | null = null,
  ): Promise<void> {
    const holders = await this.people.holdersByOffice(tx, offices, now);
    const recipients = [
      ...new Set(offices.flatMap(({ role, scopeType, scopeId }) => holders.get(`${role}:${scopeType}:${scopeType === 'city' ? '' : scopeId}`) ?? [])),
    ];
    const at = formatTemplateTime(now.getTime());
    const data = { no: complaint.no, title: complaint.title, community, at, ...(due && { due: formatTemplateTime(due.getTime()) }) };
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind, subject: eventId, recipient, communityId: complaint.communityId, data })),
    );
  }

  /** To whoever submitted it. */
  async toSubmitter(tx: EntityManager, now: Date, kind: Kind, complaint: Complaint, eventId: string, extra: Record<string, string>): Promise<void> {
    if (!hasAccount(complaint)) return;
    const data = { no: complaint.no, title: complaint.title, ...extra };
    // Who wants to stay unknown to the community's staff is not in their proof of service either.
    const communityId = complaint.anonymous ? null : complaint.communityId;
    await this.outbox.add(tx, now, [{ kind, subject: eventId, recipient: complaint.accountId, communityId, data }]);
  }
}
