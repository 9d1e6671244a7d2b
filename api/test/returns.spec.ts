import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { close, neverFlagged, respond, submit, upload } from './acts.js';
import { act, hops, read, signIn } from './complaint-acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** What the district had to sort or to refer, and gives back; what it keeps; and two who move the same thing at once. */

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
let body: string;

const at = (text: string): Date => new Date(`${text}+08:00`);
const sorted = async (browser: Browser, no: string, form: object) => (await act(browser, no, 'accept', form).expect(200)).body as ComplaintView;
const BUREAU = { class: 'bureau', words: '维修资金的事' };
const OUTSIDE = { class: 'outside', channel: '12345 政务服务便民热线', words: '路灯由市政部门管理，请拨打热线反映。' };
const sweep = (instant: string) => {
  world.clock.set(at(instant));
  return world.app.get(LadderSweep).run(world.clock.now());
};
const enter = async () => {
  ({ owner, manager, head, officer } = await signIn(world));
};
const answered = async () => {
  const { no } = await submit(world, owner);
  await respond(manager, no);
  return no;
};
/** To the body and back. */
const bounce = async (no: string) => {
  await act(officer, no, 'refer', { bodyId: body, words: '路灯不亮' }).expect(200);
  return (await act(officer, no, 'referral', { answer: 'returned', words: '不在辖区内' }).expect(200)).body as ComplaintView;
};

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  await enter();
  const made = await officer.post('/api/complaint-bodies').send({ name: '武侯区城市管理局', kind: 'urban', phone: '028-85550000' }).expect(201);
  body = (made.body as { id: string }).id;
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  await enter();
});

describe('reported to the bureau, and given back', () => {
  it('after the clock’s end: it is overdue, and the ladder’s deadlines count from the return', async () => {
    const no = await answered();
    await sorted(manager, no, BUREAU);
    world.clock.set(at('2026-11-26T10:00'));
    await enter();
    const back = await sorted(officer, no, { class: 'simple' });
    expect(back).toMatchObject({ level: 'manager', dueAt: '2026-11-24T16:00:00.000Z' });
    await sweep('2026-11-26T10:05');
    expect(await hops(world, no)).toEqual(['remind', 'warn', 'takeover']);
    expect((await read(owner, no)).events[0]?.words).toContain('应在 11月27日 周五 24:00 前回复');
    await sweep('2026-11-27T23:59');
    expect(await hops(world, no)).toEqual(['remind', 'warn', 'takeover']);
    await sweep('2026-11-28T00:00');
    expect(await hops(world, no)).toEqual(['remind', 'warn', 'takeover', 'supervise']);
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect(await world.dataSource.manager.findOneByOrFail(ComplaintClock, { complaintId: id, clock: 'close' })).toMatchObject({
      dueAt: at('2026-11-25T00:00'),
    });
  });

  it('before the clock’s end nothing has changed', async () => {
    const no = await answered();
    await sorted(manager, no, BUREAU);
    world.clock.set(at('2026-11-23T10:00'));
    await enter();
    await sorted(officer, no, { class: 'simple' });
    await sweep('2026-11-24T19:59');
    expect(await hops(world, no)).toEqual([]);
    await sweep('2026-11-25T00:00');
    expect(await hops(world, no)).toEqual(['remind', 'warn', 'takeover']);
  });

  it('what the company had taken over goes back to the company', async () => {
    const no = await answered();
    await act(head, no, 'takeover').expect(200);
    await sorted(head, no, BUREAU);
    const back = await sorted(officer, no, { class: 'simple' });
    expect(back.level).toBe('company');
    expect(back.events.map(({ words }) => words)).toContain('属于物业服务范围，由物业公司继续办理');
    expect((await act(manager, no, 'accept', { class: 'complex' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    await close(head, no);
  });

  it('what its owner sent up stays with the district, and reporting it to itself sets no clock aside', async () => {
    const no = await answered();
    await act(head, no, 'takeover').expect(200);
    await close(head, no);
    await act(owner, no, 'verdict', { solved: false, reason: '又停了' }).expect(200);
    expect(await sorted(officer, no, BUREAU)).toMatchObject({ level: 'district', dueAt: '2026-11-25T16:00:00.000Z' });
    expect(await sorted(officer, no, { class: 'simple' })).toMatchObject({ level: 'district', dueAt: '2026-11-25T16:00:00.000Z' });
  });
});

describe('sent back by other bodies', () => {
  it('twice: the district decides, also that it is the property’s, and refers it no more', async () => {
    const no = await answered();
    await sorted(manager, no, OUTSIDE);
    expect((await bounce(no)).level).toBe('manager');
    const twice = await bounce(no);
    expect(twice.level).toBe('district');
    expect(twice.can).not.toContain('refer');
    expect((await act(officer, no, 'refer', { bodyId: body, words: '再转一次' })).body).toMatchObject({ code: 'COMPLAINT.RETURNED_TWICE' });
    const decided = await sorted(officer, no, { class: 'simple' });
    expect(decided).toMatchObject({ level: 'manager', class: 'simple', dueAt: '2026-11-24T16:00:00.000Z' });
    expect((await read(manager, no)).can).toContain('close');
    await close(manager, no);
  });
});

describe('what was escalated', () => {
  it('the district sorts, agrees on a date for, or refers', async () => {
    const no = await answered();
    await close(manager, no);
    await act(owner, no, 'verdict', { solved: false, reason: '又停了' }).expect(200);
    await close(head, no);
    await act(owner, no, 'verdict', { solved: false, reason: '还是停' }).expect(200);
    expect((await read(officer, no)).can).toContain('accept');
    expect(await sorted(officer, no, { class: 'complex', proposedDate: '2026-11-27', words: '要等厂家发配件' })).toMatchObject({
      level: 'district',
      proposedDate: '2026-11-27',
      dueAt: '2026-11-25T16:00:00.000Z',
    });
    const agreed = (await act(owner, no, 'date', { date: '2026-11-27', agree: true }).expect(200)).body as ComplaintView;
    expect(agreed).toMatchObject({ level: 'district', dueAt: '2026-11-27T16:00:00.000Z' });
    await sorted(officer, no, OUTSIDE);
    await act(officer, no, 'refer', { bodyId: body, words: '路灯不亮' }).expect(200);
    expect((await act(officer, no, 'referral', { answer: 'received' }).expect(200)).body).toMatchObject({ level: 'district' });
  });
});

describe('two at once', () => {
  it('企业接办 and 办结: one of the two is first, the other is told', async () => {
    for (let round = 0; round < 4; round++) {
      const no = await answered();
      const pictures = [await upload(manager)];
      const closing = { words: '主板已经更换，电梯恢复运行。', pictures };
      const answers = await Promise.all([act(manager, no, 'close', closing), act(head, no, 'takeover')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await read(owner, no)).toMatchObject(answers[0].status === 200 ? { state: 'closed', level: 'manager' } : { state: 'responded', level: 'company' });
    }
  });

  it('已接收 and a withdrawal', async () => {
    for (let round = 0; round < 4; round++) {
      const no = await answered();
      await sorted(manager, no, OUTSIDE);
      await act(officer, no, 'refer', { bodyId: body, words: '路灯不亮' }).expect(200);
      await Promise.all([act(owner, no, 'withdraw'), act(officer, no, 'referral', { answer: 'received' })]);
      const { state, events } = await read(owner, no);
      expect(state).toBe('withdrawn');
      expect(events[0]?.kind).toBe('withdrawn');
    }
  });
});
