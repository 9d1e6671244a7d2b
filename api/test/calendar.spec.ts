import { IsNull } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CalendarYear, year2026 } from '@wuye/shared/calendar';
import type { CalendarView, YearPreview } from '@wuye/shared/policy';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { Appointment } from '../src/identity/index.js';
import { LadderSweep } from '../src/complaint/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { Database, newId } from '../src/platform/database/index.js';
import { Session } from '../src/platform/session/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { CalendarJob, CalendarWarning, EnteredYear } from '../src/policy/entities.js';
import { Deadlines, Policies, YearWork } from '../src/policy/index.js';
import { close, respond, submit } from './acts.js';
import { read } from './complaint-acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let work: YearWork;

/** Ours, for tests: no notice has ordered 2027 yet. */
const year2027: CalendarYear = {
  year: 2027,
  source: '国办发明电〔2026〕9号',
  holidays: [
    { name: '元旦', first: '2027-01-01', last: '2027-01-03' },
    { name: '春节', first: '2027-02-05', last: '2027-02-11' },
    { name: '清明节', first: '2027-04-03', last: '2027-04-05' },
    { name: '劳动节', first: '2027-05-01', last: '2027-05-05' },
    { name: '端午节', first: '2027-06-09', last: '2027-06-11' },
    { name: '中秋节', first: '2027-09-15', last: '2027-09-17' },
    { name: '国庆节', first: '2027-10-01', last: '2027-10-07' },
  ],
  workdays: ['2027-01-31', '2027-02-20', '2027-05-08', '2027-10-09'],
};
/** A correction: the Monday after that Friday becomes a day off, and the Sunday before it a day of work. */
const dayOff: CalendarYear = {
  ...year2026,
  holidays: [...year2026.holidays.slice(0, 6), { name: '国庆节', first: '2026-10-01', last: '2026-10-07' }],
  workdays: [...year2026.workdays, '2026-11-22'],
};

const at = (text: string): Date => new Date(`${text}+08:00`);
const rows = () => world.dataSource.manager;
const save = (browser: Browser, document: object, { basedOn = null as string | null, moves = false } = {}) =>
  browser.post('/api/calendar/years').send({ document, basedOn, moves });
const clocksOf = async (no: string): Promise<ComplaintClock[]> => {
  const { id } = await rows().findOneByOrFail(Complaint, { no });
  return rows().find(ComplaintClock, { where: { complaintId: id }, order: { id: 'ASC' } });
};
/** With the second factor just proved, whatever the clock says. */
async function cityOfficer(): Promise<Browser> {
  const browser = await world.as('city-luo');
  await rows().update(Session, { confirmedAt: IsNull() }, { confirmedAt: world.clock.now() });
  return browser;
}
/** Until the job is over: instances have read the new year by then. */
async function finish(): Promise<CalendarJob> {
  await work.run(world.clock.now());
  world.clock.advance(31_000);
  await work.run(world.clock.now());
  return (await rows().find(CalendarJob, { order: { id: 'DESC' }, take: 1 }))[0] as CalendarJob;
}

beforeAll(async () => {
  world = await startWorld();
  work = world.app.get(YearWork);
}, 60_000);
beforeEach(async () => {
  for (const entity of [EnteredYear, CalendarJob, CalendarWarning]) await rows().clear(entity);
  await rows().update(Complaint, { isOpen: true }, { isOpen: false });
  await rows().update(ComplaintClock, { voidAt: IsNull() }, { nextAt: null, voidAt: FRIDAY });
  world.app.get(Policies).forget();
  world.clock.set(FRIDAY);
});
afterAll(() => world.close());

describe('entering a year', () => {
  it.each<[string, object, string]>([
    ['no number of the notice', { ...year2027, source: '2027年放假' }, '文号：请填写文号，例如 国办发明电〔2026〕7号'],
    ['no real day', { ...year2027, workdays: ['2027-02-30'] }, '调休上班 第 1 项：日期要写成 2027-02-05 的样子，而且要真有这一天'],
    [
      'a holiday without its days',
      { ...year2027, holidays: [{ name: '元旦', first: '', last: '' }] },
      '元旦 › 放假第一天：日期要写成 2027-02-05 的样子，而且要真有这一天',
    ],
    ['a workday in the week', { ...year2027, workdays: ['2027-02-19'] }, '调休上班 2月19日：不是周末，不用调休'],
    ['a gap', { ...year2027, year: 2028 }, '年份：要接着已有的年份：先录入 2027 年'],
    ['nothing', {}, '年份：请填写年份'],
  ])('%s is told with its place', async (_, document, said) => {
    const officer = await cityOfficer();
    const { faults } = (await officer.post('/api/calendar/preview').send({ document }).expect(200)).body as YearPreview;
    expect(faults.map(({ at: place, words }) => `${place}：${words}`)).toContain(said);
    expect((await save(officer, document)).body).toMatchObject({ code: 'POLICY.INVALID' });
    expect(await rows().count(EnteredYear)).toBe(0);
  });

  it('is kept with who entered it; it reaches further from then on, and nothing open is touched', async () => {
    const officer = await cityOfficer();
    const { no } = await submit(world, await world.as('owner-li'));
    const given = await clocksOf(no);
    const seen = (await officer.post('/api/calendar/preview').send({ document: year2027 }).expect(200)).body as YearPreview;
    expect(seen).toEqual({ faults: [], adds: true, changes: [], touched: { count: 0, items: [] }, basedOn: null });
    const view = (await save(officer, year2027).expect(201)).body as CalendarView;
    expect(view).toMatchObject({ last: '2027-12-31', warns: false, job: { year: 2027, state: 'running', total: 1 } });
    expect(view.years[1]).toMatchObject({ year: 2027, by: expect.stringMatching(/^罗/), enteredAt: expect.any(String) });
    expect(await finish()).toMatchObject({ state: 'done', seen: 1, started: 0, resumed: 0, moved: 0 });
    expect(await clocksOf(no)).toEqual(given);
    expect((await save(officer, year2027)).body).toMatchObject({ code: 'POLICY.UNCHANGED' });
    expect(await rows().countBy(AuditEntry, { action: 'policy.calendar', subject: 'calendar:2027' })).toBe(1);
  });

  it('two who enter it at once: one wins, the other is told to look again', async () => {
    const officer = await cityOfficer();
    const answers = await Promise.all([1, 2].map((cut) => save(officer, { ...year2027, workdays: year2027.workdays.slice(cut) })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: expect.stringMatching(/^POLICY\.(CHANGED|BUSY)$/) });
    await finish();
    const known = (await officer.get('/api/calendar').expect(200)).body as CalendarView;
    const basedOn = known.years[1]?.enteredAt ?? null;
    expect((await save(officer, { ...year2027, workdays: [] }, { basedOn: at('2026-01-01T00:00').toISOString() })).body).toMatchObject({
      code: 'POLICY.CHANGED',
    });
    await save(officer, { ...year2027, workdays: [] }, { basedOn }).expect(201);
  });
});

describe('the calendar ends', () => {
  it('city officers are told once, sixty days before, on whichever instance', async () => {
    world.clock.set(at('2026-10-31T10:00'));
    expect(await work.warn(world.clock.now())).toBe(false);
    // Sixty days before; as long as nobody holds the office, nobody was told.
    world.clock.set(at('2026-11-01T10:00'));
    await rows().update(Appointment, { role: 'city_officer' }, { endedAt: FRIDAY });
    expect(await work.warn(world.clock.now())).toBe(false);
    expect(await rows().countBy(CalendarWarning, {})).toBe(0);
    await rows().update(Appointment, { role: 'city_officer' }, { endedAt: null });
    const other = await anotherInstance(world);
    try {
      const told = await Promise.all([work.warn(world.clock.now()), other.app.get(YearWork).warn(world.clock.now())]);
      expect(told.filter(Boolean)).toHaveLength(1);
      expect(await work.warn(world.clock.now())).toBe(false);
    } finally {
      await other.close();
    }
    const sent = await rows().findBy(OutboxMessage, { kind: 'policy.calendar-ends' });
    expect(sent.map(({ data }) => data.no)).toEqual(['2027']);
    expect((await world.chat('city-luo')).at(-1)?.rows.map(({ value }) => value)).toContain('请录入下一年工作日历');
  });

  it('intake goes on without a promise; once the year is entered those open get their clock from then, and are told', async () => {
    world.clock.set(at('2027-03-01T10:00'));
    const [owner, manager] = [await world.as('owner-li'), await world.as('manager-wang')];
    const [waits, answered, over] = [await submit(world, owner), await submit(world, owner), await submit(world, owner)].map(({ no }) => no) as [
      string,
      string,
      string,
    ];
    expect((await read(owner, waits)).clocks).toEqual([]);
    await respond(manager, answered);
    await respond(manager, over);
    await close(manager, over);
    const officer = await cityOfficer();
    expect((await officer.get('/api/calendar').expect(200)).body).toMatchObject({ warns: true, daysLeft: -60, undated: 2 });

    world.clock.set(at('2027-03-01T10:10'));
    await save(officer, year2027).expect(201);
    expect(await finish()).toMatchObject({ seen: 2, started: 2, state: 'done' });
    expect(await clocksOf(waits)).toMatchObject([{ clock: 'respond', startedAt: at('2027-03-01T10:10'), dueAt: at('2027-03-01T14:10') }]);
    expect(await clocksOf(answered)).toMatchObject([{ clock: 'close', dueAt: at('2027-03-04T00:00') }]);
    expect(await clocksOf(over)).toEqual([]);
    const first = async (no: string) => (await rows().findOneByOrFail(Complaint, { no })).firstDueAt;
    expect([await first(waits), await first(answered)]).toEqual([at('2027-03-01T14:10'), null]);
    const view = await read(owner, waits);
    expect(view.events[0]).toMatchObject({ by: { role: 'system' }, words: '工作日历已经公布，时限从现在起算：3月1日 周一 14:10 前。' });
    expect((await world.chat('owner-li')).some(({ rows: shown }) => shown.some(({ value }) => value === '时限更新'))).toBe(true);
    expect((await rows().findBy(OutboxMessage, { kind: 'policy.due-staff' })).length).toBeGreaterThan(0);
    await work.run(world.clock.now());
    expect(await clocksOf(waits)).toHaveLength(1);
    await respond(manager, waits);
    expect((await rows().findOneByOrFail(Complaint, { no: waits })).counted).toContain('on_time');
  });

  it('what the district set by hand keeps no clock of the property’s away: 督办 and 会商 go on beside the one that is given', async () => {
    world.clock.set(at('2027-03-03T10:00'));
    const [owner, bureau, city] = [await world.as('owner-li'), await world.as('officer-wu'), await cityOfficer()];
    const [demanded, called] = [(await submit(world, owner)).no, (await submit(world, owner)).no];
    const dueAt = at('2027-03-04T10:00').toISOString();
    await bureau.post(`/api/complaints/${demanded}/supervise`).send({ words: '请今天恢复电梯运行', dueAt }).expect(200);
    await rows().update(Complaint, { no: called }, { grouped: true });
    await bureau
      .post(`/api/complaints/${called}/confer`)
      .send({ bodies: ['街道办'], words: '更换的资金和工期', dueAt })
      .expect(200);
    expect((await city.get('/api/calendar').expect(200)).body).toMatchObject({ undated: 2 });

    world.clock.set(at('2027-03-03T10:10'));
    await save(city, year2027).expect(201);
    expect(await finish()).toMatchObject({ seen: 2, started: 2, state: 'done' });
    const respondBy = at('2027-03-03T14:10');
    for (const [no, beside] of [
      [demanded, 'demanded'],
      [called, 'conferred'],
    ] as const) {
      const running = (await clocksOf(no)).filter(({ metAt, voidAt }) => metAt === null && voidAt === null);
      expect(running.map(({ clock, dueAt: end }) => [clock, end])).toEqual([
        [beside, new Date(dueAt)],
        ['respond', respondBy],
      ]);
      expect(await rows().findOneByOrFail(Complaint, { no })).toMatchObject({ dueAt: respondBy, sortAt: respondBy, firstDueAt: respondBy });
    }
    expect((await city.get('/api/calendar').expect(200)).body).toMatchObject({ undated: 0 });
  });

  it('one that was moved on while the stretch was walked is left to who moved it, as it stands', async () => {
    world.clock.set(at('2027-03-03T10:00'));
    const [owner, bureau, officer] = [await world.as('owner-li'), await world.as('officer-wu'), await cityOfficer()];
    const { no } = await submit(world, owner);
    const stale = await rows().findOneByOrFail(Complaint, { no });
    await save(officer, year2027).expect(201);
    const dueAt = at('2027-03-04T10:00').toISOString();
    const holder = world.app.get(Deadlines).of;
    await bureau.post(`/api/complaints/${no}/supervise`).send({ words: '请今天恢复电梯运行', dueAt }).expect(200);
    const { calendar } = await world.app.get(Policies).latest(world.clock.now(), rows());
    const actor = { who: { accountId: 'system' }, now: world.clock.now() } as never;
    const done = await world.app.get(Database).transaction((tx) => {
      const find = tx.find.bind(tx);
      tx.find = (async (...asked: Parameters<typeof find>) => (asked[0] === Complaint ? [stale] : find(...asked))) as never;
      return holder.walk(tx, { after: null, calendar, moves: false, actor });
    });
    expect(done).toMatchObject({ seen: 1, started: 1 });
    expect((await clocksOf(no)).map(({ clock }) => clock).sort()).toEqual(['demanded', 'respond']);
    expect((await rows().findOneByOrFail(Complaint, { no })).dueAt).toEqual(at('2027-03-03T14:00'));
  });

  it('its owner is told where there is an account, and with them who joined: nothing goes to a caller’s made-up one', async () => {
    world.clock.set(at('2027-03-03T10:00'));
    const [owner, chen, manager] = [await world.as('owner-li'), await world.as('owner-chen'), await world.as('manager-wang')];
    const { no } = await submit(world, owner);
    const poster = world.cast.posters[0];
    await chen.post(`/api/complaints/${no}/join`).send({ code: poster?.code }).expect(200);
    const form = { kind: 'repair', category: 'elevator', words: '业主来电：电梯困人', phone: '13912350001', name: '李来电' };
    const called = (await manager.post(`/api/communities/${poster?.communityId}/complaints`).send(form).expect(201)).body as { no: string };
    const officer = await cityOfficer();
    await save(officer, year2027).expect(201);
    expect(await finish()).toMatchObject({ seen: 2, started: 2 });
    const due = (await rows().findBy(OutboxMessage, { kind: 'policy.due' })).map(({ data }) => data.no);
    expect([due.includes(no), due.includes(called.no)]).toEqual([true, false]);
    const joined = (await rows().findBy(OutboxMessage, { kind: 'complaint.together' })).filter(({ data }) => data.no === no);
    expect(joined.map(({ data }) => data.phrase)).toEqual(['有新进展']);
  });

  it('one that another instance received by the calendar of before is found, whenever it was written; none stays without a clock', async () => {
    world.clock.set(at('2027-03-01T11:00'));
    const owner = await world.as('owner-li');
    const other = await anotherInstance(world);
    try {
      const stale = other.app.get(Policies);
      await stale.rules(world.clock.now());
      const { no: early } = await submit(world, owner);
      const officer = await cityOfficer();
      await save(officer, year2027).expect(201);
      // It goes by what it read; who receives there looks again.
      expect((await stale.rules(world.clock.now())).calendar.at(-1)?.year).toBe(2026);
      expect((await stale.latest(world.clock.now(), rows())).calendar.at(-1)?.year).toBe(2027);
      await work.run(world.clock.now());
      // Begun before the entry, written after the job had come past its id.
      const late = { ...(await rows().findOneByOrFail(Complaint, { no: early })), id: newId(at('2027-03-01T10:59:55')), no: '20270301-000001' };
      await rows().insert(Complaint, { ...late, dueAt: null, sortAt: new Date('9999-12-31T00:00:00.000Z') });
      expect(await finish()).toMatchObject({ state: 'done', seen: 1, started: 2 });
      expect(await clocksOf(late.no)).toMatchObject([{ clock: 'respond', metAt: null, voidAt: null }]);
    } finally {
      await other.close();
    }
  });

  it('an instance that has not read the new year reads it before it leaves a complaint without a clock', async () => {
    world.clock.set(at('2027-03-01T11:00'));
    const owner = await world.as('owner-li');
    await world.app.get(Policies).rules(world.clock.now());
    await rows().insert(EnteredYear, { year: 2027, document: year2027, enteredBy: 'officer', enteredAt: world.clock.now() });
    const { no } = await submit(world, owner);
    expect(await clocksOf(no)).toMatchObject([{ clock: 'respond', dueAt: at('2027-03-01T15:00') }]);
  });

  it('ladders that rested climb on: the rung that had no deadline gets it from then', async () => {
    world.clock.set(at('2026-12-31T14:00'));
    const { no } = await submit(world, await world.as('owner-li'));
    world.clock.set(at('2027-01-05T14:00'));
    const sweep = world.app.get(LadderSweep);
    await sweep.run(world.clock.now());
    expect(await clocksOf(no)).toMatchObject([{ rung: 3, nextAt: null }]);
    const officer = await cityOfficer();
    await save(officer, year2027).expect(201);
    expect(await finish()).toMatchObject({ resumed: 1, started: 0 });
    expect(await clocksOf(no)).toMatchObject([{ rung: 3, hopDueAt: at('2027-01-07T00:00'), nextAt: at('2027-01-07T00:00') }]);
    expect((await read(await world.as('owner-li'), no)).events[0]?.words).toMatch(/区住建局已介入督办，应在 1月6日 周三 24:00 前有结果/);
    world.clock.set(at('2027-01-07T00:00'));
    expect(await sweep.run(world.clock.now())).toBe(1);
  });

  it('the work is done in stretches, by several instances, each complaint once; broken off it goes on', async () => {
    world.clock.set(at('2027-03-01T10:00'));
    const owner = await world.as('owner-li');
    for (let sent = 0; sent < 12; sent += 1) await submit(world, owner);
    const officer = await cityOfficer();
    await save(officer, year2027).expect(201);
    const holder = world.app.get(Deadlines).of;
    const walk = holder.walk.bind(holder);
    let calls = 0;
    holder.walk = (tx, stretch) => {
      calls += 1;
      if (calls === 1) return walk(tx, stretch).then(() => Promise.reject(new Error('the process ends here')));
      return walk(tx, stretch);
    };
    await expect(work.run(world.clock.now())).rejects.toThrow('the process ends here');
    expect(await rows().countBy(ComplaintClock, { startedAt: world.clock.now() })).toBe(0);
    const other = await anotherInstance(world);
    try {
      await Promise.all([work.run(world.clock.now()), other.app.get(YearWork).run(world.clock.now())]);
    } finally {
      await other.close();
    }
    expect(await finish()).toMatchObject({ state: 'done', seen: 12, started: 12 });
    const open = await rows().findBy(Complaint, { isOpen: true });
    expect(open.filter(({ dueAt }) => dueAt === null)).toEqual([]);
    expect(await rows().countBy(OutboxMessage, { kind: 'policy.due', recipient: open[0]?.accountId ?? '' })).toBeGreaterThanOrEqual(12);
  });
});

describe('correcting a year', () => {
  /** One that waits for its closing over the week-end, until Tuesday's end. */
  async function waiting(): Promise<string> {
    const { no } = await submit(world, await world.as('owner-li'));
    await respond(await world.as('manager-wang'), no);
    return no;
  }
  const closing = async (no: string) => (await clocksOf(no)).find(({ clock }) => clock === 'close');

  it('lists the open deadlines that it touches, and leaves them as given unless asked to', async () => {
    const no = await waiting();
    const officer = await cityOfficer();
    const seen = (await officer.post('/api/calendar/preview').send({ document: dayOff }).expect(200)).body as YearPreview;
    expect(seen).toMatchObject({
      adds: false,
      changes: [{ day: '2026年11月22日 周日', from: '周末休息', to: '调休上班' }],
      touched: { count: 1, items: [{ no, clock: 'close', from: at('2026-11-25T00:00').toISOString(), to: at('2026-11-24T00:00').toISOString() }] },
    });
    await save(officer, dayOff).expect(201);
    expect(await finish()).toMatchObject({ moved: 0, seen: 1 });
    expect((await closing(no))?.dueAt).toEqual(at('2026-11-25T00:00'));
  });

  it('moves them when the officer says so: each told, audited, on its timeline', async () => {
    const no = await waiting();
    const officer = await cityOfficer();
    await save(officer, dayOff, { moves: true }).expect(201);
    expect(await finish()).toMatchObject({ moved: 1, seen: 1 });
    expect(await closing(no)).toMatchObject({ dueAt: at('2026-11-24T00:00'), nextAt: at('2026-11-23T20:00') });
    const view = await read(await world.as('owner-li'), no);
    expect(view.dueAt).toBe(at('2026-11-24T00:00').toISOString());
    expect(view.events[0]?.words).toBe('工作日历更正，时限由 11月24日 周二 24:00 改为 11月23日 周一 24:00 前。');
    const [entry] = await rows().findBy(AuditEntry, { action: 'policy.deadline-moved', subject: `complaint:${no}` });
    expect(entry?.detail).toEqual({ from: at('2026-11-25T00:00').toISOString(), to: at('2026-11-24T00:00').toISOString() });
  });

  it('what is over stays over, and nothing moves into the past', async () => {
    const no = await waiting();
    const officer = await cityOfficer();
    world.clock.set(at('2026-11-24T09:00'));
    const again = await cityOfficer();
    const seen = (await again.post('/api/calendar/preview').send({ document: dayOff }).expect(200)).body as YearPreview;
    expect(seen.touched.count).toBe(0);
    await save(again, dayOff, { moves: true }).expect(201);
    expect(await finish()).toMatchObject({ moved: 0 });
    expect((await closing(no))?.dueAt).toEqual(at('2026-11-25T00:00'));
    expect(officer).toBeDefined();
  });
});
