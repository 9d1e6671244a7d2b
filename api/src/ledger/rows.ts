import { Injectable } from '@nestjs/common';
import { instantAt } from '@wuye/shared/calendar';
import { closingReasonNames, isOpen } from '@wuye/shared/complaint';
import { firstDay, monthEnd } from '@wuye/shared/figures';
import type { LedgerRow } from '@wuye/shared/ledger';
import type { EntityManager } from 'typeorm';
import { isoInstant, sqlInstant } from '../platform/database/index.js';
import { LedgerNote } from './entities.js';

/** A month of one community that has more is cut: no project has ever come near. */
const MOST = 5_000;

/** What the ledger reads of a complaint: nothing sealed, nobody's name. */
const COLUMNS = 'q.id, q.no, q.submitted_at, q.category, q.title, q.class, q.state, q.rating, q.closing_reason, q.grave, q.grouped, q.repeated';

/** A deadline was missed when it was met late, replaced after its end, or stands and is over. */
const MISSED = `EXISTS (SELECT 1 FROM complaint_clock k WHERE k.complaint_id = q.id
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

/** 小区问题台账's rows: made from the complaints that were submitted in the month (成住建发〔2023〕62号 一(五)). */
@Injectable()
export class LedgerRows {
  async of(manager: EntityManager, communityId: string, month: string, ledgerId: string | null, now: Date): Promise<KnownRow[]> {
    const [from, to] = [instantAt(firstDay(month)), monthEnd(month)].map((instant) => sqlInstant(new Date(instant)));
    const rows = (await manager.query(
      `SELECT ${COLUMNS}, CASE WHEN ${MISSED} THEN 1 ELSE 0 END AS overdue FROM complaint q
       WHERE q.community_id = ? AND q.submitted_at >= ? AND q.submitted_at < ? ORDER BY q.submitted_at, q.id LIMIT ${MOST}`,
      [sqlInstant(now), communityId, from, to],
    )) as Row[];
    const notes = ledgerId === null ? [] : await manager.findBy(LedgerNote, { ledgerId });
    const byId = new Map(notes.map((note) => [note.complaintId, note]));
    return rows.map((row) => rowOf(row, byId.get(row.id)));
  }
}

/** What a month's review has to say something about: 重大 群体 反复, but for those that were withdrawn. */
export const isFlagged = ({ flags, state }: Pick<LedgerRow, 'flags' | 'state'>): boolean => flags.length > 0 && state !== 'withdrawn';

export const lackingIn = (rows: readonly LedgerRow[]): number => rows.filter((row) => isFlagged(row) && row.note === null).length;

function rowOf(row: Row, note: LedgerNote | undefined): KnownRow {
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
    note: note ? { cause: note.cause, remedy: note.remedy } : null,
  };
}

function resultOf({ state, closing_reason: reason }: Row): string {
  if (state === 'withdrawn') return '已撤回';
  if (isOpen(state)) return '办理中';
  if (reason !== null) return `未解决：${closingReasonNames[reason]}`;
  return state === 'unsolved' ? '未解决' : '已解决';
}
