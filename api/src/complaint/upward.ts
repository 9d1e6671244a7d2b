import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { wayOf } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { begunOf, startClock } from './clocks.js';
import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';
import { bureauOf, officesAt } from './levels.js';
import { Notices } from './notices.js';
import { linesOf, type Sorted } from './sorted.js';
import { Steps } from './steps.js';

/** 报告住建部门 (成住建发〔2023〕62号 一(三)): what is no property service but housing's goes to the district's bureau, and comes back when it isn't. */
@Injectable()
export class Upward {
  constructor(
    private readonly steps: Steps,
    private readonly communities: Communities,
    private readonly notices: Notices,
  ) {}

  /** The district has it from now on. What ran for the property is set aside; the class's own clock begins where the city has one. */
  async hand(tx: EntityManager, context: SignedIn, sorted: Sorted): Promise<void> {
    const { complaint, body, heading } = sorted;
    const { now } = context;
    await this.steps.void(tx, complaint, now);
    await this.startOwn(tx, sorted, now);
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    await tx.update(Complaint, { id: complaint.id, level: In(['manager', 'company']) }, { level: 'district' });
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'accepted', role, words: linesOf(heading, body.words) });
    const { name } = await this.communities.everById(tx, complaint.communityId);
    await this.notices.toOffices(tx, now, 'complaint.handed', complaint, name, eventId, [bureauOf(complaint)]);
    await this.notices.toSubmitter(tx, now, 'complaint.accepted', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
  }

  /**
   * The district sorts anew what was reported to it: what is the property's after all (三(二) “要督促及时办理”) goes back to the project. What
   * climbed to the district by its ladder, by its owner's second “not solved” or by the city's urging, stays there.
   */
  async giveBack(tx: EntityManager, context: SignedIn, complaint: Complaint): Promise<void> {
    if (complaint.level !== 'district' || complaint.class !== 'bureau') return;
    if (await tx.existsBy(ComplaintEvent, { complaintId: complaint.id, kind: In(['raise', 'escalated', 'urged']) })) return;
    await tx.update(Complaint, { id: complaint.id }, { level: 'manager' });
    const words = '属于物业服务范围，由小区物业继续办理';
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'returned', role: 'district_officer', words });
    const { name } = await this.communities.everById(tx, complaint.communityId);
    await this.notices.toOffices(tx, context.now, 'complaint.returned', complaint, name, eventId, officesAt({ ...complaint, level: 'manager' }));
  }

  private async startOwn(tx: EntityManager, { complaint, rules }: Sorted, now: Date): Promise<void> {
    const clocks = await tx.findBy(ComplaintClock, { complaintId: complaint.id });
    const { clock, deadline } = wayOf(rules.policy, 'bureau', begunOf(complaint, clocks), now.getTime(), rules.calendar);
    if (clock === null || clock === 'agreed' || !deadline || (await this.steps.resume(tx, complaint, clock, rules))) return;
    const begun = startClock(rules, complaint, clock, new Date(deadline.from), now);
    if (begun) await tx.insert(ComplaintClock, begun);
  }
}
