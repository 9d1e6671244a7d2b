import { Injectable } from '@nestjs/common';
import { calendarWarning, formatTemplateTime, instantAt, DAY } from '@wuye/shared/calendar';
import { People } from '../identity/index.js';
import { Database, idBefore, insertRows, isDuplicate, newId } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Deadlines, type Done } from './deadlines.js';
import { CalendarJob, CalendarWarning } from './entities.js';
import { Policies } from './policies.js';

/** An instance goes by the calendar that it read last for some seconds more, and a submission takes its time: until then the job looks again. */
const SETTLED = 30_000;
/** From how long before the entry on it looks again: a submission that began before may have been written after the job had come past its id. */
const LOOK_BACK = 60_000;

/** What follows a year of the calendar, and the warning before it ends: both go on by themselves. */
@Injectable()
export class YearWork {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
    private readonly deadlines: Deadlines,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** Goes through the open complaints until the job is done; how many stretches this instance took. */
  async run(now: Date): Promise<number> {
    for (let taken = 0; ; taken += 1) {
      const job = await this.database.manager.findOne(CalendarJob, { where: { state: 'running' }, order: { id: 'ASC' } });
      if (!job || !(await this.stretch(job, now))) return taken;
    }
  }

  /** One stretch and how far it came, in one transaction; false when another instance took it, or nothing is left for now. */
  private async stretch(job: CalendarJob, now: Date): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const { id, turn } = job;
      const { affected } = await tx.update(CalendarJob, { id, turn, state: 'running' }, { turn: turn + 1 });
      if (affected !== 1) return false;
      const calendar = await this.policies.calendar(tx);
      const actor = { now, who: { accountId: job.createdBy } };
      const done = await this.deadlines.of.walk(tx, { after: job.afterId, calendar, moves: job.moves, actor });
      await tx.update(CalendarJob, { id }, progress(job, done, now));
      return !done.ended;
    });
  }

  /**
   * Tells the city's officers, once for each year, that the calendar ends within sixty days (ours): the notice for the next year comes
   * out in autumn, and beyond the end no deadline is promised.
   */
  async warn(now: Date): Promise<boolean> {
    const calendar = await this.policies.calendar();
    const year = calendar.at(-1)?.year;
    if (year === undefined || calendarWarning(now.getTime(), calendar) === null) return false;
    if (await this.database.manager.existsBy(CalendarWarning, { year })) return false;
    // Told is who holds the office; as long as nobody does, it is still to be told.
    const officers = await this.people.holdersByOffice(this.database.manager, [{ role: 'city_officer', scopeType: 'city', scopeId: '' }], now);
    const recipients = [...new Set(officers.get('city_officer:city:') ?? [])];
    if (recipients.length === 0) return false;
    try {
      await this.database.transaction(async (tx) => {
        await insertRows(tx, CalendarWarning, [{ year, toldAt: now }]);
        const data = { no: String(year + 1), due: formatTemplateTime(instantAt(`${year}-12-31`) + DAY - 1) };
        await this.outbox.add(
          tx,
          now,
          recipients.map((recipient) => ({ kind: 'policy.calendar-ends', subject: newId(now), recipient, data })),
        );
      });
      return true;
    } catch (error) {
      // Another instance told them.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}

function progress(job: CalendarJob, { last, ended, seen, started, resumed, moved }: Done, now: Date): Partial<CalendarJob> {
  // What it looks at again was seen before.
  const counts = { seen: Math.min(job.total, job.seen + seen), started: job.started + started, resumed: job.resumed + resumed, moved: job.moved + moved };
  const over = ended && now.getTime() - job.createdAt.getTime() >= SETTLED;
  if (over) return { ...counts, afterId: last ?? job.afterId, state: 'done', finishedAt: now };
  return { ...counts, afterId: ended ? idBefore(new Date(job.createdAt.getTime() - LOOK_BACK)) : last };
}
