import { Injectable } from '@nestjs/common';
import { type complaintRoutes, type ComplaintRow, type ComplaintState, type ComplaintView, type togetherRoutes } from '@wuye/shared/complaint';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, isoInstant, isoInstantOrNull } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, ComplaintEvent } from './entities.js';
import { flagsOf } from './flags.js';
import { Joiners } from './joiners.js';
import { Steps } from './steps.js';

interface Row {
  id: string;
  no: string;
  kind: ComplaintRow['kind'];
  category: ComplaintRow['category'];
  title: string;
  state: ComplaintState;
  rating: ComplaintRow['rating'];
  community_name: string;
  submitted_at: unknown;
  due_at: unknown;
  sort_at: unknown;
  joiners: number;
  grave: boolean;
  grouped: boolean;
  repeated: boolean;
}

type Page = { items: ComplaintRow[]; next: string | null };

const FIELDS = `q.no, q.kind, q.category, q.title, q.state, q.rating, q.submitted_at, q.due_at, q.sort_at, q.joiners, q.grave, q.grouped, q.repeated,
  c.name AS community_name`;
const TABLES = 'FROM complaint q JOIN community c ON c.id = q.community_id';
const COLUMNS = `q.id, ${FIELDS} ${TABLES}`;

/** Conditions of the owner's tabs: 待处理 已办结 已评价. */
const TABS = {
  all: '',
  open: 'AND q.is_open = 1 AND q.rating IS NULL',
  closed: 'AND q.is_open = 0 AND q.rating IS NULL',
  rated: 'AND q.rating IS NOT NULL',
  'to-judge': "AND (q.state = 'closed' OR q.proposed_date IS NOT NULL)",
} as const;

const SCOPE_COLUMN = { community: 'q.community_id', company: 'q.company_id', street: 'q.street_code', district: 'q.district_code', city: null } as const;

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

  /**
   * What the caller handles or oversees: open ones by what presses most, done ones newest end first. Each scope reads its own
   * index (scope, is_open, sort_at, id) as far as the page goes, however many rows it holds.
   */
  async work(context: SignedIn, { query }: InputOf<typeof complaintRoutes.work>): Promise<Page | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'complaint.work');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const { text, parameters } = workStatement(scopes, query);
    const rows = (await this.database.manager.query(text, parameters)) as Row[];
    return pageOf(rows, query.limit, ({ sort_at, id }) => `${keyInstant(sort_at)}~${id}`);
  }

  /** One complaint for those who may see it. */
  async read(context: SignedIn, no: string): Promise<ComplaintView | Problem> {
    const complaint = await this.steps.reach(this.database.manager, context, no, 'complaint.read');
    return isProblem(complaint) ? complaint : this.views.of(this.database.manager, context, complaint);
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

const keyInstant = (value: unknown): string => isoInstant(value).replace('T', ' ').replace('Z', '');

/** A page of work as one statement: each scope's own page, then the first of them all; a row in two scopes comes once. */
function workStatement(
  scopes: readonly Grant[],
  { tab, after, limit }: InputOf<typeof complaintRoutes.work>['query'],
): { text: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const [beyond, order] = tab === 'open' ? ['>', 'ASC'] : ['<', 'DESC'];
  const key = readKey(after);
  const pages = scopes.map(({ scopeType, scopeId }, index) => {
    const column = SCOPE_COLUMN[scopeType];
    if (column) parameters.push(scopeId);
    if (key) parameters.push(key.due, key.due, key.id);
    const beyondKey = key ? `AND (q.sort_at ${beyond} ? OR (q.sort_at = ? AND q.id ${beyond} ?))` : '';
    const where = `${column ? `${column} = ? AND ` : ''}q.is_open = ${tab === 'open' ? 1 : 0} ${beyondKey}`;
    return `SELECT * FROM (SELECT ${COLUMNS} WHERE ${where} ORDER BY q.sort_at ${order}, q.id ${order} LIMIT ${limit + 1}) page${index}`;
  });
  return { text: `${pages.join(' UNION ')} ORDER BY sort_at ${order}, id ${order} LIMIT ${limit + 1}`, parameters };
}

function readKey(after: string | undefined): { due: string; id: string } | null {
  const [due, id] = after?.split('~') ?? [];
  return due && id ? { due, id } : null;
}

function pageOf(rows: readonly Row[], limit: number, keyOf: (row: Row) => string): Page {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(rowView), next: rows.length > limit && last ? keyOf(last) : null };
}

const rowView = (row: Row): ComplaintRow => ({
  no: row.no,
  kind: row.kind,
  category: row.category,
  title: row.title,
  state: row.state,
  rating: row.rating,
  communityName: row.community_name,
  submittedAt: isoInstant(row.submitted_at),
  dueAt: isoInstantOrNull(row.due_at),
  joiners: row.joiners,
  flags: flagsOf(row),
});
