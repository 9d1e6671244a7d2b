import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, LessThanOrEqual } from 'typeorm';
import { formatTemplateTime, localTime } from '@wuye/shared/calendar';
import { addMonths, monthEnd, monthOf, monthWords } from '@wuye/shared/figures';
import type { Grant } from '@wuye/shared/kit';
import { type ledgerMessages, REMIND_BEFORE, reviewDue } from '@wuye/shared/ledger';
import { People } from '../identity/index.js';
import { Policies } from '../policy/index.js';
import { Database, insertRows, isDuplicate, newId, sqlInstant, StartOver } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { LedgerMonth } from './entities.js';

type Tx = EntityManager;
/** Rows of one insert, and communities of one look. */
const BATCH = 200;
/** How far back a month that nobody opened is still opened: the platform was away, not the year. */
const MONTHS_BACK = 2;
/** How far back a month may lie that the calendar had no day for. */
const UNDATED_BACK = 24;

interface Place {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
}

/** The months of the ledger: opened when they end, reminded of on the day they are due (成住建发〔2023〕62号 一(五); the day is ours). */
@Injectable()
export class LedgerMonths {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** Opens what has ended and reminds of what is due; several instances may, each thing happens once. */
  async run(now: Date): Promise<number> {
    let done = 0;
    for (let back = MONTHS_BACK; back >= 1; back--) done += await this.openAll(addMonths(monthOf(now.getTime()), -back), now);
    return done + (await this.dateUndated(now)) + (await this.remindAll(now));
  }

  /** The row of a month, made when it is first written to. */
  async ensure(tx: Tx, communityId: string, month: string, now: Date): Promise<LedgerMonth> {
    const found = await tx.findOneBy(LedgerMonth, { communityId, month });
    if (found) return found;
    const { calendar } = await this.policies.rules(now, tx);
    const row = fresh(communityId, month, reviewDue(month, calendar), now);
    try {
      await insertRows(tx, LedgerMonth, [row]);
    } catch (error) {
      throw isDuplicate(error) ? new StartOver() : error;
    }
    return row;
  }

  /** Tells whoever holds an office of the community or its company. */
  async tell(tx: Tx, now: Date, kind: keyof typeof ledgerMessages, { id, companyId, name }: Place, month: string, to: 'manager' | 'head' | 'both') {
    const manager: Grant = { role: 'project_manager', scopeType: 'community', scopeId: id };
    const head: Grant = { role: 'company_head', scopeType: 'company', scopeId: companyId };
    const holders = await this.people.holders(tx, to === 'both' ? [manager, head] : to === 'head' ? [head] : [manager], now);
    const data = { no: id, title: `${monthWords(month)}问题复盘`, community: name, at: formatTemplateTime(now.getTime()) };
    // Of its own each time: a month that was sent back is handed in again.
    const subject = `ledger:${newId(now)}`;
    const recipients = [...new Set(holders.map(({ recipient }) => recipient))];
    await this.outbox.add(
      tx,
      now,
      recipients.map((recipient) => ({ kind, subject, recipient, communityId: id, data })),
    );
  }

  private async openAll(month: string, now: Date): Promise<number> {
    const { manager } = this.database;
    const { calendar } = await this.policies.rules(now);
    const due = reviewDue(month, calendar);
    const lacking = (await manager.query(
      `SELECT c.id FROM community c LEFT JOIN ledger_month l ON l.community_id = c.id AND l.month = ?
       WHERE l.id IS NULL AND c.ended_at IS NULL AND c.created_at < ? ORDER BY c.id`,
      [month, sqlInstant(new Date(monthEnd(month)))],
    )) as { id: string }[];
    let opened = 0;
    for (let begin = 0; begin < lacking.length; begin += BATCH) {
      const rows = lacking.slice(begin, begin + BATCH).map(({ id }) => fresh(id, month, due, now));
      opened += await this.database.transaction(async (tx) => (await insertRows(tx, LedgerMonth, rows), rows.length)).catch(takenByAnother);
    }
    return opened;
  }

  /** Gives their day to months that were opened while the calendar did not reach it. */
  private async dateUndated(now: Date): Promise<number> {
    const { manager } = this.database;
    const months = Array.from({ length: UNDATED_BACK }, (_, back) => addMonths(monthOf(now.getTime()), -back));
    const states = ['open', 'submitted', 'returned'] as const;
    const marks = [months, states].map((list) => list.map(() => '?').join(', '));
    const found = (await manager.query(
      `SELECT DISTINCT month FROM ledger_month WHERE month IN (${marks[0]}) AND state IN (${marks[1]}) AND due_at IS NULL ORDER BY month`,
      [...months, ...states],
    )) as { month: string }[];
    if (found.length === 0) return 0;
    const { calendar } = await this.policies.rules(now);
    let dated = 0;
    for (const { month } of found) {
      const due = reviewDue(month, calendar);
      const which = { month, state: In(states), dueAt: IsNull() };
      if (due !== null) dated += (await manager.update(LedgerMonth, which, { dueAt: new Date(due) })).affected ?? 0;
    }
    return dated;
  }

  private async remindAll(now: Date): Promise<number> {
    const before = new Date(now.getTime() + REMIND_BEFORE);
    const where = { remindedAt: IsNull(), dueAt: LessThanOrEqual(before), state: In(['open', 'returned']) };
    let told = 0;
    for (;;) {
      const some = await this.database.manager.find(LedgerMonth, { where, order: { id: 'ASC' }, take: BATCH });
      if (some.length === 0) return told;
      for (const row of some) told += (await this.database.transaction((tx) => this.remind(tx, row, now))) ? 1 : 0;
    }
  }

  private async remind(tx: Tx, { id, communityId, month }: LedgerMonth, now: Date): Promise<boolean> {
    const { affected } = await tx.update(LedgerMonth, { id, remindedAt: IsNull() }, { remindedAt: now });
    if (affected !== 1) return false;
    const [place] = (await tx.query('SELECT id, company_id, name FROM community WHERE id = ?', [communityId])) as { company_id: string; name: string }[];
    if (place) await this.tell(tx, now, 'ledger.remind', { id: communityId, companyId: place.company_id, name: place.name }, month, 'both');
    return true;
  }
}

/** Whether a month is over by Shanghai's clock. */
export const isOver = (month: string, now: Date): boolean => month < localTime(now.getTime()).date.slice(0, 7);

function takenByAnother(error: unknown): number {
  if (isDuplicate(error)) return 0;
  throw error;
}

function fresh(communityId: string, month: string, due: number | null, now: Date): LedgerMonth {
  return {
    id: newId(now),
    communityId,
    month,
    state: 'open',
    dueAt: due === null ? null : new Date(due),
    remindedAt: null,
    figures: null,
    submittedAt: null,
    submittedBy: null,
    signedAt: null,
    signedBy: null,
    returnedAt: null,
    returnedBy: null,
    returnReason: null,
    signedCompany: null,
  };
}
