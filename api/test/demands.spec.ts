import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import type { LedgerView } from '@wuye/shared/ledger';
import { Conferred1763700000088 } from '../../migrations/src/1763700000088-conferred.js';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, neverFlagged, respond, submit, upload } from './acts.js';
import { act as post, read } from './complaint-acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** 督办 and 部门会商 of one complaint: a clock for each, that of the conference the district's own; and how they end. */

let world: World;
let owner: Browser;
let manager: Browser;
let officer: Browser;
let body: string;

const at = (text: string): Date => new Date(`${text}+08:00`);
const rows = () => world.dataSource.manager;
const DUE = at('2026-11-21T10:00');
const OUTSIDE = { class: 'outside', channel: '12345 政务服务便民热线', words: '路灯由市政部门管理，请拨打热线反映。' };
const demand = (no: string, form: object = {}) => post(officer, no, 'supervise', { words: '请按时恢复电梯运行', dueAt: DUE.toISOString(), ...form });
const confer = (no: string, browser = officer) =>
  post(browser, no, 'confer', { bodies: ['区市场监管局', '街道办'], words: '更换的资金和工期', dueAt: DUE.toISOString() });
const outcome = (no: string) => post(officer, no, 'confer/outcome', { words: '由街道牵头，下周一进场更换' });
const ordered = ({ clocks }: ComplaintView) =>
  clocks
    .filter(({ clock }) => clock === 'demanded' || clock === 'conferred')
    .map(({ clock, metAt, voidAt }) => [clock, metAt ? 'met' : voidAt ? 'void' : 'runs']);
const sent = async (kind: string, no: string) => (await rows().findBy(OutboxMessage, { kind })).filter(({ data }) => data.no === no).length;
const phrases = async (slug: 'manager-wang' | 'head-zhou' | 'officer-wu' | 'city-luo' | 'owner-li', no: string) =>
  (await world.chat(slug)).filter(({ url }) => url.endsWith(no)).flatMap(({ rows: shown }) => shown.map(({ value }) => value));
const sweep = (now: Date) => {
  world.clock.set(now);
  return world.app.get(LadderSweep).run(now);
};
const rowOf = (no: string) => rows().findOneByOrFail(Complaint, { no });
const clocksOf = async (no: string) => rows().find(ComplaintClock, { where: { complaintId: (await rowOf(no)).id }, order: { id: 'ASC' } });
const signIn = async () => {
  [owner, manager, officer] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('officer-wu')]);
};
/** Answered by the manager; the ladders of what runs beside a demand are still. */
async function answered(): Promise<string> {
  const { no } = await submit(world, owner);
  await respond(manager, no);
  return no;
}
/** Of many, so that bodies may be called to confer on it. */
async function ofMany(): Promise<string> {
  const no = await answered();
  await rows().update(Complaint, { no }, { grouped: true });
  return no;
}
const onlyOf = (clock: string) => world.dataSource.query('UPDATE complaint_clock SET next_at = NULL WHERE clock <> ?', [clock]);

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  await signIn();
});

describe('督办', () => {
  it('ends with a closing as 非物业和住建职责: nobody hears of its time any more, and a new round inherits nothing', async () => {
    const no = await answered();
    await demand(no).expect(200);
    const view = (await post(manager, no, 'accept', OUTSIDE).expect(200)).body as ComplaintView;
    expect([view.state, ordered(view)]).toEqual(['closed', [['demanded', 'met']]]);
    expect((await rowOf(no)).dueAt).toBeNull();
    await sweep(DUE);
    expect([await sent('complaint.remind', no), await sent('complaint.warn', no)]).toEqual([0, 0]);
    await signIn();
    const again = (await post(owner, no, 'verdict', { solved: false, reason: '路灯还是不亮' }).expect(200)).body as ComplaintView;
    expect(ordered(again)).toEqual([['demanded', 'met']]);
  });

  it('that was left on a closed complaint is put away by the sweep, as of the closing, without a word', async () => {
    const no = await answered();
    await demand(no).expect(200);
    await close(manager, no);
    const { id } = await rowOf(no);
    await rows().update(ComplaintClock, { complaintId: id, clock: 'demanded' }, { metAt: null, nextAt: DUE });
    await sweep(DUE);
    expect([await sent('complaint.remind', no), await sent('complaint.warn', no)]).toEqual([0, 0]);
    expect((await clocksOf(no)).at(-1)).toMatchObject({ clock: 'demanded', metAt: null, voidAt: FRIDAY, nextAt: null });
  });

  it('ends where another body took the matter: the property is warned of it no more', async () => {
    const made = await officer.post('/api/complaint-bodies').send({ name: '武侯区城市管理局', kind: 'urban', phone: '028-85550000' }).expect(201);
    body = (made.body as { id: string }).id;
    const no = await answered();
    await demand(no).expect(200);
    await post(manager, no, 'accept', OUTSIDE).expect(200);
    await post(officer, no, 'refer', { bodyId: body, words: '路灯不亮' }).expect(200);
    expect(ordered(await read(officer, no))).toEqual([['demanded', 'runs']]);
    const view = (await post(officer, no, 'referral', { answer: 'received' }).expect(200)).body as ComplaintView;
    expect(ordered(view)).toEqual([['demanded', 'void']]);
    await sweep(DUE);
    expect([await sent('complaint.remind', no), await sent('complaint.warn', no)]).toEqual([0, 0]);
    await signIn();
    await officer.delete(`/api/complaint-bodies/${body}`).expect(204);
  });
});

describe('部门会商', () => {
  it('runs beside a 督办: an outcome meets the conference alone, and neither ends the other', async () => {
    const no = await ofMany();
    await demand(no).expect(200);
    expect(ordered((await confer(no).expect(200)).body as ComplaintView)).toEqual([
      ['demanded', 'runs'],
      ['conferred', 'runs'],
    ]);
    await demand(no, { words: '请今晚以前恢复运行' }).expect(200);
    const view = (await outcome(no).expect(200)).body as ComplaintView;
    expect(ordered(view).sort()).toEqual([
      ['conferred', 'met'],
      ['demanded', 'runs'],
      ['demanded', 'void'],
    ]);
    expect(view.can).toContain('confer');
    await confer(no).expect(200);
  });

  it('is the district’s own: its time is told to the district, and when it passed to the city, and makes nobody late', async () => {
    const no = await ofMany();
    await confer(no).expect(200);
    expect((await read(manager, no)).dueAt).toBe(at('2026-11-25T00:00').toISOString());
    await rows().update(Complaint, { no }, { grouped: false });
    await onlyOf('conferred');
    await sweep(new Date(DUE.getTime() - 1));
    expect(await phrases('officer-wu', no)).toContain('即将到期');
    await sweep(DUE);
    await signIn();
    for (const slug of ['officer-wu', 'city-luo'] as const) expect([slug, await phrases(slug, no)]).toEqual([slug, expect.arrayContaining(['已经超时'])]);
    for (const slug of ['manager-wang', 'head-zhou', 'owner-li'] as const)
      expect([slug, (await phrases(slug, no)).filter((phrase) => phrase === '即将到期' || phrase === '已经超时')]).toEqual([slug, []]);
    const view = await read(officer, no);
    expect(view.events.slice(0, 2).map(({ kind, words }) => [kind, words])).toEqual([
      ['warn', '部门会商的时限到了，还没有会商结果'],
      ['remind', '部门会商快到时限，还没有会商结果'],
    ]);
    expect(view.can).toContain('conferred');
    expect(view.can).not.toContain('list');
    expect(await rowOf(no)).toMatchObject({ late: false, dueAt: at('2026-11-25T00:00') });
    const ledger = (await manager.get(`/api/communities/${world.cast.posters[0]?.communityId}/ledger?month=2026-11`).expect(200)).body as LedgerView;
    expect(ledger.rows.find((row) => row.no === no)).toMatchObject({ overdue: false });
  });

  it('goes on where it is reported to the bureau that called it', async () => {
    const no = await ofMany();
    await demand(no).expect(200);
    await confer(no).expect(200);
    const view = (await post(manager, no, 'accept', { class: 'bureau', words: '维修资金的事' }).expect(200)).body as ComplaintView;
    expect(ordered(view)).toEqual([
      ['demanded', 'void'],
      ['conferred', 'runs'],
    ]);
    expect((await read(officer, no)).can).toContain('conferred');
  });

  it('ends unmet where it is closed before its outcome; in the next round another may be called', async () => {
    const no = await ofMany();
    await confer(no).expect(200);
    expect(ordered(await close(manager, no))).toEqual([['conferred', 'void']]);
    await post(owner, no, 'verdict', { solved: false, reason: '电梯还是停着' }).expect(200);
    const { can } = await read(officer, no);
    expect(can).toContain('confer');
    expect(can).not.toContain('conferred');
    expect((await outcome(no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    await confer(no).expect(200);
    expect((await read(officer, no)).can).toContain('conferred');
  });

  it('is refused while one runs, also to two officers at once', async () => {
    const no = await ofMany();
    const answers = await Promise.all([confer(no), confer(no, await world.as('officer-wu'))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await confer(no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect(ordered(await read(officer, no))).toEqual([['conferred', 'runs']]);
    expect((await read(officer, no)).events.filter(({ kind }) => kind === 'confer')).toHaveLength(1);
  });

  it('that was called while it shared the clock of a 督办 has one of its own, with a turn and a ladder that go on', async () => {
    const no = await ofMany();
    await demand(no).expect(200);
    await confer(no).expect(200);
    const { id } = await rowOf(no);
    await rows().update(ComplaintClock, { complaintId: id, clock: 'conferred' }, { clock: 'demanded', turn: 2 });
    await rows().update(Complaint, { id }, { dueAt: DUE, sortAt: DUE });
    await rows().update(ComplaintClock, { complaintId: id, clock: 'demanded', turn: 1 }, { voidAt: FRIDAY });
    const runner = world.dataSource.createQueryRunner();
    try {
      await new Conferred1763700000088().up(runner);
    } finally {
      await runner.release();
    }
    expect((await clocksOf(no)).slice(-2).map(({ clock, turn, voidAt }) => [clock, turn, voidAt !== null])).toEqual([
      ['demanded', 1, true],
      ['conferred', 2, false],
    ]);
    const end = at('2026-11-25T00:00');
    expect(await rowOf(no)).toMatchObject({ dueAt: end, sortAt: end });
    await outcome(no).expect(200);
    await demand(no).expect(200);
    await confer(no).expect(200);
  });
});

it('what a district closes by its own hand ends 督办 and 部门会商 alike', async () => {
  const no = await ofMany();
  await demand(no).expect(200);
  await confer(no).expect(200);
  await rows().update(Complaint, { no }, { level: 'district' });
  const closing = { words: '主板已经更换，电梯恢复运行。', pictures: [await upload(officer)] };
  expect(ordered((await post(officer, no, 'close', closing).expect(200)).body as ComplaintView)).toEqual([
    ['demanded', 'met'],
    ['conferred', 'void'],
  ]);
});
