import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Counts, addMonths, measures } from '@wuye/shared/figures';
import { type ListRule, listOf } from '@wuye/shared/policy';
import { countedMonth, listCountsOf, type RankedType, stretchOf } from '@wuye/shared/ranking';
import { Figures, type PlaceCounts } from '../figures/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { Database, insertRows, isDuplicate, newId } from '../platform/database/index.js';
import { RankingListing, RankingRun, RankingStanding } from './entities.js';
import { standingOf } from './views.js';

/** Rows of one insert. */
const BATCH = 200;

type Subject = Pick<RankingStanding, 'scopeType' | 'scopeId' | 'companyId' | 'districtCode'>;

/**
 * Counts each month once and keeps it: what is listed can be read again as it was. A project counts under its present company, for the
 * company answers for it; a company counts within one district, for the district lists it (成住建发〔2023〕62号 三(四)).
 */
@Injectable()
export class Standings {
  constructor(
    private readonly database: Database,
    private readonly figures: Figures,
    private readonly policies: Policies,
  ) {}

  /** Counts the newest month that is over, and those before it that a listing asks for; how many months were counted. */
  async run(now: Date): Promise<number> {
    const rules = await this.policies.rules(now);
    const last = countedMonth(now.getTime());
    if (await this.database.manager.existsBy(RankingRun, { month: last })) return 0;
    let counted = 0;
    for (let back = rules.policy.lists.periods - 1; back >= 0; back--) counted += (await this.count(addMonths(last, -back), rules, now)) ? 1 : 0;
    return counted;
  }

  private async count(month: string, rules: Rules, now: Date): Promise<boolean> {
    if (await this.database.manager.existsBy(RankingRun, { month })) return false;
    const rule = rules.policy.lists;
    const { from, to } = stretchOf(month, rule);
    const subjects = subjectsOf(await this.figures.places({ from, to }), await this.companies());
    const rows = subjects.map(({ counts, ...subject }) => rowOf(subject, counts, rule, { from, month, now }));
    try {
      await this.database.transaction(async (tx) => {
        await insertRows(tx, RankingRun, [{ month, policyVersion: rules.version, computedAt: now }]);
        for (let begin = 0; begin < rows.length; begin += BATCH) await insertRows(tx, RankingStanding, rows.slice(begin, begin + BATCH));
        await this.list(tx, rows, rule, now);
      });
      return true;
    } catch (error) {
      // Another instance counted it.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Whoever stands on the same list, under the same company, as many periods in a row as the rule asks for. */
  private async list(tx: EntityManager, rows: readonly RankingStanding[], rule: ListRule, now: Date): Promise<void> {
    const candidates = rows.filter(({ list }) => list !== 'none');
    const series = new Map(candidates.map((row) => [keyOf(row), [row]]));
    for (let back = 1; back < rule.periods && candidates[0]; back++) {
      const before = await tx.findBy(RankingStanding, { month: addMonths(candidates[0].month, -back) });
      for (const row of before) series.get(keyOf(row))?.unshift(row);
    }
    const found = candidates.filter((row) => {
      const all = series.get(keyOf(row)) ?? [];
      return all.length === rule.periods && all.every(({ list, companyId }) => list === row.list && companyId === row.companyId);
    });
    for (const row of found) await tx.insert(RankingListing, listingOf(row, series.get(keyOf(row)) ?? [], rule, now));
  }

  /** The present company of each community that stands. */
  private async companies(): Promise<Map<string, string>> {
    const rows = (await this.database.manager.query('SELECT id, company_id FROM community WHERE ended_at IS NULL')) as { id: string; company_id: string }[];
    return new Map(rows.map(({ id, company_id: companyId }) => [id, companyId]));
  }
}

const keyOf = ({ scopeType, scopeId, districtCode }: Subject): string => `${scopeType} ${scopeId} ${districtCode}`;

const NONE = Object.fromEntries(measures.map((measure) => [measure, 0])) as Counts;
const plus = (one: Counts, other: Counts): Counts => Object.fromEntries(measures.map((measure) => [measure, one[measure] + other[measure]])) as Counts;

function subjectsOf(places: readonly PlaceCounts[], companies: ReadonlyMap<string, string>): (Subject & { counts: Counts })[] {
  const sums = new Map<string, Subject & { counts: Counts }>();
  const enter = (scopeType: RankedType, scopeId: string, { companyId, districtCode, counts }: PlaceCounts): void => {
    const subject = { scopeType, scopeId, companyId, districtCode };
    sums.set(keyOf(subject), { ...subject, counts: plus(sums.get(keyOf(subject))?.counts ?? NONE, counts) });
  };
  for (const place of places) {
    enter('company', place.companyId, place);
    if (companies.get(place.communityId) === place.companyId) enter('community', place.communityId, place);
  }
  return [...sums.values()].filter(({ counts }) => counts.cases > 0);
}

function rowOf(subject: Subject, all: Counts, rule: ListRule, { from, month, now }: { from: string; month: string; now: Date }): RankingStanding {
  const counts = listCountsOf(all);
  const { list, reason } = listOf(counts, rule);
  return { id: newId(now), ...subject, month, fromMonth: from, list, tooFew: reason !== undefined, ...counts };
}

function listingOf(row: RankingStanding, series: readonly RankingStanding[], rule: ListRule, now: Date): Partial<RankingListing> {
  const { scopeType, scopeId, companyId, districtCode, month, list } = row;
  const place = { scopeType, scopeId, companyId, districtCode, month };
  return { id: newId(now), ...place, list: list as RankingListing['list'], state: 'found', rule, standings: series.map(standingOf), createdAt: now };
}
