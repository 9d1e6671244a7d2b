import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { next, type Place } from '@wuye/shared/kit';
import { type ListingAct, listingActs, type ListingEvent, listingLifecycle, type ListingRow, type ListingView, type Standing } from '@wuye/shared/ranking';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { RankingAdvice, type RankingListing, type RankingStanding } from './entities.js';

/** Whose it is, with what people call it. */
export interface Named {
  readonly type: ListingRow['type'];
  readonly scopeId: string;
  readonly name: string;
  readonly companyId: string;
  readonly companyName: string;
  readonly districtCode: string;
  readonly districtName: string;
}

type Whose = Pick<RankingListing, 'scopeType' | 'scopeId' | 'companyId' | 'districtCode'>;

/** The step of the lifecycle that an act takes; none, where it leaves the state as it is. */
const EVENTS: Readonly<Record<Exclude<ListingAct, 'advise'>, ListingEvent>> = {
  notice: 'notice',
  drop: 'drop',
  appeal: 'appeal',
  decide: 'dismiss',
  publish: 'publish',
  withdraw: 'withdraw',
};

/** What the permission table asks about a listing. */
export const placeOf = ({ scopeType, scopeId, companyId, districtCode }: Whose): Place => ({
  companyId,
  districtCode,
  communityId: scopeType === 'community' ? scopeId : null,
});

export function standingOf({ month, fromMonth: from, list, tooFew, respondedOnTime, resolved, satisfied, cases, rated }: RankingStanding): Standing {
  return { month, from, list, tooFew: Boolean(tooFew), counts: { respondedOnTime, resolved, satisfied, cases, rated } };
}

/** 《物业管理行政建议书》's number: 物建议〔2026〕510107-3号 (ours; the notice names none). */
export const adviceNo = ({ year, districtCode, seq }: Pick<RankingAdvice, 'year' | 'districtCode' | 'seq'>): string =>
  `物建议〔${year}〕${districtCode}-${seq}号`;

/** Listings as their readers see them. */
@Injectable()
export class RankingViews {
  constructor(
    private readonly access: Access,
    private readonly communities: Communities,
  ) {}

  /** Names for rows of either kind, in a few statements. */
  async named(manager: EntityManager, rows: readonly Whose[]): Promise<Named[]> {
    const idsOf = (type: Whose['scopeType']) => rows.filter(({ scopeType }) => scopeType === type).map(({ scopeId }) => scopeId);
    const companyIds = [...idsOf('company'), ...rows.map(({ companyId }) => companyId)];
    const communities = await this.communities.names(manager, [...new Set(idsOf('community'))]);
    const companies = await namesIn(manager, 'SELECT id, name FROM company WHERE id', companyIds);
    const districtCodes = rows.map(({ districtCode }) => districtCode);
    const districts = await namesIn(manager, 'SELECT code AS id, name FROM district WHERE code', districtCodes);
    return rows.map(({ scopeType, scopeId, companyId, districtCode }) => ({
      type: scopeType,
      scopeId,
      name: (scopeType === 'community' ? communities : companies).get(scopeId) ?? '',
      companyId,
      companyName: companies.get(companyId) ?? '',
      districtCode,
      districtName: districts.get(districtCode) ?? '',
    }));
  }

  async rows(manager: EntityManager, listings: readonly RankingListing[]): Promise<ListingRow[]> {
    const named = await this.named(manager, listings);
    return listings.map((listing, index) => rowOf(listing, named[index] as Named));
  }

  /** One in full; what may be done is what the table and the lifecycle let this reader do now. */
  async view(manager: EntityManager, context: SignedIn, listing: RankingListing): Promise<ListingView> {
    const [named] = await this.named(manager, [listing]);
    const { appealedAt, decidedAt, endedAt } = listing;
    const oversees = await this.access.may(manager, context, 'ranking.oversee', placeOf(listing));
    const advices = oversees ? await manager.find(RankingAdvice, { where: { listingId: listing.id }, order: { id: 'ASC' } }) : [];
    return {
      ...rowOf(listing, named as Named),
      rule: listing.rule,
      standings: listing.standings,
      noticedAt: listing.noticedAt?.toISOString() ?? null,
      appeal: appealedAt && { at: appealedAt.toISOString(), words: listing.appealWords ?? '', pictures: listing.appealPictures ?? [] },
      decision: decidedAt && { at: decidedAt.toISOString(), upheld: listing.upheld === 'yes', reason: listing.decisionReason ?? '' },
      publishedAt: listing.publishedAt?.toISOString() ?? null,
      ended: endedAt && { at: endedAt.toISOString(), reason: listing.endReason ?? '' },
      advices: advices.map((advice) => ({ id: advice.id, no: adviceNo(advice), issuedAt: advice.issuedAt.toISOString() })),
      can: await this.can(manager, context, listing),
    };
  }

  private async can(manager: EntityManager, context: SignedIn, listing: RankingListing): Promise<ListingAct[]> {
    const place = placeOf(listing);
    const manages = await this.access.may(manager, context, 'ranking.manage', place);
    const appeals = await this.access.may(manager, context, 'ranking.appeal', place);
    const over = listing.noticeEndsAt !== null && listing.noticeEndsAt <= context.now;
    return listingActs.filter((act) => {
      if (act === 'advise') return manages && listing.list === 'black' && listing.state === 'published';
      if (next(listingLifecycle, listing.state, EVENTS[act]) === null) return false;
      if (act === 'appeal') return appeals && !over;
      return manages && (act !== 'publish' || over);
    });
  }
}

function rowOf(listing: RankingListing, named: Named): ListingRow {
  const { id, list, month, state, standings, noticeEndsAt } = listing;
  const counts = standings.at(-1)?.counts ?? { respondedOnTime: 0, resolved: 0, satisfied: 0, cases: 0, rated: 0 };
  return { ...named, id, list, month, state, counts, noticeEndsAt: noticeEndsAt?.toISOString() ?? null };
}

async function namesIn(manager: EntityManager, select: string, keys: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(keys)];
  if (ids.length === 0) return new Map();
  const rows = (await manager.query(`${select} IN (${ids.map(() => '?').join(', ')})`, ids)) as { id: string; name: string }[];
  return new Map(rows.map(({ id, name }) => [id, name]));
}
