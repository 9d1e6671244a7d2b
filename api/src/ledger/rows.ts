import { Injectable } from '@nestjs/common';
import { instantAt } from '@wuye/shared/calendar';
import { closingReasonNames, isOpen } from '@wuye/shared/complaint';
import { addMonths, firstDay, monthEnd, monthOf } from '@wuye/shared/figures';
import type { LedgerRow } from '@wuye/shared/ledger';
import { type EntityManager, In } from 'typeorm';
import { idBefore, insertRows, isoInstant, sqlInstant } from '../platform/database/index.js';
import { LedgerMonth, LedgerNote, LedgerSignedRow } from './entities.js';

/** A month of one community that has more is cut: no project has ever come near. */
const MOST = 5_000;
/** How many months back a complaint may lie that was flagged after its own month was signed. */
const CARRIED_FROM = 12;
/** Rows of one insert. */
const BATCH = 200;

/** What the ledger reads of a complaint: nothing sealed, nobody's name. */
const COLUMNS = 'q.id, q.no, q.submitted_at, q.category, q.title, q.class, q.state, q.rating, q.closing_reason, q.grave, q.grouped, q.repeated';

/** A deadline was missed when it was met late, replaced after its end, or stands and is over; a conference is late by nobody of the community. */
const MISSED = `EXISTS (SELECT 1 FROM complaint_clock k WHERE k.complaint_id = q.id AND k.clock <> 'conferred'
  AND (k.met_at >= k.due_at OR k.void_at > k.due_at OR (k.met_at IS NULL AND k.void_at IS NULL AND k.due_at <= ?)))`;

interface Row {
  id: string;
  no: string;
  submitted_at: unknown;
  category: LedgerRow['category'];
  title: string;
  class: LedgerRow['class'];
  state: LedgerRow['state'];
  rating: LedgerRow['rating'];
  closing_reason: keyof typeof closingReasonNames | null;
  grave: unknown;
  grouped: unknown;
  repeated: unknown;
  overdue: unknown;
}

/** A row of the ledger with the complaint that it is. */
export type KnownRow = LedgerRow & { readonly complaintId: string };
type BareRow = Omit<KnownRow, 'note'>;

/** Whose month it is, and which. `id` is null before anybody wrote to it. */
interface Month {
  readonly id: string | null;
  readonly communityId: string;
  readonly month: string;
  readonly state: LedgerMonth['state'];
}

/**
 * 小区问题台账's rows: made from the complaints that were submitted in the month (成住建发〔2023〕62号 一(五)), and from earlier ones that
 * became 重大 群体 反复 only after their own month was signed. A signed month shows what was signed.
 */
@Injectable()
export class LedgerRows {
  async of(manager: EntityManager, of: Month, now: Date): Promise<KnownRow[]> {
    const notes = of.id === null ? [] : await manager.findBy(LedgerNote, { ledgerId: of.id });
    const byId = new Map(notes.map((note) => [note.complaintId, note]));
    const kept = of.id !== null && of.state === 'signed' ? await this.signed(manager, of.id) : [];
    // What was signed before rows were kept has none: it shows what there is.
    const rows = kept.length > 0 ? kept : [...(await this.carried(manager, of, now)), ...(await this.submitted(manager, of, now))];
    return rows.map((row) => ({ ...row, note: noteOf(byId.get(row.complaintId)) }));
  }

  /** Keeps what a month shows, in the transaction that signs it. */
  async keep(tx: EntityManager, ledgerId: string, rows: readonly KnownRow[]): Promise<void> {
    const kept = rows.map(({ note: _, submittedAt, ...row }): LedgerSignedRow => ({ ...row, ledgerId, submittedAt: new Date(submittedAt) }));
    for (let begin = 0; begin < kept.length; begin += BATCH) await insertRows(tx, LedgerSignedRow, kept.slice(begin, begin + BATCH));
  }

  private async signed(manager: EntityManager, ledgerId: string): Promise<BareRow[]> {
    const rows = await manager.find(LedgerSignedRow, { where: { ledgerId }, order: { submittedAt: 'ASC', complaintId: 'ASC' } });
    return rows.map(({ ledgerId: _, submittedAt, ...row }) => ({ ...row, submittedAt: submittedAt.toISOString() }));
  }

  private async submitted(manager: EntityManager, { communityId, month }: Month, now: Date): Promise<BareRow[]> {
    const stretch = [instantAt(firstDay(month)), monthEnd(month)].map((instant) => sqlInstant(new Date(instant)));
    const rows = await select(manager, 'q.submitted_at >= ? AND q.submitted_at < ?', communityId, stretch, now);
    return rows.map((row) => rowOf(row, false));
  }

  /** Flagged after the month that it belongs to was signed, and not written about in any other. */
  private async carried(manager: EntityManager, { id, communityId, month }: Month, now: Date): Promise<BareRow[]> {
    const [first, last] = [addMonths(month, -CARRIED_FROM), addMonths(month, -1)];
    const months = await manager.find(LedgerMonth, { select: { id: true, month: true, state: true }, where: { communityId } });
    const over = new Set(months.flatMap((one) => (one.state === 'signed' && one.month >= first && one.month <= last ? [one.month] : [])));
    if (over.size === 0) return [];
    const others = months.flatMap((one) => (one.id === id ? [] : [one.id]));
    const written = new Set(
      (await manager.find(LedgerNote, { select: { complaintId: true }, where: { ledgerId: In(others) } })).map((note) => note.complaintId),
    );
    // Ids begin with their instant: the months before are a stretch of the community's index.
    const between = [idBefore(new Date(instantAt(firstDay(first)))), idBefore(new Date(instantAt(firstDay(month))))];
    const rows = await select(manager, 'q.id >= ? AND q.id < ? AND (q.grave = 1 OR q.grouped = 1 OR q.repeated = 1)', communityId, between, now);
    return rows
      .filter((row) => row.state !== 'withdrawn' && !written.has(row.id) && over.has(monthOf(Date.parse(isoInstant(row.submitted_at)))))
      .map((row) => rowOf(row, true));
  }
}

async function select(manager: EntityManager, where: string, communityId: string, values: readonly string[], now: Date): Promise<Row[]> {
  return (await manager.query(
    `SELECT ${COLUMNS}, CASE WHEN ${MISSED} THEN 1 ELSE 0 END AS overdue FROM complaint q
     WHERE q.community_id = ? AND ${where} ORDER BY q.submitted_at, q.id LIMIT ${MOST}`,
    [sqlInstant(now), communityId, ...values],
  )) as Row[];
}

/** What a month's review has to say something about: 重大 群体 反复, but for those that were withdrawn. */
export const isFlagged = ({ flags, state }: Pick<LedgerRow, 'flags' | 'state'>): boolean => flags.length > 0 && state !== 'withdrawn';

export const lackingIn = (rows: readonly LedgerRow[]): number => rows.filter((row) => isFlagged(row) && row.note === null).length;

const noteOf = (note: LedgerNote | undefined) => (note ? { cause: note.cause, remedy: note.remedy } : null);

function rowOf(row: Row, carried: boolean): BareRow {
  return {
    complaintId: row.id,
    no: row.no,
    submittedAt: isoInstant(row.submitted_at),
    category: row.category,
    title: row.title,
    class: row.class,
    state: row.state,
    overdue: Number(row.overdue) === 1,
    result: resultOf(row),
    rating: row.rating,
    flags: (['grave', 'grouped', 'repeated'] as const).filter((flag) => Number(row[flag]) === 1),
    carried,
  };
}

function resultOf({ state, closing_reason: reason }: Row): string {
  if (state === 'withdrawn') return '已撤回';
  if (isOpen(state)) return '办理中';
  if (reason !== null) return `未解决：${closingReasonNames[reason]}`;
  return state === 'unsolved' ? '未解决' : '已解决';
}
