import { Injectable } from '@nestjs/common';
import { instantAt, DAY, writeInstant } from '@wuye/shared/calendar';
import {
  complaintCategoryNames,
  complaintKindNames,
  complaintSourceNames,
  type ComplaintTableRow,
  type complaintRoutes,
  type TableQuery,
} from '@wuye/shared/complaint';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { BOM, csvLine } from '../platform/csv/index.js';
import { Database, idBefore, isoInstant, isoInstantOrNull, sqlInstant } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';

type Filters = Omit<TableQuery, 'after' | 'limit'>;
type Page = { items: ComplaintTableRow[]; next: string | null };

const SCOPE_COLUMN = { community: 'q.community_id', company: 'q.company_id', street: 'q.street_code', district: 'q.district_code', city: null } as const;
/** Of one value each: a column and what it must be. */
const EQUAL = {
  no: 'q.no',
  communityId: 'q.community_id',
  companyId: 'q.company_id',
  districtCode: 'q.district_code',
  state: 'q.state',
  kind: 'q.kind',
  category: 'q.category',
  class: 'q.class',
  level: 'q.level',
  source: 'q.source',
  rating: 'q.rating',
} as const satisfies Partial<Record<keyof Filters, string>>;
const TITLES = Object.values(complaintCategoryNames).flatMap((category) => Object.values(complaintKindNames).map((kind) => `${category}·${kind}`));
/** Found among complaints alone, then named: a server that joined first would sort a district to show twenty. */
const FOUND = `q.id, q.no, q.kind, q.category, q.title, q.state, q.rating, q.class, q.level, q.source, q.late, q.joiners, q.grave, q.grouped, q.repeated,
  q.submitted_at, q.due_at, q.closed_at, q.sort_at, q.community_id, q.district_code, q.company_id`;
const COLUMNS = `q.id, q.no, q.kind, q.category, q.title, q.state, q.rating, q.class, q.level, q.source, q.late, q.joiners, q.grave, q.grouped, q.repeated,
  q.submitted_at, q.due_at, q.closed_at, q.sort_at, c.name AS community_name, d.name AS district_name, o.name AS company_name`;
const NAMED = 'JOIN community c ON c.id = q.community_id JOIN district d ON d.code = q.district_code JOIN company o ON o.id = q.company_id';
/** Rows of an export: what a desk looks through; the figures are for more. */
const MOST = 5_000;
const HEADER = ['投诉时间', '投诉编号', '投诉标题', '物业小区', '行政区域', '投诉对象', '完结状态', '处理状态', '是否超时', '来源', '同诉', '办结时间'];

/** Conditions of a statement, in order, with their values. */
class Conditions {
  readonly texts: string[] = [];
  readonly values: unknown[] = [];

  add(text: string, ...values: readonly unknown[]): this {
    this.texts.push(text);
    this.values.push(...values);
    return this;
  }
}

/**
 * The table of 附件3 (成住建发〔2023〕62号), newest first, paged by key. Each scope reads an index of its own that begins with the scope and
 * one of the filters and ends with the id, so a page costs what it shows, not what a district holds.
 */
@Injectable()
export class ComplaintTable {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
  ) {}

  async page(context: SignedIn, { query }: InputOf<typeof complaintRoutes.table>): Promise<Page | Problem> {
    const rows = await this.rows(context, query, query.limit + 1, query.after);
    if (isProblem(rows)) return rows;
    const items = rows.slice(0, query.limit);
    return { items: items.map(viewOf), next: rows.length > query.limit ? keyOf(items.at(-1), query.overdue !== undefined) : null };
  }

  /** The same rows as lines of a table that Excel opens. */
  async export(context: SignedIn, { query }: InputOf<typeof complaintRoutes.exportTable>): Promise<string | Problem> {
    const rows = await this.rows(context, query, MOST);
    if (isProblem(rows)) return rows;
    return BOM + csvLine(HEADER) + rows.map((row) => lineOf(viewOf(row), context.now)).join('');
  }

  private async rows(context: SignedIn, query: Filters, limit: number, after?: string): Promise<Row[] | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'complaint.work');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const conditions = filtersOf(query, context.now);
    if (query.community) within(conditions, 'q.community_id', await this.communities.idsNamed(query.community));
    const order = query.overdue ? OVERDUE_FIRST : NEWEST_FIRST;
    const key = after?.split('~');
    if (key) conditions.add(order.beyond, ...(key.length === 2 ? [key[0], key[0], key[1]] : key));
    const parts = scopes.map((scope, index) => scoped(scope, conditions, order, index, limit));
    return (await this.database.manager.query(
      `SELECT ${COLUMNS} FROM (${parts.map(({ text }) => text).join(' UNION ')} ORDER BY ${order.outside} LIMIT ${limit}) q ${NAMED} ORDER BY ${order.inside}`,
      parts.flatMap(({ values }) => values),
    )) as Row[];
  }
}

/** In which order rows come, and what lies beyond the last one shown. */
interface Order {
  readonly inside: string;
  readonly outside: string;
  readonly beyond: string;
}

const NEWEST_FIRST: Order = { inside: 'q.id DESC', outside: 'id DESC', beyond: 'q.id < ?' };
/** What is overdue stands in the index of the open ones, by how long: a search for it reads nothing else. */
const OVERDUE_FIRST: Order = { inside: 'q.sort_at, q.id', outside: 'sort_at, id', beyond: '(q.sort_at > ? OR (q.sort_at = ? AND q.id > ?))' };

function scoped(
  { scopeType, scopeId }: Grant,
  { texts, values }: Conditions,
  { inside }: Order,
  index: number,
  limit: number,
): { text: string; values: unknown[] } {
  const column = SCOPE_COLUMN[scopeType];
  const where = [...(column ? [`${column} = ?`] : []), ...texts].join(' AND ') || '1 = 1';
  return {
    text: `SELECT * FROM (SELECT ${FOUND} FROM complaint q WHERE ${where} ORDER BY ${inside} LIMIT ${limit}) part${index}`,
    values: [...(column ? [scopeId] : []), ...values],
  };
}

function filtersOf(query: Filters, now: Date): Conditions {
  const conditions = new Conditions();
  for (const [key, column] of Object.entries(EQUAL)) {
    const value = query[key as keyof typeof EQUAL];
    if (value !== undefined) conditions.add(`${column} = ?`, value);
  }
  if (query.title) titled(conditions, query.title);
  if (query.finished) conditions.add(`q.is_open = ${query.finished === 'open' ? 1 : 0}`);
  if (query.overdue) conditions.add('q.is_open = 1 AND q.sort_at <= ? AND q.due_at <= ?', sqlInstant(now), sqlInstant(now));
  if (query.late) conditions.add('q.late = 1');
  if (query.flag) conditions.add(`q.${query.flag} = 1`);
  // A JSON array of words without signs: a quoted word is one of its items.
  if (query.measure) conditions.add('q.counted LIKE ?', `%"${query.measure}"%`);
  // Ids begin with their instant: a stretch of days is a stretch of the index.
  if (query.from) conditions.add('q.id >= ?', idBefore(new Date(instantAt(query.from))));
  if (query.to) conditions.add('q.id < ?', idBefore(new Date(instantAt(query.to) + DAY)));
  return conditions;
}

/** A title is a category and a kind: a term that stands in the one or the other asks for that, which has an index. */
function titled(conditions: Conditions, term: string): void {
  const named = <K extends string>(names: Readonly<Record<K, string>>) => (Object.keys(names) as K[]).filter((key) => names[key].includes(term));
  const [categories, kinds] = [named(complaintCategoryNames), named(complaintKindNames)];
  if (categories.length > 0 && kinds.length === 0) within(conditions, 'q.category', categories);
  else if (kinds.length > 0 && categories.length === 0) within(conditions, 'q.kind', kinds);
  else
    within(
      conditions,
      'q.title',
      TITLES.filter((title) => title.includes(term)),
    );
}

function within(conditions: Conditions, column: string, values: readonly string[]): void {
  if (values.length === 0) conditions.add('1 = 0');
  else conditions.add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
}

function keyOf(last: Row | undefined, overdue: boolean): string | null {
  if (!last) return null;
  return overdue ? `${isoInstant(last.sort_at).replace('T', ' ').replace('Z', '')}~${last.id}` : last.id;
}

interface Row extends Record<'id' | 'no' | 'title' | 'community_name' | 'district_name' | 'company_name', string> {
  kind: ComplaintTableRow['kind'];
  category: ComplaintTableRow['category'];
  state: ComplaintTableRow['state'];
  rating: ComplaintTableRow['rating'];
  class: ComplaintTableRow['class'];
  level: ComplaintTableRow['level'];
  source: ComplaintTableRow['source'];
  late: unknown;
  joiners: number;
  grave: unknown;
  grouped: unknown;
  repeated: unknown;
  submitted_at: unknown;
  due_at: unknown;
  closed_at: unknown;
  sort_at: unknown;
}

const FLAGS = ['grave', 'grouped', 'repeated'] as const;

function viewOf(row: Row): ComplaintTableRow {
  const { no, kind, category, title, state, rating, level, source, joiners } = row;
  return {
    no,
    kind,
    category,
    title,
    state,
    rating,
    class: row.class,
    level,
    source,
    joiners,
    late: Boolean(row.late),
    flags: FLAGS.filter((flag) => Boolean(row[flag])),
    communityName: row.community_name,
    districtName: row.district_name,
    companyName: row.company_name,
    submittedAt: isoInstant(row.submitted_at),
    dueAt: isoInstantOrNull(row.due_at),
    closedAt: isoInstantOrNull(row.closed_at),
  };
}

function lineOf(row: ComplaintTableRow, now: Date): string {
  const open = row.dueAt !== null;
  return csvLine([
    writeInstant(Date.parse(row.submittedAt)),
    row.no,
    row.title,
    row.communityName,
    row.districtName,
    row.companyName,
    row.closedAt === null ? '未办结' : '已办结',
    row.state,
    open && Date.parse(row.dueAt ?? '') <= now.getTime() ? '是' : '否',
    complaintSourceNames[row.source],
    String(row.joiners),
    row.closedAt === null ? '' : writeInstant(Date.parse(row.closedAt)),
  ]);
}
