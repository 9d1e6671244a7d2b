import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Counts, type figuresRoutes, type FiguresRow, type FiguresView, type Measure, measures, medianOf, ratesOf, spreads } from '@wuye/shared/figures';
import type { Grant, InputOf, ScopeType } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';

type Query = InputOf<typeof figuresRoutes.readFigures>['query'];

/** A condition on the figures' own columns. */
export interface Where {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The counts of one community under one company in one district. */
export interface PlaceCounts {
  readonly communityId: string;
  readonly companyId: string;
  readonly districtCode: string;
  readonly counts: Counts;
}

/** Which months, and by what. */
type Stretch = Pick<Query, 'from' | 'to'>;

const GROUPS = { community: 'community_id', company: 'company_id', district: 'district_code', month: 'month' } as const;
const COLUMNS: Partial<Record<ScopeType, string>> = { community: 'community_id', company: 'company_id', district: 'district_code' };

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
  ) {}

  /** What the reader asked for, within what they may see. */
  async read(context: SignedIn, { query }: InputOf<typeof figuresRoutes.readFigures>): Promise<FiguresView | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'figures.read');
    const within = await this.within(scopes, query);
    if (!within) return platformProblem('ACCESS.DENIED');
    const [whole, rows] = [await this.whole(query, within), await this.rows(query, within)];
    return { from: query.from, to: query.to, ...whole, rows };
  }

  /** The counts of every community, apart by company and district, of all that there is. */
  async places({ from, to }: Stretch): Promise<PlaceCounts[]> {
    const key = "CONCAT(community_id, ' ', company_id, ' ', district_code)";
    const sums = await this.sums(from, to, { sql: '1 = 1', parameters: [] }, key);
    return [...sums].map(([text, counts]) => {
      const [communityId = '', companyId = '', districtCode = ''] = text.split(' ');
      return { communityId, companyId, districtCode, counts };
    });
  }

  /** Sums and medians of all that a condition holds. Inside a unit of work give its manager. */
  async whole({ from, to }: Stretch, within: Where, manager: EntityManager = this.database.manager): Promise<FiguresRow> {
    const [counts] = [...(await this.sums(from, to, within, "''", manager)).values()];
    const all = counts ?? countsOf([]);
    const [respond = null, close = null] = await Promise.all(spreads.map((measure) => this.median(from, to, within, measure, manager)));
    return { counts: all, rates: ratesOf(all), medians: { respond, close } };
  }

  private async rows({ from, to, by }: Query, within: Where): Promise<FiguresView['rows']> {
    const sums = await this.sums(from, to, within, GROUPS[by]);
    const names = await this.names(by, [...sums.keys()]);
    const rows = [...sums].map(([id, counts]) => ({ id, name: names.get(id) ?? id, counts, rates: ratesOf(counts) }));
    return by === 'month' ? rows.sort((a, b) => (a.id < b.id ? -1 : 1)) : rows.sort((a, b) => b.counts.cases - a.counts.cases);
  }

  private async sums(from: string, to: string, within: Where, group: string, manager: EntityManager = this.database.manager): Promise<Map<string, Counts>> {
    const part = (table: string, n: string) => `SELECT ${group} AS grp, measure, ${n} AS n FROM ${table} WHERE month >= ? AND month <= ? AND ${within.sql}`;
    const rows = (await manager.query(
      `SELECT grp, measure, SUM(n) AS n FROM (${part('figure_tally', 'n')} UNION ALL ${part('figure_fact', 'delta')}) every GROUP BY grp, measure`,
      [from, to, ...within.parameters, from, to, ...within.parameters],
    )) as { grp: string; measure: string; n: number | string }[];
    const groups = new Map<string, { measure: string; n: number }[]>();
    for (const { grp, measure, n } of rows) groups.set(grp, [...(groups.get(grp) ?? []), { measure, n: Number(n) }]);
    return new Map([...groups].map(([id, some]) => [id, countsOf(some)]));
  }

  /** From the spread of exactly this scope; of several scopes at once there is none. */
  private async median(from: string, to: string, { sql, parameters }: Where, measure: string, manager: EntityManager): Promise<number | null> {
    const scope = scopeOf(sql, parameters);
    if (!scope) return null;
    const rows = (await manager.query(
      `SELECT bucket, SUM(n) AS n FROM (
         SELECT bucket, n FROM figure_spread WHERE scope_type = ? AND scope_id = ? AND month >= ? AND month <= ? AND measure = ?
         UNION ALL SELECT bucket, delta AS n FROM figure_fact WHERE measure = ? AND month >= ? AND month <= ? AND ${sql}
       ) every GROUP BY bucket`,
      [scope.type, scope.id, from, to, measure, measure, from, to, ...parameters],
    )) as { bucket: number; n: number | string }[];
    return medianOf(rows.map(({ bucket, n }) => ({ bucket, n: Number(n) })));
  }

  /** The reader's scopes, narrowed to what was asked; null when that lies outside all of them. */
  private async within(scopes: readonly Grant[], { communityId, companyId, districtCode }: Query): Promise<Where | null> {
    if (scopes.length === 0) return null;
    const asked = [
      ['community_id', communityId],
      ['company_id', companyId],
      ['district_code', districtCode],
    ].filter(([, value]) => value !== undefined) as [string, string][];
    const reach = scopes.some(({ scopeType }) => scopeType === 'city') ? [] : await Promise.all(scopes.map((scope) => this.condition(scope)));
    const parts: Where[] = asked.map(([column, value]) => ({ sql: `${column} = ?`, parameters: [value] }));
    if (reach.length === 1) parts.push(...reach);
    else if (reach.length > 1) parts.push({ sql: `(${reach.map(({ sql }) => sql).join(' OR ')})`, parameters: reach.flatMap(({ parameters }) => parameters) });
    const unique = parts.filter((part, index) => parts.findIndex((other) => JSON.stringify(other) === JSON.stringify(part)) === index);
    return { sql: unique.map(({ sql }) => sql).join(' AND ') || '1 = 1', parameters: unique.flatMap(({ parameters }) => parameters) };
  }

  private async condition({ scopeType, scopeId }: Grant): Promise<Where> {
    const column = COLUMNS[scopeType];
    if (column) return { sql: `${column} = ?`, parameters: [scopeId] };
    const ids = await this.communities.idsOfStreet(scopeId);
    return ids.length === 0 ? { sql: '1 = 0', parameters: [] } : { sql: `community_id IN (${ids.map(() => '?').join(', ')})`, parameters: ids };
  }

  private async names(by: Query['by'], ids: readonly string[]): Promise<Map<string, string>> {
    if (by === 'month') return new Map();
    const named = await this.communities.scopeNames(ids.map((scopeId) => ({ role: 'city_officer', scopeType: by, scopeId })));
    return new Map(ids.map((id) => [id, named.get(`${by}:${id}`) ?? id]));
  }
}

function countsOf(rows: readonly { measure: string; n: number }[]): Counts {
  const found = new Map(rows.map(({ measure, n }) => [measure, n]));
  return Object.fromEntries(measures.map((measure) => [measure, found.get(measure) ?? 0])) as Record<Measure, number>;
}

/** Which spread a condition asks for: that of one column's one value, or the city's. */
function scopeOf(sql: string, parameters: readonly unknown[]): { type: string; id: string } | null {
  if (sql === '1 = 1') return { type: 'city', id: '' };
  const [found] = Object.entries(COLUMNS).filter(([, column]) => sql === `${column} = ?`);
  return found && parameters.length === 1 ? { type: found[0], id: String(parameters[0]) } : null;
}
