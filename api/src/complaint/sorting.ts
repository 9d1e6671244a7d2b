import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { complaintClassNames } from '@wuye/shared/policy';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { Complaint, ComplaintClock } from './entities.js';
import { Notices } from './notices.js';
import { Outside } from './outside.js';
import { problem } from './problems.js';
import { Proposals } from './proposals.js';
import { lacking, linesOf, type Sorted, type SortingBody } from './sorted.js';
import { Steps } from './steps.js';
import { Upward } from './upward.js';

/**
 * 受理登记 (惠州通知 三; 成住建发〔2023〕62号 一(三) 分类处置): whoever handles a complaint sorts it into one of four classes, each with a way of
 * its own. As long as it is open and with them the class may be corrected; that is written down and its owner told. A clock that
 * another class set aside goes on with the end that it had: whoever sorts wrongly gains no time.
 */
@Injectable()
export class Sorting {
  constructor(
    private readonly steps: Steps,
    private readonly policies: Policies,
    private readonly notices: Notices,
    private readonly proposals: Proposals,
    private readonly outside: Outside,
    private readonly upward: Upward,
  ) {}

  /** Sorts it, or sorts it anew. */
  accept(context: SignedIn, { params, body }: InputOf<typeof complaintRoutes.accept>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.takeAtLevel(context, params.no, 'accept', 'accept', async (tx, complaint) => {
      const rules = await this.policies.born(complaint.policyVersion, now, tx);
      const lacks = lacking(rules.policy, body, now);
      if (lacks) return problem(lacks);
      if (!(await this.mark(tx, complaint, body, now))) return problem('COMPLAINT.STEP_WRONG');
      await this.firstAnswer(tx, complaint, rules, now);
      await this.steps.meet(tx, complaint, 'accept', now);
      const corrected = complaint.state === 'accepted' && complaint.class !== body.class;
      await this.go(tx, context, { complaint, body, rules, heading: `${corrected ? '更正为' : ''}${complaintClassNames[body.class]}` });
      return null;
    });
  }

  /** What stays accepted is guarded here: of two who sort it anew at once, the second finds it no longer as it was shown to them. */
  private async mark(tx: EntityManager, { id, state, class: was, proposedDate: asked, acceptedAt }: Complaint, body: SortingBody, now: Date): Promise<boolean> {
    const proposedDate = body.proposedDate ?? null;
    const again = state === 'accepted';
    if (again && was === body.class && asked === proposedDate) return false;
    const { affected } = await tx.update(
      Complaint,
      { id, state: 'accepted', class: was ?? IsNull(), proposedDate: asked ?? IsNull() },
      { class: body.class, proposedDate, remindAt: null, acceptedAt: acceptedAt ?? now },
    );
    return !again || affected === 1;
  }

  /** Sorting what nobody has answered yet is the first answer, too (成住建发〔2023〕62号 一(二)); the clocks that it starts begin. */
  private async firstAnswer(tx: EntityManager, complaint: Complaint, rules: Rules, now: Date): Promise<void> {
    if (complaint.state !== 'submitted' && complaint.state !== 'reopened') return;
    await this.steps.answered(tx, complaint, rules, now);
  }

  private async go(tx: EntityManager, context: SignedIn, sorted: Sorted): Promise<void> {
    const { complaint, body, rules } = sorted;
    if (body.class === 'outside') return this.outside.tell(tx, context, sorted);
    if (body.class === 'bureau') return this.upward.hand(tx, context, sorted);
    await this.upward.giveBack(tx, context, complaint);
    const dated = rules.policy.classes[body.class] === 'agreed';
    const agreed = { complaintId: complaint.id, clock: 'agreed', metAt: IsNull(), voidAt: IsNull() } as const;
    // While an agreed date stands, another is only asked for: its clock goes on.
    if (!dated || !(await tx.existsBy(ComplaintClock, agreed))) await this.steps.resume(tx, complaint, 'close', rules, context.now);
    return dated ? this.proposals.propose(tx, context, sorted) : this.plain(tx, context, sorted);
  }

  /** One that waits for the clock of closing alone: no date stands any more. */
  private async plain(tx: EntityManager, context: SignedIn, { complaint, body, heading }: Sorted): Promise<void> {
    const { now } = context;
    await this.steps.voidOf(tx, complaint, 'agreed', now);
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'accepted', role, words: linesOf(heading, body.words) });
    await this.notices.toSubmitter(tx, now, 'complaint.accepted', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
  }
}
