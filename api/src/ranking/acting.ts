import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { formatMoment, formatTemplateTime } from '@wuye/shared/calendar';
import { monthWords } from '@wuye/shared/figures';
import { type Grant, type InputOf, next } from '@wuye/shared/kit';
import { type ListingEvent, listingLifecycle, type ListingView, listNames, noticeEnd, type rankingMessages, type rankingRoutes } from '@wuye/shared/ranking';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Storage } from '../platform/storage/index.js';
import { RankingListing } from './entities.js';
import { problem } from './problems.js';
import { placeOf, RankingViews } from './views.js';

type Input<Name extends keyof typeof rankingRoutes> = InputOf<(typeof rankingRoutes)[Name]>;
type Tx = EntityManager;

/** One step: by which permission, what it writes beside the state, and who is told. */
interface Step {
  readonly action: 'ranking.manage' | 'ranking.appeal';
  readonly event: ListingEvent;
  readonly facts: QueryDeepPartialEntity<RankingListing>;
  readonly tells?: keyof typeof rankingMessages;
  /** What else keeps it from being done, or has to be written with it. */
  readonly also?: (tx: Tx, found: RankingListing) => Promise<Problem | null> | Problem | null;
}

/** The pictures of an appeal. */
export const PICTURES = 'ranking';

/** The acts of 红黑榜: each a conditional step of the lifecycle, audited, told in the same transaction. */
@Injectable()
export class RankingActs {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly views: RankingViews,
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly storage: Storage,
  ) {}

  /** 告知: the figures lie open for the company, and the time to appeal begins. */
  notice(context: SignedIn, { params }: Input<'noticeRanking'>) {
    const { now, who } = context;
    return this.step(context, params.id, ({ rule }) => ({
      action: 'ranking.manage',
      event: 'notice',
      facts: { noticedAt: now, noticedBy: who.accountId, noticeEndsAt: new Date(noticeEnd(now.getTime(), rule)) },
      tells: 'ranking.noticed',
      also: (tx, found) => this.reaches(tx, found, now),
    }));
  }

  /** 不列入 */
  drop(context: SignedIn, { params, body }: Input<'dropRanking'>) {
    return this.step(context, params.id, ({ noticedAt }) => ({
      action: 'ranking.manage',
      event: 'drop',
      facts: this.ending(context, body.reason),
      // Whoever was told before is told how it ended.
      ...(noticedAt && { tells: 'ranking.withdrawn' as const }),
    }));
  }

  /** 申诉, while the notice lasts. */
  appeal(context: SignedIn, { params, body }: Input<'appealRanking'>) {
    const { now, who } = context;
    return this.step(context, params.id, ({ noticeEndsAt }) => ({
      action: 'ranking.appeal',
      event: 'appeal',
      facts: { appealedAt: now, appealedBy: who.accountId, appealWords: body.words, appealPictures: body.pictures },
      tells: 'ranking.appealed',
      also: async (tx, { id }) => {
        if (noticeEndsAt === null || noticeEndsAt <= now) return problem('RANKING.TOO_LATE');
        const kept = body.pictures.length === 0 || (await this.storage.attach(tx, context, body.pictures, PICTURES, id));
        return kept ? null : problem('RANKING.PICTURE_UNKNOWN');
      },
    }));
  }

  /** 答复: an appeal that holds ends it; else it may be published once the notice is over. */
  decide(context: SignedIn, { params, body: { upheld, reason } }: Input<'decideRanking'>) {
    const { now, who } = context;
    const decision = { decidedAt: now, decidedBy: who.accountId, upheld: upheld ? ('yes' as const) : ('no' as const), decisionReason: reason };
    return this.step(context, params.id, () => ({
      action: 'ranking.manage',
      event: upheld ? 'uphold' : 'dismiss',
      facts: { ...decision, ...(upheld && this.ending(context, '申诉成立')) },
      tells: 'ranking.decided',
    }));
  }

  /** 公布 */
  publish(context: SignedIn, { params }: Input<'publishRanking'>) {
    const { now, who } = context;
    return this.step(context, params.id, ({ noticeEndsAt }) => ({
      action: 'ranking.manage',
      event: 'publish',
      facts: { publishedAt: now, publishedBy: who.accountId },
      tells: 'ranking.published',
      also: () => (noticeEndsAt && noticeEndsAt > now ? problem('RANKING.TOO_EARLY', { until: formatMoment(noticeEndsAt.getTime()) }) : null),
    }));
  }

  /** 撤下 */
  withdraw(context: SignedIn, { params, body }: Input<'withdrawRanking'>) {
    return this.step(context, params.id, () => ({
      action: 'ranking.manage',
      event: 'withdraw',
      facts: this.ending(context, body.reason),
      tells: 'ranking.withdrawn',
    }));
  }

  /** 未送达: nobody of the company has an account. No days run that it cannot know of. */
  private async reaches(tx: Tx, { companyId }: RankingListing, now: Date): Promise<Problem | null> {
    const heads = await this.people.holders(tx, [{ role: 'company_head', scopeType: 'company', scopeId: companyId }], now);
    return heads.some(({ recipient }) => !recipient.startsWith('appointment:')) ? null : problem('RANKING.NOT_DELIVERED');
  }

  private ending({ now, who }: SignedIn, endReason: string): QueryDeepPartialEntity<RankingListing> {
    return { endedAt: now, endedBy: who.accountId, endReason };
  }

  private step(context: SignedIn, id: string, planOf: (found: RankingListing) => Step): Promise<ListingView | Problem> {
    return this.work.run(context, async (tx) => {
      const found = await tx.findOneBy(RankingListing, { id });
      if (!found) return problem('RANKING.NOT_FOUND');
      const plan = planOf(found);
      const refused = await this.access.refuses(tx, context, plan.action, placeOf(found));
      if (refused) return refused;
      // A company knows of nothing before it is noticed.
      if (plan.action === 'ranking.appeal' && !found.noticedAt) return problem('RANKING.NOT_FOUND');
      const state = next(listingLifecycle, found.state, plan.event);
      if (state === null) return problem('RANKING.STEP_WRONG');
      const wrong = await plan.also?.(tx, found);
      if (wrong) return wrong;
      const { affected } = await tx.update(RankingListing, { id, state: found.state }, { ...plan.facts, state });
      if (affected !== 1) return problem('RANKING.STEP_WRONG');
      await this.audit.record(tx, context, `ranking.${plan.event}`, `ranking:${id}`, { list: found.list, month: found.month });
      if (plan.tells) await this.tell(tx, context.now, plan.tells, found);
      return this.views.view(tx, context, await tx.findOneByOrFail(RankingListing, { id }));
    });
  }

  private async tell(tx: Tx, now: Date, kind: keyof typeof rankingMessages, found: RankingListing): Promise<void> {
    const office: Grant =
      kind === 'ranking.appealed'
        ? { role: 'district_officer', scopeType: 'district', scopeId: found.districtCode }
        : { role: 'company_head', scopeType: 'company', scopeId: found.companyId };
    const [named] = await this.views.named(tx, [found]);
    const title = `${monthWords(found.month)}${listNames[found.list]}`;
    const data = { no: found.id, title, community: named?.name ?? '', at: formatTemplateTime(now.getTime()) };
    const communityId = found.scopeType === 'community' ? found.scopeId : null;
    const holders = await this.people.holders(tx, [office], now);
    await this.outbox.add(
      tx,
      now,
      holders.map(({ recipient }) => ({ kind, subject: found.id, recipient, communityId, data })),
    );
  }
}
