import { Injectable } from '@nestjs/common';
import type { complaintRoutes, ComplaintRow, ComplaintView, togetherRoutes } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { Joiners } from './joiners.js';
import { FIELDS, type Row, rowView, TABLES } from './list-rows.js';
import { Reads } from './reads.js';
import { Steps } from './steps.js';

type Page = { items: ComplaintRow[]; next: string | null };

const COLUMNS = `q.id, ${FIELDS} ${TABLES}`;

/** Conditions of the owner's tabs: 待处理 已办结 已评价. */
const TABS = {
  all: '',
  open: 'AND q.is_open = 1 AND q.rating IS NULL',
  closed: 'AND q.is_open = 0 AND q.rating IS NULL',
  rated: 'AND q.rating IS NOT NULL',
  'to-judge': "AND ((q.state = 'closed' AND q.rating IS NULL) OR q.proposed_date IS NOT NULL)",
} as const;

/**
 * Lists, paged by key: no page is skipped or shown twice when rows come in between. The limit, a whole number by contract, stands
 * in the text: MySQL 8 refuses a prepared LIMIT whose value comes as the driver sends numbers.
 */
@Injectable()
export class ComplaintLists {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly views: ComplaintViews,
    private readonly steps: Steps,
    private readonly joiners: Joiners,
    private readonly reads: Reads,
  ) {}

  /** The caller's own, newest first, over the index (account_id, id). */
  async mine({ who }: SignedIn, { query }: InputOf<typeof complaintRoutes.mine>): Promise<Page> {
    const after = query.after ? 'AND q.id < ?' : '';
    const parameters = [who.accountId, ...(query.after ? [query.after] : [])];
    const rows = (await this.database.manager.query(
      `SELECT ${COLUMNS} WHERE q.account_id = ? ${TABS[query.tab]} ${after} ORDER BY q.id DESC LIMIT ${query.limit + 1}`,
      parameters,
    )) as Row[];
    return pageOf(rows, query.limit, (row) => row.id);
  }

  /** Those that the caller joined, newest joined first, over the index (account_id, id) of who joined. */
  async joined({ who }: SignedIn, { query }: InputOf<typeof togetherRoutes.joined>): Promise<Page> {
    const after = query.after ? 'AND j.id < ?' : '';
    const rows = (await this.database.manager.query(
      `SELECT j.id, ${FIELDS} ${TABLES} JOIN complaint_joiner j ON j.complaint_id = q.id WHERE j.account_id = ? ${after} ORDER BY j.id DESC LIMIT ${query.limit + 1}`,
      [who.accountId, ...(query.after ? [query.after] : [])],
    )) as Row[];
    return pageOf(rows, query.limit, (row) => row.id);
  }

  /** One complaint for those who may see it; those who handle or oversee it have read it by that. */
  async read(context: SignedIn, no: string): Promise<ComplaintView | Problem> {
    const complaint = await this.steps.reach(this.database.manager, context, no, 'complaint.read');
    if (isProblem(complaint)) return complaint;
    const view = await this.views.of(this.database.manager, context, complaint);
    await this.reads.opened(context, complaint, view.events);
    return view;
  }

  /** For the storage room: who may see a complaint's pictures. Who joined sees those of the people who work on it, and not the submitter's. */
  async maySeePictures(context: SignedIn, complaintId: string, fileId: string): Promise<boolean> {
    const { manager } = this.database;
    const complaint = await manager.findOneBy(Complaint, { id: complaintId });
    if (!complaint) return false;
    if (await this.access.may(manager, context, 'complaint.read', complaint)) return true;
    if (!(await this.joiners.has(manager, complaint, context.who.accountId))) return false;
    const shown = await manager.findBy(ComplaintEvent, { complaintId, internal: false });
    return shown.some(({ role, pictures }) => role !== 'submitter' && pictures.includes(fileId));
  }
}

function pageOf(rows: readonly Row[], limit: number, keyOf: (row: Row) => string): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(rowView), next: rows.length > limit && last ? keyOf(last) : null };
}
