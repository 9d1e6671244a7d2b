import { Injectable } from '@nestjs/common';
import { formatTemplateTime } from '@wuye/shared/calendar';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Storage } from '../platform/storage/index.js';
import { Complaint } from './entities.js';
import { CITY } from './levels.js';
import { Notices } from './notices.js';
import { PauseEnds } from './pause-ends.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;

/** What is added to an open complaint, and how its owner takes it back. */
@Injectable()
export class Additions {
  constructor(
    private readonly steps: Steps,
    private readonly storage: Storage,
    private readonly communities: Communities,
    private readonly notices: Notices,
    private readonly pauses: PauseEnds,
  ) {}

  /**
   * 补充说明: its owner's, and that of those who joined it, goes to whoever handles it now; what those who handle or oversee it add, also after it moved on from them, its
   * owner reads at once (成住建发〔2023〕62号 一(四) “同步线上回复”). It moves no clock, but for one that was paused to wait for it.
   */
  supplement(context: SignedIn, { params, body }: Input<'supplement'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.touch(context, params.no, 'complaint.supplement', async (tx, complaint) => {
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', complaint.id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      const role = await this.steps.partOf(tx, context, complaint, 'complaint.supplement');
      const eventId = await this.steps.record(tx, context, complaint, { kind: 'supplemented', role, ...body });
      if (role === 'submitter') await this.pauses.supplemented(tx, complaint, now);
      const { name } = await this.communities.everById(tx, complaint.communityId);
      if (role === 'submitter' || role === 'joiner') await this.notices.toHandlers(tx, now, 'complaint.supplemented', complaint, name, eventId);
      if (role !== 'submitter') await this.notices.toSubmitter(tx, now, 'complaint.progress', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }

  /** 撤回, any time while somebody works on it, or it waits for its owner's verdict (ours): all who were told of it are told, and nothing of it runs on. */
  withdraw(context: SignedIn, { params, body }: Input<'withdraw'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.take(context, params.no, 'complaint.withdraw', 'withdraw', async (tx, complaint) => {
      if (complaint.rating !== null) return problem('COMPLAINT.STEP_WRONG');
      await this.steps.voidAll(tx, complaint, now);
      await tx.update(Complaint, { id: complaint.id }, { proposedDate: null, remindAt: null });
      const eventId = await this.steps.record(tx, context, complaint, { kind: 'withdrawn', role: 'submitter', words: body.words });
      const { name } = await this.communities.everById(tx, complaint.communityId);
      // The city, which urged, waits for nothing more.
      const urged = complaint.urgedDueAt === null ? [] : [CITY];
      await this.notices.toStaff(tx, now, 'complaint.withdrawn', complaint, name, eventId, null, urged);
      return null;
    });
  }
}
