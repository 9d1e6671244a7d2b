import { Injectable } from '@nestjs/common';
import { type EntityManager, LessThanOrEqual } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { isOpen } from '@wuye/shared/complaint';
import { Database } from '../platform/database/index.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { Notices } from './notices.js';

/** Complaints of one look. */
const BATCH = 200;

/**
 * What waits for its owner's word is brought back to mind, once: a proposed date without an answer, a closing without a verdict (the
 * hours after it are the policy's). What is due is read from an index; of several instances the one whose update takes the mark
 * off a complaint tells, so each is told once. Nobody's silence is taken for a yes.
 */
@Injectable()
export class Reminders {
  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
  ) {}

  /** All that are due; how many were told. */
  async run(now: Date): Promise<number> {
    let told = 0;
    for (;;) {
      const due = await this.database.manager.find(Complaint, {
        where: { remindAt: LessThanOrEqual(now) },
        order: { remindAt: 'ASC', id: 'ASC' },
        take: BATCH,
      });
      if (due.length === 0) return told;
      for (const complaint of due) if (await this.database.transaction((tx) => this.remind(tx, complaint, now))) told += 1;
    }
  }

  private async remind(tx: EntityManager, complaint: Complaint, now: Date): Promise<boolean> {
    const { id, state, remindAt } = complaint;
    if (remindAt === null) return false;
    const { affected } = await tx.update(Complaint, { id, remindAt }, { remindAt: null });
    if (affected !== 1) return false;
    const waits = isOpen(state) ? ('proposed' as const) : ('closed' as const);
    const [event] = await tx.find(ComplaintEvent, { where: { complaintId: id, kind: waits }, order: { id: 'DESC' }, take: 1 });
    if (!event) return false;
    const kind = waits === 'proposed' ? 'complaint.unanswered' : 'complaint.unjudged';
    await this.notices.toSubmitter(tx, now, kind, complaint, event.id, { at: formatTemplateTime(event.at.getTime()) });
    return true;
  }
}
