import { Module } from '@nestjs/common';
import { keepTerms } from '@wuye/shared/privacy';
import { CommunityModule } from '../community/index.js';
import { FiguresModule } from '../figures/index.js';
import { IdentityModule } from '../identity/index.js';
import { PolicyModule } from '../policy/index.js';
import { Jobs } from '../platform/jobs/index.js';
import { Storage } from '../platform/storage/index.js';
import { Sweeps } from '../platform/sweeps/index.js';
import { Additions } from './additions.js';
import { Bodies } from './bodies.js';
import { CallerController } from './caller.controller.js';
import { CallerLink } from './caller-entities.js';
import { CallerLinks } from './caller-links.js';
import { CallerPage } from './caller-page.js';
import { ClockRows } from './clock-rows.js';
import { ComplaintController } from './complaint.controller.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaints311 } from './complaints-311.js';
import { Contacts } from './contacts.js';
import { Counts } from './counts.js';
import { Flags } from './flags.js';
import { GraveMarks } from './grave-marks.js';
import { Handling } from './handling.js';
import { Demands } from './demands.js';
import { Handover } from './handover.js';
import { Joiners } from './joiners.js';
import { JoinerHolder } from './joiner-personal.js';
import { Joining } from './joining.js';
import { LadderSweep } from './ladder.js';
import { LadderNotices } from './ladder-notices.js';
import { ComplaintLists } from './lists.js';
import { Notices } from './notices.js';
import { Outside } from './outside.js';
import { NOTE_PICTURES, Oversight } from './oversight.js';
import { OversightController } from './oversight.controller.js';
import { PauseEnds } from './pause-ends.js';
import { Pauses } from './pauses.js';
import { ComplaintHolder } from './personal.js';
import { Proposals } from './proposals.js';
import { ReadHolder } from './read-personal.js';
import { Reads } from './reads.js';
import { Recalendar } from './recalendar.js';
import { RecalendarNews } from './recalendar-news.js';
import { Referrals } from './referrals.js';
import { Reminders } from './reminders.js';
import { SortingController } from './sorting.controller.js';
import { Sorting } from './sorting.js';
import { Sortings } from './sortings.js';
import { Steps } from './steps.js';
import { Submissions } from './submissions.js';
import { ComplaintTable } from './table.js';
import { TableController } from './table.controller.js';
import { OutsideNumbers } from './outside-numbers.js';
import { Receiving } from './receiving.js';
import { Publications } from './publications.js';
import { Similar } from './similar.js';
import { TogetherController } from './together.controller.js';
import { Topics } from './topics.js';
import { Upward } from './upward.js';
import { Urging } from './urging.js';
import { Verdicts } from './verdicts.js';
import { Assignees } from './assignees.js';
import { JoinedNews } from './joined-news.js';
import { WorkList } from './work-list.js';

@Module({
  imports: [CommunityModule, FiguresModule, IdentityModule, PolicyModule],
  controllers: [TableController, OversightController, ComplaintController, SortingController, TogetherController, CallerController],
  exports: [Complaints311, OutsideNumbers, Receiving, Handover, LadderSweep, Reminders],
  providers: [
    Additions,
    Bodies,
    CallerLinks,
    CallerPage,
    ClockRows,
    ComplaintHolder,
    ComplaintLists,
    ComplaintTable,
    ComplaintViews,
    Complaints311,
    Contacts,
    Counts,
    Flags,
    GraveMarks,
    Handling,
    Demands,
    Handover,
    JoinerHolder,
    Joiners,
    Joining,
    LadderNotices,
    LadderSweep,
    Notices,
    Outside,
    Oversight,
    PauseEnds,
    Pauses,
    Proposals,
    ReadHolder,
    Reads,
    Recalendar,
    RecalendarNews,
    Referrals,
    Reminders,
    Sorting,
    Sortings,
    Steps,
    OutsideNumbers,
    Publications,
    Receiving,
    Similar,
    Submissions,
    Topics,
    Upward,
    Urging,
    Verdicts,
    Assignees,
    JoinedNews,
    WorkList,
  ],
})
export class ComplaintModule {
  constructor(oversight: Oversight, storage: Storage, lists: ComplaintLists, jobs: Jobs, ladder: LadderSweep, reminders: Reminders, sweeps: Sweeps) {
    jobs.add({ name: 'ladder', every: 5_000, run: (now) => ladder.run(now) });
    jobs.add({ name: 'complaint-reminders', every: 60_000, run: (now) => reminders.run(now) });
    sweeps.keepFor({ entity: CallerLink, column: 'createdAt', keep: keepTerms.callerLink.keep });
    storage.useGuard(NOTE_PICTURES, (context, id) => oversight.maySeeNote(context, id));
    storage.useGuard('complaint', (context, id, fileId) => lists.maySeePictures(context, id, fileId));
  }
}
