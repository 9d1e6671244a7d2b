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
import { type Column, conditionOf, GROUPS, type Of, rowsWithin, type Within } from './within.js';

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

const COLUMN_OF = { community: 'community_id', company: 'company_id', district: 'district_code' } as const satisfies Partial<
  Record<Grant['scopeType'], Column>
>;

/** Groups of which a city has thousands: only a page of them is read in full. */
const MANY: ReadonlySet<FiguresBy> = new Set(['community', 'company']);

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
    const within = await this.reach(context, query);
    if (isProblem(within)) return within;
    const order = orderOf(query.by);
    const ranked = await this.groups(query, within, MANY.has(query.by) ? ['cases'] : measures);
    const beyond = query.after === undefined ? ranked : ranked.filter((sum) => order(sum, keyed(query.after ?? '')) > 0);
    const page = beyond.slice(0, query.limit);
    const sums = MANY.has(query.by) ? await this.inFull(query, within, page) : page;
    const next = beyond.length > page.length ? keyOf(page.at(-1)) : null;
    return { ...(await this.headOf(query, within)), rows: await this.rowsOf(query, within, sums), next };
  }

  /** All of it, for a file. */
  async all(context: SignedIn, query: Query): Promise<FiguresView | Problem> {
    const within = await this.reach(context, query);
    if (isProblem(within)) return within;
    const sums = await this.groups(query, within, measures);
    const rows: FiguresItem[] = [];
    for (let begin = 0; begin < sums.length; begin += TOGETHER) rows.push(...(await this.rowsOf(query, within, sums.slice(begin, begin + TOGETHER))));
    return { ...(await this.headOf(query, within)), rows, next: null };
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

  private async reach(context: SignedIn, query: Query): Promise<Within | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'figures.read');
    return scopes.length === 0 ? platformProblem('ACCESS.DENIED') : this.within(scopes, query);
  }

  /** Every group that has cases, in order, with these of its counts. */
  private async groups(query: Query, within: Within, of: readonly Measure[]): Promise<Sum[]> {
    const sums = await this.sums(this.database.manager, query, within, GROUPS[query.by], of);
    return sums.filter(({ counts }) => counts.cases > 0).sort(orderOf(query.by));
  }

  /** All counts of the groups of a page, which alone are read for them. */
  private async inFull(query: Query, within: Within, page: readonly Sum[]): Promise<Sum[]> {
    const ids = page.map(({ id }) => id);
    const sums = await this.sums(this.database.manager, query, rowsWithin(within, query.by, ids), GROUPS[query.by]);
    const found = new Map(sums.map((sum) => [sum.id, sum]));
    return page.map((sum) => found.get(sum.id) ?? sum);
  }

  private async headOf({ from, to }: Query, within: Within): Promise<Omit<FiguresView, 'rows' | 'next'>> {
    return { from, to, ...(await this.whole({ from, to }, within)) };
  }

  private async rowsOf(query: Query, within: Within, sums: readonly Sum[]): Promise<FiguresItem[]> {
    const ids = sums.map(({ id }) => id);
    const [names, medians] = [await this.names(query.by, ids), await this.medians.of(this.database.manager, query, within, query.by, ids)];
    return sums.map(({ id, counts }) => ({ id, name: names.get(id) ?? id, counts, rates: ratesOf(counts), medians: medians(id) }));
  }

  private async sums(manager: EntityManager, { from, to }: Months, within: Within, group: string, of: readonly Measure[] = measures): Promise<Sum[]> {
    const { sql, parameters: values } = conditionOf(within, {});
    const some = of.length < measures.length;
    const where = `month >= ? AND month <= ? AND ${sql}${some ? ` AND measure IN (${of.map(() => '?').join(', ')})` : ''}`;
    const parameters = [...values, ...(some ? of : [])];
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
