import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies } from '../policy/index.js';
import { startClocks, startRaised } from './clocks.js';
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
  ) {}

  /** 已解决 or 未解决: the first "not" reopens, the second goes one level up (成住建发〔2023〕62号 二(三) 提级办理). */
  async judge(context: SignedIn, { params, body }: Input<'judge'>): Promise<ComplaintView | Problem> {
    if (!body.solved) return body.reason === '' ? problem('COMPLAINT.REASON_MISSING') : this.notSolved(context, params.no, body.reason);
    return this.steps.take(context, params.no, 'complaint.judge', 'solve', async (tx, complaint) => {
      await tx.update(Complaint, { id: complaint.id }, { remindAt: null });
      await this.steps.record(tx, context, complaint, { kind: 'solved', role: 'submitter', words: '' });
      return null;
    });
  }

  /** 满意 基本满意 不满意, once. */
  rate(context: SignedIn, { params, body }: Input<'rate'>): Promise<ComplaintView | Problem> {
    return this.steps.take(context, params.no, 'complaint.judge', 'rate', async (tx, complaint) => {
      const { affected } = await tx.update(Complaint, { id: complaint.id, rating: IsNull() }, { rating: body.rating });
      if (affected !== 1) return problem('COMPLAINT.STEP_WRONG');
      await this.steps.record(tx, context, complaint, { kind: 'rated', role: 'submitter', words: body.words });
      return null;
    });
  }

  private notSolved(context: SignedIn, no: string, reason: string): Promise<ComplaintView | Problem> {
    return this.steps.take(context, no, 'complaint.judge', stepUp, async (tx, complaint) => {
      if (complaint.rating !== null) return problem('COMPLAINT.STEP_WRONG');
      const kind = ENDS[stepUp(complaint)];
      const { name, companyId } = await this.communities.everById(tx, complaint.communityId);
      await tx.update(Complaint, { id: complaint.id }, { remindAt: null });
      if (kind !== 'unsolved') await this.nextRound(tx, complaint, kind, companyId, context.now);
      const eventId = await this.steps.record(tx, context, complaint, { kind, role: 'submitter', words: reason });
      const told = kind === 'unsolved' ? complaint : { ...complaint, companyId };
      await this.notices.toStaff(tx, context.now, kind === 'reopened' ? 'complaint.reopened' : 'complaint.escalated', told, name, eventId);
      return null;
    });
  }

  /**
   * Clocks of its own for the new round; those of the rounds before stay as they ended. What is escalated is to be closed within the limit
   * of 提级办理. It goes on with the company that has the community now.
   */
  private async nextRound(tx: EntityManager, complaint: Complaint, kind: 'reopened' | 'escalated', companyId: string, now: Date): Promise<void> {
    const round = complaint.round + 1;
    const level = kind === 'escalated' ? 'district' : complaint.level;
    const fresh = { agreedDate: null, closedAt: null, closingReason: null };
    await tx.update(Complaint, { id: complaint.id }, { round, level, companyId, reopened: true, ...fresh });
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    const subject = { id: complaint.id, round };
    const clocks = kind === 'reopened' ? startClocks(rules, subject, 'reopened', now) : [startRaised(rules, subject, now) ?? []].flat();
    if (clocks.length > 0) await tx.insert(ComplaintClock, clocks);
  }
}

/** The first "not solved" reopens, the second goes to the district; after that it stays unsolved, and counts so. */
function stepUp({ reopened, level }: Complaint): keyof typeof ENDS {
  if (!reopened) return 'reopen';
  return level === 'district' || level === 'city' ? 'leave' : 'escalate';
}

const ENDS = { reopen: 'reopened', escalate: 'escalated', leave: 'unsolved' } as const;
