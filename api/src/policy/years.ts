import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type Calendar,
  calendarChanges,
  calendarWarning,
  type CalendarYear,
  calendarYear,
  holidayNames,
  knownDaysLeft,
  withYear,
  yearFaults,
} from '@wuye/shared/calendar';
import { maskName } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import type { CalendarView, policyRoutes, YearPreview } from '@wuye/shared/policy';
import { People } from '../identity/index.js';
import { Access } from '../platform/access/index.js';
import { Audit } from '../platform/audit/index.js';
import { Database, insertRows, newId } from '../platform/database/index.js';
import type { Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Work } from '../platform/idempotency/index.js';
import { Deadlines } from './deadlines.js';
import { CalendarJob, EnteredYear } from './entities.js';
import { Policies } from './policies.js';
import { invalid, problem } from './problems.js';
import { saving } from './saving.js';

type Tx = EntityManager;
type Save = InputOf<typeof policyRoutes.saveYear>;
type Fault = YearPreview['faults'][number];

/** A document as a year, with what is wrong in it: its form first, then what can't be true. */
export function readYear(document: unknown, known: Calendar): { readonly year: CalendarYear | null; readonly faults: Fault[] } {
  const read = calendarYear.safeParse(document);
  if (read.success) return { year: read.data, faults: yearFaults(read.data, known) };
  const faults = read.error.issues.slice(0, 30).map(({ path, message }) => ({
    at: placeOf(document, path),
    words: /\p{Script=Han}/u.test(message) ? message : '请填写',
  }));
  return { year: null, faults };
}

const FIELDS: Readonly<Record<string, string>> = { year: '年份', source: '文号', holidays: '节日', workdays: '调休上班' };
const ENDS: Readonly<Record<string, string>> = { name: '名称', first: '放假第一天', last: '放假最后一天' };

/** Where a fault of form lies: a holiday that can be told is called by its name. */
function placeOf(document: unknown, [field, index, end]: readonly PropertyKey[]): string {
  const place = FIELDS[String(field)] ?? '内容';
  if (typeof index !== 'number') return place;
  const name = holidayNames.find((each) => each === (document as { holidays?: { name?: unknown }[] }).holidays?.[index]?.name);
  const item = field === 'holidays' && name ? name : `${place} 第 ${index + 1} 项`;
  return [item, ENDS[String(end)]].filter(Boolean).join(' › ');
}

/** 工作日历: years from the State Council's notices, entered by the city; one that is known may be corrected. */
@Injectable()
export class Years {
  constructor(
    private readonly database: Database,
    private readonly work: Work,
    private readonly access: Access,
    private readonly audit: Audit,
    private readonly people: People,
    private readonly policies: Policies,
    private readonly deadlines: Deadlines,
  ) {}

  /** The years, how far they reach, and what followed the last entry. */
  async read(context: SignedIn): Promise<CalendarView | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'policy.read', {});
    return refused ?? this.show(manager, context.now);
  }

  /** What a year would do: nothing is written. */
  async preview(context: SignedIn, { body }: InputOf<typeof policyRoutes.previewYear>): Promise<YearPreview | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refuses(manager, context, 'policy.draft', {});
    if (refused) return refused;
    const known = await this.policies.calendar(manager);
    const { year, faults } = readYear(body.document, known);
    const nothing = { adds: true, changes: [], touched: { count: 0, items: [] }, basedOn: null };
    if (!year || faults.length > 0) return { faults, ...nothing };
    const then = withYear(known, year);
    const entered = await manager.findOneBy(EnteredYear, { year: year.year });
    return {
      faults,
      adds: !known.some((each) => each.year === year.year),
      changes: calendarChanges(known, then),
      touched: await this.deadlines.of.touched(manager, then, context.now),
      basedOn: entered?.enteredAt.toISOString() ?? null,
    };
  }

  /** Enters or corrects a year; what follows for open complaints is a job, done in stretches. */
  save(context: SignedIn, input: Save): Promise<CalendarView | Problem> {
    return saving(this.policies, () => this.work.run(context, (tx) => this.write(tx, context, input)));
  }

  private async write(tx: Tx, context: SignedIn, { body }: Save): Promise<CalendarView | Problem> {
    const refused = await this.access.refuses(tx, context, 'policy.edit', {});
    if (refused) return refused;
    const known = await this.policies.calendar(tx);
    const { year, faults } = readYear(body.document, known);
    if (!year || faults.length > 0) return invalid(faults);
    if (JSON.stringify(known.find((each) => each.year === year.year)) === JSON.stringify(year)) return problem('POLICY.UNCHANGED');
    if (await tx.existsBy(CalendarJob, { state: 'running' })) return problem('POLICY.BUSY');
    if (!(await this.put(tx, context, year, body.basedOn))) return problem('POLICY.CHANGED');
    await this.begin(tx, context, year, body.moves);
    return this.show(tx, context.now);
  }

  /** A year that was entered meanwhile is not written over unseen. */
  private async put(tx: Tx, { now, who }: SignedIn, document: CalendarYear, basedOn: string | null): Promise<boolean> {
    const row = { document, enteredBy: who.personId ?? who.accountId, enteredAt: now };
    if (basedOn === null) {
      await insertRows(tx, EnteredYear, [{ year: document.year, ...row }]);
      return true;
    }
    const { affected } = await tx.update(EnteredYear, { year: document.year, enteredAt: new Date(basedOn) }, row);
    return affected === 1;
  }

  private async begin(tx: Tx, context: SignedIn, { year, source }: CalendarYear, moves: boolean): Promise<void> {
    const { now, who } = context;
    const total = await this.deadlines.of.open(tx);
    const counts = { turn: 0, afterId: null, seen: 0, started: 0, resumed: 0, moved: 0 };
    const job = { id: newId(now), year, moves, state: 'running' as const, total, ...counts, createdBy: who.accountId, createdAt: now, finishedAt: null };
    await insertRows(tx, CalendarJob, [job]);
    await this.audit.record(tx, context, 'policy.calendar', `calendar:${year}`, { source, moves: String(moves), open: total });
  }

  private async show(manager: Tx, now: Date): Promise<CalendarView> {
    const calendar = await this.policies.calendar(manager);
    const entered = new Map((await manager.find(EnteredYear)).map((row) => [row.year, row]));
    const years = await Promise.all(
      calendar.map(async (year) => {
        const row = entered.get(year.year);
        const person = row && (await this.people.details(manager, row.enteredBy));
        const holidays = year.holidays.map((holiday) => ({ ...holiday }));
        return { ...year, holidays, workdays: [...year.workdays], by: person ? maskName(person.name) : '', enteredAt: row?.enteredAt.toISOString() ?? null };
      }),
    );
    const [job] = await manager.find(CalendarJob, { order: { id: 'DESC' }, take: 1 });
    return {
      years,
      last: `${calendar.at(-1)?.year ?? 1970}-12-31`,
      daysLeft: knownDaysLeft(now.getTime(), calendar),
      warns: calendarWarning(now.getTime(), calendar) !== null,
      undated: await this.deadlines.of.undated(manager),
      job: job ? jobView(job) : null,
    };
  }
}

const jobView = ({ year, moves, state, total, seen, started, resumed, moved }: CalendarJob): NonNullable<CalendarView['job']> => ({
  year,
  moves,
  state,
  total,
  seen,
  started,
  resumed,
  moved,
});
