import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { chengdu, deadlineOf, huizhou } from '@wuye/shared/policy';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep, Reminders } from '../src/complaint/index.js';
import { close, neverFlagged, respond, submit } from './acts.js';
import { clocks, told } from './complaint-acts.js';
import { FRIDAY, startWorld, type World } from './kit.js';
import { workbookOf } from './workbooks.js';

/** Both cities' clocks over HTTP: at the edges of the working day, and Huizhou's own way. */

const at = (text: string): Date => new Date(`${text}+08:00`);
let world: World;

/** Signed in anew: sessions of another month are over. */
const as = (slug: 'owner-li' | 'manager-wang' | 'head-zhou' | 'city-luo') => world.as(slug);
const act = async (slug: Parameters<typeof as>[0], no: string, name: string, body: object = {}) =>
  (await as(slug)).post(`/api/complaints/${no}/${name}`).send(body);
const read = async (no: string) => (await (await as('owner-li')).get(`/api/complaints/${no}`).expect(200)).body as ComplaintView;
const fresh = async (instant: Date) => {
  world.clock.set(instant);
  return submit(world, await as('owner-li'));
};

/** Seconds around which the day turns: the end of working time, lunch, midnight, a make-up Saturday (14 February), Spring Festival. */
const EDGES = [
  ['one second before closing time', '2026-11-20T16:59:59', '2026-11-20T20:59:59'],
  ['at closing time', '2026-11-20T17:00:00', '2026-11-21T01:00:00'],
  ['one second after closing time', '2026-11-20T17:00:01', '2026-11-21T01:00:01'],
  ['the last second before lunch', '2026-11-20T11:59:59', '2026-11-20T15:59:59'],
  ['in the lunch break', '2026-11-20T12:30:00', '2026-11-20T20:30:00'],
  ['on a make-up Saturday', '2026-02-14T10:00:00', '2026-02-14T14:00:00'],
  ['on a Saturday that is none', '2026-11-21T10:00:00', '2026-11-21T18:00:00'],
  ['over Spring Festival', '2026-02-17T10:00:00', '2026-02-17T18:00:00'],
  ['at 23:59:59', '2026-11-20T23:59:59', '2026-11-21T07:59:59'],
] as const;

describe('成都', () => {
  beforeAll(async () => {
    world = await startWorld();
    await neverFlagged(world);
  }, 60_000);
  afterAll(() => world.close());

  it.each(EDGES)('received %s: answered by', async (_when, received, due) => {
    const { no, clocks: started } = await fresh(at(received));
    expect(started).toMatchObject([{ clock: 'respond', dueAt: at(due).toISOString() }]);
    world.clock.set(new Date(at(due).getTime() - 1));
    expect((await act('manager-wang', no, 'respond', { words: '已收到，马上处理' })).status).toBe(200);
    const [clock] = (await read(no)).clocks;
    expect(Date.parse(clock?.metAt ?? '') < Date.parse(clock?.dueAt ?? '')).toBe(true);
  });

  it.each([
    ['a Friday: the weekend does not count', '2026-11-20T10:00:00', '2026-11-25T00:00:00'],
    ['23:59:59: the day itself does not count', '2026-11-19T23:59:59', '2026-11-24T00:00:00'],
    ['before Spring Festival: the make-up Saturday counts, the holidays do not', '2026-02-13T16:00:00', '2026-02-25T00:00:00'],
    ['in the middle of Spring Festival', '2026-02-18T10:00:00', '2026-02-26T00:00:00'],
  ])('answered on %s: closed by', async (_when, answered, due) => {
    const { no } = await fresh(at(answered));
    const view = (await act('manager-wang', no, 'accept', { class: 'simple' })).body as ComplaintView;
    expect(view.clocks.at(-1)).toMatchObject({ clock: 'close', dueAt: at(due).toISOString() });
    world.clock.set(new Date(at(due).getTime() - 1));
    const [row] = await world.dataSource.manager.findBy(Complaint, { no });
    expect(row?.dueAt?.getTime()).toBe(at(due).getTime());
    expect((await close(await as('manager-wang'), no)).clocks.at(-1)?.metAt).toBe(new Date(at(due).getTime() - 1).toISOString());
  });

  it('at the first instant that is too late the ladder takes it, not one before', async () => {
    const { no } = await fresh(at('2026-11-20T12:30:00'));
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const rung = async () => (await world.dataSource.manager.findOneByOrFail(ComplaintClock, { complaintId: id })).rung;
    world.clock.set(new Date(at('2026-11-20T20:30:00').getTime() - 1));
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await rung()).toBe(0);
    world.clock.advance(1);
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await rung()).toBe(2);
  });
});

describe('惠州', () => {
  beforeAll(async () => {
    world = await startWorld({ env: { CITY_POLICY: 'huizhou' } });
    await neverFlagged(world);
  }, 60_000);
  afterAll(() => world.close());
  beforeEach(() => world.clock.set(FRIDAY));
  const OUTSIDE = { class: 'outside', channel: '12345 政务服务便民热线', words: '道路噪音由城管部门管理，请拨打热线反映。' };

  it.each([
    ['2026-11-20T10:00:00', '2026-11-24T00:00:00'],
    ['2026-11-20T23:59:59', '2026-11-24T00:00:00'],
    ['2026-11-21T00:00:00', '2026-11-24T00:00:00'],
    ['2026-02-13T17:00:01', '2026-02-15T00:00:00'],
    ['2026-02-14T10:00:00', '2026-02-25T00:00:00'],
    ['2026-02-17T12:30:00', '2026-02-25T00:00:00'],
  ])('received %s: registered by %s, one working day', async (received, due) => {
    const { no, clocks: started } = await fresh(at(received));
    expect(started).toMatchObject([{ clock: 'accept', dueAt: at(due).toISOString() }]);
    expect(deadlineOf(huizhou, 'accept', at(received).getTime())).toMatchObject({ dueAt: at(due).getTime() });
    expect(deadlineOf(chengdu, 'accept', at(received).getTime())).toMatchObject({ error: 'POLICY.NO_CLOCK' });
    await world.dataSource.manager.update(Complaint, { no }, { state: 'withdrawn', isOpen: false });
  });

  it('figures and bulletins on paper cite nothing of another city’s', async () => {
    for (const path of ['/api/figures/export?from=2026-11&to=2026-11&by=month', '/api/figures/report/export?kind=quarter']) {
      const { parts } = await workbookOf((await as('city-luo')).get(path));
      const text = Object.values(parts).join('');
      expect(text).toContain('说明');
      expect(text).not.toMatch(/成住建发|依据/);
    }
  });

  it('registering is the first answer; the announced date is a promise at once, and the agreed one takes its place', async () => {
    const { no } = await fresh(FRIDAY);
    expect((await act('manager-wang', no, 'accept', { class: 'simple' })).body).toMatchObject({ code: 'COMPLAINT.DATE_WRONG' });
    for (const words of ['', '收到', ' 　 '])
      expect((await act('manager-wang', no, 'accept', { class: 'simple', proposedDate: '2026-11-25', words })).body).toMatchObject({
        code: 'COMPLAINT.MEASURE_MISSING',
      });
    const view = (await act('manager-wang', no, 'accept', { class: 'simple', proposedDate: '2026-11-25', words: '今天派人更换主板' })).body as ComplaintView;
    expect(clocks(view)).toEqual(['accept met', 'agreed runs']);
    expect(view).toMatchObject({
      state: 'accepted',
      dueAt: '2026-11-25T16:00:00.000Z',
      clocks: [{}, { sentence: expect.stringContaining('物业提出了办结时间') }],
    });
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).toMatchObject({ respondedAt: FRIDAY });
    const agreed = (await act('owner-li', no, 'date', { date: '2026-11-25', agree: true })).body as ComplaintView;
    expect(clocks(agreed).sort()).toEqual(['accept met', 'agreed runs', 'agreed void']);
    await close(await as('manager-wang'), no);
  });

  it('an owner who says nothing is reminded, and the announced date climbs its ladder', async () => {
    const { no } = await fresh(FRIDAY);
    await act('manager-wang', no, 'accept', { class: 'simple', proposedDate: '2026-11-23', words: '今天派人更换主板' });
    world.clock.set(at('2026-11-24T00:00:00'));
    await world.app.get(Reminders).run(world.clock.now());
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await told(world, 'complaint.unanswered', no)).toBe(1);
    expect((await read(no)).level).toBe('company');
  });

  it.each([
    ['in time', FRIDAY, false],
    ['a day late', at('2026-11-24T00:00:00'), true],
  ])('outside, explained %s: the clock counts from receipt and is met by it', async (_when, instant, late) => {
    const { no } = await fresh(FRIDAY);
    world.clock.set(instant);
    const view = (await act('manager-wang', no, 'accept', OUTSIDE)).body as ComplaintView;
    const explain = view.clocks.find(({ clock }) => clock === 'explain');
    expect(explain).toMatchObject({ startedAt: FRIDAY.toISOString(), dueAt: '2026-11-23T16:00:00.000Z', metAt: instant.toISOString() });
    expect(Date.parse(explain?.metAt ?? '') >= Date.parse(explain?.dueAt ?? '')).toBe(late);
    expect(view).toMatchObject({ state: 'closed', closingReason: 'other_department', events: [{ words: expect.stringContaining('12345') }, {}, {}] });
    expect(await told(world, 'complaint.outside', no)).toBe(1);
  });

  it('an answer alone registers nothing: the clock of registering runs on', async () => {
    const { no } = await fresh(FRIDAY);
    expect(clocks(await respond(await as('manager-wang'), no))).toEqual(['accept runs']);
    const rowOf = () => world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect((await rowOf()).counted).not.toContain('on_time');
    world.clock.set(at('2026-11-24T00:00:00'));
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await rowOf()).toMatchObject({ late: true, counted: expect.stringContaining('late') });
    expect((await act('head-zhou', no, 'accept', OUTSIDE)).status).toBe(200);
    expect((await rowOf()).counted).not.toContain('on_time');
  });

  it('registered in time is on time', async () => {
    const { no } = await fresh(FRIDAY);
    await act('manager-wang', no, 'accept', OUTSIDE);
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).toMatchObject({ late: false, counted: expect.stringContaining('on_time') });
  });

  it('escalated: closing within the limit of 提级办理 although the city has no clock of closing', async () => {
    const { no } = await fresh(FRIDAY);
    for (const slug of ['manager-wang', 'head-zhou'] as const) {
      await act(slug, no, 'accept', { class: 'simple', proposedDate: '2026-11-25', words: '今天派人更换主板' });
      await close(await as(slug), no);
      await act('owner-li', no, 'verdict', { solved: false, reason: '又停了' });
    }
    const view = await read(no);
    expect(view).toMatchObject({ state: 'escalated', dueAt: '2026-11-25T16:00:00.000Z' });
    expect(view.clocks.at(-1)).toMatchObject({ clock: 'close', round: 3 });
  });
});
