import { Controller } from '@nestjs/common';
import type { InputOf } from '@wuye/shared/kit';
import { rankingRoutes as routes } from '@wuye/shared/ranking';
import { Endpoint, type SignedIn } from '../platform/http/index.js';
import { RankingActs } from './acting.js';
import { Advices } from './advices.js';
import { RankingLists } from './lists.js';

/** 红黑榜 */
@Controller()
export class RankingController {
  constructor(
    private readonly lists: RankingLists,
    private readonly acts: RankingActs,
    private readonly advices: Advices,
  ) {}

  @Endpoint(routes.rankings)
  rankings(context: SignedIn, input: InputOf<typeof routes.rankings>) {
    return this.lists.list(context, input);
  }

  @Endpoint(routes.rankingStandings)
  rankingStandings(context: SignedIn, input: InputOf<typeof routes.rankingStandings>) {
    return this.lists.standings(context, input);
  }

  @Endpoint(routes.publishedRankings)
  publishedRankings(_context: SignedIn, input: InputOf<typeof routes.publishedRankings>) {
    return this.lists.published(input);
  }

  @Endpoint(routes.ranking)
  ranking(context: SignedIn, { params }: InputOf<typeof routes.ranking>) {
    return this.lists.read(context, params.id);
  }

  @Endpoint(routes.noticeRanking)
  noticeRanking(context: SignedIn, input: InputOf<typeof routes.noticeRanking>) {
    return this.acts.notice(context, input);
  }

  @Endpoint(routes.dropRanking)
  dropRanking(context: SignedIn, input: InputOf<typeof routes.dropRanking>) {
    return this.acts.drop(context, input);
  }

  @Endpoint(routes.appealRanking)
  appealRanking(context: SignedIn, input: InputOf<typeof routes.appealRanking>) {
    return this.acts.appeal(context, input);
  }

  @Endpoint(routes.decideRanking)
  decideRanking(context: SignedIn, input: InputOf<typeof routes.decideRanking>) {
    return this.acts.decide(context, input);
  }

  @Endpoint(routes.publishRanking)
  publishRanking(context: SignedIn, input: InputOf<typeof routes.publishRanking>) {
    return this.acts.publish(context, input);
  }

  @Endpoint(routes.withdrawRanking)
  withdrawRanking(context: SignedIn, input: InputOf<typeof routes.withdrawRanking>) {
    return this.acts.withdraw(context, input);
  }

  @Endpoint(routes.issueAdvice)
  issueAdvice(context: SignedIn, input: InputOf<typeof routes.issueAdvice>) {
    return this.advices.issue(context, input);
  }

  @Endpoint(routes.advice)
  advice(context: SignedIn, input: InputOf<typeof routes.advice>) {
    return this.advices.read(context, input);
  }
}
