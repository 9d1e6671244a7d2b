import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { formatDue, formatTemplateTime } from '@wuye/shared/calendar';
import { type complaintRoutes, type ComplaintView, isOpen } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { clockTitles } from '@wuye/shared/policy';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { ClockRows } from './clock-rows.js';
import { type Complaint, ComplaintClock } from './entities.js';
import { Notices } from './notices.js';
import { runsWords } from './pause-ends.js';
import { pausable } from './pause-rules.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends 'pause' | 'resume'> = InputOf<(typeof complaintRoutes)[Name]>;

/**
 * 暂停计时: only where the city's rules know it, by whoever handles the complaint at its level, with the ground and words that its owner reads. A pause
 * ends with its ground, by a person, or at its longest; a ground serves once for a clock, so that nothing is put off by pausing again.
 */
@Injectable()
export class Pauses {
  constructor(
    private readonly steps: Steps,
    private readonly rows: ClockRows,
    private readonly policies: Policies,
    private readonly notices: Notices,
  ) {}

  /** 暂停{时限}{原因}{说明}. */
  pause(context: SignedIn, { params, body }: Input<'pause'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.touchAtLevel(context, params.no, 'pause', async (tx, complaint) => {
      if (!isOpen(complaint.state)) return problem('COMPLAINT.STEP_WRONG');
      const rules = await this.policies.born(complaint.policyVersion, now, tx);
      const clocks = await tx.findBy(ComplaintClock, { complaintId: complaint.id, metAt: IsNull(), voidAt: IsNull() });
      const found = pausable(rules, clocks, now).find(({ pause }) => pause.clock === body.clock && pause.ground === body.ground);
      if (!found) return problem('COMPLAINT.PAUSE_WRONG');
      const { pause, clock, until } = found;
      if (until === null) return problem('COMPLAINT.CALENDAR_ENDS');
      if (!(await this.stop(tx, clock, pause.ground, until, now))) return problem('COMPLAINT.PAUSE_WRONG');
      const words = `${clockTitles[pause.clock]}时限暂停计时，${pause.name}：${body.words}。最晚 ${formatDue(until.getTime())} 恢复。`;
      await this.tell(tx, context, complaint, 'paused', words);
      return null;
    });
  }

  /** 恢复计时, before the pause's longest. */
  resume(context: SignedIn, { params, body }: Input<'resume'>): Promise<ComplaintView | Problem> {
    return this.steps.touchAtLevel(context, params.no, 'pause', async (tx, complaint) => {
      const [clock] = await this.rows.runAgain(tx, complaint, {}, context.now);
      if (!clock) return problem('COMPLAINT.STEP_WRONG');
      await this.tell(tx, context, complaint, 'resumed', body.words ? `${runsWords(clock)}。${body.words}` : `${runsWords(clock)}。`);
      return null;
    });
  }

  /** Of a hop of the ladder and a pause at once one is first: the rung must be the one that was looked at. */
  private async stop(tx: EntityManager, clock: ComplaintClock, ground: ComplaintClock['pauseGround'], until: Date, now: Date): Promise<boolean> {
    const standing = { id: clock.id, rung: clock.rung, pausedAt: IsNull(), metAt: IsNull(), voidAt: IsNull() };
    const pausedFor = [clock.pausedFor, ground].filter(Boolean).join(' ');
    const stopped = { pausedAt: now, pauseUntil: until, pauseGround: ground, pausedFor, nextAt: until, leaseOwner: null, leaseUntil: null };
    const { affected } = await tx.update(ComplaintClock, standing, stopped);
    return affected === 1;
  }

  private async tell(tx: EntityManager, context: SignedIn, complaint: Complaint, kind: 'paused' | 'resumed', words: string): Promise<void> {
    const { now } = context;
    const role = await this.steps.roleAt(tx, context, 'pause', complaint);
    const eventId = await this.steps.record(tx, context, complaint, { kind, role, words });
    await this.notices.toSubmitter(tx, now, `complaint.${kind}`, complaint, eventId, { at: formatTemplateTime(now.getTime()) });
    await this.steps.settle(tx, complaint.id, now);
  }
}
