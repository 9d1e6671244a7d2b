import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type Counts,
  type FiguresBy,
  type FiguresItem,
  type figuresRoutes,
  type FiguresRow,
  type FiguresView,
  type Measure,
  measures,
  ratesOf,
} from '@wuye/shared/figures';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { MedianTimes, type Months } from './medians.js';
import { type Column, conditionOf, GROUPS, type Of, type Within } from './within.js';

type Query = InputOf<typeof figuresRoutes.exportFigures>['query'];

/** The counts of one community under one company in one district. */
export interface PlaceCounts {
  readonly communityId: string;
  readonly companyId: string;
  readonly districtCode: string;
  readonly counts: Counts;
}

/** One group with its counts, before it has a name and medians. */
interface Sum {
  readonly id: string;
  readonly counts: Counts;
}

/** What a reader asked for, before a page is cut out of it. */
interface Found {
  readonly within: Within;
  readonly counts: Counts;
  readonly sums: readonly Sum[];
}

const COLUMN_OF = { community: 'community_id', company: 'company_id', district: 'district_code' } as const satisfies Partial<
  Record<Grant['scopeType'], Column>
>;

/** Rows of an export whose medians are read together. */
const TOGETHER = 20;

/**
 * Figures as they are kept: folded sums and the facts that are not folded yet, read in one statement, so that a fact that is
 * being folded counts once. Equal to a recount from the complaints.
 */
@Injectable()
export class Figures {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly communities: Communities,
    private readonly medians: MedianTimes,
  ) {}

  /** A page of what the reader asked for, within what they may see, beside the whole. */
  async read(context: SignedIn, { query }: InputOf<typeof figuresRoutes.readFigures>): Promise<FiguresView | Problem> {
    const found = await this.find(context, query);
    if (isProblem(found)) return found;
    const order = orderOf(query.by);
    const beyond = query.after === undefined ? found.sums : found.sums.filter((sum) => order(sum, keyed(query.after ?? '')) > 0);
    const page = beyond.slice(0, query.limit);
    const rows = await this.rowsOf(query, found.within, page);
    return { ...(await this.headOf(query, found)), rows, next: beyond.length > page.length ? keyOf(page.at(-1)) : null };
  }

  /** All of it, for a file. */
  async all(context: SignedIn, query: Query): Promise<FiguresView | Problem> {
    const found = await this.find(context, query);
    if (isProblem(found)) return found;
    const rows: FiguresItem[] = [];
    for (let begin = 0; begin < found.sums.length; begin += TOGETHER)
      rows.push(...(await this.rowsOf(query, found.within, found.sums.slice(begin, begin + TOGETHER))));
    return { ...(await this.headOf(query, found)), rows, next: null };
  }

  /** The counts of every community, apart by company and district, of all that there is. */
  async places(months: Months): Promise<PlaceCounts[]> {
    const key = "CONCAT(community_id, ' ', company_id, ' ', district_code)";
    return (await this.sums(this.database.manager, months, [], key)).map(({ id, counts }) => {
      const [communityId = '', companyId = '', districtCode = ''] = id.split(' ');
      return { communityId, companyId, districtCode, counts };
    });
  }

  /** Sums and medians of all that lies within. Inside a unit of work give its manager. */
  async whole(months: Months, within: Within, manager: EntityManager = this.database.manager): Promise<FiguresRow> {
    const [sum] = await this.sums(manager, months, within, "''");
    const counts = sum?.counts ?? countsOf(new Map());
    return { counts, rates: ratesOf(counts), medians: await this.medians.whole(manager, months, within) };
  }

  private async find(context: SignedIn, query: Query): Promise<Found | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'figures.read');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const within = await this.within(scopes, query);
    const sums = (await this.sums(this.database.manager, query, within, GROUPS[query.by])).sort(orderOf(query.by));
    // The rows are the whole: nothing of it is read twice.
    const total = new Map(measures.map((measure) => [measure, sums.reduce((n, { counts }) => n + counts[measure], 0)]));
    return { within, sums, counts: countsOf(total) };
  }

  private async headOf({ from, to }: Query, { within, counts }: Found): Promise<Omit<FiguresView, 'rows' | 'next'>> {
    return { from, to, counts, rates: ratesOf(counts), medians: await this.medians.whole(this.database.manager, { from, to }, within) };
  }

  private async rowsOf(query: Query, within: Within, sums: readonly Sum[]): Promise<FiguresItem[]> {
    const ids = sums.map(({ id }) => id);
    const [names, medians] = [await this.names(query.by, ids), await this.medians.of(this.database.manager, query, within, query.by, ids)];
    return sums.map(({ id, counts }) => ({ id, name: names.get(id) ?? id, counts, rates: ratesOf(counts), medians: medians(id) }));
  }

  private async sums(manager: EntityManager, { from, to }: Months, within: Within, group: string): Promise<Sum[]> {
    const { sql, parameters } = conditionOf(within, {});
    const where = `month >= ? AND month <= ? AND ${sql}`;
    // The few facts are added here: a server that grouped both together would write every row of the sums to a table of its own.
    const rows = (await manager.query(
      `SELECT ${group} AS grp, measure, SUM(n) AS n FROM figure_tally WHERE ${where} GROUP BY ${group}, measure
       UNION ALL SELECT ${group} AS grp, measure, delta AS n FROM figure_fact WHERE ${where}`,
      [from, to, ...parameters, from, to, ...parameters],
    )) as { grp: string; measure: Measure; n: number | string }[];
    const groups = new Map<string, Map<Measure, number>>();
    for (const { grp, measure, n } of rows) {
      let counts = groups.get(grp);
      if (!counts) groups.set(grp, (counts = new Map()));
      counts.set(measure, (counts.get(measure) ?? 0) + Number(n));
    }
    return [...groups].map(([id, counts]) => ({ id, counts: countsOf(counts) }));
  }

  /** The reader's scopes, narrowed to what was asked. */
  private async within(scopes: readonly Grant[], { communityId, companyId, districtCode }: Query): Promise<Within> {
    const asked = { community_id: communityId, company_id: companyId, district_code: districtCode };
    const groups = Object.entries(asked).flatMap(([column, value]) => (value === undefined ? [] : [[{ column: column as Column, values: [value] }]]));
    if (scopes.some(({ scopeType }) => scopeType === 'city')) return groups;
    const reach = await Promise.all(scopes.map((scope) => this.reachOf(scope)));
    return [...groups, COLUMNS_APART.flatMap((column) => merged(reach, column))];
  }

  private async reachOf({ scopeType, scopeId }: Grant): Promise<Of> {
    if (scopeType === 'street') return { column: 'community_id', values: await this.communities.idsOfStreet(scopeId) };
    return { column: COLUMN_OF[scopeType as keyof typeof COLUMN_OF], values: [scopeId] };
  }

  private async names(by: FiguresBy, ids: readonly string[]): Promise<Map<string, string>> {
    if (by === 'month') return new Map();
    const named = await this.communities.scopeNames(ids.map((scopeId) => ({ role: 'city_officer', scopeType: by, scopeId })));
    return new Map(ids.map((id) => [id, named.get(`${by}:${id}`) ?? id]));
  }
}

const COLUMNS_APART = ['community_id', 'company_id', 'district_code'] as const;

/** The values of one column that any of the reader's scopes gives, once. */
function merged(reach: readonly Of[], wanted: Column): Of[] {
  const some = reach.filter(({ column }) => column === wanted);
  return some.length === 0 ? [] : [{ column: wanted, values: [...new Set(some.flatMap(({ values }) => values))] }];
}

function countsOf(found: ReadonlyMap<Measure, number>): Counts {
  return Object.fromEntries(measures.map((measure) => [measure, found.get(measure) ?? 0])) as Record<Measure, number>;
}

type Keyed = Pick<Sum, 'id'> & { readonly counts: Pick<Counts, 'cases'> };

/** Months as they follow each other; all else by its cases, the most first. */
function orderOf(by: FiguresBy): (one: Keyed, other: Keyed) => number {
  const byId = (one: Keyed, other: Keyed): number => (one.id === other.id ? 0 : one.id < other.id ? -1 : 1);
  return by === 'month' ? byId : (one, other) => other.counts.cases - one.counts.cases || byId(one, other);
}

const keyOf = (last: Keyed | undefined): string | null => (last ? `${last.counts.cases}~${last.id}` : null);

/** The row that a page's key names: where the last one stood when it was shown. */
function keyed(key: string): Keyed {
  const [cases = '', id = ''] = key.split('~');
  return { id, counts: { cases: Number(cases) } };
}
