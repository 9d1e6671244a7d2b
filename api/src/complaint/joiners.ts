import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { type ComplaintEventKind, togetherPhrases } from '@wuye/shared/complaint';
import { Outbox } from '../platform/outbox/index.js';
import type { Complaint } from './entities.js';
import { ComplaintJoiner } from './joiner-entities.js';

/** A step that those who joined are told of. */
export interface Told {
  readonly complaint: Pick<Complaint, 'id' | 'no' | 'title'>;
  readonly kind: ComplaintEventKind;
  readonly eventId: string;
  /** Who did it: told nothing of their own step. */
  readonly by?: string;
}

/** Those who joined complaints: who they are, and how they hear of every step (成住建发〔2023〕62号 一(四) “第一时间向群众反馈”). */
@Injectable()
export class Joiners {
  constructor(private readonly outbox: Outbox) {}

  /** Whether an account has joined. */
  async has(manager: EntityManager, complaint: Pick<Complaint, 'id' | 'joiners'>, accountId: string): Promise<boolean> {
    return complaint.joiners > 0 && manager.existsBy(ComplaintJoiner, { complaintId: complaint.id, accountId });
  }

  /**
   * Tells all who joined any of these: one look for all, whatever their number. Nobody's message names a community: who joined stays unknown
   * to its staff, also in the proof of service.
   */
  async tell(tx: EntityManager, now: Date, steps: readonly Told[]): Promise<void> {
    const heard = steps.filter(({ kind }) => togetherPhrases[kind] !== undefined);
    if (heard.length === 0) return;
    const joiners = await tx.find(ComplaintJoiner, {
      where: { complaintId: In([...new Set(heard.map(({ complaint }) => complaint.id))]) },
      order: { id: 'ASC' },
    });
    const at = formatTemplateTime(now.getTime());
    const drafts = heard.flatMap(({ complaint: { id, no, title }, kind, eventId, by }) => {
      const data = { no, title, at, phrase: togetherPhrases[kind] ?? '' };
      const told = joiners.filter(({ complaintId, accountId }) => complaintId === id && accountId !== by);
      return told.map(({ accountId: recipient }) => ({ kind: 'complaint.together', subject: eventId, recipient, communityId: null, data }));
    });
    await this.outbox.add(tx, now, drafts);
  }
}
