import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateDue, formatTemplateTime } from '@wuye/shared/calendar';
import type { Grant, Role, ScopeType } from '@wuye/shared/kit';
import type { ClockName, Hop, LadderStep, Rung } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import { People } from '../identity/index.js';
import { type Draft, Outbox } from '../platform/outbox/index.js';
import type { Complaint } from './entities.js';
import { Joiners } from './joiners.js';
import { officesAt } from './levels.js';
import { hasAccount } from './notices.js';

/** A hop that people are told of. */
export interface LadderNotice {
  readonly complaint: Complaint;
  readonly clock: ClockName;
  readonly rung: Rung;
  readonly hop: Hop;
  readonly eventId: string;
  /** The deadline that it gave, or the clock's own. */
  readonly dueAt: Date;
}

/** Where each role of the ladder sits. A rung may name roles that no office of the place holds: then nobody is told, and the page says so. */
const SCOPES: Partial<Record<Role, ScopeType>> = {
  project_manager: 'community',
  company_head: 'company',
  company_clerk: 'company',
  street_officer: 'street',
  district_officer: 'district',
  city_officer: 'city',
};

/** Tells those whom the ladder names, and the owner where it has a sentence for them: for many complaints in few statements. */
@Injectable()
export class LadderNotices {
  constructor(
    private readonly people: People,
    private readonly communities: Communities,
    private readonly outbox: Outbox,
    private readonly joiners: Joiners,
  ) {}

  /** Writes the messages in the transaction of the hops. */
  async tell(tx: EntityManager, notices: readonly LadderNotice[], now: Date): Promise<void> {
    if (notices.length === 0) return;
    const offices = new Map(notices.flatMap((notice) => officesOf(notice).map((office) => [keyOf(office), office] as const)));
    const holders = await this.people.holdersByOffice(tx, [...offices.values()], now);
    const names = await this.communities.names(tx, [...new Set(notices.map(({ complaint }) => complaint.communityId))]);
    const drafts = notices.flatMap((notice) => {
      const recipients = new Set(officesOf(notice).flatMap((office) => holders.get(keyOf(office)) ?? []));
      const data = dataOf(notice, names.get(notice.complaint.communityId) ?? '', now);
      const draft = (kind: string, recipient: string): Draft => ({
        kind,
        subject: notice.eventId,
        recipient,
        communityId: notice.complaint.communityId,
        data,
      });
      const staff = [...recipients].map((recipient) => draft(kindOf(notice.clock, notice.rung.step), recipient));
      const owner =
        notice.rung.sentence === '' || !hasAccount(notice.complaint)
          ? []
          : [{ ...draft('complaint.raised', notice.complaint.accountId), communityId: placeOf(notice.complaint) }];
      return [...staff, ...owner];
    });
    await this.outbox.add(tx, now, drafts);
    const shown = notices.filter(({ complaint, rung }) => complaint.joiners > 0 && rung.sentence !== '');
    await this.joiners.tell(
      tx,
      now,
      shown.map(({ complaint, rung, eventId }) => ({ complaint, kind: rung.step, eventId })),
    );
  }
}

/** A conference that has no outcome is nothing that the property is late with: it has words of its own. */
const kindOf = (clock: ClockName, step: LadderStep): string => `complaint.${clock === 'conferred' ? `confer-${step}` : step}`;

/** Who wants to stay unknown to the community's staff is not in their proof of service either. */
const placeOf = ({ anonymous, communityId }: Complaint): string | null => (anonymous ? null : communityId);

const keyOf = ({ role, scopeType, scopeId }: Grant): string => `${role}:${scopeType}:${scopeType === 'city' ? '' : scopeId}`;

function officesOf({ complaint, rung }: LadderNotice): Grant[] {
  const ids: Record<ScopeType, string | null> = {
    community: complaint.communityId,
    company: complaint.companyId,
    street: complaint.streetCode,
    district: complaint.districtCode,
    city: '',
  };
  return rung.to.flatMap((role) => {
    // Whoever has it by now is reminded in the manager's place.
    if (rung.step === 'remind' && role === 'project_manager') return officesAt(complaint);
    const scopeType = SCOPES[role];
    const scopeId = scopeType && ids[scopeType];
    return scopeType && scopeId !== null && scopeId !== undefined ? [{ role, scopeType, scopeId }] : [];
  });
}

function dataOf({ complaint, dueAt }: LadderNotice, community: string, now: Date): Record<string, string> {
  const { no, title } = complaint;
  return { no, title, community, due: formatTemplateDue(dueAt.getTime()), at: formatTemplateTime(now.getTime()) };
}
