import { Injectable } from '@nestjs/common';
import { DAY, formatMoment, formatRemaining, instantAt } from '@wuye/shared/calendar';
import {
  complaintCategoryNames,
  complaintKindNames,
  complaintSourceNames,
  complaintStateNames,
  type ComplaintTableRow,
  type complaintRoutes,
  isOpen,
  type TableQuery,
} from '@wuye/shared/complaint';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { readNumber } from '@wuye/shared/message';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, idBefore, isoInstant, isoInstantOrNull, sqlInstant } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import type { OutBook, OutColumn, OutRow } from '../platform/sheet/index.js';
import { Assignees } from './assignees.js';
import { type ComplaintTagName, tagOf } from './complaint-tags.js';
import { problem } from './problems.js';

type Filters = Omit<TableQuery, 'after' | 'limit'>;
type Page = { items: ComplaintTableRow[]; next: string | null };

const SCOPE_COLUMN = { community: 'q.community_id', company: 'q.company_id', street: 'q.street_code', district: 'q.district_code', city: null } as const;
/** Of one value each: a column and what it must be. */
const EQUAL = {
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
  q.submitted_at, q.due_at, q.closed_at, q.sort_at, q.urged_due_at, q.paused_until, q.community_id, q.district_code, q.company_id, q.assignee_id`;
const COLUMNS = `q.id, q.no, q.kind, q.category, q.title, q.state, q.rating, q.class, q.level, q.source, q.late, q.joiners, q.grave, q.grouped, q.repeated,
  q.submitted_at, q.due_at, q.closed_at, q.sort_at, q.urged_due_at, q.paused_until, q.assignee_id, c.name AS community_name, d.name AS district_name, o.name AS company_name`;
const NAMED = 'JOIN community c ON c.id = q.community_id JOIN district d ON d.code = q.district_code JOIN company o ON o.id = q.company_id';
/** Rows of an export: what a desk looks through; the figures are for more. */
const MOST = 10_000;
/** Communities that a search by the beginning of their name looks into: of more, people see which they mean by writing on. */
const MOST_NAMED = 200;
/** Rows of it that are read, and held, at once. */
const EXPORT_PAGE = 500;
const EXPORTED: readonly OutColumn[] = [
  { name: '投诉时间', width: 17 },
  { name: '投诉编号', width: 17 },
  { name: '投诉标题', width: 22 },
  { name: '物业小区', width: 22 },
  { name: '行政区域', width: 12 },
  { name: '投诉对象', width: 28 },
  { name: '完结状态', width: 10 },
  { name: '处理状态', width: 10 },
  { name: '是否超时', width: 10 },
  { name: '超时/剩余时间', width: 18 },
  { name: '办理期限', width: 17 },
  { name: '来源', width: 14 },
  { name: '同诉', width: 8 },
  { name: '办结时间', width: 17 },
];

/** The last line of a file that does not hold all. */
const CUT: OutRow = [null, null, `只导出了前 ${MOST} 件，后面还有。请缩小查询条件再导出。`];

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
    private readonly audit: Audit,
    private readonly assignees: Assignees,
  ) {}

  async page(context: SignedIn, { query }: InputOf<typeof complaintRoutes.table>): Promise<Page | Problem> {
    const rows = await this.rows(context, query, query.limit + 1, query.after);
    if (isProblem(rows)) return rows;
    const items = rows.slice(0, query.limit);
    const names = await this.assignees.names(this.database.manager, await this.scopes(context), items);
    return { items: items.map((row) => viewOf(row, names)), next: rows.length > query.limit ? keyOf(items.at(-1)) : null };
  }

  /** The same rows as a workbook, read page by page while it is sent; that it was taken is recorded. */
  async export(context: SignedIn, { query }: InputOf<typeof complaintRoutes.exportTable>): Promise<OutBook | Problem> {
    const first = await this.rows(context, query, EXPORT_PAGE);
    if (isProblem(first)) return first;
    await this.database.transaction((tx) => this.audit.record(tx, context, 'complaint.export', 'complaints:table', { ...query }));
    const title = `投诉列表（${formatMoment(context.now.getTime())} 导出，最多 ${MOST} 件）`;
    return { name: '投诉列表', sheets: [{ name: '投诉列表', title, columns: EXPORTED, rows: this.exported(context, query, first) }] };
  }

  /** A case that moves on meanwhile may be left out of the overdue ones, and comes nowhere twice: its place in the order is behind. */
  private async *exported(context: SignedIn, query: Filters, first: readonly Row[]): AsyncGenerator<OutRow> {
    let page = first;
    for (let written = 0; ;) {
      for (const row of page.slice(0, MOST - written)) yield outRow(viewOf(row), context.now);
      written += page.length;
      // One look further than what is written: that it was not all is said in the file.
      if (written > MOST) return yield CUT;
      const after = keyOf(page.at(-1));
      if (after === null || page.length < EXPORT_PAGE) return;
      const next = await this.within(context, query, await this.scopes(context), EXPORT_PAGE, after);
      if (isProblem(next)) return yield CUT;
      page = next;
    }
  }

  private scopes(context: SignedIn): Promise<readonly Grant[]> {
    return this.access.scopes(this.database.manager, context, 'complaint.work');
  }

  private async rows(context: SignedIn, query: Filters, limit: number, after?: string): Promise<Row[] | Problem> {
    const scopes = await this.scopes(context);
    return scopes.length === 0 ? platformProblem('ACCESS.DENIED') : this.within(context, query, scopes, limit, after);
  }

  private async within(context: SignedIn, query: Filters, scopes: readonly Grant[], limit: number, after?: string): Promise<Row[] | Problem> {
    if (scopes.length === 0) return [];
    const conditions = filtersOf(query, context.now);
    const named = query.community ? await this.communities.idsNamed(query.community, scopes, MOST_NAMED) : [];
    if (named === null) return problem('COMPLAINT.COMMUNITIES_MANY', { most: MOST_NAMED });
    if (query.community) oneOf(conditions, 'q.community_id', named);
    const order = query.overdue ? OVERDUE_FIRST : NEWEST_FIRST;
    const [at, id] = after?.split('~') ?? [];
    if (at && id) conditions.add(order.beyond, ...(query.overdue ? [at, at, id] : [id]));
    const tag = query.overdue ? null : tagOf(query);
    const tagged = tag && { tag, districtCode: query.districtCode };
    const parts = scopes.map((scope, index) => scoped(scope, conditions, order, index, limit, tagged));
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

/** The tag that leads a search, and the district that it names. */
interface Tagged {
  readonly tag: ComplaintTagName;
  readonly districtCode: string | undefined;
}

function scoped(
  { scopeType, scopeId }: Grant,
  { texts, values }: Conditions,
  { inside }: Order,
  index: number,
  limit: number,
  tag: Tagged | null,
): { text: string; values: unknown[] } {
  const column = SCOPE_COLUMN[scopeType];
  const where = [...(column ? [`${column} = ?`] : []), ...texts].join(' AND ') || '1 = 1';
  const districtCode = scopeType === 'district' ? scopeId : tag?.districtCode;
  // The tag's rows lead, newest first: of complaints only those are read. Both databases know the one id by the other's for `=` alone.
  if (tag && districtCode !== undefined)
    return {
      text: `SELECT * FROM (SELECT ${FOUND} FROM complaint_tag t CROSS JOIN complaint q WHERE t.district_code = ? AND t.tag = ? AND q.id = t.id
        AND ${where.replace(/\bq\.id\b/g, 't.id')} ORDER BY ${inside.replace('q.id', 't.id')} LIMIT ${limit}) part${index}`,
      values: [districtCode, tag.tag, ...(column ? [scopeId] : []), ...values],
    };
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
  // As pages write it, or as an SMS does.
  if (query.no !== undefined) conditions.add('q.no = ?', readNumber(query.no) ?? query.no);
  if (query.title) titled(conditions, query.title);
  if (query.finished) conditions.add(`q.is_open = ${query.finished === 'open' ? 1 : 0}`);
  if (query.overdue) conditions.add('q.is_open = 1 AND q.sort_at <= ? AND q.due_at <= ?', sqlInstant(now), sqlInstant(now));
  if (query.late) conditions.add('q.late = 1');
  if (query.flag) conditions.add(`q.${query.flag} = 1`);
  if (query.measure) counted(conditions, query.measure);
  // Ids begin with their instant: a stretch of days is a stretch of the index.
  if (query.from) conditions.add('q.id >= ?', idBefore(new Date(instantAt(query.from))));
  if (query.to) conditions.add('q.id < ?', idBefore(new Date(instantAt(query.to) + DAY)));
  return conditions;
}

/** What counts as a case, or late, has columns; of the rest a quoted word is an item of a JSON array of words without signs. */
function counted(conditions: Conditions, measure: NonNullable<TableQuery['measure']>): void {
  if (measure === 'late') conditions.add('q.late = 1');
  if (measure === 'cases' || measure === 'late') conditions.add("q.state <> 'withdrawn'");
  else conditions.add('q.counted LIKE ?', `%"${measure}"%`);
}

/** A title is a category and a kind: a term that stands in the one or the other asks for that, which has an index. */
function titled(conditions: Conditions, term: string): void {
  const named = <K extends string>(names: Readonly<Record<K, string>>) => (Object.keys(names) as K[]).filter((key) => names[key].includes(term));
  const [categories, kinds] = [named(complaintCategoryNames), named(complaintKindNames)];
  if (categories.length > 0 && kinds.length === 0) oneOf(conditions, 'q.category', categories);
  else if (kinds.length > 0 && categories.length === 0) oneOf(conditions, 'q.kind', kinds);
  else
    oneOf(
      conditions,
      'q.title',
      TITLES.filter((title) => title.includes(term)),
    );
}

function oneOf(conditions: Conditions, column: string, values: readonly string[]): void {
  if (values.length === 0) conditions.add('1 = 0');
  else conditions.add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
}

/** Of both orders alike: what is overdue is paged by when, the rest by the id alone. */
const keyOf = (last: Row | undefined): string | null => (last ? `${isoInstant(last.sort_at).replace('T', ' ').replace('Z', '')}~${last.id}` : null);

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
  urged_due_at: unknown;
  paused_until: unknown;
  assignee_id: string | null;
}

const FLAGS = ['grave', 'grouped', 'repeated'] as const;

function viewOf(row: Row, names?: ReadonlyMap<string, string>): ComplaintTableRow {
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
    assignee: names?.get(row.assignee_id ?? '') ?? null,
    flags: FLAGS.filter((flag) => Boolean(row[flag])),
    communityName: row.community_name,
    districtName: row.district_name,
    companyName: row.company_name,
    submittedAt: isoInstant(row.submitted_at),
    dueAt: isoInstantOrNull(row.due_at),
    urgedDueAt: isoInstantOrNull(row.urged_due_at),
    pausedUntil: isoInstantOrNull(row.paused_until),
    closedAt: isoInstantOrNull(row.closed_at),
  };
}

/** 超时/剩余时间, at the time of the export, which the title says. */
function timeOf({ dueAt, state, pausedUntil }: ComplaintTableRow, now: Date): string | null {
  if (!isOpen(state)) return null;
  if (dueAt === null) return pausedUntil === null ? null : '暂停计时';
  return formatRemaining(Date.parse(dueAt), now.getTime());
}

function outRow(row: ComplaintTableRow, now: Date): OutRow {
  return [
    new Date(row.submittedAt),
    row.no,
    row.title,
    row.communityName,
    row.districtName,
    row.companyName,
    isOpen(row.state) ? '未办结' : '已办结',
    complaintStateNames[row.state],
    row.dueAt === null ? null : Date.parse(row.dueAt) <= now.getTime() ? '是' : '否',
    timeOf(row, now),
    row.dueAt && new Date(row.dueAt),
    complaintSourceNames[row.source],
    row.joiners,
    row.closedAt && new Date(row.closedAt),
  ];
}
