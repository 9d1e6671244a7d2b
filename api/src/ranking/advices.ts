import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { localTime } from '@wuye/shared/calendar';
import type { InputOf } from '@wuye/shared/kit';
import type { AdviceView, rankingRoutes } from '@wuye/shared/ranking';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, insertRows, isDuplicate, newId, StartOver } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { RankingAdvice, RankingListing } from './entities.js';
import { problem } from './problems.js';
import { adviceNo, placeOf, RankingViews } from './views.js';

type Tx = EntityManager;

/** 《物业管理行政建议书》 (成住建发〔2023〕62号 三(四)): numbered, kept as it was issued. */
@Injectable()
export class Advices {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly views: RankingViews,
    private readonly audit: Audit,
  ) {}

  issue(context: SignedIn, { params, body }: InputOf<typeof rankingRoutes.issueAdvice>): Promise<AdviceView | Problem> {
    return this.work.run(context, async (tx) => {
      const listing = await tx.findOneBy(RankingListing, { id: params.id });
      if (!listing) return problem('RANKING.NOT_FOUND');
      const refused = await this.access.refuses(tx, context, 'ranking.manage', placeOf(listing));
      if (refused) return refused;
      if (listing.list !== 'black' || listing.state !== 'published') return problem('RANKING.NO_ADVICE');
      const advice = await this.enter(tx, context, listing, body);
      await this.audit.record(tx, context, 'ranking.advice', `advice:${advice.id}`, { no: adviceNo(advice), listing: listing.id });
      return viewOf(advice, listing);
    });
  }

  async read(context: SignedIn, { params }: InputOf<typeof rankingRoutes.advice>): Promise<AdviceView | Problem> {
    const { manager } = this.database;
    const advice = await manager.findOneBy(RankingAdvice, { id: params.id });
    const listing = advice && (await manager.findOneBy(RankingListing, { id: advice.listingId }));
    if (!advice || !listing || !(await this.access.may(manager, context, 'ranking.oversee', placeOf(listing)))) return problem('RANKING.NOT_FOUND');
    return viewOf(advice, listing);
  }

  /** The next number of the district's year; two at once start over, so none is skipped or given twice. */
  private async enter(
    tx: Tx,
    { now, who }: SignedIn,
    listing: RankingListing,
    body: InputOf<typeof rankingRoutes.issueAdvice>['body'],
  ): Promise<RankingAdvice> {
    const { districtCode } = listing;
    const { year } = localTime(now.getTime());
    const [named] = await this.views.named(tx, [listing]);
    const [district] = (await tx.query('SELECT bureau_name FROM district WHERE code = ?', [districtCode])) as { bureau_name: string }[];
    const last = await tx.findOne(RankingAdvice, { where: { districtCode, year }, order: { seq: 'DESC' } });
    const advice: RankingAdvice = {
      id: newId(now),
      listingId: listing.id,
      districtCode,
      year,
      seq: (last?.seq ?? 0) + 1,
      document: {
        bureauName: district?.bureau_name ?? '',
        districtName: named?.districtName ?? '',
        name: named?.name ?? '',
        companyName: named?.companyName ?? '',
        addressees: body.addressees,
        advice: body.advice,
      },
      issuedAt: now,
      issuedBy: who.accountId,
    };
    try {
      await insertRows(tx, RankingAdvice, [advice]);
    } catch (error) {
      throw isDuplicate(error) ? new StartOver() : error;
    }
    return advice;
  }
}

function viewOf(advice: RankingAdvice, { scopeType, month, standings, rule }: RankingListing): AdviceView {
  return { id: advice.id, no: adviceNo(advice), ...advice.document, type: scopeType, month, standings, rule, issuedAt: advice.issuedAt.toISOString() };
}
