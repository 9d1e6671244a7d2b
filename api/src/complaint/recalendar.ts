import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, MoreThan } from 'typeorm';
import { type Calendar, formatDue } from '@wuye/shared/calendar';
import type { TouchedDeadline } from '@wuye/shared/policy';
import { firstClock, hopDeadline, ladderOf, nextHop, ordered } from '@wuye/shared/policy';
import { Audit } from '../platform/audit/index.js';
import { type DeadlineHolder, Deadlines, type Done, Policies, type Rules, type Stretch } from '../policy/index.js';
import { ClockRows } from './clock-rows.js';
import { dueOf } from './clocks.js';
import { Complaint, ComplaintClock } from './entities.js';
import { type News, RecalendarNews } from './recalendar-news.js';
import { owedClocks, promised, redated, rests } from './recalendar-rules.js';

type Tx = EntityManager;

/** Complaints of one stretch, and clocks of one look: few statements, and a transaction that is over soon. */
const BATCH = 200;
const SHOWN = 100;

/**
 * Open, and none of the clocks runs that the rules promise: what those above set by hand for one matter is none of these. Asked only of what has no
 * end, or never had a first one: the clocks of a million that have both are not looked at.
 */
const UNDATED = `SELECT COUNT(*) AS n FROM complaint q WHERE q.is_open = 1 AND (q.due_at IS NULL OR q.first_due_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM complaint_clock k WHERE k.complaint_id = q.id AND k.met_at IS NULL AND k.void_at IS NULL
  AND k.clock NOT IN (${ordered.map((name) => `'${name}'`).join(', ')}))`;

/** A complaint of the stretch, its clocks, and the rules that it was born under with the new calendar. */
interface Case {
  readonly complaint: Complaint;
  readonly clocks: readonly ComplaintClock[];
  readonly rules: Rules;
  readonly now: Date;
}

/**
 * What a year of the working calendar does to complaints that are open. Those without a clock, because the calendar had ended, get one
 * from now on by their own rules, and ladders that rested climb on (ours: nobody is late by a deadline that nobody could tell them).
 * Deadlines that were given stay, unless the officer who corrected a year asked for them to move; one that is over never moves.
 */
@Injectable()
export class Recalendar implements DeadlineHolder {
  constructor(
    private readonly policies: Policies,
    private readonly audit: Audit,
    private readonly news: RecalendarNews,
    private readonly rows: ClockRows,
    deadlines: Deadlines,
  ) {
    deadlines.useHolder(this);
  }

  open(manager: Tx): Promise<number> {
    return manager.countBy(Complaint, { isOpen: true });
  }

  async undated(manager: Tx): Promise<number> {
    const [row] = (await manager.query(UNDATED)) as { n: number | string }[];
    return Number(row?.n ?? 0);
  }

  async touched(manager: Tx, calendar: Calendar, now: Date): Promise<{ count: number; items: TouchedDeadline[] }> {
    const items: TouchedDeadline[] = [];
    let count = 0;
    for (let after = ''; ;) {
      const where = { id: MoreThan(after), metAt: IsNull(), voidAt: IsNull(), dueAt: MoreThan(now) };
      const clocks = await manager.find(ComplaintClock, { where, order: { id: 'ASC' }, take: BATCH });
      const complaints = new Map((await manager.findBy(Complaint, { id: In(clocks.map(({ complaintId }) => complaintId)) })).map((each) => [each.id, each]));
      for (const clock of clocks) {
        const complaint = complaints.get(clock.complaintId);
        const to = complaint && redated({ ...(await this.policies.born(complaint.policyVersion, now, manager)), calendar }, clock, now)?.dueAt;
        if (!complaint || to === undefined) continue;
        count += 1;
        const { no, title } = complaint;
        if (items.length < SHOWN) items.push({ no, title, clock: clock.clock, from: clock.dueAt.toISOString(), to: new Date(to).toISOString() });
      }
      after = clocks.at(-1)?.id ?? after;
      if (clocks.length < BATCH) return { count, items };
    }
  }

  async walk(tx: Tx, { after, calendar, moves, actor }: Stretch): Promise<Done> {
    const { now } = actor;
    const complaints = await tx.find(Complaint, { where: { isOpen: true, id: MoreThan(after ?? '') }, order: { id: 'ASC' }, take: BATCH });
    const clocks = await tx.findBy(ComplaintClock, { complaintId: In(complaints.map(({ id }) => id)) });
    const done = { started: 0, resumed: 0, moved: 0 };
    const news: News[] = [];
    for (const complaint of complaints) {
      const rules = { ...(await this.policies.born(complaint.policyVersion, now, tx)), calendar };
      const own = clocks.filter(({ complaintId }) => complaintId === complaint.id);
      const running = own.filter(({ metAt, voidAt }) => metAt === null && voidAt === null);
      if (promised(own).length === 0) done.started += count(news, await this.start(tx, { complaint, clocks: own, rules, now }));
      else done.resumed += count(news, await this.resume(tx, { complaint, clocks: running, rules, now }));
      if (moves) {
        const moved = await this.move(tx, { complaint, clocks: running, rules, now });
        done.moved += count(news, moved);
        for (const {
          complaint: { no },
          from,
          to,
        } of moved)
          await this.record(tx, actor, no, from, to);
      }
    }
    await this.news.tell(tx, news, now);
    return { ...done, seen: complaints.length, last: complaints.at(-1)?.id ?? null, ended: complaints.length < BATCH };
  }

  /** The clocks that it would have had; who was quicker and moved it on has seen to them. */
  private async start(tx: Tx, { complaint: found, clocks: had, rules, now }: Case): Promise<News[]> {
    if (owedClocks(rules, found, had, now).length === 0 || !(await this.rows.hold(tx, found))) return [];
    // It is held from here on: what was set by hand or given meanwhile is there.
    const complaint = await tx.findOneByOrFail(Complaint, { id: found.id });
    const clocks = await tx.findBy(ComplaintClock, { complaintId: found.id });
    const owed = promised(clocks).length > 0 ? [] : owedClocks(rules, complaint, clocks, now);
    if (owed.length > 0) await tx.insert(ComplaintClock, owed);
    await this.rows.restand(tx, complaint, now);
    const first = complaint.round === 1 ? owed.find(({ clock }) => clock === firstClock(rules.policy)) : undefined;
    if (first) await tx.update(Complaint, { id: complaint.id, firstDueAt: IsNull() }, { firstDueAt: first.dueAt });
    const due = dueOf(owed);
    if (due === null) return [];
    return [{ complaint, from: null, to: due, words: `工作日历已经公布，时限从现在起算：${formatDue(due.getTime())} 前。` }];
  }

  /** The rung that was taken without a deadline gets it from now. */
  private async resume(tx: Tx, { complaint, clocks, rules, now }: Case): Promise<News[]> {
    const news: News[] = [];
    for (const clock of clocks.filter((each) => rests(rules, each))) {
      const rungs = ladderOf(rules.policy, clock.clock);
      const rung = rungs[clock.rung];
      const given = rung ? hopDeadline(rules.policy, rung, now.getTime(), rules.calendar) : null;
      if (given && 'error' in given) continue;
      const hopDueAt = given ? new Date(given.at) : clock.hopDueAt;
      const next = nextHop(rungs, { startedAt: +clock.startedAt, dueAt: +clock.dueAt, rung: clock.rung, hopDueAt: hopDueAt && +hopDueAt });
      if (next === null) continue;
      const where = { id: clock.id, rung: clock.rung, nextAt: IsNull(), metAt: IsNull(), voidAt: IsNull() };
      const { affected } = await tx.update(ComplaintClock, where, { hopDueAt, nextAt: new Date(next) });
      if (affected === 1) news.push({ complaint, from: null, to: hopDueAt ?? clock.dueAt, words: resumedWords(rung?.sentence ?? '', hopDueAt) });
    }
    return news;
  }

  private async move(tx: Tx, { complaint, clocks, rules, now }: Case): Promise<(News & { from: Date })[]> {
    const news: (News & { from: Date })[] = [];
    for (const clock of clocks) {
      const deadline = redated(rules, clock, now);
      if (!deadline) continue;
      const { dueAt, sentence } = deadline;
      const standing = { startedAt: +clock.startedAt, dueAt, rung: clock.rung, hopDueAt: clock.hopDueAt && +clock.hopDueAt };
      const next = nextHop(ladderOf(rules.policy, clock.clock), standing);
      const where = { id: clock.id, rung: clock.rung, dueAt: clock.dueAt, metAt: IsNull(), voidAt: IsNull() };
      const { affected } = await tx.update(ComplaintClock, where, { dueAt: new Date(dueAt), sentence, nextAt: next === null ? null : new Date(next) });
      if (affected !== 1) continue;
      const [from, to] = [clock.dueAt, new Date(dueAt)];
      // The first promise counts as it was moved: whoever keeps it is on time.
      if (clock.round === 1 && clock.clock === firstClock(rules.policy)) await tx.update(Complaint, { id: complaint.id, firstDueAt: from }, { firstDueAt: to });
      news.push({ complaint, from, to, words: `工作日历更正，时限由 ${formatDue(+from)} 改为 ${formatDue(+to)} 前。` });
    }
    if (news.length > 0) await this.rows.restand(tx, complaint, now);
    return news;
  }

  private record(tx: Tx, actor: Stretch['actor'], no: string, from: Date, to: Date): Promise<void> {
    return this.audit.record(tx, actor, 'policy.deadline-moved', `complaint:${no}`, { from: from.toISOString(), to: to.toISOString() });
  }
}

/** Adds to the news; how many there were. */
function count(all: News[], some: readonly News[]): number {
  all.push(...some);
  return some.length;
}

function resumedWords(sentence: string, due: Date | null): string {
  if (due === null || !sentence.includes('{due}')) return '';
  return `工作日历已经公布。${sentence.replaceAll('{due}', formatDue(due.getTime()))}`;
}
