import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatDue, formatTemplateTime } from '@wuye/shared/calendar';
import { type ComplaintEventKind, type ComplaintLevel, type complaintRoutes, type ComplaintView, mayList } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { isDuplicate } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { startDemanded } from './clocks.js';
import { confers } from './confers.js';
import { type Complaint, ComplaintClock } from './entities.js';
import { bureauOf, CITY } from './levels.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends 'supervise' | 'confer' | 'conferred'> = InputOf<(typeof complaintRoutes)[Name]>;

/** Of what the property has. */
const BELOW = ['manager', 'company'] as const satisfies readonly ComplaintLevel[];

/**
 * What the district does by hand (成住建发〔2023〕62号 一(二), 二(三), 三(二)). A 督办 or 挂牌督办 demands of the property: its deadline is a clock, one for a complaint, and
 * that it passed is told to who demanded it. A 部门会商 is the district's own: its clock runs beside, tells the district and the city alone, and
 * makes nobody else late.
 */
@Injectable()
export class Demands {
  constructor(
    private readonly steps: Steps,
    private readonly communities: Communities,
    private readonly notices: Notices,
    private readonly policies: Policies,
  ) {}

  /** 督办{要求}{时限}, or 挂牌督办: company and manager are told what is demanded and by when, its owner that there is news; who was reached is kept. */
  supervise(context: SignedIn, { params, body }: Input<'supervise'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    const due = new Date(body.dueAt);
    return this.once(context, params.no, async (tx, complaint) => {
      if (body.listed && !mayList(complaint, now.getTime())) return problem('COMPLAINT.STEP_WRONG');
      if (due <= now) return problem('COMPLAINT.DUE_PAST');
      if (!(await this.steps.hold(tx, complaint, BELOW))) return problem('COMPLAINT.STEP_WRONG');
      // A new demand takes the place of the one before.
      await this.steps.voidOf(tx, complaint, 'demanded', now);
      await this.start(tx, complaint, 'demanded', due, now);
      const kind = body.listed ? 'list' : 'supervise';
      const eventId = await this.record(tx, context, complaint, kind, `${body.words}（${formatDue(due.getTime())} 前办好）`);
      const { name } = await this.communities.everById(tx, complaint.communityId);
      await this.notices.toStaff(tx, now, `complaint.${kind}`, complaint, name, eventId, due);
      return null;
    });
  }

  /** 部门会商{单位}{事项}{时限}: of the same matters as 挂牌督办, and of all that the district has. The city is told; its owner reads with whom. */
  confer(context: SignedIn, { params, body }: Input<'confer'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    const due = new Date(body.dueAt);
    return this.once(context, params.no, async (tx, complaint) => {
      if (!mayConfer(complaint, now)) return problem('COMPLAINT.STEP_WRONG');
      if (due <= now) return problem('COMPLAINT.DUE_PAST');
      // Looked at once the row is held: of two officers who call one at the same moment one does.
      if (!(await this.steps.hold(tx, complaint)) || (await confers(tx, complaint))) return problem('COMPLAINT.STEP_WRONG');
      await this.start(tx, complaint, 'conferred', due, now);
      const words = `与${body.bodies.join('、')}会商：${body.words}（${formatDue(due.getTime())} 前有结果）`;
      const eventId = await this.record(tx, context, complaint, 'confer', words);
      const { name } = await this.communities.everById(tx, complaint.communityId);
      await this.notices.toOffices(tx, now, 'complaint.confer', complaint, name, eventId, [CITY, bureauOf(complaint)], due);
      return null;
    });
  }

  /** 会商结果: meets the conference's clock. */
  conferred(context: SignedIn, { params, body }: Input<'conferred'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.once(context, params.no, async (tx, complaint) => {
      if (!(await this.steps.hold(tx, complaint)) || !(await confers(tx, complaint))) return problem('COMPLAINT.STEP_WRONG');
      await this.steps.meet(tx, complaint, 'conferred', now);
      await this.record(tx, context, complaint, 'conferred', body.words);
      return null;
    });
  }

  private async once(context: SignedIn, no: string, act: (tx: EntityManager, complaint: Complaint) => Promise<Problem | null>) {
    try {
      return await this.steps.touch(context, no, 'complaint.supervise', async (tx, complaint) => {
        const refused = await act(tx, complaint);
        if (!refused) await this.steps.settle(tx, complaint.id, context.now);
        return refused;
      });
    } catch (error) {
      // Another officer demanded at the same moment.
      if (isDuplicate(error)) return problem('COMPLAINT.STEP_WRONG');
      throw error;
    }
  }

  /** On the timeline, and its owner is told that there is news. */
  private async record(tx: EntityManager, context: SignedIn, complaint: Complaint, kind: ComplaintEventKind, words: string): Promise<string> {
    const eventId = await this.steps.record(tx, context, complaint, { kind, role: 'district_officer', words });
    await this.notices.toSubmitter(tx, context.now, 'complaint.progress', complaint, eventId, { at: formatTemplateTime(context.now.getTime()) });
    return eventId;
  }

  private async start(tx: EntityManager, complaint: Complaint, clock: 'demanded' | 'conferred', due: Date, now: Date): Promise<void> {
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    await tx.insert(ComplaintClock, startDemanded(rules, complaint, clock, due, now, await this.steps.turn(tx, complaint, clock)));
  }
}

/** 部门会商 is for what 挂牌督办 is for, and for what the district has. */
const mayConfer = (complaint: Complaint, now: Date): boolean => complaint.level === 'district' || mayList(complaint, now.getTime());
