import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { complaintLifecycle } from '@wuye/shared/complaint';
import { next } from '@wuye/shared/kit';
import { wayOf } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Bodies } from './bodies.js';
import { begunOf, closed, startClock } from './clocks.js';
import { Complaint, ComplaintClock } from './entities.js';
import { bureauOf } from './levels.js';
import { Notices } from './notices.js';
import { linesOf, type Sorted } from './sorted.js';
import { Steps } from './steps.js';
import { Urging } from './urging.js';

/**
 * 非物业和住建职责 (成住建发〔2023〕62号 一(三) “应向群众指出正确的诉求途径和维权方式”): its owner is told the right channel, in words made for the case.
 * Where the district has bodies to refer to (惠州通知 三 “探索接入相关政府部门实行分流处置”) it stays open until one took it; else it is closed as
 * 属其他部门, and its owner may still say that this solved nothing. The grid leader is told through the street office: grid
 * leaders hold no role of their own here.
 */
@Injectable()
export class Outside {
  constructor(
    private readonly steps: Steps,
    private readonly communities: Communities,
    private readonly notices: Notices,
    private readonly bodies: Bodies,
    private readonly urging: Urging,
  ) {}

  /** Tells all who are to be told, and closes it or leaves it for the district to refer. */
  async tell(tx: EntityManager, context: SignedIn, sorted: Sorted): Promise<void> {
    const { complaint, body, heading, rules } = sorted;
    const { now } = context;
    await this.explained(tx, sorted, now);
    await this.steps.void(tx, complaint, now);
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    const channel = rules.policy.channels.find(({ name }) => name === body.channel);
    const way = `请找${[channel?.name, channel?.phone].filter(Boolean).join(' ')}`;
    const words = `${linesOf(heading, way)}。${body.words}`;
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'accepted', role, words });
    const { name } = await this.communities.everById(tx, complaint.communityId);
    const refers = await this.bodies.any(tx, complaint.districtCode);
    if (refers) await this.notices.toOffices(tx, now, 'complaint.lying', complaint, name, eventId, [bureauOf(complaint)]);
    else await this.end(tx, context, sorted, `属其他部门。${way}。${body.words}`);
    await this.notices.toSubmitter(tx, now, 'complaint.outside', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
    if (!complaint.streetCode) return;
    const street = { role: 'street_officer', scopeType: 'street', scopeId: complaint.streetCode } as const;
    await this.notices.toOffices(tx, now, 'complaint.grid', complaint, name, eventId, [street]);
  }

  /** The clock of explaining (惠州: within 1 working day of receipt) is met by this; whether in time stays to be seen. */
  private async explained(tx: EntityManager, { complaint, rules }: Sorted, now: Date): Promise<void> {
    const clocks = await tx.findBy(ComplaintClock, { complaintId: complaint.id });
    const { clock, deadline } = wayOf(rules.policy, 'outside', begunOf(complaint, clocks), now.getTime(), rules.calendar);
    if (clock === null || clock === 'agreed' || !deadline) return;
    const known = clocks.some((each) => each.clock === clock && each.round === complaint.round);
    const begun = known ? null : startClock(rules, complaint, clock, new Date(deadline.from), now);
    if (begun) await tx.insert(ComplaintClock, begun);
    await this.steps.meet(tx, complaint, clock, now);
  }

  private async end(tx: EntityManager, context: SignedIn, { complaint, rules }: Sorted, words: string): Promise<void> {
    await this.steps.closed(tx, complaint, context.now);
    const state = next(complaintLifecycle, 'accepted', 'close');
    if (state) await tx.update(Complaint, { id: complaint.id, state: 'accepted' }, { state, ...closed('other_department', rules.policy, context.now) });
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    await this.urging.done(tx, context.now, complaint, await this.steps.record(tx, context, complaint, { kind: 'closed', role, words }));
  }
}
