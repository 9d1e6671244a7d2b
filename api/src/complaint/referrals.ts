import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Bodies } from './bodies.js';
import { Complaint, ComplaintReferral, ReferralBody } from './entities.js';
import { below, bureauOf, officesAt } from './levels.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { lastReferral, RETURNS, returnsOf } from './referral-rows.js';
import { Steps } from './steps.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;
type Tx = EntityManager;

/**
 * 转派 (成住建发〔2023〕62号 三(二) “主动对接相关部门协调处理”; 惠州通知 三). Other bodies hold no account here: the district's officer hands it over by the
 * means that the two offices have, and writes down here what the body did, so no link lies about that opens a complaint to whoever
 * finds it. 首接负责: until the body took it, who had it answers for it; from then on the district does, on the body's behalf.
 */
@Injectable()
export class Referrals {
  constructor(
    private readonly steps: Steps,
    private readonly bodies: Bodies,
    private readonly communities: Communities,
    private readonly notices: Notices,
  ) {}

  /** To a body of the district; only what was sorted as not the property's. */
  refer(context: SignedIn, { params, body }: Input<'refer'>): Promise<ComplaintView | Problem> {
    const { now, who } = context;
    return this.steps.take(context, params.no, 'complaint.refer', 'refer', async (tx, complaint) => {
      if (complaint.class !== 'outside' && complaint.class !== 'bureau') return problem('COMPLAINT.STEP_WRONG');
      if ((await returnsOf(tx, complaint.id)) >= RETURNS) return problem('COMPLAINT.RETURNED_TWICE');
      const to = await this.bodies.standing(tx, body.bodyId, complaint.districtCode);
      if (!to) return problem('COMPLAINT.BODY_UNKNOWN');
      const turn = 1 + (await tx.countBy(ComplaintReferral, { complaintId: complaint.id }));
      const referral = { id: newId(now), complaintId: complaint.id, turn, bodyId: to.id, fromLevel: complaint.level, state: 'offered' as const };
      await tx.insert(ComplaintReferral, { ...referral, referredBy: who.accountId, referredAt: now, answeredAt: null });
      await this.tell(tx, context, complaint, 'referred', `转派${to.name}。${body.words}`);
      return null;
    });
  }

  /** 已接收 or 退回, as the body told the district. */
  answer(context: SignedIn, { params, body }: Input<'referral'>): Promise<ComplaintView | Problem> {
    if (body.answer === 'received')
      return this.steps.touch(context, params.no, 'complaint.refer', (tx, complaint) => this.received(tx, context, complaint, body.words));
    return this.steps.take(context, params.no, 'complaint.refer', 'return', async (tx, complaint) =>
      body.words === '' ? problem('COMPLAINT.REASON_MISSING') : this.returned(tx, context, complaint, body.words),
    );
  }

  /** The body has it: clocks of those before end, and the district answers for it on the body's behalf. */
  private async received(tx: Tx, context: SignedIn, complaint: Complaint, words: string): Promise<Problem | null> {
    const { now } = context;
    const { affected } = await tx.update(ComplaintReferral, { complaintId: complaint.id, state: 'offered' }, { state: 'received', answeredAt: now });
    if (affected !== 1 || complaint.state !== 'referred') return problem('COMPLAINT.STEP_WRONG');
    const heldFrom = complaint.heldFrom ?? below(complaint.level);
    // What it is sorted by is settled below; written here, it makes the update a change also where the district has it already.
    const moved = await tx.update(Complaint, { id: complaint.id, state: 'referred' }, { level: 'district', heldFrom, sortAt: now });
    if (moved.affected !== 1) return problem('COMPLAINT.STEP_WRONG');
    await this.steps.void(tx, complaint, now);
    // What the district demanded of the property is no longer the property's to do.
    await this.steps.voidOf(tx, complaint, 'demanded', now);
    const name = await this.nameOf(tx, complaint);
    await this.tell(tx, context, complaint, 'received', words ? `${name}已接收。${words}` : `${name}已接收`);
    await this.steps.settle(tx, complaint.id, now);
    return null;
  }

  /** Back to where it came from; the second time the district keeps it and decides. */
  private async returned(tx: Tx, context: SignedIn, complaint: Complaint, words: string): Promise<Problem | null> {
    const { now } = context;
    const last = await lastReferral(tx, complaint.id);
    if (!last || last.state === 'returned') return problem('COMPLAINT.STEP_WRONG');
    const name = await this.nameOf(tx, complaint);
    await tx.update(ComplaintReferral, { id: last.id }, { state: 'returned', answeredAt: now });
    // What the city urges is the district's, wherever it was before.
    const keeps = complaint.urgedDueAt !== null || (await returnsOf(tx, complaint.id)) >= RETURNS;
    const level = keeps ? 'district' : last.fromLevel;
    const heldFrom = level === 'district' ? (complaint.heldFrom ?? below(complaint.level)) : null;
    await tx.update(Complaint, { id: complaint.id }, { level, heldFrom });
    const decides = level === 'district' && last.fromLevel !== 'district' && complaint.urgedDueAt === null ? '。已两次退回，由区住建部门决定' : '';
    const eventId = await this.steps.record(tx, context, complaint, { kind: 'returned', role: 'district_officer', words: `${name}退回。${words}${decides}` });
    const { name: community } = await this.communities.everById(tx, complaint.communityId);
    const offices = [bureauOf(complaint), ...officesAt({ ...complaint, level })];
    await this.notices.toOffices(tx, now, 'complaint.returned', complaint, community, eventId, offices);
    return null;
  }

  private async tell(tx: Tx, context: SignedIn, complaint: Complaint, kind: 'referred' | 'received', words: string): Promise<void> {
    const eventId = await this.steps.record(tx, context, complaint, { kind, role: 'district_officer', words });
    const at = formatTemplateTime(context.now.getTime());
    await this.notices.toSubmitter(tx, context.now, kind === 'referred' ? 'complaint.referred' : 'complaint.progress', complaint, eventId, { at });
  }

  private async nameOf(tx: Tx, { id }: Complaint): Promise<string> {
    const last = await lastReferral(tx, id);
    return last ? ((await tx.findOneBy(ReferralBody, { id: last.bodyId }))?.name ?? '') : '';
  }
}
