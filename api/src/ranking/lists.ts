import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import type { Grant, InputOf } from '@wuye/shared/kit';
import { type ListingRow, type ListingView, type PublishedRow, type rankingRoutes, type StandingRow } from '@wuye/shared/ranking';
import type { ListRule } from '@wuye/shared/policy';
import { Policies } from '../policy/index.js';
import { Access } from '../platform/access/index.js';
import { Database } from '../platform/database/index.js';
import { platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { RankingListing, RankingRun, RankingStanding } from './entities.js';
import { problem } from './problems.js';
import { type Named, placeOf, RankingViews, standingOf } from './views.js';

type Input<Name extends keyof typeof rankingRoutes> = InputOf<(typeof rankingRoutes)[Name]>;

const TABS = { open: ['found', 'noticed', 'appealed', 'confirmed'], published: ['published'], ended: ['withdrawn', 'dropped'] } as const;
/** Months that the published lists are offered of. */
const MONTHS = 24;

/** What is read of the lists: by the bureaus and the companies, and published by everyone. */
@Injectable()
export class RankingLists {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly views: RankingViews,
    private readonly policies: Policies,
  ) {}

  /** Listings of the reader's scopes, newest first. */
  async list(context: SignedIn, { query }: Input<'rankings'>): Promise<{ items: ListingRow[]; next: string | null } | Problem> {
    const scopes = await this.access.scopes(this.database.manager, context, 'ranking.read');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const found = this.database.manager
      .createQueryBuilder(RankingListing, 'l')
      .where('l.state IN (:...states)', { states: TABS[query.tab] })
      .andWhere(`(${scopes.map(conditionOf).join(' OR ')})`, Object.fromEntries(scopes.map(({ scopeId }, index) => [`scope${index}`, scopeId])));
    if (query.after) found.andWhere('l.id < :after', { after: query.after });
    const rows = await found
      .orderBy('l.id', 'DESC')
      .limit(query.limit + 1)
      .getMany();
    const items = await this.views.rows(this.database.manager, rows.slice(0, query.limit));
    return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** One listing; what is not yet noticed is not there for its company. */
  async read(context: SignedIn, id: string): Promise<ListingView | Problem> {
    const { manager } = this.database;
    const found = await this.reach(manager, context, id);
    return found ? this.views.view(manager, context, found) : problem('RANKING.NOT_FOUND');
  }

  async reach(manager: EntityManager, context: SignedIn, id: string): Promise<RankingListing | null> {
    const found = await manager.findOneBy(RankingListing, { id });
    if (!found || !(await this.access.may(manager, context, 'ranking.read', placeOf(found)))) return null;
    return found.noticedAt || (await this.access.may(manager, context, 'ranking.oversee', placeOf(found))) ? found : null;
  }

  /** How everyone of the reader's scope stood in a month. */
  async standings(context: SignedIn, { query }: Input<'rankingStandings'>): Promise<{ month: string | null; rule: ListRule; items: StandingRow[] } | Problem> {
    const { manager } = this.database;
    const scopes = await this.access.scopes(manager, context, 'ranking.oversee');
    if (scopes.length === 0) return platformProblem('ACCESS.DENIED');
    const { policy } = await this.policies.rules(context.now);
    const [newest] = query.month ? [{ month: query.month }] : await manager.find(RankingRun, { order: { month: 'DESC' }, take: 1 });
    if (!newest) return { month: null, rule: policy.lists, items: [] };
    const whole = scopes.some(({ scopeType }) => scopeType === 'city');
    const within = whole ? {} : { districtCode: In(scopes.map(({ scopeId }) => scopeId)) };
    const where = { month: newest.month, scopeType: query.type, ...within };
    const rows = await manager.find(RankingStanding, { where, order: { cases: 'DESC', id: 'ASC' } });
    const named = await this.views.named(manager, rows);
    const items = rows.map((row, index) => ({ ...standingOf(row), ...(named[index] as Named), id: row.id }));
    return { month: newest.month, rule: policy.lists, items };
  }

  /** The lists as they are published, of one month: the newest, when none is asked for. */
  async published({ query }: Input<'publishedRankings'>): Promise<{ month: string | null; months: string[]; items: PublishedRow[] }> {
    const { manager } = this.database;
    const districtCode = query.districtCode ?? (await this.districtOf(query.communityId));
    const where = { state: 'published' as const, ...(districtCode && { districtCode }) };
    const months = (await manager.find(RankingListing, { select: { month: true }, where, order: { month: 'DESC' } })).map(({ month }) => month);
    const offered = [...new Set(months)].slice(0, MONTHS);
    const month = query.month ?? offered[0] ?? null;
    if (month === null) return { month, months: offered, items: [] };
    const rows = await manager.find(RankingListing, { where: { ...where, month }, order: { list: 'DESC', scopeType: 'ASC', id: 'ASC' } });
    const views = await this.views.rows(manager, rows);
    const items = rows.map(({ rule, standings, publishedAt }, index) => ({
      ...(views[index] as ListingRow),
      from: standings.at(-1)?.from ?? month,
      publishedAt: (publishedAt as Date).toISOString(),
      rule,
    }));
    return { month, months: offered, items };
  }

  /** For the storage room: who may see an appeal's pictures. */
  async maySeePictures(context: SignedIn, id: string): Promise<boolean> {
    return (await this.reach(this.database.manager, context, id)) !== null;
  }

  private async districtOf(communityId: string | undefined): Promise<string | undefined> {
    if (!communityId) return undefined;
    const rows = (await this.database.manager.query('SELECT district_code FROM community WHERE id = ?', [communityId])) as { district_code: string }[];
    return rows[0]?.district_code;
  }
}

/** A company's listings are there for it from the notice on. */
function conditionOf({ scopeType }: Grant, index: number): string {
  if (scopeType === 'city') return '1 = 1';
  return scopeType === 'company' ? `(l.companyId = :scope${index} AND l.noticedAt IS NOT NULL)` : `l.districtCode = :scope${index}`;
}
