import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { type ComplaintEvent as Step, complaintLifecycle, type ComplaintView } from '@wuye/shared/complaint';
import { maskName } from '@wuye/shared/identity';
import { next, type Role } from '@wuye/shared/kit';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, ComplaintClock, ComplaintEvent, type ComplaintEventKind } from './entities.js';
import { problem } from './problems.js';

type Tx = EntityManager;

/** What an act leaves on the timeline. */
export interface Entry {
  readonly kind: ComplaintEventKind;
  readonly role: Role | 'submitter';
  readonly words: string;
  readonly pictures?: readonly string[];
}

/** What an act does once the complaint is reached and has moved; a problem undoes the move. */
export type Act = (tx: Tx, complaint: Complaint) => Promise<Problem | null>;

/** The frame that every step of a complaint shares: reach it, move it by the lifecycle, do, record, show. */
@Injectable()
export class Steps {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly people: People,
    private readonly vault: Vault,
    private readonly views: ComplaintViews,
  ) {}

  /** The complaint, if the caller may see it and may do the action; one they may not see is not there. */
  async reach(manager: Tx, context: SignedIn, no: string, action: string): Promise<Complaint | Problem> {
    const complaint = await manager.findOneBy(Complaint, { no });
    if (!complaint || !(await this.access.may(manager, context, 'complaint.read', complaint))) return problem('COMPLAINT.NOT_FOUND');
    return (await this.access.refuses(manager, context, action, complaint)) ?? complaint;
  }

  /** One step in one unit of work. `step` may depend on the complaint as it is found. */
  take(context: SignedIn, no: string, action: string, step: Step | ((complaint: Complaint) => Step), act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, action);
      if (isProblem(complaint)) return complaint;
      if (!(await this.move(tx, complaint, typeof step === 'function' ? step(complaint) : step))) return problem('COMPLAINT.STEP_WRONG');
      const refused = await act(tx, complaint);
      return refused ?? this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no }));
    });
  }

  /** Marks a running clock as met. */
  async meet(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock'], now: Date): Promise<void> {
    await tx.update(ComplaintClock, { complaintId: complaint.id, clock, metAt: IsNull() }, { metAt: now });
  }

  /** Adds a line to the timeline; answers its id, which the messages it causes are about. */
  async record(tx: Tx, { who, now }: SignedIn, complaint: Complaint, entry: Entry): Promise<string> {
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

  /** A conditional update: of two people acting at once, one moves the state. */
  private async move(tx: Tx, complaint: Complaint, step: Step): Promise<boolean> {
    const state = next(complaintLifecycle, complaint.state, step);
    if (!state) return false;
    // MySQL counts changed rows: a step that stays in its state is checked by its own condition.
    if (state === complaint.state) return true;
    const { affected } = await tx.update(Complaint, { id: complaint.id, state: complaint.state }, { state });
    return affected === 1;
  }
}
