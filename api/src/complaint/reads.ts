import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { complaintRoutes, ComplaintView, WorkTab } from '@wuye/shared/complaint';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, idBefore } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import type { Complaint } from './entities.js';
import { SCOPE_COLUMN } from './list-rows.js';
import { ComplaintRead, ComplaintReadTab } from './read-entities.js';

/** A line is written at the instant of its request and seen a moment later: what is younger is not yet marked as read with the rest. */
const SETTLES = 2_000;

/**
 * What someone of the staff has read: their own mark, kept per account. It is no answer to anybody, meets no clock and is on no timeline
 * (成住建发〔2023〕62号 一(二) counts the first answer alone).
 */
@Injectable()
export class Reads {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
  ) {}

  /** Up to which line a tab was marked as read as a whole; '' before the first time. */
  async floor(accountId: string, tab: WorkTab): Promise<string> {
    return (await this.database.manager.findOneBy(ComplaintReadTab, { accountId, tab }))?.eventId ?? '';
  }

  /** The instant up to which everything can be seen. */
  settled(now: Date): Date {
    return new Date(now.getTime() - SETTLES);
  }

  /** Opening a complaint reads it, for those in whose work list it stands. Nothing is written where nothing is new. */
  async opened(context: SignedIn, complaint: Complaint, events: ComplaintView['events']): Promise<void> {
    const { manager } = this.database;
    const newest = events[0]?.id;
    if (!newest || !(await this.access.may(manager, context, 'complaint.work', complaint))) return;
    const known = await manager.findOneBy(ComplaintRead, { accountId: context.who.accountId, complaintId: complaint.id });
    if (known && known.eventId >= newest) return;
    await this.put(manager, context, [{ complaintId: complaint.id, eventId: newest }]);
  }

  /** 批量已读: some by the lines that were shown, in one statement, or a whole tab by one row. */
  mark(context: SignedIn, { body }: InputOf<typeof complaintRoutes.markRead>): Promise<void | Problem> {
    return this.database.transaction(async (tx) => {
      const scopes = await this.access.scopes(tx, context, 'complaint.work');
      if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
      if ('seen' in body) await this.markSeen(tx, context, scopes, body.seen);
      else await this.markTab(tx, context, body.tab, new Date(body.until));
    });
  }

  /** Lines of complaints that the caller does not handle or oversee change nothing. */
  private async markSeen(tx: EntityManager, context: SignedIn, scopes: readonly Grant[], seen: readonly string[]): Promise<void> {
    const within = scopes.map(({ scopeType }) => (SCOPE_COLUMN[scopeType] ? `${SCOPE_COLUMN[scopeType]} = ?` : '1 = 1')).join(' OR ');
    const ids = scopes.filter(({ scopeType }) => SCOPE_COLUMN[scopeType] !== null).map(({ scopeId }) => scopeId);
    const rows = (await tx.query(
      `SELECT e.complaint_id AS complaintId, MAX(e.id) AS eventId FROM complaint_event e JOIN complaint q ON q.id = e.complaint_id
       WHERE e.id IN (${seen.map(() => '?').join(', ')}) AND (${within}) GROUP BY e.complaint_id`,
      [...seen, ...ids],
    )) as Pick<ComplaintRead, 'complaintId' | 'eventId'>[];
    const known = await tx.findBy(ComplaintRead, { accountId: context.who.accountId, complaintId: In(rows.map(({ complaintId }) => complaintId)) });
    const further = new Map(known.map(({ complaintId, eventId }) => [complaintId, eventId]));
    // An older page on another device takes nothing back.
    const fresh = rows.filter(({ complaintId, eventId }) => eventId > (further.get(complaintId) ?? ''));
    await this.put(tx, context, fresh);
  }

  private async markTab(tx: EntityManager, { who: { accountId }, now }: SignedIn, tab: WorkTab, until: Date): Promise<void> {
    const eventId = idBefore(new Date(Math.min(until.getTime(), this.settled(now).getTime())));
    const known = await tx.findOneBy(ComplaintReadTab, { accountId, tab });
    if (known && known.eventId >= eventId) return;
    const row = { accountId, tab, eventId, readAt: now };
    await tx
      .createQueryBuilder()
      .insert()
      .into(ComplaintReadTab)
      .values(row)
      .orUpdate(['event_id', 'read_at'], ['account_id', 'tab'])
      .updateEntity(false)
      .execute();
  }

  private async put(manager: EntityManager, { who, now }: SignedIn, rows: readonly Pick<ComplaintRead, 'complaintId' | 'eventId'>[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map((row) => ({ ...row, accountId: who.accountId, readAt: now }));
    const insert = manager.createQueryBuilder().insert().into(ComplaintRead).values(values);
    await insert.orUpdate(['event_id', 'read_at'], ['account_id', 'complaint_id']).updateEntity(false).execute();
  }
}
