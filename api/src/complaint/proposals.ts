import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { formatDue, formatTemplateTime, HOUR, instantAt, DAY } from '@wuye/shared/calendar';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { ordered } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { startAgreed } from './clocks.js';
import { Complaint, ComplaintClock } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { linesOf, type Sorted } from './sorted.js';
import { Steps } from './steps.js';

/** Hours after a proposal without an answer in which one reminder goes out (ours). */
const ASK_AGAIN = 24;

/** A date as people read it: `11月27日 周五 24:00 前`. */
const byDay = (date: string): string => `${formatDue(instantAt(date) + DAY)} 前`;

/**
 * 约定办结时间 (成住建发〔2023〕62号 一(三) “应与群众协商办结时间”). Whoever handles it proposes a date, its owner says yes or names another. Only the
 * yes starts the clock of that date, and sets the clock of closing aside. An owner who says nothing is reminded once; the clock of
 * closing simply goes on, for silence is no consent. Where none runs (惠州 has none before a date), the announced date is the
 * promise until another is agreed.
 */
@Injectable()
export class Proposals {
  constructor(
    private readonly steps: Steps,
    private readonly policies: Policies,
    private readonly communities: Communities,
    private readonly notices: Notices,
  ) {}

  /** Lays a date before the owner; `Sorting` has written it down. */
  async propose(tx: EntityManager, context: SignedIn, { complaint, body, rules, heading }: Sorted): Promise<void> {
    const { now } = context;
    const date = body.proposedDate;
    if (!date) throw new Error('A date is proposed without one.');
    const own = { complaintId: complaint.id, clock: Not(In([...ordered])) };
    const running = await tx.findBy(ComplaintClock, { ...own, metAt: IsNull(), voidAt: IsNull() });
    if (running.length === 0) await this.start(tx, complaint, rules, date, now, true);
    await tx.update(Complaint, { id: complaint.id }, { remindAt: new Date(now.getTime() + ASK_AGAIN * HOUR) });
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    if (complaint.class !== body.class || complaint.state !== 'accepted')
      await this.steps.record(tx, context, complaint, { kind: 'accepted', role, words: heading });
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'proposed', role, words: linesOf(byDay(date), body.words) });
    await this.notices.toSubmitter(tx, now, 'complaint.proposed', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
  }

  /** 同意 or 另约: to the date that stands there, once. */
  answer(context: SignedIn, { params, body }: InputOf<typeof complaintRoutes.date>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.touch(context, params.no, 'complaint.date', async (tx, complaint) => {
      // Its day is over: there is nothing left to say yes to.
      if (body.agree && instantAt(body.date) + DAY <= now.getTime()) return problem('COMPLAINT.DATE_WRONG');
      const asked = { id: complaint.id, state: complaint.state, proposedDate: body.date };
      const { affected } = await tx.update(Complaint, asked, { proposedDate: null, remindAt: null, ...(body.agree && { agreedDate: body.date }) });
      if (affected !== 1) return problem('COMPLAINT.STEP_WRONG');
      if (body.agree) await this.agreed(tx, complaint, body.date, now);
      const kind = body.agree ? 'agreed' : 'declined';
      const said = body.agree ? byDay(body.date) : body.wish ? `希望 ${byDay(body.wish)}` : '希望另约时间';
      const eventId = await this.steps.record(tx, context, complaint, { kind, role: 'submitter', words: linesOf(said, body.words) });
      const { name } = await this.communities.everById(tx, complaint.communityId);
      await this.notices.toHandlers(tx, now, `complaint.${kind}`, complaint, name, eventId);
      return null;
    });
  }

  private async agreed(tx: EntityManager, complaint: Complaint, date: string, now: Date): Promise<void> {
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    await this.steps.void(tx, complaint, now);
    await this.start(tx, complaint, rules, date, now, false);
    await this.steps.settle(tx, complaint.id, now);
  }

  private async start(tx: EntityManager, complaint: Complaint, rules: Rules, date: string, now: Date, announced: boolean): Promise<void> {
    const turn = 1 + (await tx.countBy(ComplaintClock, { complaintId: complaint.id, round: complaint.round, clock: 'agreed' }));
    await tx.insert(ComplaintClock, startAgreed(rules, complaint, date, now, { turn, announced }));
  }
}
