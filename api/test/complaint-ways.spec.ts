import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep, Reminders } from '../src/complaint/index.js';
import { close, neverFlagged, newKey, respond, submit, upload } from './acts.js';
import { act, clocks, kinds, read, signIn, told } from './complaint-acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** The four classes and what follows from them, by Chengdu's rules. */

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
const at = (text: string): Date => new Date(`${text}+08:00`);

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  ({ owner, manager, head, officer } = await signIn(world));
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

const accept = (browser: Browser, no: string, body: object) => act(browser, no, 'accept', body);
const accepted = async (no: string, body: object) => (await accept(manager, no, body).expect(200)).body as ComplaintView;
const COMPLEX = { class: 'complex', proposedDate: '2026-11-27', words: '要等厂家发配件' };
const OUTSIDE = { class: 'outside', channel: '12345 政务服务便民热线', words: '路灯由市政部门管理，请拨打热线反映。' };
const fresh = async () => (await submit(world, owner)).no;
const answered = async () => {
  const no = await fresh();
  await respond(manager, no);
  return no;
};

describe('受理登记', () => {
  it('before it is pressed each class says what waits for it', async () => {
    const no = await answered();
    const { sorting, can } = await read(manager, no);
    expect(can).toContain('accept');
    expect(sorting?.ways).toMatchObject([
      { class: 'simple', date: false, deadline: { dueAt: '2026-11-24T16:00:00.000Z' } },
      { class: 'complex', date: true, deadline: null },
      { class: 'bureau', date: false, deadline: null },
      { class: 'outside', date: false, deadline: null },
    ]);
    expect(sorting).toMatchObject({ earliest: '2026-11-20', latest: '2027-05-19', refers: false });
    expect((await read(owner, no)).sorting).toBeNull();
    expect((await read(head, no)).sorting).toBeNull();
  });

  it('simple: the clock of closing goes on, and the owner is told', async () => {
    const no = await answered();
    const view = await accepted(no, { class: 'simple' });
    expect(view).toMatchObject({ state: 'accepted', class: 'simple', dueAt: '2026-11-24T16:00:00.000Z' });
    expect(view.events[0]).toMatchObject({ kind: 'accepted', words: '一般问题', by: { role: 'project_manager' } });
    expect(await told(world, 'complaint.accepted', no)).toBe(1);
  });

  it('of what nobody has answered yet is the first answer, too', async () => {
    const view = await accepted(await fresh(), { class: 'simple' });
    expect(clocks(view)).toEqual(['respond met', 'close runs']);
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no: view.no })).toMatchObject({ respondedAt: FRIDAY, acceptedAt: FRIDAY });
  });

  it.each([
    [{ class: 'complex' }, 'COMPLAINT.DATE_WRONG'],
    [{ ...COMPLEX, proposedDate: '2026-11-19' }, 'COMPLAINT.DATE_WRONG'],
    [{ ...COMPLEX, proposedDate: '2027-05-20' }, 'COMPLAINT.DATE_WRONG'],
    [{ ...COMPLEX, proposedDate: '2026-02-30' }, 'REQUEST.INVALID'],
    [{ class: 'simple', proposedDate: '2026-11-27' }, 'COMPLAINT.DATE_WRONG'],
    [{ ...OUTSIDE, channel: undefined }, 'COMPLAINT.CHANNEL_MISSING'],
    [{ ...OUTSIDE, channel: '隔壁老王' }, 'COMPLAINT.CHANNEL_MISSING'],
    [{ ...OUTSIDE, words: '不归我管' }, 'COMPLAINT.CHANNEL_MISSING'],
    [{ class: 'urgent' }, 'REQUEST.INVALID'],
  ])('%j lacks something: %s, and nothing happens', async (body, code) => {
    const no = await fresh();
    expect((await accept(manager, no, body)).body).toMatchObject({ status: 422, code });
    expect(await read(owner, no)).toMatchObject({ state: 'submitted', class: null });
  });

  it('is for whoever handles it: the head before a take-over and its owner never', async () => {
    const no = await fresh();
    for (const browser of [head, officer, owner]) expect((await accept(browser, no, { class: 'simple' })).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });

  it('by two at once: one class stands, the other is told', async () => {
    const no = await answered();
    await accepted(no, { class: 'simple' });
    const answers = await Promise.all([accept(manager, no, COMPLEX), accept(manager, no, { class: 'bureau' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
    expect((await read(owner, no)).events.filter(({ words }) => words.startsWith('更正为'))).toHaveLength(
      answers.filter(({ status }) => status === 200).length,
    );
    expect((await accept(manager, no, { class: 'simple' })).status).not.toBe(500);
  });

  it('the same class again is no step', async () => {
    const no = await answered();
    await accepted(no, { class: 'simple' });
    expect((await accept(manager, no, { class: 'simple' })).body).toMatchObject({ status: 409, code: 'COMPLAINT.STEP_WRONG' });
  });
});

describe('a date is agreed', () => {
  it('the yes sets the clock of closing aside and starts its own, to 24:00 of the day', async () => {
    const no = await answered();
    const asked = await accepted(no, COMPLEX);
    expect(clocks(asked)).toEqual(['respond met', 'close runs']);
    expect(asked).toMatchObject({ proposedDate: '2026-11-27', agreedDate: null, dueAt: '2026-11-24T16:00:00.000Z' });
    expect(await told(world, 'complaint.proposed', no)).toBe(1);
    expect((await read(owner, no)).can).toContain('answer');
    expect((await owner.get('/api/complaints/mine?tab=to-judge').expect(200)).text).toContain(no);
    const view = (await act(owner, no, 'date', { date: '2026-11-27', agree: true }).expect(200)).body as ComplaintView;
    expect(clocks(view)).toEqual(['respond met', 'close void', 'agreed runs']);
    expect(view).toMatchObject({ proposedDate: null, agreedDate: '2026-11-27', dueAt: '2026-11-27T16:00:00.000Z', state: 'accepted' });
    expect(view.events[0]).toMatchObject({ kind: 'agreed', words: '11月27日 周五 24:00 前', by: { role: 'submitter' } });
    expect(await told(world, 'complaint.agreed', no)).toBe(1);
    const done = await close(manager, no);
    expect(clocks(done)).toEqual(['respond met', 'close void', 'agreed met']);
  });

  it('另约: the wish stands on the timeline, the clock of closing goes on, another date is asked for', async () => {
    const no = await answered();
    await accepted(no, COMPLEX);
    const view = (await act(owner, no, 'date', { date: '2026-11-27', agree: false, wish: '2026-11-24', words: '家里有老人' }).expect(200))
      .body as ComplaintView;
    expect(clocks(view)).toEqual(['respond met', 'close runs']);
    expect(view.events[0]).toMatchObject({ kind: 'declined', words: '希望 11月24日 周二 24:00 前。家里有老人' });
    expect(await told(world, 'complaint.declined', no)).toBe(1);
    await accepted(no, { ...COMPLEX, proposedDate: '2026-11-24', words: '提前派人更换' });
    await act(owner, no, 'date', { date: '2026-11-24', agree: true }).expect(200);
    expect(await read(owner, no)).toMatchObject({ agreedDate: '2026-11-24', dueAt: '2026-11-24T16:00:00.000Z' });
  });

  it('a second date, agreed to as well, replaces the first; asked for alone it moves nothing', async () => {
    const no = await answered();
    await accepted(no, COMPLEX);
    await act(owner, no, 'date', { date: '2026-11-27', agree: true }).expect(200);
    const asked = await accepted(no, { ...COMPLEX, proposedDate: '2026-12-04' });
    expect(clocks(asked)).toEqual(['respond met', 'close void', 'agreed runs']);
    const view = (await act(owner, no, 'date', { date: '2026-12-04', agree: true }).expect(200)).body as ComplaintView;
    expect(clocks(view).sort()).toEqual(['agreed runs', 'agreed void', 'close void', 'respond met']);
    expect(view.dueAt).toBe('2026-12-04T16:00:00.000Z');
  });

  it('only the date that stands there, by its owner, once, and while its day is not over', async () => {
    const no = await answered();
    await accepted(no, COMPLEX);
    expect((await act(owner, no, 'date', { date: '2026-11-28', agree: true })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect((await act(manager, no, 'date', { date: '2026-11-27', agree: true })).body).toMatchObject({ code: 'ACCESS.DENIED' });
    const answers = await Promise.all([
      act(owner, no, 'date', { date: '2026-11-27', agree: true }),
      act(owner, no, 'date', { date: '2026-11-27', agree: false }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const other = await answered();
    await accepted(other, { ...COMPLEX, proposedDate: '2026-11-20' });
    world.clock.set(at('2026-11-21T00:00'));
    expect((await act(await world.as('owner-li'), other, 'date', { date: '2026-11-20', agree: true })).body).toMatchObject({ code: 'COMPLAINT.DATE_WRONG' });
  });

  it('an owner who says nothing is reminded once, and the clock of closing runs on', async () => {
    const no = await answered();
    await accepted(no, COMPLEX);
    const reminders = world.app.get(Reminders);
    world.clock.set(at('2026-11-21T09:59'));
    await reminders.run(world.clock.now());
    expect(await told(world, 'complaint.unanswered', no)).toBe(0);
    world.clock.set(at('2026-11-21T10:00'));
    for (let times = 0; times < 2; times++) await reminders.run(world.clock.now());
    expect(await told(world, 'complaint.unanswered', no)).toBe(1);
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    world.clock.set(at('2026-11-25T00:00'));
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await world.dataSource.manager.findOneByOrFail(ComplaintClock, { complaintId: id, clock: 'close' })).toMatchObject({ voidAt: null, rung: 2 });
  });

  it('a clock that was late when the date replaced it was late: its void lies after its end', async () => {
    const no = await answered();
    world.clock.set(at('2026-11-25T09:00'));
    const [now, who] = [world.clock.now(), await world.as('manager-wang')];
    await accept(who, no, COMPLEX).expect(200);
    const view = (await act(await world.as('owner-li'), no, 'date', { date: '2026-11-27', agree: true }).expect(200)).body as ComplaintView;
    const late = view.clocks.find(({ clock }) => clock === 'close');
    expect(late?.voidAt).toBe(now.toISOString());
    expect(Date.parse(String(late?.voidAt)) >= Date.parse(String(late?.dueAt))).toBe(true);
  });
});

describe('the class is corrected', () => {
  it('simple to complex and back: written down, the owner told, and the first end of closing holds', async () => {
    const no = await answered();
    await accepted(no, { class: 'simple' });
    const complex = await accepted(no, COMPLEX);
    expect(complex.events.map(({ words }) => words)).toContain('更正为重大复杂（约定时间）');
    await act(owner, no, 'date', { date: '2026-11-27', agree: true }).expect(200);
    const back = await accepted(no, { class: 'simple' });
    expect(clocks(back)).toEqual(['respond met', 'close runs', 'agreed void']);
    expect(back).toMatchObject({ dueAt: '2026-11-24T16:00:00.000Z', proposedDate: null });
    expect(await told(world, 'complaint.accepted', no)).toBe(2);
  });

  it('reported to the bureau and sent back: no time was gained', async () => {
    const no = await answered();
    const up = await accepted(no, { class: 'bureau', words: '外墙渗水属房屋质量' });
    expect(up).toMatchObject({ level: 'district', dueAt: null, handler: { level: 'district', name: expect.stringContaining('住') } });
    expect(clocks(up)).toEqual(['respond met', 'close void']);
    expect(await told(world, 'complaint.handed', no)).toBeGreaterThan(0);
    expect((await accept(manager, no, { class: 'simple' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    world.clock.advance(3_600_000);
    const down = (await accept(officer, no, { class: 'simple', words: '属小区维修范围' }).expect(200)).body as ComplaintView;
    expect(down).toMatchObject({ level: 'manager', class: 'simple', dueAt: '2026-11-24T16:00:00.000Z' });
    expect(kinds(down).slice(0, 2)).toEqual(['accepted', 'returned']);
    expect(await told(world, 'complaint.returned', no)).toBe(1);
    await close(manager, no);
  });

  it('what climbed to the district stays there, whatever its class', async () => {
    const no = await fresh();
    await world.dataSource.manager.update(Complaint, { no }, { level: 'district' });
    await accept(officer, no, { class: 'simple' }).expect(200);
    expect(await read(owner, no)).toMatchObject({ level: 'district', events: [{ by: { role: 'district_officer' } }, {}] });
  });
});

describe('outside property and housing', () => {
  it('the owner reads the right channel, the street office is told, it ends as 属其他部门 and may be judged', async () => {
    const no = await answered();
    const view = await accepted(no, OUTSIDE);
    expect(view).toMatchObject({ state: 'closed', closingReason: 'other_department', class: 'outside' });
    expect(view.events[0]).toMatchObject({ kind: 'closed', words: '属其他部门。请找12345 政务服务便民热线 12345。路灯由市政部门管理，请拨打热线反映。' });
    expect(await told(world, 'complaint.outside', no)).toBe(1);
    expect(await told(world, 'complaint.grid', no)).toBe(1);
    expect((await read(owner, no)).can).toContain('judge');
    const again = (await act(owner, no, 'verdict', { solved: false, reason: '热线说归物业' }).expect(200)).body as ComplaintView;
    expect(again).toMatchObject({ state: 'reopened', closingReason: null });
  });

  it('the same key twice: one channel, one message', async () => {
    const [no, key] = [await answered(), newKey()];
    const send = () => manager.post(`/api/complaints/${no}/accept`).set('idempotency-key', key).send(OUTSIDE);
    expect((await Promise.all([send(), send()])).map(({ status }) => status)).toEqual([200, 200]);
    expect(await told(world, 'complaint.outside', no)).toBe(1);
  });
});

describe('other bodies', () => {
  let body: string;
  beforeAll(async () => {
    world.clock.set(FRIDAY);
    const made = await officer.post('/api/complaint-bodies').send({ name: '武侯区城市管理局', kind: 'urban', phone: '028-85550000' }).expect(201);
    body = (made.body as { id: string }).id;
  });
  const lying = async () => {
    const no = await answered();
    expect(await accepted(no, OUTSIDE)).toMatchObject({ state: 'accepted', level: 'manager' });
    return no;
  };
  const refer = (no: string) => act(officer, no, 'refer', { bodyId: body, words: '路灯不亮' });
  const said = (no: string, answer: string, words = '') => act(officer, no, 'referral', { answer, words });

  it('are the district’s to keep: others neither see nor change them', async () => {
    expect((await officer.get('/api/complaint-bodies').expect(200)).body).toMatchObject({ items: [{ id: body, name: '武侯区城市管理局' }] });
    for (const browser of [owner, manager, head]) expect((await browser.get('/api/complaint-bodies')).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });

  it('what is outside waits for the district to refer it; who had it first answers until the body took it', async () => {
    const no = await lying();
    expect(await told(world, 'complaint.lying', no)).toBeGreaterThan(0);
    expect((await act(manager, no, 'refer', { bodyId: body, words: '路灯不亮' })).body).toMatchObject({ code: 'ACCESS.DENIED' });
    const referred = (await refer(no).expect(200)).body as ComplaintView;
    expect(referred).toMatchObject({ state: 'referred', level: 'manager', referral: { name: '武侯区城市管理局', received: false } });
    const received = (await said(no, 'received').expect(200)).body as ComplaintView;
    expect(received).toMatchObject({ level: 'district', handler: { level: 'department', name: '武侯区城市管理局', phone: '028-85550000' }, dueAt: null });
    expect((await said(no, 'received')).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect((await read(owner, no)).events.map(({ kind }) => kind).slice(0, 2)).toEqual(['received', 'referred']);
    await close(officer, no);
  });

  it('a body that returns it says why; after the second time the district decides', async () => {
    const no = await lying();
    await refer(no).expect(200);
    expect((await said(no, 'returned')).body).toMatchObject({ code: 'COMPLAINT.REASON_MISSING' });
    const once = (await said(no, 'returned', '不在辖区内').expect(200)).body as ComplaintView;
    expect(once).toMatchObject({ state: 'accepted', level: 'manager', referral: { returns: 1 } });
    await refer(no).expect(200);
    const twice = (await said(no, 'returned', '仍不在辖区内').expect(200)).body as ComplaintView;
    expect(twice).toMatchObject({ state: 'accepted', level: 'district', referral: { returns: 2 } });
    expect(twice.events[0]?.words).toContain('由区住建部门决定');
    expect((await accept(manager, no, { class: 'simple' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
  });

  it('only what is not the property’s, and only to a body that stands in the district', async () => {
    const no = await answered();
    await accepted(no, { class: 'simple' });
    expect((await refer(no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    const other = await lying();
    await officer.delete(`/api/complaint-bodies/${body}`).expect(204);
    expect((await refer(other)).body).toMatchObject({ code: 'COMPLAINT.BODY_UNKNOWN' });
    expect((await officer.delete(`/api/complaint-bodies/${body}`)).body).toMatchObject({ code: 'COMPLAINT.BODY_UNKNOWN' });
  });
});

describe('added and taken back', () => {
  it('its owner adds words and a picture, whoever handles it is told; no clock moves', async () => {
    const no = await answered();
    const before = (await read(owner, no)).clocks;
    const view = (await act(owner, no, 'supplement', { words: '又停了一次', pictures: [await upload(owner)] }).expect(200)).body as ComplaintView;
    expect(view.events[0]).toMatchObject({ kind: 'supplemented', by: { role: 'submitter' }, words: '又停了一次', pictures: [expect.any(String)] });
    expect(view.clocks).toEqual(before);
    expect(await told(world, 'complaint.supplemented', no)).toBe(1);
  });

  it('the manager tells how it goes, also after it moved on; its owner is told', async () => {
    const no = await fresh();
    await world.dataSource.manager.update(Complaint, { no }, { level: 'company' });
    await act(manager, no, 'supplement', { words: '配件今天到货' }).expect(200);
    expect((await read(owner, no)).events[0]).toMatchObject({ by: { role: 'project_manager' }, words: '配件今天到货' });
    expect(await told(world, 'complaint.progress', no)).toBe(1);
  });

  it('who joined it adds as one of 同诉, without a name; others who joined read that, not what', async () => {
    const no = await answered();
    const code = world.cast.posters[0]?.code;
    const [chen, he] = [await world.as('owner-chen'), await world.as('stranger-he')];
    for (const browser of [chen, he]) await act(browser, no, 'join', { code }).expect(200);
    expect((await read(chen, no)).can).toContain('supplement');
    await act(chen, no, 'supplement', { words: '我家也停电了' }).expect(200);
    expect((await read(owner, no)).events[0]).toMatchObject({ kind: 'supplemented', by: { role: 'joiner', name: '' }, words: '我家也停电了' });
    expect((await read(he, no)).events[0]).toMatchObject({ by: { role: 'joiner', name: '' }, words: '' });
    expect(await told(world, 'complaint.supplemented', no)).toBe(1);
    await act(owner, no, 'withdraw').expect(200);
    expect((await act(chen, no, 'supplement', { words: '还没有好' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('a neighbour adds nothing, and to what is closed nobody does', async () => {
    const no = await answered();
    expect((await act(await world.as('owner-chen'), no, 'supplement', { words: '我也是' })).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    await close(manager, no);
    expect((await act(owner, no, 'supplement', { words: '还有一点' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it.each(['submitted', 'responded', 'accepted', 'reopened'])('from %s its owner takes it back: all are told, nothing runs on', async (state) => {
    const no = state === 'submitted' ? await fresh() : await answered();
    if (state === 'accepted') await accepted(no, COMPLEX);
    if (state === 'reopened') {
      await close(manager, no);
      await act(owner, no, 'verdict', { solved: false, reason: '没有修好' }).expect(200);
    }
    const view = (await act(owner, no, 'withdraw', { words: '自己修好了' }).expect(200)).body as ComplaintView;
    expect(view).toMatchObject({ state: 'withdrawn', dueAt: null, can: [] });
    expect(clocks(view).every((clock) => !clock.endsWith('runs'))).toBe(true);
    // What came back stands with the company: its clerk has it, too.
    expect(await told(world, 'complaint.withdrawn', no)).toBe(state === 'reopened' ? 4 : 3);
    const rows = world.dataSource.manager;
    const { id } = await rows.findOneByOrFail(Complaint, { no });
    expect((await rows.findBy(ComplaintClock, { complaintId: id })).every(({ nextAt }) => nextAt === null)).toBe(true);
    for (const name of ['respond', 'close', 'accept'])
      expect((await act(manager, no, name, { words: '已经全部处理完毕，请放心。', class: 'simple', reason: 'fund' })).body).toMatchObject({
        code: state === 'reopened' ? 'COMPLAINT.MOVED' : 'COMPLAINT.STEP_WRONG',
      });
  });

  it('while the manager closes it: each that is taken stands on the timeline, and it is withdrawn', async () => {
    for (let round = 0; round < 4; round++) {
      const no = await answered();
      const pictures = [await upload(manager)];
      const answers = await Promise.all([act(manager, no, 'close', { words: '主板已经更换，电梯恢复运行。', pictures }), act(owner, no, 'withdraw')]);
      // What was closed a moment before waits for its owner's verdict, and may still be taken back; what was taken back is closed by nobody.
      const [closing, withdrawal] = answers.map(({ status }) => status === 200);
      expect(answers.every(({ status }) => status === 200 || status === 409) && (closing || withdrawal)).toBe(true);
      const view = await read(owner, no);
      expect(view.state).toBe(withdrawal ? 'withdrawn' : 'closed');
      expect(kinds(view)).toEqual([...(withdrawal ? ['withdrawn'] : []), ...(closing ? ['closed'] : []), 'responded', 'submitted']);
    }
  });
});
