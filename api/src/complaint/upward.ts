import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { wayOf } from '@wuye/shared/policy';
import { Communities } from '../community/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { begunOf, startClock } from './clocks.js';
import { Complaint, ComplaintClock } from './entities.js';
import { below, bureauOf, officesAt } from './levels.js';
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
    // What the district has already, by its ladder or its owner's word, keeps its clock: reporting it to oneself gains no time.
    if (below(complaint.level) !== null || complaint.heldFrom !== null) await this.steps.void(tx, complaint, now);
    // What the district demanded of the property is the district's own by now.
    await this.steps.voidOf(tx, complaint, 'demanded', now);
    await this.startOwn(tx, sorted, now);
    const role = await this.steps.roleAt(tx, context, 'accept', complaint);
    await tx.update(Complaint, { id: complaint.id, level: In(['manager', 'company']) }, { level: 'district', heldFrom: below(complaint.level) });
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'accepted', role, words: linesOf(heading, body.words) });
    const { name } = await this.communities.everById(tx, complaint.communityId);
    await this.notices.toOffices(tx, now, 'complaint.handed', complaint, name, eventId, [bureauOf(complaint)]);
    await this.notices.toSubmitter(tx, now, 'complaint.accepted', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
  }

  /**
   * The district sorts anew what was reported to it, or what other bodies sent back: what is the property's after all (三(二) “要督促及时办理”) goes
   * back to where it came from. What climbed to the district by its ladder, by its owner's “not solved” or by the city's urging, stays there.
   */
  async giveBack(tx: EntityManager, context: SignedIn, complaint: Complaint): Promise<void> {
    const level = complaint.heldFrom;
    if (complaint.level !== 'district' || level === null || complaint.urgedDueAt !== null) return;
    await tx.update(Complaint, { id: complaint.id }, { level, heldFrom: null });
    const words = `属于物业服务范围，由${level === 'manager' ? '小区物业' : '物业公司'}继续办理`;
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'returned', role: 'district_officer', words });
    const { name } = await this.communities.everById(tx, complaint.communityId);
    await this.notices.toOffices(tx, context.now, 'complaint.returned', complaint, name, eventId, officesAt({ ...complaint, level }));
  }

  private async startOwn(tx: EntityManager, { complaint, rules }: Sorted, now: Date): Promise<void> {
    const clocks = await tx.findBy(ComplaintClock, { complaintId: complaint.id });
    const { clock, deadline } = wayOf(rules.policy, 'bureau', begunOf(complaint, clocks), now.getTime(), rules.calendar);
    if (clock === null || clock === 'agreed' || !deadline || (await this.steps.resume(tx, complaint, clock, rules, now))) return;
    const begun = startClock(rules, complaint, clock, new Date(deadline.from), now);
    if (begun) await tx.insert(ComplaintClock, begun);
  }
}
