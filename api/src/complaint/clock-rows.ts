import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, In, IsNull, Not } from 'typeorm';
import { type ComplaintLevel, complaintLevels } from '@wuye/shared/complaint';
import { firstClock } from '@wuye/shared/policy';
import { Policies, type Rules } from '../policy/index.js';
import { climbsAgainAt, resumedClock, standingOf, startClocks } from './clocks.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintClock } from './entities.js';

type Tx = EntityManager;
type Name = ComplaintClock['clock'];

const HELD = new Date(0);
const RUNNING = { metAt: IsNull(), voidAt: IsNull() } as const;

/** The rows of a complaint's clocks: how they end, and what the lists know of those that run. */
@Injectable()
export class ClockRows {
  constructor(
    private readonly policies: Policies,
    private readonly counts: Counts,
  ) {}

  /** Marks the running clock of this name as met; its ladder ends. */
  meet(tx: Tx, complaint: Complaint, clock: Name, now: Date): Promise<void> {
    return this.end(tx, complaint, { clock }, { metAt: now, nextAt: null }, now);
  }

  /** Marks all that runs as met by a closing; a conference without an outcome has come to nothing. */
  async closed(tx: Tx, complaint: Complaint, now: Date): Promise<void> {
    await this.void(tx, complaint, { clock: 'conferred' }, now);
    await this.end(tx, complaint, {}, { metAt: now, nextAt: null }, now);
  }

  /** The turn of the next clock of this name in the round: behind all that were, whichever. */
  async turn(tx: Tx, { id: complaintId, round }: Complaint, clock: Name): Promise<number> {
    return 1 + ((await tx.maximum(ComplaintClock, 'turn', { complaintId, round, clock })) ?? 0);
  }

  /** Ends running clocks without their being met: something else took their place. */
  void(tx: Tx, complaint: Complaint, which: FindOptionsWhere<ComplaintClock>, now: Date): Promise<void> {
    return this.end(tx, complaint, which, { voidAt: now, nextAt: null }, now);
  }

  /** Starts what the first answer of a round starts, but for what runs there already: whoever has it by its owner's word has its clock. */
  async answered(tx: Tx, complaint: Complaint, rules: Rules, now: Date): Promise<void> {
    const { id: complaintId, round } = complaint;
    const begun = new Set((await tx.findBy(ComplaintClock, { complaintId, round })).map(({ clock }) => clock));
    const clocks = startClocks(rules, complaint, 'responded', now).filter(({ clock }) => !begun.has(clock));
    if (clocks.length > 0) await tx.insert(ComplaintClock, clocks);
  }

  /**
   * Takes up the round's clock of this name again that something else had set aside: its end stays where it was, for whoever sorts wrongly gains
   * no time. Its ladder goes on from now: nobody was to act by the deadlines that passed meanwhile. True when there is one.
   */
  async resume(tx: Tx, { id, round }: Complaint, clock: Name, rules: Rules, now: Date): Promise<boolean> {
    const aside = await tx.findOneBy(ComplaintClock, { complaintId: id, round, clock, turn: 1, metAt: IsNull(), voidAt: Not(IsNull()) });
    if (!aside) return false;
    const hopDueAt = (aside.hopDueAt ?? aside.dueAt) < now ? now : aside.hopDueAt;
    const again = { voidAt: null, hopDueAt, nextAt: climbsAgainAt(rules, { ...aside, hopDueAt }) };
    const { affected } = await tx.update(ComplaintClock, { id: aside.id, voidAt: Not(IsNull()) }, again);
    return affected === 1;
  }

  /** Lets paused clocks run again, their ends moved; which. Of two who do it at once one does. */
  async runAgain(tx: Tx, complaint: Complaint, which: FindOptionsWhere<ComplaintClock>, now: Date): Promise<ComplaintClock[]> {
    const paused = await tx.findBy(ComplaintClock, { ...which, complaintId: complaint.id, ...RUNNING, pausedAt: Not(IsNull()) });
    if (paused.length === 0) return [];
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    const running: ComplaintClock[] = [];
    for (const clock of paused) {
      const again = resumedClock(rules, clock, now);
      const { affected } = await tx.update(ComplaintClock, { id: clock.id, rung: clock.rung, ...RUNNING, pausedAt: Not(IsNull()) }, again);
      if (affected !== 1) continue;
      await this.promised(tx, rules, complaint, clock, again.dueAt);
      running.push({ ...clock, ...again });
    }
    return running;
  }

  /** The first promise counts as a pause moved it: whoever keeps it is on time. `clock` as it was before. */
  async promised(tx: Tx, { policy }: Rules, complaint: Complaint, clock: ComplaintClock, to: Date): Promise<void> {
    if (clock.round !== 1 || clock.clock !== firstClock(policy)) return;
    await tx.update(Complaint, { id: complaint.id, firstDueAt: clock.dueAt }, { firstDueAt: to });
  }

  /**
   * Holds a complaint as it was found, at one of these levels; false when somebody moved it meanwhile, or it stands elsewhere. Its place in lists is
   * any until it is settled: what is written is no place that it can have had, so that MySQL counts the row as changed.
   */
  async hold(tx: Tx, { id, state, round }: Complaint, levels: readonly ComplaintLevel[] = complaintLevels): Promise<boolean> {
    const { affected } = await tx.update(Complaint, { id, state, round, level: In([...levels]) }, { sortAt: HELD });
    return affected === 1;
  }

  /** Brings the list columns in line with the state and the clocks that run now: the end of every step. */
  async settle(tx: Tx, id: string, now: Date): Promise<void> {
    // Changes nothing, and holds the row: what it counts as is read as it is, whatever a flag wrote meanwhile.
    await tx.query('UPDATE complaint SET id = id WHERE id = ?', [id]);
    const complaint = await tx.findOneByOrFail(Complaint, { id });
    const counted = await this.counts.enter(tx, complaint, now);
    await tx.update(Complaint, { id }, { ...(await this.standing(tx, complaint, now)), counted });
  }

  /** The same where nothing was done that counts. */
  async restand(tx: Tx, complaint: Complaint, now: Date): Promise<void> {
    await tx.update(Complaint, { id: complaint.id, state: complaint.state }, await this.standing(tx, complaint, now));
  }

  private async standing(tx: Tx, { id, state }: Complaint, now: Date) {
    return standingOf(state, await tx.findBy(ComplaintClock, { complaintId: id, ...RUNNING }), now);
  }

  /** What was paused has the end that it has by now before it ends: nobody is late by a pause. */
  private async end(tx: Tx, complaint: Complaint, which: FindOptionsWhere<ComplaintClock>, change: Partial<ComplaintClock>, now: Date): Promise<void> {
    if (complaint.pausedUntil !== null) await this.runAgain(tx, complaint, which, now);
    await tx.update(ComplaintClock, { ...which, complaintId: complaint.id, ...RUNNING }, change);
  }
}
