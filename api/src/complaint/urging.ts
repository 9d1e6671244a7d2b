import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatDue, formatTemplateTime } from '@wuye/shared/calendar';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { isDuplicate } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { startUrged } from './clocks.js';
import { Complaint, ComplaintClock } from './entities.js';
import { CITY } from './levels.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

/**
 * 市住建局督促区(市)县住建部门提级办理、限时办结 (成住建发〔2023〕62号 三(二), 二(三)): the city demands, the district does. The matter is the district's from then on,
 * with a clock of its own that nothing sets aside but a closing, a withdrawal or a new urging; what is missed climbs to a report to the city. The
 * property's clocks run on: what it promised stays in sight, and counts.
 */
@Injectable()
export class Urging {
  constructor(
    private readonly steps: Steps,
    private readonly policies: Policies,
    private readonly communities: Communities,
    private readonly notices: Notices,
  ) {}

  /** 督促{要求}{工作日}. */
  async urge(context: SignedIn, { params, body }: InputOf<typeof complaintRoutes.urge>): Promise<ComplaintView | Problem> {
    const { now } = context;
    try {
      return await this.steps.touch(context, params.no, 'complaint.urge', async (tx, complaint) => {
        // Of an urging and a closing at once one is first: what was closed meanwhile gets no clock.
        if (!(await this.steps.hold(tx, complaint))) return problem('COMPLAINT.STEP_WRONG');
        const due = await this.start(tx, complaint, body.days, now);
        if (!due) return problem('COMPLAINT.CALENDAR_ENDS');
        await tx.update(Complaint, { id: complaint.id, level: In(['manager', 'company']) }, { level: 'district' });
        const words = `市住建部门督促区住建部门提级办理，应在 ${formatDue(due.getTime())} 前办结。${body.words}`;
        const eventId = await this.steps.record(tx, context, complaint, { kind: 'urged', role: 'city_officer', words });
        const { name } = await this.communities.everById(tx, complaint.communityId);
        await this.notices.toStaff(tx, now, 'complaint.urged', complaint, name, eventId, due);
        await this.notices.toSubmitter(tx, now, 'complaint.raised', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
        await this.steps.settle(tx, complaint.id, now);
        return null;
      });
    } catch (error) {
      // Another officer urged at the same moment.
      if (isDuplicate(error)) return problem('COMPLAINT.STEP_WRONG');
      throw error;
    }
  }

  /** What the city had urged is closed: it hears so. Called by whoever closes, with the complaint as it was before. */
  async done(tx: EntityManager, now: Date, complaint: Complaint, eventId: string): Promise<void> {
    if (complaint.urgedDueAt === null) return;
    const { name } = await this.communities.everById(tx, complaint.communityId);
    await this.notices.toOffices(tx, now, 'complaint.urge-done', complaint, name, eventId, [CITY]);
  }

  /** A new urging takes the place of the one before; null where the calendar does not reach. */
  private async start(tx: EntityManager, complaint: Complaint, days: number, now: Date): Promise<Date | null> {
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    const clock = startUrged(rules, complaint, days, now, await this.steps.turn(tx, complaint, 'urged'));
    if (!clock) return null;
    await this.steps.voidOf(tx, complaint, 'urged', now);
    await tx.insert(ComplaintClock, clock);
    return clock.dueAt;
  }
}
