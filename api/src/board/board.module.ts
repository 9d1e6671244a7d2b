import { Module } from '@nestjs/common';
import { CommunityModule, Posters } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { Database } from '../platform/database/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Storage } from '../platform/storage/index.js';
import { PolicyModule } from '../policy/index.js';
import { BoardController } from './board.controller.js';
import { Boards } from './boards.js';
import { HangingTerms } from './hanging-terms.js';
import { HANG_PICTURES, Hangings } from './hangings.js';
import { Papers } from './papers.js';
import { BoardPdfs } from './pdfs.js';
import { Watch } from './watch.js';

@Module({
  imports: [CommunityModule, IdentityModule, PolicyModule],
  controllers: [BoardController],
  providers: [BoardPdfs, Boards, HangingTerms, Hangings, Papers, Watch],
})
export class BoardModule {
  constructor(jobs: Jobs, storage: Storage, posters: Posters, terms: HangingTerms, hangings: Hangings, database: Database) {
    jobs.add({ name: 'boards', every: 60_000, run: (now) => terms.run(now) });
    storage.useGuard(HANG_PICTURES, (context, id) => hangings.maySee(context, id, database.manager));
    // A new code is a new poster: it is hung within the same term, from now.
    posters.useReplaced((tx, { communityId, version }, now) => terms.begin(tx, { communityId, edition: version, from: now }, now));
  }
}
