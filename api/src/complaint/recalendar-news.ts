import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateDue } from '@wuye/shared/calendar';
import { People } from '../identity/index.js';
import { Vault } from '../platform/crypto/index.js';
import { insertRows, newId } from '../platform/database/index.js';
import { type Draft, Outbox } from '../platform/outbox/index.js';
import { type Complaint, ComplaintEvent } from './entities.js';
import { Joiners } from './joiners.js';
import { officesAt } from './levels.js';
import { hasAccount } from './notices.js';

/** A deadline that was given, or moved, by the working calendar. `words` are for the timeline; empty: between those who work on it. */
export interface News {
  readonly complaint: Complaint;
  readonly from: Date | null;
  readonly to: Date;
  readonly words: string;
}

/** Tells who submitted a complaint, who joined it and who works on it what the working calendar did to its deadline: on the timeline and by a message. */
@Injectable()
export class RecalendarNews {
  constructor(
    private readonly people: People,
    private readonly vault: Vault,
    private readonly outbox: Outbox,
    private readonly joiners: Joiners,
  ) {}

  /** Many at once, in few statements. */
  async tell(tx: EntityManager, news: readonly News[], now: Date): Promise<void> {
    if (news.length === 0) return;
    const events = news.map((each) => this.eventOf(each, now));
    await insertRows(tx, ComplaintEvent, events);
    const holders = await this.people.holdersByOffice(
      tx,
      news.flatMap(({ complaint }) => officesAt(complaint)),
      now,
    );
    const drafts = news.flatMap(({ complaint, to, words }, index): Draft[] => {
      const staff = officesAt(complaint).flatMap(
        ({ role, scopeType, scopeId }) => holders.get(`${role}:${scopeType}:${scopeType === 'city' ? '' : scopeId}`) ?? [],
      );
      const about = { subject: events[index]?.id ?? '', data: { no: complaint.no, title: complaint.title, due: formatTemplateDue(to.getTime()) } };
      const { communityId, accountId, anonymous } = complaint;
      // Who wants to stay unknown to the community's staff is not in their proof of service either.
      const owner =
        words === '' || !hasAccount(complaint) ? [] : [{ ...about, kind: 'policy.due', recipient: accountId, communityId: anonymous ? null : communityId }];
      return [...owner, ...[...new Set(staff)].map((recipient) => ({ ...about, kind: 'policy.due-staff', recipient, communityId }))];
    });
    await this.outbox.add(tx, now, drafts);
    const shown = news.flatMap(({ complaint, words }, index) => {
      const event = events[index];
      return event && words !== '' && complaint.joiners > 0 ? [{ complaint, kind: event.kind, eventId: event.id }] : [];
    });
    await this.joiners.tell(tx, now, shown);
  }

  private eventOf({ complaint, words, to }: News, now: Date): ComplaintEvent {
    const said = words || `工作日历已经公布，下一级在 ${formatTemplateDue(to.getTime())} 后接手。`;
    return {
      id: newId(now),
      complaintId: complaint.id,
      at: now,
      kind: 'supplemented',
      accountId: 'system',
      role: 'system',
      actorName: '',
      words: this.vault.seal('complaint_event.words', said),
      pictures: [],
      internal: words === '',
    };
  }
}
