import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatDue, formatTemplateTime } from '@wuye/shared/calendar';
import { type ComplaintEventKind, type ComplaintLevel, complaintLevels, type complaintRoutes, type ComplaintView, mayList } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { isDuplicate } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { startDemanded } from './clocks.js';
import { confers } from './confers.js';
import { Complaint, ComplaintClock } from './entities.js';
import { bureauOf, CITY } from './levels.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends 'supervise' | 'confer' | 'conferred'> = InputOf<(typeof complaintRoutes)[Name]>;

/** Where it may stand, and what the owner reads on the clock. */
interface Demand {
  readonly due: Date;
  readonly levels: readonly ComplaintLevel[];
  readonly sentence?: string;
}

const CONFERS = '{from} 区住建局召集部门会商，应在 {due} 前有结果。';

/**
 * What the district demands by hand: 督办, 挂牌督办 and 部门会商 (成住建发〔2023〕62号 一(二), 二(三), 三(二)). Its deadline is a clock, one for a complaint: that it
 * passed is told to who demanded it.
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
      const refused = await this.start(tx, complaint, { due, levels: ['manager', 'company'] }, now);
      if (refused) return refused;
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
      const refused = await this.start(tx, complaint, { due, levels: complaintLevels, sentence: CONFERS }, now);
      if (refused) return refused;
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
      if (!(await confers(tx, complaint)) || !(await this.hold(tx, complaint, complaintLevels, now))) return problem('COMPLAINT.STEP_WRONG');
      await this.steps.meet(tx, complaint, 'demanded', now);
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

  /** Starts the clock of a demand, which takes the place of the one before; refused when it was closed, or went up, meanwhile. */
  private async start(tx: EntityManager, complaint: Complaint, { due, levels, sentence }: Demand, now: Date): Promise<Problem | null> {
    if (due <= now) return problem('COMPLAINT.DUE_PAST');
    if (!(await this.hold(tx, complaint, levels, now))) return problem('COMPLAINT.STEP_WRONG');
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    const turn = 1 + (await tx.countBy(ComplaintClock, { complaintId: complaint.id, round: complaint.round, clock: 'demanded' }));
    await this.steps.voidOf(tx, complaint, 'demanded', now);
    await tx.insert(ComplaintClock, startDemanded(rules, complaint, due, now, { turn, ...(sentence && { sentence }) }));
    return null;
  }

  /** Where it stands in lists is settled after: written here it holds the row as it was found. */
  private async hold(tx: EntityManager, { id, state }: Complaint, levels: readonly ComplaintLevel[], now: Date): Promise<boolean> {
    const { affected } = await tx.update(Complaint, { id, state, level: In([...levels]) }, { sortAt: now });
    return affected === 1;
  }
}

/** 部门会商 is for what 挂牌督办 is for, and for what the district has. */
const mayConfer = (complaint: Complaint, now: Date): boolean => complaint.level === 'district' || mayList(complaint, now.getTime());
