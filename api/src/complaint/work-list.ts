import { Injectable } from '@nestjs/common';
import { type complaintRoutes, MOST_COUNTED, UNREAD_LOOK, type UnreadView, type WorkRow, type WorkTab } from '@wuye/shared/complaint';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Database, isoInstant } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Assignees } from './assignees.js';
import { FIELDS, type Row, rowView, SCOPE_COLUMN } from './list-rows.js';
import { Reads } from './reads.js';

type Page = { items: WorkRow[]; next: string | null };
type NewsRow = Row & { news: string | null; assignee_id: string | null; level: WorkRow['level']; district_name: string; company_name: string };

/** A statement and its values, in order. */
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The key of the last row of the page before. */
interface Key {
  readonly at: string;
  readonly id: string;
}

const ORDER = { open: ['>', 'ASC'], done: ['<', 'DESC'] } as const;
const orderOf = (tab: WorkTab): string => `sort_at ${ORDER[tab][1]}, id ${ORDER[tab][1]}`;

/**
 * The newest line by someone else beyond what was read: of the one complaint, over the index (complaint_id, id). It is asked of the rows of a page
 * and never of a whole list. It stands in the outermost statement: prepared, MariaDB loses `w` the second time where it stands in a table that is
 * derived in turn. The ids are put together with nothing so that no server takes them for a stretch of the table's own key, which holds what
 * everybody wrote since.
 */
const NEWS = `(SELECT MAX(e.id) FROM complaint_event e WHERE e.complaint_id = w.id AND e.account_id <> ? AND CONCAT(e.id, '') > ?
  AND CONCAT(e.id, '') > COALESCE(r.event_id, ''))`;
const READ = 'LEFT JOIN complaint_read r ON r.account_id = ? AND r.complaint_id = w.id';

/**
 * 诉求处理: what someone handles or oversees; open ones by what presses most, done ones newest end first. Each scope reads its own index (scope,
 * is_open, sort_at, id) as far as the page goes, however many rows it holds. The limits, whole numbers, stand in the text: MySQL 8 refuses
 * a prepared LIMIT whose value comes as the driver sends numbers.
 */
@Injectable()
export class WorkList {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly reads: Reads,
    private readonly assignees: Assignees,
  ) {}

  /** A page; with `unread` the unread ones of a stretch of the list. */
  async page(context: SignedIn, { query }: InputOf<typeof complaintRoutes.work>): Promise<Page | Problem> {
    const { tab, limit, unread, after, mine } = query;
    const { manager } = this.database;
    const scopes = await this.access.scopes(manager, context, 'complaint.work');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const only = mine ? await this.assignees.toReader(manager, context) : undefined;
    const stretch = stretchOf(scopes, tab, readKey(after), unread ? UNREAD_LOOK : limit + 1, only);
    const news = await this.newsOf(context, tab);
    const order = `ORDER BY w.sort_at ${ORDER[tab][1]}, w.id ${ORDER[tab][1]}`;
    const rows = (await manager.query(
      `SELECT q.id, ${NEWS} AS news, q.assignee_id, q.level, d.name AS district_name, o.name AS company_name, ${FIELDS} FROM (${stretch.text}) w
       JOIN complaint q ON q.id = w.id JOIN community c ON c.id = q.community_id JOIN district d ON d.code = q.district_code
       JOIN company o ON o.id = q.company_id ${READ}
       ${unread ? `WHERE ${NEWS} IS NOT NULL` : ''} ${order} LIMIT ${limit + 1}`,
      [...news, ...stretch.values, context.who.accountId, ...(unread ? news : [])],
    )) as NewsRow[];
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : unread ? await this.endOf(tab, stretch) : undefined;
    const names = await this.assignees.names(manager, scopes, shown);
    return { items: shown.map((row) => workRowView(row, names)), next: last ? keyOf(last) : null };
  }

  /** How many are unread, among the first of the tab. */
  async unread(context: SignedIn, { query: { tab } }: InputOf<typeof complaintRoutes.unread>): Promise<UnreadView | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'complaint.work');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const { text, values } = stretchOf(scopes, tab, null, UNREAD_LOOK);
    const news = await this.newsOf(context, tab);
    const [row] = (await this.database.manager.query(
      `SELECT COUNT(*) AS looked, SUM(CASE WHEN ${NEWS} IS NULL THEN 0 ELSE 1 END) AS unread FROM (${text}) w ${READ}`,
      [...news, ...values, context.who.accountId],
    )) as [{ looked: number | string; unread: number | string | null }];
    const unread = Number(row.unread ?? 0);
    return {
      count: Math.min(unread, MOST_COUNTED),
      more: unread > MOST_COUNTED || Number(row.looked) === UNREAD_LOOK,
      until: this.reads.settled(context.now).toISOString(),
    };
  }

  /** The values of `NEWS`. */
  private async newsOf({ who }: SignedIn, tab: WorkTab): Promise<[string, string]> {
    return [who.accountId, await this.reads.floor(who.accountId, tab)];
  }

  /** Where the stretch that was looked through ends; nothing where the list itself does. */
  private async endOf(tab: WorkTab, { text, values }: Statement): Promise<Pick<Row, 'id' | 'sort_at'> | undefined> {
    const last = `SELECT w.id, w.sort_at FROM (${text}) w ORDER BY ${orderOf(tab)} LIMIT 1 OFFSET ${UNREAD_LOOK - 1}`;
    const [row] = (await this.database.manager.query(last, [...values])) as Pick<Row, 'id' | 'sort_at'>[];
    return row;
  }
}

const workRowView = (row: NewsRow, names: ReadonlyMap<string, string>): WorkRow => ({
  ...rowView(row),
  news: row.news,
  level: row.level,
  districtName: row.district_name,
  companyName: row.company_name,
  assignee: names.get(row.assignee_id ?? '') ?? null,
});

/** Ids of a stretch of the list as one statement: each scope's own, then the first of them all; a row in two scopes comes once. */
function stretchOf(scopes: readonly Grant[], tab: WorkTab, key: Key | null, size: number, only?: Statement): Statement {
  const values: unknown[] = [];
  const [beyond, order] = ORDER[tab];
  const parts = scopes.map(({ scopeType, scopeId }, index) => {
    const column = SCOPE_COLUMN[scopeType];
    if (column) values.push(scopeId);
    if (key) values.push(key.at, key.at, key.id);
    if (only) values.push(...only.values);
    const beyondKey = key ? `AND (q.sort_at ${beyond} ? OR (q.sort_at = ? AND q.id ${beyond} ?))` : '';
    const where = `${column ? `${column} = ? AND ` : ''}q.is_open = ${tab === 'open' ? 1 : 0} ${beyondKey} ${only ? `AND ${only.text}` : ''}`;
    return `SELECT * FROM (SELECT q.id, q.sort_at FROM complaint q WHERE ${where} ORDER BY q.sort_at ${order}, q.id ${order} LIMIT ${size}) part${index}`;
  });
  return { text: `${parts.join(' UNION ')} ORDER BY ${orderOf(tab)} LIMIT ${size}`, values };
}

const keyOf = ({ sort_at, id }: Pick<Row, 'id' | 'sort_at'>): string => `${isoInstant(sort_at).replace('T', ' ').replace('Z', '')}~${id}`;

function readKey(after: string | undefined): Key | null {
  const [at, id] = after?.split('~') ?? [];
  return at && id ? { at, id } : null;
}
