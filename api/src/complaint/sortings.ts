import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { ComplaintView, SortingView } from '@wuye/shared/complaint';
import { complaintClasses, proposable, type Way, wayOf } from '@wuye/shared/policy';
import { boardPhones } from '../board/index.js';
import type { CommunityPlace } from '../community/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { begunOf } from './clocks.js';
import { Complaint, ComplaintClock, ComplaintReferral, ReferralBody } from './entities.js';

type Referral = ComplaintView['referral'];

/** What the view of a complaint says by the city's rules: what waits for each class, and who works on it now. */
@Injectable()
export class Sortings {
  constructor(private readonly policies: Policies) {}

  /** What each class would start if it were sorted now, by the rules that the complaint was born under. */
  async of(manager: EntityManager, now: Date, complaint: Complaint, clocks: readonly ComplaintClock[]): Promise<SortingView> {
    const { policy, calendar } = await this.policies.born(complaint.policyVersion, now, manager);
    const begun = begunOf(complaint, clocks);
    const ways = complaintClasses.map((cls) => wayView(wayOf(policy, cls, begun, now.getTime(), calendar)));
    const refers = await manager.existsBy(ReferralBody, { districtCode: complaint.districtCode, endedAt: IsNull() });
    return { ways, ...proposable(policy, now.getTime()), channels: policy.channels.map((channel) => ({ ...channel })), refers };
  }

  /** Who must act, with the number that people call: 三级投诉电话 (成住建发〔2023〕62号 附件1), or that of the body that took it. */
  async handler(manager: EntityManager, { level, state }: Complaint, place: CommunityPlace, referral: Referral): Promise<ComplaintView['handler']> {
    if (state === 'referred' && referral?.received) return { level: 'department', name: referral.name, phone: referral.phone };
    const phones = level === 'manager' || level === 'company' ? await boardPhones(manager, place.id) : null;
    if (level === 'manager') return { level, name: place.companyName, phone: phones?.project ?? place.servicePhone };
    if (level === 'company') return { level, name: place.companyName, phone: phones?.company ?? place.hotline };
    return { level, name: place.bureauName, phone: place.bureauPhone };
  }

  /** The rules that it was born under. */
  rules(manager: EntityManager, now: Date, { policyVersion }: Complaint): Promise<Rules> {
    return this.policies.born(policyVersion, now, manager);
  }
}

const iso = (instant: number): string => new Date(instant).toISOString();

function wayView({ class: cls, date, deadline }: Way): SortingView['ways'][number] {
  if (!deadline) return { class: cls, date, deadline: null };
  const { from, dueAt, sentence, source } = deadline;
  return { class: cls, date, deadline: { startedAt: iso(from), dueAt: iso(dueAt), sentence, source } };
}

/** The body that a complaint was last referred to; null before the first. */
export async function referralOf(manager: EntityManager, { id }: Complaint): Promise<Referral> {
  const [last] = (await manager.query(
    `SELECT r.state, b.name, b.phone, (SELECT COUNT(*) FROM complaint_referral x WHERE x.complaint_id = r.complaint_id AND x.state = 'returned') AS returns
     FROM complaint_referral r JOIN referral_body b ON b.id = r.body_id WHERE r.complaint_id = ? ORDER BY r.turn DESC LIMIT 1`,
    [id],
  )) as { state: ComplaintReferral['state']; name: string; phone: string; returns: number | string }[];
  return last ? { name: last.name, phone: last.phone, received: last.state === 'received', returns: Number(last.returns) } : null;
}
