import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import {
  type ComplaintEvent as Step,
  type ComplaintEventKind,
  type ComplaintLevel,
  complaintLifecycle,
  type ComplaintView,
  isOpen,
} from '@wuye/shared/complaint';
import { maskName } from '@wuye/shared/identity';
import { next, type Role } from '@wuye/shared/kit';
import { ordered } from '@wuye/shared/policy';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Vault } from '../platform/crypto/index.js';
import { newId } from '../platform/database/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import type { Rules } from '../policy/index.js';
import { ClockRows } from './clock-rows.js';
import { ComplaintViews } from './complaint-views.js';
import { Complaint, type ComplaintClock, ComplaintEvent, type EventRole } from './entities.js';
import { Joiners } from './joiners.js';
import { actionAt, type LevelAct } from './levels.js';
import { problem } from './problems.js';

type Tx = EntityManager;

/** What an act leaves on the timeline. */
export interface Entry {
  readonly kind: ComplaintEventKind;
  readonly role: EventRole;
  readonly words: string;
  readonly pictures?: readonly string[];
  /** For those who work on it alone. */
  readonly internal?: boolean;
}

/** A step of the lifecycle, or how to tell it from the complaint. */
export type StepOf = Step | ((complaint: Complaint) => Step);

/** What an act does once the complaint is reached and has moved; a problem undoes the move. */
export type Act = (tx: Tx, complaint: Complaint) => Promise<Problem | null>;

/** What someone who joined may do with it, too. */
const JOINED_MAY = new Set(['complaint.read', 'complaint.supplement']);

/** The frame that every step of a complaint shares: reach it, move it by the lifecycle, do, record, show. */
@Injectable()
export class Steps {
  constructor(
    private readonly work: Work,
    private readonly access: Access,
    private readonly people: People,
    private readonly vault: Vault,
    private readonly views: ComplaintViews,
    private readonly clocks: ClockRows,
    private readonly joiners: Joiners,
  ) {}

  /** The complaint, if the caller may see it and may do the action; one they may not see is not there. */
  async reach(manager: Tx, context: SignedIn, no: string, action: string): Promise<Complaint | Problem> {
    const complaint = await manager.findOneBy(Complaint, { no });
    if (!complaint) return problem('COMPLAINT.NOT_FOUND');
    const reads = await this.access.may(manager, context, 'complaint.read', complaint);
    const joined = !reads && (await this.joiners.has(manager, complaint, context.who.accountId));
    if (!reads && !joined) return problem('COMPLAINT.NOT_FOUND');
    if (joined && JOINED_MAY.has(action)) return complaint;
    return (await this.access.refuses(manager, context, action, complaint)) ?? complaint;
  }

  /** One step in one unit of work. `step` may depend on the complaint as it is found. */
  take(context: SignedIn, no: string, action: string, step: StepOf, act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, (tx) => this.walk(tx, context, () => this.reach(tx, context, no, action), step, act));
  }

  /** The same for an act of whoever handles it at its level. */
  takeAtLevel(context: SignedIn, no: string, levelAct: LevelAct, step: StepOf, act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, (tx) => this.walk(tx, context, () => this.reachAtLevel(tx, context, no, levelAct), step, act, true));
  }

  /** An act that moves nothing and is possible while somebody works on it; what it does to the clocks it settles itself. */
  touch(context: SignedIn, no: string, action: string, act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, action);
      if (isProblem(complaint)) return complaint;
      if (!isOpen(complaint.state)) return problem('COMPLAINT.STEP_WRONG');
      return (await act(tx, complaint)) ?? this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no }));
    });
  }

  /** The same for an act of whoever handles it at its level. */
  touchAtLevel(context: SignedIn, no: string, levelAct: LevelAct, act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reachAtLevel(tx, context, no, levelAct);
      return isProblem(complaint) ? complaint : ((await act(tx, complaint)) ?? this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no })));
    });
  }

  /** Something that is only written down, whether somebody still works on it or not. */
  remark(context: SignedIn, no: string, action: string, act: Act): Promise<ComplaintView | Problem> {
    return this.work.run(context, async (tx) => {
      const complaint = await this.reach(tx, context, no, action);
      return isProblem(complaint) ? complaint : ((await act(tx, complaint)) ?? this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no })));
    });
  }

  /** The office in which the caller acts: the first of theirs that the table lets do it. */
  async roleFor(tx: Tx, context: SignedIn, action: string): Promise<Role> {
    const [office] = await this.access.scopes(tx, context, action);
    if (!office) throw new Error(`Who did ${action} holds no office.`);
    return office.role;
  }

  /** As what someone adds to it: who submitted it, who joined it, or their office. */
  async partOf(tx: Tx, context: SignedIn, complaint: Complaint, action: string): Promise<EventRole> {
    if (complaint.accountId === context.who.accountId) return 'submitter';
    return (await this.access.may(tx, context, action, complaint)) ? this.roleFor(tx, context, action) : 'joiner';
  }

  /** The same for an act of whoever handles it at its level. */
  roleAt(tx: Tx, context: SignedIn, act: LevelAct, { level }: Complaint): Promise<Role> {
    return this.roleFor(tx, context, actionAt(act, level));
  }

  private async walk(
    tx: Tx,
    context: SignedIn,
    reach: () => Promise<Complaint | Problem>,
    step: StepOf,
    act: Act,
    atLevel = false,
  ): Promise<ComplaintView | Problem> {
    const complaint = await reach();
    if (isProblem(complaint)) return complaint;
    const { id, no } = complaint;
    if (!(await this.move(tx, complaint, typeof step === 'function' ? step(complaint) : step, atLevel))) {
      // Somebody else was first: they may have taken it out of the caller's hands.
      const moved = await reach();
      return isProblem(moved) ? moved : problem('COMPLAINT.STEP_WRONG');
    }
    // The row is held now: what an urging or a pause set between reading and moving counts.
    const held = await tx.findOneOrFail(Complaint, { select: { id: true, urgedDueAt: true, pausedUntil: true }, where: { id } });
    const refused = await act(tx, Object.assign(complaint, { urgedDueAt: held.urgedDueAt, pausedUntil: held.pausedUntil }));
    if (refused) return refused;
    await this.settle(tx, id, context.now);
    return this.views.of(tx, context, await tx.findOneByOrFail(Complaint, { no }));
  }

  /** The complaint as one who handles it at its level may act on it: below that it has moved on, above it is not theirs yet. */
  async reachAtLevel(manager: Tx, context: SignedIn, no: string, act: LevelAct): Promise<Complaint | Problem> {
    const complaint = await this.reach(manager, context, no, 'complaint.read');
    if (isProblem(complaint)) return complaint;
    if (await this.access.may(manager, context, actionAt(act, complaint.level), complaint)) return complaint;
    const moved = complaint.level !== 'manager' && (await this.access.may(manager, context, `complaint.${act}`, complaint));
    return moved ? problem('COMPLAINT.MOVED') : platformProblem('ACCESS.DENIED');
  }

  /** Brings the list columns in line with the state and the clocks that run now: the end of every step. */
  settle(tx: Tx, id: string, now: Date): Promise<void> {
    return this.clocks.settle(tx, id, now);
  }

  /** Marks the running clock of this name as met; its ladder ends. */
  meet(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock'], now: Date): Promise<void> {
    return this.clocks.meet(tx, complaint, clock, now);
  }

  /** What a closing does to all that runs: it is met by it; a conference without an outcome has come to nothing. */
  closed(tx: Tx, complaint: Complaint, now: Date): Promise<void> {
    return this.clocks.closed(tx, complaint, now);
  }

  /** The turn of the next clock of this name in the round. */
  turn(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock']): Promise<number> {
    return this.clocks.turn(tx, complaint, clock);
  }

  /** Holds a complaint as it was found, at one of these levels; false when somebody moved it meanwhile, or it stands elsewhere. */
  hold(tx: Tx, complaint: Complaint, levels?: readonly ComplaintLevel[]): Promise<boolean> {
    return this.clocks.hold(tx, complaint, levels);
  }

  /** The first answer of its round: what that meets, and the clocks that it starts. */
  async answered(tx: Tx, complaint: Complaint, rules: Rules, now: Date): Promise<void> {
    await this.clocks.meet(tx, complaint, 'respond', now);
    await this.clocks.answered(tx, complaint, rules, now);
    await tx.update(Complaint, { id: complaint.id, respondedAt: IsNull() }, { respondedAt: now });
  }

  /** Sets aside what runs for whoever had it: something else took its place. What those above ordered goes on, whoever has it next. */
  void(tx: Tx, complaint: Complaint, now: Date): Promise<void> {
    return this.clocks.void(tx, complaint, { clock: Not(In([...ordered])) }, now);
  }

  /** Ends all that runs: there is nothing left to do. */
  voidAll(tx: Tx, complaint: Complaint, now: Date): Promise<void> {
    return this.clocks.void(tx, complaint, {}, now);
  }

  /** The same for the running clock of one name. */
  voidOf(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock'], now: Date): Promise<void> {
    return this.clocks.void(tx, complaint, { clock }, now);
  }

  /** Takes up the round's clock of this name again that something else had set aside. True when there is one. */
  resume(tx: Tx, complaint: Complaint, clock: ComplaintClock['clock'], rules: Rules, now: Date): Promise<boolean> {
    return this.clocks.resume(tx, complaint, clock, rules, now);
  }

  /** Adds a line to the timeline; answers its id, which the messages it causes are about. */
  async record(tx: Tx, { who, now }: SignedIn, complaint: Complaint, entry: Entry): Promise<string> {
    const id = newId(now);
    const named = entry.role !== 'submitter' && entry.role !== 'joiner';
    const person = named && who.personId ? await this.people.details(tx, who.personId) : null;
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
      internal: entry.internal ?? false,
    });
    // What its owner, or who joined, adds is for those who handle it: the others may not read it.
    const aside = entry.kind === 'supplemented' && !named;
    if (complaint.joiners > 0 && entry.internal !== true && !aside)
      await this.joiners.tell(tx, now, [{ complaint, kind: entry.kind, eventId: id, by: who.accountId }]);
    return id;
  }

  /** A conditional update: of two people acting at once, one moves the state; who acts at a level has it still. */
  private async move(tx: Tx, complaint: Complaint, step: Step, atLevel: boolean): Promise<boolean> {
    const state = next(complaintLifecycle, complaint.state, step);
    if (!state) return false;
    // MySQL counts changed rows: a step that stays in its state is checked by its own condition.
    if (state === complaint.state) return true;
    const { affected } = await tx.update(Complaint, { id: complaint.id, state: complaint.state, ...(atLevel && { level: complaint.level }) }, { state });
    return affected === 1;
  }
}
