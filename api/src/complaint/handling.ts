import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { formatTemplateTime } from '@wuye/shared/calendar';
import {
  closingReasonNames,
  type ComplaintEvent as Step,
  complaintLifecycle,
  type complaintRoutes,
  type ComplaintView,
} from '@wuye/shared/complaint';
import { maskName } from '@wuye/shared/identity';
import { type InputOf, next, type Role } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Vault } from '../platform/crypto/index.js';
import { Database, newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Storage } from '../platform/storage/index.js';
import { startClock } from './clocks.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, ComplaintClock, ComplaintEvent, type ComplaintEventKind } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;
type Tx = EntityManager;

/** What an act leaves on the timeline. */
interface Entry {
  readonly kind: ComplaintEventKind;
  readonly role: Role | 'submitter';
  readonly words: string;
  readonly pictures?: readonly string[];
}

/** The steps after submission: respond, close, verdict, rating. Each is one unit of work. */
@Injectable()
export class Handling {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly vault: Vault,
    private readonly access: Access,
    private readonly people: People,
    private readonly communities: Communities,
    private readonly storage: Storage,
    private readonly views: ComplaintViews,
    private readonly notices: Notices,
    private readonly audit: Audit,
  ) {}

  /** The manager's first answer: meets the respond clock, starts the close clock (一(二), 一(三)). */
  respond(context: SignedIn, { params, body }: Input<'respond'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.act(context, params.no, 'complaint.respond', 'respond', async (tx, complaint) => {
      const clock = startClock(complaint.id, complaint.policy, 'close', now);
      if (isProblem(clock)) return clock;
      await this.meet(tx, complaint, 'respond', now);
      await tx.insert(ComplaintClock, clock);
      await tx.update(Complaint, { id: complaint.id }, { dueAt: clock.dueAt });
      const eventId = await this.record(tx, context, complaint, { kind: 'responded', role: 'project_manager', words: body.words });
      await this.notices.toSubmitter(tx, now, 'complaint.responded', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }

  /** 办结: words and a picture, and when it is not fixed, why. */
  close(context: SignedIn, { params, body }: Input<'close'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.act(context, params.no, 'complaint.close', 'close', async (tx, complaint) => {
      if (body.pictures.length === 0) return problem('COMPLAINT.PROOF_MISSING');
      if (!(await this.storage.attach(tx, context, body.pictures, 'complaint', complaint.id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      await this.meet(tx, complaint, 'close', now);
      await tx.update(Complaint, { id: complaint.id }, { closingReason: body.reason, dueAt: null });
      const eventId = await this.record(tx, context, complaint, { kind: 'closed', role: 'project_manager', words: body.words, pictures: body.pictures });
      const outcome = body.reason ? `未解决：${closingReasonNames[body.reason]}` : '已办结，请您评价';
      await this.notices.toSubmitter(tx, now, 'complaint.closed', complaint, eventId, { outcome, at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }

  /** 已解决 or 未解决: the first "not" reopens, the second goes one level up (二(三) 提级办理). */
  async judge(context: SignedIn, { params, body }: Input<'judge'>): Promise<ComplaintView | Problem> {
    if (!body.solved && body.reason === '') return problem('COMPLAINT.REASON_MISSING');
    if (body.solved) {
      return this.act(context, params.no, 'complaint.judge', 'solve', async (tx, complaint) => {
        await this.record(tx, context, complaint, { kind: 'solved', role: 'submitter', words: '' });
        return null;
      });
    }
    return this.notSolved(context, params.no, body.reason);
  }

  /** 满意 基本满意 不满意, once. */
  rate(context: SignedIn, { params, body }: Input<'rate'>): Promise<ComplaintView | Problem> {
    return this.act(context, params.no, 'complaint.judge', 'rate', async (tx, complaint) => {
      const { affected } = await tx.update(Complaint, { id: complaint.id, rating: IsNull() }, { rating: body.rating });
      if (affected !== 1) return problem('COMPLAINT.STEP_WRONG');
      await this.record(tx, context, complaint, { kind: 'rated', role: 'submitter', words: body.words });
      return null;
    });
  }

  /** The submitter's number in full; every look leaves a trace. */
  async contact(context: SignedIn, no: string): Promise<{ phone: string } | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, 'complaint.contact');
      if (isProblem(complaint)) return complaint;
      const contact = await this.views.contact(tx, complaint);
      if (!contact?.phone) return problem('COMPLAINT.NO_PHONE');
      await this.audit.record(tx, context, 'complaint.contact', `complaint:${no}`);
      return { phone: contact.phone };
    });
  }

  /** The complaint, if the caller may see it and may do the action; one they may not see is not there. */
  async reach(manager: Tx, context: SignedIn, no: string, action: string): Promise<Complaint | Problem> {
    const complaint = await manager.findOneBy(Complaint, { no });
    if (!complaint || !(await this.access.may(manager, context, 'complaint.read', complaint))) return problem('COMPLAINT.NOT_FOUND');
    return (await this.access.refuses(manager, context, action, complaint)) ?? complaint;
  }

  private notSolved(context: SignedIn, no: string, reason: string): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, 'complaint.judge');
      if (isProblem(complaint)) return complaint;
      const step = complaint.reopened ? 'escalate' : 'reopen';
      if (!(await this.move(tx, complaint, step))) return problem('COMPLAINT.STEP_WRONG');
      const kind = step === 'reopen' ? ('reopened' as const) : ('escalated' as const);
      if (step === 'reopen') await tx.update(Complaint, { id: complaint.id }, { reopened: true });
      const eventId = await this.record(tx, context, complaint, { kind, role: 'submitter', words: reason });
      const place = await this.communities.byId(tx, complaint.communityId);
      const name = isProblem(place) ? '' : place.name;
      await this.notices.toStaff(tx, context.now, `complaint.${kind}`, complaint, name, eventId, formatTemplateTime(context.now.getTime()));
      return this.again(tx, context, no);
    });
  }

  /** The frame of every act: reach, move by the lifecycle, do, show. */
  private act(
    context: SignedIn,
    no: string,
    action: string,
    step: Step,
    work: (tx: Tx, complaint: Complaint) => Promise<Problem | null>,
  ): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, action);
      if (isProblem(complaint)) return complaint;
      if (!(await this.move(tx, complaint, step))) return problem('COMPLAINT.STEP_WRONG');
      const refused = await work(tx, complaint);
      return refused ?? this.again(tx, context, no);
    });
  }

  /** A conditional update: of two people acting at once, one moves the state. */
  private async move(tx: Tx, complaint: Complaint, step: Step): Promise<boolean> {
    const state = next(complaintLifecycle, complaint.state, step);
    if (!state) return false;
    // MySQL counts changed rows: a step that stays in its state is checked by its own condition.
    if (state === complaint.state) return true;
    const { affected } = await tx.update(Complaint, { id: complaint.id, state: complaint.state }, { state });
    return affected === 1;
  }

  private async meet(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock'], now: Date): Promise<void> {
    await tx.update(ComplaintClock, { complaintId: complaint.id, clock, metAt: IsNull() }, { metAt: now });
  }

  private async record(tx: Tx, { who, now }: SignedIn, complaint: Complaint, entry: Entry): Promise<string> {
    const id = newId(now);
    const person = who.personId && entry.role !== 'submitter' ? await this.people.details(tx, who.personId) : null;
    await tx.insert(ComplaintEvent, {
      id,
      complaintId: complaint.id,
      at: now,
      kind: entry.kind,
      accountId: who.accountId,
      role: entry.role,
      actorName: person ? maskName(person.name) : '',
      words: entry.words ? this.vault.seal('complaint_event.words', entry.words) : null,
      pictures: [...(entry.pictures ?? [])],
    });
    return id;
  }

  private async again(tx: Tx, context: SignedIn, no: string): Promise<ComplaintView> {
    return this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no }));
  }

  /** For the storage room: who may see a complaint's pictures. */
  async maySeePictures(context: SignedIn, complaintId: string): Promise<boolean> {
    const complaint = await this.database.manager.findOneBy(Complaint, { id: complaintId });
    return complaint !== null && this.access.may(this.database.manager, context, 'complaint.read', complaint);
  }
}
