import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { FiguresModule } from '../figures/index.js';
import { IdentityModule } from '../identity/index.js';
import { PolicyModule } from '../policy/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Storage } from '../platform/storage/index.js';
import { PICTURES, RankingActs } from './acting.js';
import { Advices } from './advices.js';
import { RankingLists } from './lists.js';
import { RankingController } from './ranking.controller.js';
import { Standings } from './standings.js';
import { RankingViews } from './views.js';

@Module({
  imports: [CommunityModule, FiguresModule, IdentityModule, PolicyModule],
  controllers: [RankingController],
  providers: [Advices, RankingActs, RankingLists, RankingViews, Standings],
  exports: [Standings],
})
export class RankingModule {
  constructor(jobs: Jobs, standings: Standings, storage: Storage, lists: RankingLists) {
    jobs.add({ name: 'ranking', every: 600_000, run: (now) => standings.run(now) });
    storage.useGuard(PICTURES, (context, id) => lists.maySeePictures(context, id));
  }
}
