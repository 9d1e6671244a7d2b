import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ComplaintRow, ComplaintView } from '@wuye/shared/complaint';
import { chengdu, huizhou, type Pause, type Policy } from '@wuye/shared/policy';
import { Counts } from '../src/complaint/counts.js';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { Flags } from '../src/complaint/flags.js';
import { LadderSweep } from '../src/complaint/index.js';
import { Database, newId } from '../src/platform/database/index.js';
import { CityPolicy } from '../src/policy/entities.js';
import { Policies } from '../src/policy/index.js';
import { close, respond, submit } from './acts.js';
import { act as post, kinds, read } from './complaint-acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** A city whose rules know two pauses of closing; the presets know none. */
const PAUSES: readonly Pause[] = [
  { clock: 'close', ground: 'supplement', name: '等业主补充情况', longest: { unit: 'working-days', days: 2 }, source: '示例市通知 三' },
  { clock: 'close', ground: 'other', name: '等配件', longest: { unit: 'working-hours', hours: 7 }, source: '示例市通知 三' },
];

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let sweep: LadderSweep;

const at = (text: string): Date => new Date(`${text}+08:00`);
const pause = (browser: Browser, no: string, body: object = {}) =>
  post(browser, no, 'pause', { clock: 'close', ground: 'supplement', words: '请补充漏水的楼层', ...body });
const closing = ({ clocks }: ComplaintView) => clocks.find(({ clock }) => clock === 'close');
const iso = (text: string): string => at(text).toISOString();
const rowOf = async (no: string): Promise<ComplaintClock> => {
  const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
  return world.dataSource.manager.findOneByOrFail(ComplaintClock, { complaintId: id, clock: 'close' });
};
const run = (instance = world.app) => instance.get(LadderSweep).run(world.clock.now());
const owned = async (no: string, phrase: string) =>
  (await world.chat('owner-li')).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === phrase));

let version = 0;
async function rules(pauses: Policy['pauses']): Promise<void> {
  const flags = { group: { people: 500, days: 1 }, repeated: { times: 50, days: 1 } };
  const { communityId: createdBy = '' } = world.cast.posters[0] ?? {};
  const row = { id: newId(FRIDAY), version: ++version, document: { ...chengdu, flags, pauses }, note: '', createdBy, createdAt: FRIDAY };
  await world.dataSource.manager.insert(CityPolicy, row);
  world.app.get(Policies).forget();
}

beforeAll(async () => {
  world = await startWorld();
  await rules(PAUSES);
  sweep = world.app.get(LadderSweep);
}, 60_000);
afterAll(() => world.close());

/** Answered on Friday at 10:00: to be closed by Tuesday's end, with a reminder four hours before. */
async function begin(): Promise<string> {
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  world.clock.set(FRIDAY);
  await signIn();
  const { no } = await submit(world, owner);
  await respond(manager, no);
  return no;
}
async function signIn(): Promise<void> {
  [owner, manager, head] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('head-zhou')]);
}
const later = async (text: string): Promise<void> => {
  world.clock.set(at(text));
  await signIn();
};

describe('where the rules know no pause', () => {
  it('there is nothing to press, and nobody pauses', async () => {
    await rules([]);
    const no = await begin();
    const view = await read(manager, no);
    expect(view.pauses).toEqual([]);
    expect(view.can).not.toEqual(expect.arrayContaining(['pause']));
    expect((await pause(manager, no)).body).toMatchObject({ code: 'COMPLAINT.PAUSE_WRONG' });
    await rules(PAUSES);
    expect((await read(manager, no)).pauses).toEqual([]);
  });
});

describe('pausing', () => {
  it('says the ground and until when at the latest; the owner is told, and the clock stands', async () => {
    const no = await begin();
    expect((await read(manager, no)).pauses).toEqual([
      { clock: 'close', ground: 'supplement', name: '等业主补充情况', source: '示例市通知 三', until: iso('2026-11-25T00:00') },
      { clock: 'close', ground: 'other', name: '等配件', source: '示例市通知 三', until: iso('2026-11-23T10:00') },
    ]);
    expect((await read(owner, no)).pauses).toEqual([]);
    const { body } = await pause(manager, no).expect(200);
    const view = body as ComplaintView;
    expect(view.events[0]).toMatchObject({
      kind: 'paused',
      by: { role: 'project_manager' },
      words: '办结时限暂停计时，等业主补充情况：请补充漏水的楼层。最晚 11月24日 周二 24:00 恢复。',
    });
    expect(closing(view)).toMatchObject({
      dueAt: iso('2026-11-25T00:00'),
      pause: { at: iso('2026-11-20T10:00'), until: iso('2026-11-25T00:00'), ground: 'supplement', name: '等业主补充情况' },
    });
    expect(view).toMatchObject({ dueAt: null, pausedUntil: iso('2026-11-25T00:00') });
    expect(view.can).toContain('resume');
    expect(view.can).not.toContain('pause');
    expect(await owned(no, '暂停计时')).toBe(true);
    const { items } = (await manager.get('/api/complaints/work?limit=50').expect(200)).body as { items: ComplaintRow[] };
    expect(items.find((row) => row.no === no)).toMatchObject({ dueAt: null, pausedUntil: iso('2026-11-25T00:00') });
    // Beyond the ladder's hops: nothing is due before the pause's own end.
    world.clock.set(at('2026-11-24T23:59'));
    expect(await sweep.run(world.clock.now())).toBe(0);
    expect((await rowOf(no)).rung).toBe(-1);
  });

  it('is only for whoever handles it, on a ground and a clock that the rules know, while it runs', async () => {
    const no = await begin();
    for (const browser of [owner, head]) expect((await pause(browser, no)).body).toMatchObject({ code: 'ACCESS.DENIED' });
    for (const body of [{ clock: 'respond' }, { clock: 'accept' }])
      expect((await pause(manager, no, body)).body).toMatchObject({ code: 'COMPLAINT.PAUSE_WRONG' });
    for (const body of [{ clock: 'agreed' }, { words: '' }, { ground: 'rain' }]) expect((await pause(manager, no, body)).status).toBe(422);
    expect((await post(manager, no, 'resume')).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    await post(head, no, 'takeover').expect(200);
    expect((await pause(manager, no)).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    await pause(head, no).expect(200);
    await post(head, no, 'resume').expect(200);
    await later('2026-11-25T00:00');
    expect((await read(head, no)).pauses).toEqual([]);
    expect((await pause(head, no, { ground: 'other' })).body).toMatchObject({ code: 'COMPLAINT.PAUSE_WRONG' });
  });

  it('two at once: one pauses', async () => {
    const no = await begin();
    const answers = await Promise.all([pause(manager, no), pause(manager, no, { ground: 'other' })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('a flag that is set while a pause is written down counts, and is not forgotten: who settles holds the row before it reads', async () => {
    const no = await begin();
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const [counts, flags] = [world.app.get(Counts), world.app.get(Flags)];
    const enter = counts.enter.bind(counts);
    let begun = (): void => undefined;
    const started = new Promise<void>((resolve) => (begun = resolve));
    // Told of from outside of the pause's unit of work: it is another's.
    const flagged = started.then(() => world.app.get(Database).transaction((other) => flags.set(other, id, 'grouped', true, world.clock.now())));
    const between = jest.spyOn(counts, 'enter').mockImplementationOnce(async (tx, row, now) => {
      begun();
      await Promise.race([flagged, new Promise((resolve) => setTimeout(resolve, 300))]);
      return enter(tx, row, now);
    });
    await pause(manager, no).expect(200);
    await flagged;
    between.mockRestore();
    const { grouped, counted } = await world.dataSource.manager.findOneByOrFail(Complaint, { id });
    expect([grouped, (JSON.parse(counted ?? '[]') as string[]).filter((tag) => tag === 'grouped')]).toEqual([true, ['grouped']]);
  });
});

describe('running again', () => {
  it('with the owner’s supplement: the end moves by the working time that passed, and the ladder climbs from there', async () => {
    const no = await begin();
    await pause(manager, no).expect(200);
    await later('2026-11-23T10:00');
    await post(owner, no, 'supplement', { words: '三楼走廊', pictures: [] }).expect(200);
    const view = await read(owner, no);
    expect(kinds(view).slice(0, 2)).toEqual(['resumed', 'supplemented']);
    expect(view.events[0]).toMatchObject({ by: { role: 'system' }, words: '收到补充，办结时限恢复计时，11月25日 周三 17:00 前。' });
    // Seven hours of work from Friday 10:00 to Monday 10:00.
    expect(closing(view)).toMatchObject({ dueAt: iso('2026-11-25T17:00'), pause: null });
    expect(view).toMatchObject({ dueAt: iso('2026-11-25T17:00'), pausedUntil: null });
    expect(await rowOf(no)).toMatchObject({ nextAt: at('2026-11-25T13:00'), pausedAt: null, pausedFor: 'supplement' });
    expect(await owned(no, '恢复计时')).toBe(true);
    // The same ground serves once; the other still does.
    expect((await read(manager, no)).pauses.map(({ ground }) => ground)).toEqual(['other']);
    expect((await pause(manager, no)).body).toMatchObject({ code: 'COMPLAINT.PAUSE_WRONG' });
  });

  it('by a person: words of theirs, and a second pause on another ground moves it once more', async () => {
    const no = await begin();
    await pause(manager, no).expect(200);
    await later('2026-11-20T11:00');
    const { body } = await post(manager, no, 'resume', { words: '电话里问清楚了' }).expect(200);
    expect((body as ComplaintView).events[0]).toMatchObject({
      kind: 'resumed',
      by: { role: 'project_manager' },
      words: '办结时限恢复计时，11月25日 周三 10:00 前。电话里问清楚了',
    });
    await pause(manager, no, { ground: 'other' }).expect(200);
    // What does not wait for the owner goes on standing, whatever the owner adds.
    await post(owner, no, 'supplement', { words: '三楼走廊', pictures: [] }).expect(200);
    expect(closing(await read(owner, no))?.pause).toMatchObject({ ground: 'other' });
    await later('2026-11-20T14:00');
    await post(manager, no, 'resume').expect(200);
    expect(closing(await read(owner, no))?.dueAt).toBe(iso('2026-11-25T12:00'));
  });

  it('at its longest, by the sweep: each once by several instances, dated by its own end, and those who must act are told', async () => {
    const no = await begin();
    await pause(manager, no, { ground: 'other' }).expect(200);
    expect(await rowOf(no)).toMatchObject({ nextAt: at('2026-11-23T10:00'), rung: -1 });
    world.clock.set(at('2026-11-23T09:59'));
    await sweep.run(world.clock.now());
    expect((await rowOf(no)).pausedAt).not.toBeNull();
    // Late: the sweep comes an hour after the end, and nobody gains by it.
    await later('2026-11-23T11:00');
    const other = await anotherInstance(world);
    try {
      await Promise.all([run(), run(other.app), run()]);
    } finally {
      await other.close();
    }
    const view = await read(owner, no);
    expect(kinds(view).filter((kind) => kind === 'resumed')).toHaveLength(1);
    expect(view.events[0]).toMatchObject({ by: { role: 'system' }, words: '暂停到了最长时间，办结时限恢复计时，11月25日 周三 17:00 前。' });
    expect(view).toMatchObject({ dueAt: iso('2026-11-25T17:00'), pausedUntil: null });
    expect((await world.chat('manager-wang')).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === '恢复计时'))).toBe(true);
    expect(await rowOf(no)).toMatchObject({ nextAt: at('2026-11-25T13:00'), leaseOwner: null });
  });

  it('after an outage: it runs on and climbs all that is due by then', async () => {
    const no = await begin();
    await pause(manager, no, { ground: 'other' }).expect(200);
    world.clock.set(at('2026-11-25T17:00'));
    expect(await sweep.run(world.clock.now())).toBe(3);
    await signIn();
    expect(kinds(await read(manager, no)).slice(0, 4)).toEqual(expect.arrayContaining(['takeover', 'warn', 'remind', 'resumed']));
  });
});

describe('what ends while it is paused', () => {
  it('closed in time, whatever the wall clock says: its end had moved', async () => {
    const no = await begin();
    await pause(manager, no).expect(200);
    await later('2026-11-24T15:00');
    await close(manager, no);
    const clock = closing(await read(owner, no));
    expect(clock).toMatchObject({ metAt: iso('2026-11-24T15:00'), pause: null });
    expect(Date.parse(clock?.dueAt ?? '')).toBeGreaterThan(Date.parse(clock?.metAt ?? ''));
    expect((await rowOf(no)).nextAt).toBeNull();
  });

  it('withdrawn: nothing runs on', async () => {
    const no = await begin();
    await pause(manager, no).expect(200);
    await post(owner, no, 'withdraw').expect(200);
    expect(await rowOf(no)).toMatchObject({ nextAt: null, pausedAt: null });
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).toMatchObject({ pausedUntil: null, isOpen: false });
  });
});

describe('a first clock that was paused (惠州 受理登记)', () => {
  it('counts as it was moved: who registers before its new end is on time', async () => {
    const { accept } = huizhou.clocks;
    const flags = { group: { people: 500, days: 1 }, repeated: { times: 50, days: 1 } };
    const document = { ...huizhou, key: 'chengdu', flags, pauses: [{ ...(PAUSES[0] as Pause), clock: 'accept' as const }] };
    const { communityId: createdBy = '' } = world.cast.posters[0] ?? {};
    await world.dataSource.manager.insert(CityPolicy, { id: newId(FRIDAY), version: ++version, document, note: '', createdBy, createdAt: FRIDAY });
    world.app.get(Policies).forget();
    world.clock.set(FRIDAY);
    await signIn();
    const { no } = await submit(world, owner);
    const row = () => world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect([accept?.limit.unit, (await row()).firstDueAt]).toEqual(['working-days', at('2026-11-24T00:00')]);
    await pause(manager, no, { clock: 'accept' }).expect(200);
    await later('2026-11-23T10:00');
    await post(owner, no, 'supplement', { words: '三楼走廊', pictures: [] }).expect(200);
    expect((await row()).firstDueAt).toEqual(at('2026-11-24T17:00'));
    await later('2026-11-24T10:00');
    await post(manager, no, 'accept', { class: 'simple', proposedDate: '2026-11-27', words: '今天派人更换主板' }).expect(200);
    expect(await row()).toMatchObject({ late: false, counted: expect.stringContaining('"on_time"') });
  });
});
