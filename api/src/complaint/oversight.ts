import { Injectable } from '@nestjs/common';
import { formatTemplateTime } from '@wuye/shared/calendar';
import { type complaintRoutes, type ComplaintView, isOpen } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { People } from '../identity/index.js';
import { Database } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Storage } from '../platform/storage/index.js';
import { Complaint } from './entities.js';
import { Notices } from './notices.js';
import { problem } from './problems.js';
import { Steps } from './steps.js';

type Input<Name extends keyof typeof complaintRoutes> = InputOf<(typeof complaintRoutes)[Name]>;

/** Pictures of notes: of another sort than a complaint's, for its owner must not see them. */
export const NOTE_PICTURES = 'complaint_note';

/** What people of the company and the bureau do beside the ladder: it climbs by itself, they may act before it. */
@Injectable()
export class Oversight {
  constructor(
    private readonly steps: Steps,
    private readonly people: People,
    private readonly communities: Communities,
    private readonly notices: Notices,
    private readonly storage: Storage,
    private readonly outbox: Outbox,
    private readonly database: Database,
  ) {}

  /** 企业接办 (成住建发〔2023〕62号 附件3): from here the company answers; its manager may add, not act. */
  takeOver(context: SignedIn, { params, body }: Input<'takeOver'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.touch(context, params.no, 'complaint.takeover', async (tx, complaint) => {
      // Of a take-over and a closing at once one is first.
      const open = { id: complaint.id, level: 'manager' as const, state: complaint.state };
      const { affected } = await tx.update(Complaint, open, { level: 'company' });
      if (affected !== 1) return problem('COMPLAINT.STEP_WRONG');
      const role = await this.steps.roleFor(tx, context, 'complaint.takeover');
      const words = body.words || '公司已接手办理。';
      const eventId = await this.steps.record(tx, context, complaint, { kind: 'takeover', role, words });
      const { name } = await this.communities.everById(tx, complaint.communityId);
      // As it stands from here on: the company's clerks have it, too.
      await this.notices.toStaff(tx, now, 'complaint.takeover', { ...complaint, level: 'company' }, name, eventId, complaint.dueAt ?? now);
      await this.notices.toSubmitter(tx, now, 'complaint.raised', complaint, eventId, { at: formatTemplateTime(now.getTime()) });
      return null;
    });
  }

  /** A note between those who work on it. */
  note(context: SignedIn, { params, body }: Input<'note'>): Promise<ComplaintView | Problem> {
    return this.steps.remark(context, params.no, 'complaint.note', async (tx, complaint) => {
      if (!(await this.storage.attach(tx, context, body.pictures, NOTE_PICTURES, complaint.id))) return problem('COMPLAINT.PICTURE_UNKNOWN');
      const role = await this.steps.roleFor(tx, context, 'complaint.note');
      await this.steps.record(tx, context, complaint, { kind: 'noted', role, ...body, internal: true });
      return null;
    });
  }

  /** For the storage room: who may see a note's pictures. */
  async maySeeNote(context: SignedIn, complaintId: string): Promise<boolean> {
    const complaint = await this.database.manager.findOneBy(Complaint, { id: complaintId });
    return complaint !== null && !isProblem(await this.steps.reach(this.database.manager, context, complaint.no, 'complaint.note'));
  }

  /** Whom it may be given to, and whose it is. */
  async staff(context: SignedIn, { params }: Input<'staff'>) {
    const complaint = await this.steps.reachAtLevel(this.database.manager, context, params.no, 'assign');
    if (isProblem(complaint)) return complaint;
    const items = await this.people.staffOf(complaint.communityId, context.now);
    const assignee = items.find(({ id }) => id === complaint.assigneeId);
    const view = ({ id, name }: { id: string; name: string }) => ({ id, name });
    return { items: items.map(view), assignee: assignee ? view(assignee) : null };
  }

  /** 安排办理人: the manager answers for it all the same (三(一) 第一责任人). */
  assign(context: SignedIn, { params, body }: Input<'assign'>): Promise<ComplaintView | Problem> {
    const { now } = context;
    return this.steps.touchAtLevel(context, params.no, 'assign', async (tx, complaint) => {
      if (!isOpen(complaint.state)) return problem('COMPLAINT.STEP_WRONG');
      const chosen = (await this.people.staffOf(complaint.communityId, now, tx)).find(({ id }) => id === body.staffId);
      if (!chosen) return problem('COMPLAINT.STAFF_UNKNOWN');
      await tx.update(Complaint, { id: complaint.id }, { assigneeId: chosen.id });
      const role = await this.steps.roleAt(tx, context, 'assign', complaint);
      const eventId = await this.steps.record(tx, context, complaint, { kind: 'assigned', role, words: '', internal: true });
      const { name } = await this.communities.everById(tx, complaint.communityId);
      const data = { no: complaint.no, title: complaint.title, community: name, at: formatTemplateTime(now.getTime()) };
      await this.outbox.add(tx, now, [{ kind: 'complaint.assigned', subject: eventId, recipient: chosen.recipient, communityId: complaint.communityId, data }]);
      return null;
    });
  }
}
