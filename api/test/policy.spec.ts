import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { chengdu, type Policy, type PolicyPreview, type PromisesView, type VersionView } from '@wuye/shared/policy';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { newId } from '../src/platform/database/index.js';
import { CityPolicy } from '../src/policy/entities.js';
import { Policies } from '../src/policy/index.js';
import { respond, submit } from './acts.js';
import { confirmed } from './confirm.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let officer: Browser;

const NOTE = '响应时限试行两小时';
/** Two hours to answer instead of four, one working day to close instead of two, and no reminder before. */
const strict: Policy = {
  ...chengdu,
  clocks: {
    respond: { ...chengdu.clocks.respond!, limit: { unit: 'elapsed-hours', inWorkingTime: 2, otherwise: 8 } },
    close: { ...chengdu.clocks.close!, limit: { unit: 'working-days', days: 1 } },
  },
  ladders: { ...chengdu.ladders, respond: chengdu.ladders.respond!.slice(1), close: chengdu.ladders.close!.slice(1) },
};

const save = (browser: Browser, document: object = strict, basedOn = 0, note = NOTE) => browser.post('/api/policy').send({ document, basedOn, note });
const preview = async (document: unknown) => (await officer.post('/api/policy/preview').send({ document }).expect(200)).body as PolicyPreview;
const clocksOf = async (no: string): Promise<ComplaintClock[]> => {
  const rows = world.dataSource.manager;
  const { id } = await rows.findOneByOrFail(Complaint, { no });
  return rows.find(ComplaintClock, { where: { complaintId: id }, order: { id: 'ASC' } });
};
const at = (text: string): Date => new Date(`${text}+08:00`);

beforeAll(async () => {
  world = await startWorld();
  officer = await confirmed(world, 'city-luo');
}, 60_000);
afterEach(async () => {
  await world.dataSource.manager.clear(CityPolicy);
  world.app.get(Policies).forget();
  world.clock.set(FRIDAY);
});
afterAll(() => world.close());

describe('editing the rules', () => {
  it('shows in words what a change does, and that no deadline given moves', async () => {
    await submit(world, await world.as('owner-li'));
    const seen = await preview(strict);
    expect(seen).toMatchObject({ faults: [], touched: 0 });
    expect(seen.open).toBeGreaterThan(0);
    expect(seen.changes).toContainEqual({ part: '响应时限', from: '工作时间 4 小时，非工作时间 8 小时', to: '工作时间 2 小时，非工作时间 8 小时' });
    expect(seen.changes).toContainEqual({ part: '办结时限', from: '2 个工作日', to: '1 个工作日' });
  });

  it('tells every fault with its place, and saves nothing', async () => {
    const wrong = { ...strict, ratingReminder: 0, classes: { ...chengdu.classes, simple: 'accept' } };
    expect((await preview(wrong)).faults).toEqual([{ at: '提醒评价', words: '不能少于 1' }]);
    expect((await preview({})).faults.length).toBeGreaterThan(5);
    const lost = { ...strict, classes: { ...chengdu.classes, simple: 'accept' } };
    const answer = await save(officer, lost).expect(422);
    expect(answer.body).toMatchObject({ code: 'POLICY.INVALID', title: '有 1 处要修改。分类处置 › 一般问题：没有“受理登记”这一时限。' });
    expect((await save(officer, { ...strict, key: 'huizhou' })).body).toMatchObject({ code: 'POLICY.INVALID' });
    expect((await save(officer, chengdu)).body).toMatchObject({ code: 'POLICY.UNCHANGED' });
    expect((await save(officer, strict, 0, ' ')).status).toBe(422);
    expect(await world.dataSource.manager.count(CityPolicy)).toBe(0);
  });

  it('keeps every version with who changed what and why; an old one is restored as the next', async () => {
    const first = (await save(officer).expect(201)).body as VersionView;
    expect(first).toMatchObject({ version: 1, current: 1, note: NOTE, by: expect.stringMatching(/^罗/) });
    await save(officer, { ...strict, ratingReminder: 24 }, 1, '早一天提醒评价').expect(201);
    const old = (await officer.get('/api/policy/versions/0').expect(200)).body as VersionView;
    expect(old).toMatchObject({ version: 0, current: 2, at: null, document: chengdu, changes: [] });
    const restored = (await save(officer, old.document, 2, '恢复平台自带的规则').expect(201)).body as VersionView;
    expect(restored).toMatchObject({ version: 3, document: chengdu });
    const list = (await officer.get('/api/policy/versions').expect(200)).body as { items: { version: number; note: string }[] };
    expect(list.items.map(({ version }) => version)).toEqual([3, 2, 1, 0]);
    expect((await officer.get('/api/policy/versions/2').expect(200)).body).toMatchObject({
      changes: [{ part: '办结后提醒评价', from: '48 小时', to: '24 小时' }],
    });
    expect((await officer.get('/api/policy/versions/9').expect(404)).body).toMatchObject({ code: 'POLICY.NOT_FOUND' });
    expect((await officer.get('/api/policy/versions/current').expect(200)).body).toMatchObject({ version: 3 });
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'policy.edit' })).toBeGreaterThanOrEqual(3);
  });

  it('a version of before knows neither pauses nor what the city urges: it is completed where it is read, and saved again it changes nothing', async () => {
    const { urged: _urged, ...ladders } = chengdu.ladders;
    const { pauses: _pauses, ...rest } = chengdu;
    const old = { ...rest, ladders, ratingReminder: 24 };
    const row = { id: newId(FRIDAY), version: 1, document: old as Policy, note: NOTE, createdBy: 'officer', createdAt: FRIDAY };
    await world.dataSource.manager.insert(CityPolicy, row);
    world.app.get(Policies).forget();
    const { document } = (await officer.get('/api/policy/versions/current').expect(200)).body as VersionView;
    expect(document).toEqual({ ...chengdu, ratingReminder: 24 });
    expect((await preview(old)).changes).toEqual([]);
    expect((await save(officer, old, 1)).body).toMatchObject({ code: 'POLICY.UNCHANGED' });
    const { no } = await submit(world, await world.as('owner-li'));
    expect((await (await world.as('manager-wang')).get(`/api/complaints/${no}`).expect(200)).body).toMatchObject({ pauses: [], pausedUntil: null });
  });

  it('a pause is a version like any other part: checked, said in words, kept', async () => {
    const pause = { clock: 'close', ground: 'supplement', name: '等您补充情况', longest: { unit: 'working-days', days: 2 }, source: '示例市通知 三' } as const;
    expect((await preview({ ...chengdu, pauses: [{ ...pause, clock: 'respond' }] })).faults).toEqual([
      { at: '暂停计时 › 第 1 项', words: '响应时限不管是不是工作时间都在算，不能暂停' },
    ]);
    expect((await save(officer, { ...chengdu, pauses: [pause, pause] })).body).toMatchObject({ code: 'POLICY.INVALID' });
    const paused = { ...chengdu, pauses: [pause] };
    expect((await preview(paused)).changes).toContainEqual({ part: '暂停计时 › 办结 › 等业主补充 › 最长时间', from: '', to: '2 个工作日' });
    await save(officer, paused).expect(201);
    expect((await world.dataSource.manager.findOneByOrFail(CityPolicy, { version: 1 })).document).toEqual(paused);
    expect((await world.app.get(Policies).rules(FRIDAY)).policy.pauses).toEqual([pause]);
  });

  it('two editors at once: one wins, the other is told to look again', async () => {
    const answers = await Promise.all([10, 11, 12].map((ratingReminder) => save(officer, { ...strict, ratingReminder })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (const { status, body } of answers) if (status === 409) expect(body).toMatchObject({ code: 'POLICY.CHANGED' });
    expect(await world.dataSource.manager.count(CityPolicy)).toBe(1);
  });

  it('sent twice under one key it is one version', async () => {
    const send = () => save(officer).set('Idempotency-Key', 'policy-key-0123456789');
    const [one, other] = [await send(), await send()];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body).toEqual(one.body);
    expect(await world.dataSource.manager.count(CityPolicy)).toBe(1);
  });

  it('asks for the second factor', async () => {
    const unproved = await world.as('city-luo');
    expect((await save(unproved)).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
    expect((await unproved.post('/api/policy/preview').send({ document: strict })).status).toBe(200);
    expect((await save(await world.as('manager-wang'))).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });
});

describe('a change during work', () => {
  it('never moves a deadline: what was born before keeps its clocks, later clocks and ladder', async () => {
    const [owner, manager] = [await world.as('owner-li'), await world.as('manager-wang')];
    const before = (await submit(world, owner)).no;
    const [given] = await clocksOf(before);
    await save(officer).expect(201);
    const after = (await submit(world, owner)).no;
    expect((await clocksOf(before))[0]).toEqual(given);
    expect((await clocksOf(after))[0]?.dueAt).toEqual(at('2026-11-20T12:00'));
    expect(given?.dueAt).toEqual(at('2026-11-20T14:00'));

    await respond(manager, before);
    await respond(manager, after);
    const closing = async (no: string) => (await clocksOf(no)).find(({ clock }) => clock === 'close')?.dueAt;
    expect(await closing(before)).toEqual(at('2026-11-25T00:00'));
    expect(await closing(after)).toEqual(at('2026-11-24T00:00'));
  });

  it('climbs the ladder of the version that it was born under', async () => {
    const owner = await world.as('owner-li');
    await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
    const before = (await submit(world, owner)).no;
    await save(officer).expect(201);
    const after = (await submit(world, owner)).no;
    world.clock.set(at('2026-11-20T14:00'));
    await world.app.get(LadderSweep).run(world.clock.now());
    const rungs = async (no: string) => (await clocksOf(no)).map(({ rung }) => rung);
    // Reminded, warned, taken over; without the reminder the same step is one lower, and by then the district has it.
    expect([await rungs(before), await rungs(after)]).toEqual([[2], [1]]);
  });

  it('holds for new complaints on every instance within seconds, and when the clock is set back', async () => {
    const other = await anotherInstance(world);
    try {
      const policies = other.app.get(Policies);
      expect((await policies.rules(world.clock.now())).version).toBe(0);
      await save(officer).expect(201);
      world.clock.advance(6_000);
      expect((await policies.rules(world.clock.now())).version).toBe(1);
      world.clock.set(at('2026-11-19T10:00'));
      expect((await policies.rules(world.clock.now())).version).toBe(1);
      const { no } = await submit(world, await world.as('owner-li'));
      expect((await clocksOf(no))[0]?.dueAt).toEqual(at('2026-11-19T12:00'));
    } finally {
      await other.close();
    }
  });
});

it('gives every page what it says a deadline by', async () => {
  const owner = await world.as('owner-li');
  const promises = (await owner.get('/api/policy').expect(200)).body as PromisesView;
  expect(promises).toMatchObject({ version: 0, key: 'chengdu', workingTime: chengdu.workingTime, clocks: chengdu.clocks });
  expect(promises.years.map(({ year }) => year)).toEqual([2026]);
  expect(promises).not.toHaveProperty('ladders');
});
