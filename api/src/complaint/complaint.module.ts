import { Module } from '@nestjs/common';
import { CommunityModule } from '../community/index.js';
import { IdentityModule } from '../identity/index.js';
import { PolicyModule } from '../policy/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Storage } from '../platform/storage/index.js';
import { ComplaintController } from './complaint.controller.js';
import { ComplaintViews } from './complaint-views.js';
import { Contacts } from './contacts.js';
import { Handling } from './handling.js';
import { LadderSweep } from './ladder.js';
import { LadderNotices } from './ladder-notices.js';
import { ComplaintLists } from './lists.js';
import { Notices } from './notices.js';
import { ComplaintHolder } from './personal.js';
import { Steps } from './steps.js';
import { Submissions } from './submissions.js';
import { Topics } from './topics.js';
import { Verdicts } from './verdicts.js';

@Module({
  imports: [CommunityModule, IdentityModule, PolicyModule],
  controllers: [ComplaintController],
  exports: [LadderSweep],
  providers: [ComplaintHolder, ComplaintLists, ComplaintViews, Contacts, Handling, LadderNotices, LadderSweep, Notices, Steps, Submissions, Topics, Verdicts],
})
export class ComplaintModule {
  constructor(storage: Storage, lists: ComplaintLists, jobs: Jobs, ladder: LadderSweep) {
    jobs.add({ name: 'ladder', every: 5_000, run: (now) => ladder.run(now) });
    storage.useGuard('complaint', (context, id) => lists.maySeePictures(context, id));
  }
}
