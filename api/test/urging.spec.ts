import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ComplaintRow, ComplaintView } from '@wuye/shared/complaint';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { Steps } from '../src/complaint/steps.js';
import { Appointment } from '../src/identity/entities.js';
import { newId } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, neverFlagged, respond, submit, upload } from './acts.js';
import { act as post, read } from './complaint-acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** 市住建局督促区(市)县住建部门提级办理、限时办结 (成住建发〔2023〕62号 三(二)). */

let world: World;
let owner: Browser;
let manager: Browser;
let officer: Browser;
let city: Browser;
let sweep: LadderSweep;

const at = (text: string): Date => new Date(`${text}+08:00`);
const urge = (browser: Browser, no: string, body: object = {}) => post(browser, no, 'urge', { words: '久拖不决，请区里办结', days: 3, ...body });
const work = async (browser: Browser) => ((await browser.get('/api/complaints/work?limit=50').expect(200)).body as { items: ComplaintRow[] }).items;
const urged = ({ clocks }: ComplaintView) =>
  clocks.filter(({ clock }) => clock === 'urged').map(({ metAt, voidAt }) => (metAt ? 'met' : voidAt ? 'void' : 'runs'));
const sent = async (kind: string, no: string) => (await world.dataSource.manager.findBy(OutboxMessage, { kind })).filter(({ data }) => data.no === no);
const DUE = at('2026-11-26T00:00').toISOString();

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  sweep = world.app.get(LadderSweep);
}, 60_000);
afterAll(() => world.close());

/** Each story begins on Friday at 10:00 with nothing due; sessions end before a story does. */
async function begin(): Promise<string> {
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  await world.dataSource.query("UPDATE complaint SET is_open = 0 WHERE state <> 'closed'");
  world.clock.set(FRIDAY);
  await signIn();
  return (await submit(world, owner)).no;
}
async function signIn(): Promise<void> {
  [owner, manager, officer, city] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('officer-wu'), world.as('city-luo')]);
}

describe('the city urges', () => {
  it('the district has it from then on, with a deadline in working days; all who must know are told, the owner in plain words', async () => {
    const no = await begin();
    expect((await read(city, no)).can).toContain('urge');
    const { body } = await urge(city, no).expect(200);
    expect(body).toMatchObject({ level: 'district', urgedDueAt: DUE, handler: { level: 'district' } });
    const clock = (body as ComplaintView).clocks.find((each) => each.clock === 'urged');
    expect(clock).toMatchObject({ dueAt: DUE, source: '成住建发〔2023〕62号 三(二)' });
    expect(clock?.sentence).toBe('{from} 市住建部门督促区住建部门提级办理，应在 3 个工作日内办结：{due} 前。');
    const view = await read(owner, no);
    expect(view.events[0]).toMatchObject({
      kind: 'urged',
      by: { role: 'city_officer' },
      words: '市住建部门督促区住建部门提级办理，应在 11月25日 周三 24:00 前办结。久拖不决，请区里办结',
    });
    for (const slug of ['officer-wu', 'head-zhou', 'manager-wang'] as const)
      expect([slug, (await world.chat(slug)).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === '市里督促'))]).toEqual([
        slug,
        true,
      ]);
    expect((await world.chat('owner-li')).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === '上级接办'))).toBe(true);
    // The property's own clock goes on: its promise stays in sight and counts.
    expect(view.clocks.find(({ clock: name }) => name === 'respond')).toMatchObject({ metAt: null, voidAt: null });
    expect((await post(manager, no, 'respond', { words: '马上到' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    expect((await read(officer, no)).can).toEqual(expect.arrayContaining(['respond', 'accept']));
  });

  it('it stands first in the district’s list and the city’s, before what came back and what is overdue', async () => {
    const no = await begin();
    const early = await submit(world, owner);
    await world.dataSource.query("UPDATE complaint SET due_at = '2026-11-01 00:00:00.000', sort_at = '2026-11-01 00:00:00.000' WHERE no = ?", [early.no]);
    const { no: back } = await submit(world, owner);
    await respond(manager, back);
    await close(manager, back);
    await post(owner, back, 'verdict', { solved: false, reason: '还在漏' }).expect(200);
    await urge(city, no).expect(200);
    for (const browser of [officer, city]) {
      const rows = await work(browser);
      expect(rows.slice(0, 3).map((row) => row.no)).toEqual([no, back, early.no]);
      expect(rows[0]?.urgedDueAt).toBe(DUE);
    }
  });

  it('only the city does, with words and at least a day, of what is open and within the calendar', async () => {
    const no = await begin();
    for (const browser of [officer, manager, owner]) expect((await urge(browser, no)).body).toMatchObject({ code: 'ACCESS.DENIED' });
    for (const body of [{ days: 0 }, { days: 61 }, { days: 1.5 }, { words: '' }]) expect((await urge(city, no, body)).status).toBe(422);
    world.clock.set(at('2026-12-30T10:00'));
    await signIn();
    expect((await urge(city, no)).body).toMatchObject({ code: 'COMPLAINT.CALENDAR_ENDS' });
    expect(urged(await read(city, no))).toEqual([]);
    await post(owner, no, 'withdraw').expect(200);
    expect((await urge(city, no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('a new urging takes the place of the one before', async () => {
    const no = await begin();
    await urge(city, no).expect(200);
    const { body } = await urge(city, no, { days: 1, words: '请在一天内办结' }).expect(200);
    expect(urged(body as ComplaintView)).toEqual(['void', 'runs']);
    expect(body).toMatchObject({ urgedDueAt: at('2026-11-24T00:00').toISOString() });
  });

  it('two officers at once: both come through or one is told to look again, and one clock runs', async () => {
    const no = await begin();
    const answers = await Promise.all([urge(city, no), urge(city, no, { days: 2 })]);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect(urged(await read(city, no)).filter((state) => state === 'runs')).toHaveLength(1);
  });
});

describe('an urging and a closing at once', () => {
  it('whoever read it open before the closing was done is told to look again; no clock is left on what is closed', async () => {
    const no = await begin();
    await respond(manager, no);
    const steps = world.app.get(Steps);
    const found = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    await close(manager, no);
    const reach = jest.spyOn(steps, 'reach').mockResolvedValueOnce(found);
    expect((await urge(city, no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    reach.mockRestore();
    expect(urged(await read(city, no))).toEqual([]);
    expect(await sent('complaint.urged', no)).toEqual([]);
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).toMatchObject({ state: 'closed', level: 'manager', isOpen: false });
  });
});

describe('what was urged', () => {
  it('is reported back to the city when it is missed: once, whichever instance, with a sentence for the owner', async () => {
    const no = await begin();
    await urge(city, no).expect(200);
    await world.dataSource.query("UPDATE complaint_clock SET next_at = NULL WHERE clock <> 'urged'");
    world.clock.set(at('2026-11-25T00:00'));
    expect(await sweep.run(world.clock.now())).toBe(1);
    expect((await sent('complaint.remind', no)).length).toBeGreaterThan(0);
    expect(await sent('complaint.report', no)).toEqual([]);
    world.clock.set(at('2026-11-26T00:00'));
    const other = await anotherInstance(world);
    try {
      const taken = await Promise.all([sweep.run(world.clock.now()), other.app.get(LadderSweep).run(world.clock.now())]);
      expect(taken[0] + taken[1]).toBe(1);
    } finally {
      await other.close();
    }
    await signIn();
    const view = await read(owner, no);
    expect(view.events[0]).toMatchObject({ kind: 'report', words: '区住建部门没有在期限前办结，已报告市住建部门，由市里继续督促。' });
    // At night nobody is woken for it.
    world.clock.set(at('2026-11-26T09:00'));
    for (const slug of ['city-luo', 'officer-wu'] as const)
      expect([slug, (await world.chat(slug)).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === '逾期未办'))]).toEqual([
        slug,
        true,
      ]);
    // Late is what nobody answered in its first clock: the city's is none of these.
    expect((await world.dataSource.query('SELECT late FROM complaint WHERE no = ?', [no])) as unknown).toEqual([{ late: 0 }]);
    expect(await sweep.run(world.clock.now())).toBe(0);
  });

  it('ends with the district’s closing, of which the city hears', async () => {
    const no = await begin();
    await urge(city, no).expect(200);
    await post(officer, no, 'respond', { words: '区里已接手，今天到现场' }).expect(200);
    await post(officer, no, 'close', { words: '主板已经更换，电梯恢复运行。', pictures: [await upload(officer)] }).expect(200);
    const view = await read(city, no);
    expect(urged(view)).toEqual(['met']);
    expect(view.urgedDueAt).toBeNull();
    expect((await sent('complaint.urge-done', no)).length).toBe(1);
    expect((await work(city)).map((row) => row.no)).not.toContain(no);
  });

  it('is withdrawn by its owner: the city hears of it, for it waits for nothing more', async () => {
    const no = await begin();
    const { no: plain } = await submit(world, owner);
    await urge(city, no).expect(200);
    for (const each of [no, plain]) await post(owner, each, 'withdraw').expect(200);
    const heard = async (each: string) =>
      (await world.chat('city-luo')).some(({ url, rows }) => url.endsWith(each) && rows.some(({ value }) => value === '已撤回'));
    expect([await heard(no), await heard(plain)]).toEqual([true, false]);
  });

  it('is withdrawn where one person is officer of the city and of the district: told once, and not refused', async () => {
    const no = await begin();
    await urge(city, no).expect(200);
    const offices = world.dataSource.getRepository(Appointment);
    const of = async (role: 'city_officer' | 'district_officer') => offices.findOneByOrFail({ role });
    const [district, { personId }] = [await of('district_officer'), await of('city_officer')];
    await offices.insert({ ...district, id: newId(world.clock.now()), personId });
    await post(owner, no, 'withdraw').expect(200);
    await offices.delete({ role: 'district_officer', personId: personId as string });
    const told = await sent('complaint.withdrawn', no);
    expect(new Set(told.map(({ recipient }) => recipient)).size).toBe(told.length);
  });

  it('runs on where the class changes, a date is agreed or a body sends it back; nothing below the district has it again', async () => {
    const no = await begin();
    await respond(manager, no);
    await urge(city, no).expect(200);
    await post(officer, no, 'accept', { class: 'complex', proposedDate: '2026-11-27', words: '要等配件' }).expect(200);
    await post(owner, no, 'date', { date: '2026-11-27', agree: true }).expect(200);
    expect(urged(await read(city, no))).toEqual(['runs']);
    await post(officer, no, 'accept', { class: 'bureau' }).expect(200);
    await post(officer, no, 'accept', { class: 'simple' }).expect(200);
    const view = await read(city, no);
    expect(urged(view)).toEqual(['runs']);
    expect(view).toMatchObject({ level: 'district', urgedDueAt: DUE });
    await post(owner, no, 'withdraw').expect(200);
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect((await world.dataSource.manager.findBy(ComplaintClock, { complaintId: id })).filter(({ metAt, voidAt }) => !metAt && !voidAt)).toEqual([]);
  });
});
