import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { type complaintRoutes, type ComplaintView, mayContradict, mayRate, notSolved } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { startClocks, startRaised } from './clocks.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintClock } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;

/** What the submitter says of a closing: solved or not, and how satisfied. */
@Injectable()
export class Verdicts {
  constructor(
    private readonly steps: Steps,
    private readonly communities: Communities,
    private readonly notices: Notices,
    private readonly policies: Policies,
    private readonly counts: Counts,
  ) {}

  /** 已解决 or 未解决: the first "not" reopens one level up, the second goes to the district (成住建发〔2023〕62号 二(三) 提级办理). */
  async judge(context: SignedIn, { params, body }: Input<'judge'>): Promise<ComplaintView | Problem> {
    if (!body.solved) return body.reason === '' ? problem('COMPLAINT.REASON_MISSING') : this.notSolved(context, params.no, body.reason);
    return this.steps.take(context, params.no, 'complaint.judge', 'solve', async (tx, complaint) => {
      if (complaint.rating !== null) return problem('COMPLAINT.STEP_WRONG');
      await tx.update(Complaint, { id: complaint.id }, { remindAt: null });
      await this.steps.record(tx, context, complaint, { kind: 'solved', role: 'submitter', words: '' });
      return null;
    });
  }

  /** 满意 基本满意 不满意, once for each closing. */
  rate(context: SignedIn, { params, body }: Input<'rate'>): Promise<ComplaintView | Problem> {
    return this.steps.take(context, params.no, 'complaint.judge', 'rate', async (tx, complaint) => {
      if (!mayRate(complaint)) return problem('COMPLAINT.STEP_WRONG');
      const once = { id: complaint.id, state: complaint.state, rating: IsNull() };
      const { affected } = await tx.update(Complaint, once, { rating: body.rating, remindAt: null });
      if (affected !== 1) return problem('COMPLAINT.STEP_WRONG');
      await this.steps.record(tx, context, complaint, { kind: 'rated', role: 'submitter', words: body.words });
      return null;
    });
  }

  private notSolved(context: SignedIn, no: string, reason: string): Promise<ComplaintView | Problem> {
    const stepOf = (complaint: Complaint) => notSolved(complaint).step;
    return this.steps.take(context, no, 'complaint.judge', stepOf, async (tx, complaint) => {
      if (!mayContradict(complaint)) return problem('COMPLAINT.STEP_WRONG');
      const { step, level } = notSolved(complaint);
      const { name, companyId } = await this.communities.everById(tx, complaint.communityId);
      await tx.update(Complaint, { id: complaint.id }, { remindAt: null });
      const after = step === 'leave' ? complaint : { ...complaint, level, companyId };
      if (step !== 'leave') await this.nextRound(tx, complaint, after, context.now);
      const eventId = await this.steps.record(tx, context, complaint, { kind: ENDS[step], role: 'submitter', words: reason });
      await this.notices.toStaff(tx, context.now, `complaint.${ENDS[step]}`, after, name, eventId);
      return null;
    });
  }

  /**
   * Clocks of its own for the new round; those of the rounds before stay as they ended. What the district has now is to be closed within the
   * limit of 提级办理: the property's clocks are not its own. It goes on with the company that has the community now, and counts for it.
   */
  private async nextRound(tx: EntityManager, was: Complaint, { level, companyId }: Complaint, now: Date): Promise<void> {
    const { id } = was;
    const round = was.round + 1;
    await tx.update(Complaint, { id }, { round, level, heldFrom: null, companyId, reopened: true, rating: null, ...UNCLOSED });
    // Read after the update, which holds its row: it says what was counted last.
    const row = await tx.findOneByOrFail(Complaint, { id });
    if (companyId !== was.companyId) await this.counts.move(tx, [{ row, from: was.companyId }], now);
    const rules = await this.policies.born(was.policyVersion, now, tx);
    const raised = level === 'district' ? startRaised(rules, row, now) : null;
    const clocks = level === 'district' ? [raised ?? []].flat() : startClocks(rules, row, 'reopened', now);
    if (clocks.length > 0) await tx.insert(ComplaintClock, clocks);
  }
}

/** What ended with the round before. */
const UNCLOSED = { agreedDate: null, closedAt: null, closingReason: null } as const;

const ENDS = { reopen: 'reopened', escalate: 'escalated', leave: 'unsolved' } as const;
