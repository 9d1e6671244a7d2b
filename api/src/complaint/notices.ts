import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateDue, formatTemplateTime } from '@wuye/shared/calendar';
import { type CallerKind, type complaintMessages, isCallers } from '@wuye/shared/complaint';
import type { Grant } from '@wuye/shared/kit';
import { People } from '../identity/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { Complaint } from './entities.js';
import { officesAt } from './levels.js';

type Kind = keyof typeof complaintMessages;

/** How the outbox names a caller: by their complaint. */
export const CALLER = 'caller';

/** What a caller hears by SMS in place of what an owner is told: of the first answer, and of a closing. */
const CALLERS: Readonly<Partial<Record<Kind, CallerKind>>> = {
  'complaint.responded': 'complaint.caller_answered',
  'complaint.outside': 'complaint.caller_answered',
  'complaint.closed': 'complaint.caller_closed',
};
/** Sorting it into a class is an answer only to what nobody had answered yet. */
const FIRST: ReadonlySet<Kind> = new Set(['complaint.accepted', 'complaint.proposed']);

/** Whoever called or wrote a letter has no account: they hear of it by SMS, or where they turned to. */
export const hasAccount = ({ source }: Pick<Complaint, 'source'>): boolean => source === 'code' || source === 'menu';

/** Who is told of what (成住建发〔2023〕62号 一(二)): the manager and company head at once, a copy to the district. */
@Injectable()
export class Notices {
  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** To those who handle and oversee the complaint; `due` only for the kind that shows a deadline. */
  async toStaff(
    tx: EntityManager,
    now: Date,
    kind: Kind,
    complaint: Complaint,
    community: string,
    eventId: string,
    due: Date | null = null,
    more: readonly Grant[] = [],
  ): Promise<void> {
    const offices: Grant[] = [
      { role: 'project_manager', scopeType: 'community', scopeId: complaint.communityId },
      { role: 'company_head', scopeType: 'company', scopeId: complaint.companyId },
      { role: 'district_officer', scopeType: 'district', scopeId: complaint.districtCode },
      // And whoever has it where it stands now: a company's clerks, too.
      ...officesAt(complaint),
      // In one go with the others: who holds two of these offices is told once.
      ...more,
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
    const data = { no: complaint.no, title: complaint.title, community, at, ...(due && { due: formatTemplateDue(due.getTime()) }) };
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind, subject: eventId, recipient, communityId: complaint.communityId, data })),
    );
  }

  /** To whoever submitted it. */
  async toSubmitter(tx: EntityManager, now: Date, kind: Kind, complaint: Complaint, eventId: string, extra: Record<string, string>): Promise<void> {
    if (!hasAccount(complaint)) {
      const news = FIRST.has(kind) && complaint.respondedAt === null ? 'complaint.caller_answered' : CALLERS[kind];
      return news && this.toCaller(tx, now, news, complaint, eventId);
    }
    const data = { no: complaint.no, title: complaint.title, ...extra };
    // Who wants to stay unknown to the community's staff is not in their proof of service either.
    const communityId = complaint.anonymous ? null : complaint.communityId;
    await this.outbox.add(tx, now, [{ kind, subject: eventId, recipient: complaint.accountId, communityId, data }]);
  }

  /** By SMS to who called or wrote, where a phone is known. The row names the complaint and nobody. */
  async toCaller(tx: EntityManager, now: Date, kind: CallerKind, complaint: Complaint, eventId: string): Promise<void> {
    if (!isCallers(complaint) || complaint.phone === null) return;
    const data = { no: complaint.no, title: complaint.title, at: formatTemplateTime(now.getTime()) };
    await this.outbox.add(tx, now, [{ kind, subject: eventId, recipient: `${CALLER}:${complaint.id}`, communityId: complaint.communityId, data }]);
  }
}
