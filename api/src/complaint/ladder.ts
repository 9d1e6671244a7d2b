import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { type ComplaintLevel, isOpen } from '@wuye/shared/complaint';
import { climb, type Climb, firstClock, type Hop, type Ladder, ladderOf, type LadderStep, rungWords } from '@wuye/shared/policy';
import { Vault } from '../platform/crypto/index.js';
import { Database, insertRows, newId, sqlInstant } from '../platform/database/index.js';
import { Policies, type Rules } from '../policy/index.js';
import { resumedClock } from './clocks.js';
import { Counts } from './counts.js';
import { Complaint, ComplaintClock, ComplaintEvent } from './entities.js';
import { type LadderNotice, LadderNotices } from './ladder-notices.js';
import { PauseEnds } from './pause-ends.js';

/** Clocks of one claim: few statements, and a transaction that is over soon. */
const BATCH = 200;
/** A sweeper that is gone gives its clocks back after this long. */
const LEASE = 60_000;

/** Who must act after a step: 企业接办 takes it from the manager, 提级办理 from the company. */
const TAKES: Partial<Record<LadderStep, ComplaintLevel>> = { takeover: 'company', raise: 'district' };
const BELOW: Record<ComplaintLevel, readonly ComplaintLevel[]> = { manager: [], company: ['manager'], district: ['manager', 'company'] };

/** What stands on the timeline of a conference's own steps, between those who work on it. */
const CONFERS: Partial<Record<LadderStep, string>> = { remind: '部门会商快到时限，还没有会商结果', warn: '部门会商的时限到了，还没有会商结果' };

/** A clock whose hops were taken in this transaction. */
interface Taken {
  readonly clock: ComplaintClock;
  readonly complaint: Complaint;
  readonly rules: Rules;
  readonly hops: readonly Hop[];
  /** As it stood while it was paused, where its pause came to its longest. */
  readonly paused: ComplaintClock | null;
}

/**
 * The ladder climbs by itself: what is due by now, and nothing else, is read from the index (next_at, id), however many
 * complaints are open. Instances share the work by leases; a hop is taken by a conditional update on its rung, so each once.
 */
@Injectable()
export class LadderSweep {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly policies: Policies,
    private readonly notices: LadderNotices,
    private readonly counts: Counts,
    private readonly pauses: PauseEnds,
  ) {}

  /** Takes all that is due; how many hops. */
  async run(now: Date): Promise<number> {
    let hops = 0;
    for (;;) {
      const claimed = await this.claim(now);
      if (claimed === null) return hops;
      if (claimed.length > 0) hops += await this.take(claimed, now);
    }
  }

  /** Leases some due clocks; null when none is due, an empty list when another instance was quicker. */
  private async claim(now: Date): Promise<string[] | null> {
    const at = sqlInstant(now);
    const { manager } = this.database;
    const free = '(lease_until IS NULL OR lease_until <= ?)';
    const due = (await manager.query(`SELECT id FROM complaint_clock WHERE next_at <= ? AND ${free} ORDER BY next_at, id LIMIT ${BATCH}`, [at, at])) as {
      id: string;
    }[];
    if (due.length === 0) return null;
    const owner = newId(now);
    const ids = due.map(({ id }) => id);
    const marks = ids.map(() => '?').join(', ');
    const until = sqlInstant(new Date(now.getTime() + LEASE));
    await this.database.transaction((tx) =>
      tx.query(`UPDATE complaint_clock SET lease_owner = ?, lease_until = ? WHERE id IN (${marks}) AND ${free}`, [owner, until, ...ids, at]),
    );
    const mine = await manager.find(ComplaintClock, { select: { id: true }, where: { id: In(ids), leaseOwner: owner } });
    return mine.map(({ id }) => id);
  }

  private take(ids: readonly string[], now: Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      const clocks = await tx.find(ComplaintClock, { where: { id: In([...ids]) }, order: { id: 'ASC' } });
      const complaints = await tx.findBy(Complaint, { id: In(clocks.map(({ complaintId }) => complaintId)) });
      const byId = new Map(complaints.map((complaint) => [complaint.id, complaint]));
      const taken: Taken[] = [];
      for (const clock of clocks) {
        const complaint = byId.get(clock.complaintId);
        const one = complaint && (await this.step(tx, clock, complaint, now));
        if (one) taken.push(one);
      }
      await this.follow(tx, taken, now);
      return taken.reduce((sum, { hops }) => sum + hops.length, 0);
    });
  }

  /** Moves one clock up to where it belongs by now; null when somebody met it meanwhile, or the complaint is over. */
  private async step(tx: EntityManager, clock: ComplaintClock, complaint: Complaint, now: Date): Promise<Taken | null> {
    if (!isOpen(complaint.state)) return this.putAway(tx, clock, complaint, now);
    const rules = await this.policies.born(complaint.policyVersion, now, tx);
    // A paused clock is due at its pause's end: it runs on from there, and climbs what is due by now.
    const again = clock.pausedAt && resumedClock(rules, clock, now);
    const running = { ...clock, ...again };
    const result = climb(rules.policy, laddersOf(rules, clock), standingOf(running), now.getTime(), rules.calendar, complaint.level);
    const { affected } = await tx.update(
      ComplaintClock,
      { id: clock.id, rung: clock.rung, pausedAt: clock.pausedAt ?? IsNull(), metAt: IsNull(), voidAt: IsNull() },
      { ...again, ...rowOf(result), leaseOwner: null, leaseUntil: null },
    );
    return affected === 1 ? { clock: running, complaint, rules, hops: result.hops, paused: again && clock } : null;
  }

  /** Nobody is to act any more: a clock that was left running ends as of the closing, and climbs nowhere. */
  private async putAway(tx: EntityManager, { id }: ComplaintClock, { closedAt }: Complaint, now: Date): Promise<null> {
    const ended = { voidAt: closedAt ?? now, nextAt: null, leaseOwner: null, leaseUntil: null };
    await tx.update(ComplaintClock, { id, metAt: IsNull(), voidAt: IsNull() }, ended);
    return null;
  }

  /** What the hops cause: a line on each timeline, who must act now, and who is told. */
  private async follow(tx: EntityManager, taken: readonly Taken[], now: Date): Promise<void> {
    await this.pauses.ranOut(
      tx,
      taken.flatMap(({ paused, ...rest }) => (paused ? [{ ...rest, paused }] : [])),
      now,
    );
    const notices: LadderNotice[] = [];
    const events = taken.flatMap(({ clock, complaint, rules, hops }) =>
      hops.map((hop) => {
        const rung = laddersOf(rules, clock)[hop.rung];
        const sentence = rung ? rungWords(rung, hop.dueAt) : '';
        const event = this.eventOf(complaint, hop, sentence, now, clock.clock === 'conferred' ? CONFERS[hop.step] : undefined);
        if (rung) notices.push({ complaint, clock: clock.clock, rung, hop, eventId: event.id, dueAt: new Date(hop.dueAt ?? clock.dueAt.getTime()) });
        return event;
      }),
    );
    await insertRows(tx, ComplaintEvent, events);
    await this.raise(tx, taken);
    // By its end, whatever the rungs there are called: an officer may take one off.
    const ranOut = taken.filter(
      ({ clock, hops, rules }) => clock.round === 1 && clock.clock === firstClock(rules.policy) && hops.some(({ at }) => at >= clock.dueAt.getTime()),
    );
    await this.counts.late(
      tx,
      ranOut.map(({ complaint }) => complaint),
      now,
    );
    await this.notices.tell(tx, notices, now);
  }

  private async raise(tx: EntityManager, taken: readonly Taken[]): Promise<void> {
    for (const level of ['company', 'district'] as const) {
      const ids = taken.filter(({ hops }) => hops.some(({ step }) => TAKES[step] === level)).map(({ complaint }) => complaint.id);
      if (ids.length > 0) await tx.update(Complaint, { id: In(ids), level: In([...BELOW[level]]) }, { level });
      // It was reported to the district, and climbed there by now: it stays.
      if (ids.length > 0 && level === 'district') await tx.update(Complaint, { id: In(ids), heldFrom: Not(IsNull()) }, { heldFrom: null });
    }
  }

  private eventOf(complaint: Complaint, { step }: Hop, sentence: string, now: Date, aside = ''): ComplaintEvent {
    const words = sentence || aside;
    return {
      id: newId(now),
      complaintId: complaint.id,
      at: now,
      kind: step,
      accountId: 'system',
      role: 'system',
      actorName: '',
      words: words ? this.vault.seal('complaint_event.words', words) : null,
      pictures: [],
      // What its owner is not told of is between those who work on it.
      internal: sentence === '',
    };
  }
}

const laddersOf = ({ policy }: Rules, { clock }: ComplaintClock): Ladder => ladderOf(policy, clock);

const standingOf = ({ startedAt, dueAt, rung, hopDueAt }: ComplaintClock) => ({
  startedAt: startedAt.getTime(),
  dueAt: dueAt.getTime(),
  rung,
  hopDueAt: hopDueAt?.getTime() ?? null,
});

const rowOf = ({ standing, nextAt }: Climb) => ({
  rung: standing.rung,
  hopDueAt: standing.hopDueAt === null ? null : new Date(standing.hopDueAt),
  nextAt: nextAt === null ? null : new Date(nextAt),
});
