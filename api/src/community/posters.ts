import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { communityErrors, type communityRoutes, type PosterFollow, type PosterView } from '@wuye/shared/community';
import type { InputOf } from '@wuye/shared/kit';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem, problemsOf } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Communities, type CommunityPlace, placeFor } from './communities.js';
import { Community } from './entities.js';
import type { PosterCode } from './poster-code.js';
import { PosterCodes } from './poster-codes.js';

const problem = problemsOf(communityErrors);

/** What others do in the unit of work in which a code is replaced. */
export type Replaced = (tx: EntityManager, poster: PosterCode, now: Date) => Promise<void>;

type Action = 'community.poster' | 'community.replacePoster';

/** 公示牌: the link at the gate, the code that also leads to following, and a new edition of both. */
@Injectable()
export class Posters {
  private readonly replaced: Replaced[] = [];

  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly communities: Communities,
    private readonly codes: PosterCodes,
  ) {}

  /** Called once by each feature that has something to do when a code is replaced. */
  useReplaced(work: Replaced): void {
    this.replaced.push(work);
  }

  /** The poster as it is printed. WeChat is not asked for anything here. */
  async view(context: SignedIn, id: string): Promise<PosterView | Problem> {
    const { manager } = this.database;
    const place = await this.reach(manager, context, id, 'community.poster');
    if (isProblem(place)) return place;
    const poster = await this.current(manager, id);
    return { ...place, ...(await this.codes.link(poster)), version: poster.version, follow: await this.codes.follow(poster) };
  }

  /** Asks WeChat for the other code, once for each edition: of several who ask at once one does, and after a refusal nobody before its time. */
  async makeFollow(context: SignedIn, id: string): Promise<PosterFollow | Problem> {
    const place = await this.reach(this.database.manager, context, id, 'community.poster');
    if (isProblem(place)) return place;
    const poster = await this.current(this.database.manager, id);
    await this.codes.make(poster, context.now);
    return this.codes.follow(poster);
  }

  /** 换新二维码: from now on the old link and the old code lead nowhere. */
  replace(
    context: SignedIn,
    { params: { id }, body: { version, reason } }: InputOf<typeof communityRoutes.replacePoster>,
  ): Promise<{ version: number } | Problem> {
    return this.work.run(context, async (tx) => {
      const place = await this.reach(tx, context, id, 'community.replacePoster');
      if (isProblem(place)) return place;
      const next = version + 1;
      const { affected } = await tx.update(Community, { id, posterVersion: version, endedAt: IsNull() }, { posterVersion: next });
      if (affected !== 1) return problem('COMMUNITY.POSTER_REPLACED');
      for (const work of this.replaced) await work(tx, { communityId: id, version: next }, context.now);
      await this.audit.record(tx, context, 'community.replacePoster', `community:${id}`, { from: version, to: next, reason });
      return { version: next };
    });
  }

  private async reach(manager: EntityManager, context: SignedIn, id: string, action: Action): Promise<CommunityPlace | Problem> {
    const place = await this.communities.byId(manager, id);
    if (isProblem(place)) return place;
    return (await this.access.refuses(manager, context, action, placeFor(place))) ?? place;
  }

  private async current(manager: EntityManager, id: string): Promise<PosterCode> {
    const { posterVersion } = await manager.findOneByOrFail(Community, { id });
    return { communityId: id, version: posterVersion };
  }
}
