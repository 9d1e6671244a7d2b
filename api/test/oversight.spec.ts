import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintView, WorkRow } from '@wuye/shared/complaint';
import { Complaint, ComplaintClock } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { Appointment } from '../src/identity/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, respond, submit, upload } from './acts.js';
import { act as post, read } from './complaint-acts.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
let staff: Browser;

const told = async (slug: 'manager-wang' | 'head-zhou' | 'owner-li' | 'officer-wu' | 'city-luo' | 'staff-deng' | 'clerk-ma', no: string, phrase: string) =>
  (await world.chat(slug)).some(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === phrase));
const tomorrow = () => new Date(world.clock.now().getTime() + 86_400_000).toISOString();

beforeAll(async () => {
  world = await startWorld();
  [owner, manager, head, officer, staff] = await Promise.all([
    world.as('owner-li'),
    world.as('manager-wang'),
    world.as('head-zhou'),
    world.as('officer-wu'),
    world.as('staff-deng'),
  ]);
}, 60_000);
afterAll(() => world.close());

describe('企业接办', () => {
  it('before the ladder does it: the company answers from then on, once, and the others are told', async () => {
    const { no } = await submit(world, owner);
    expect((await read(head, no)).can).toContain('takeover');
    const { body } = await post(head, no, 'takeover', {}).expect(200);
    expect(body).toMatchObject({ level: 'company', events: [{ kind: 'takeover', by: { role: 'company_head' } }, {}] });
    expect((await post(head, no, 'takeover', {})).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect((await post(manager, no, 'respond', { words: '马上到' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    expect((await post(manager, no, 'takeover', {})).body).toMatchObject({ code: 'ACCESS.DENIED' });
    await respond(head, no);
    expect(await told('manager-wang', no, '公司接办')).toBe(true);
    expect(await told('clerk-ma', no, '公司接办')).toBe(true);
    expect(await told('owner-li', no, '上级接办')).toBe(true);
  });
});

describe('督办', () => {
  it('says what is demanded and by when, to all who must act, and its owner reads it', async () => {
    const { no } = await submit(world, owner);
    await post(officer, no, 'supervise', { words: '请今天恢复电梯运行', dueAt: tomorrow() }).expect(200);
    expect((await read(owner, no)).events[0]).toMatchObject({ kind: 'supervise', words: '请今天恢复电梯运行（11月21日 周六 10:00 前办好）' });
    for (const slug of ['manager-wang', 'head-zhou'] as const) expect(await told(slug, no, '已督办')).toBe(true);
    expect((await post(officer, no, 'supervise', { words: '快点办好', dueAt: world.clock.now().toISOString() })).body).toMatchObject({
      code: 'COMPLAINT.DUE_PAST',
    });
    expect((await post(officer, no, 'supervise', { words: '', dueAt: tomorrow() })).status).toBe(422);
    expect((await post(head, no, 'supervise', { words: '请今天办好', dueAt: tomorrow() })).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });
});

describe('the deadline of a 督办 by hand', () => {
  const rows = () => world.dataSource.manager;
  const sweep = () => world.app.get(LadderSweep).run(world.clock.now());
  const sent = async (kind: string, no: string) => (await rows().findBy(OutboxMessage, { kind })).filter(({ data }) => data.no === no).length;
  const clocksOf = async (no: string) => {
    const { id } = await rows().findOneByOrFail(Complaint, { no });
    return rows().find(ComplaintClock, { where: { complaintId: id, clock: 'demanded' }, order: { turn: 'ASC' } });
  };
  const demand = (no: string, form: object = {}) => post(officer, no, 'supervise', { words: '请按时恢复电梯运行', dueAt: tomorrow(), ...form });

  it('is a clock: its owner is told, and when it passes whoever urged it', async () => {
    const { no } = await submit(world, owner);
    await respond(manager, no);
    const { body } = await demand(no).expect(200);
    expect((body as ComplaintView).clocks.at(-1)).toMatchObject({ clock: 'demanded', dueAt: tomorrow(), metAt: null });
    expect(await told('owner-li', no, '有新进展')).toBe(true);
    const end = new Date(tomorrow());
    await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL WHERE clock <> ?', ['demanded']);
    const was = world.clock.now();
    world.clock.set(new Date(end.getTime() - 1));
    await sweep();
    expect([await sent('complaint.warn', no), (await clocksOf(no))[0]?.rung]).toEqual([0, 0]);
    world.clock.set(end);
    await sweep();
    expect(await told('officer-wu', no, '已经超时')).toBe(true);
    expect((await rows().findOneByOrFail(Complaint, { no })).late).toBe(false);
    world.clock.set(was);
  });

  it('a new demand takes the place of the one before; closing meets it', async () => {
    const { no } = await submit(world, owner);
    await respond(manager, no);
    await demand(no).expect(200);
    await demand(no, { words: '请今晚以前恢复运行' }).expect(200);
    await close(manager, no);
    expect((await clocksOf(no)).map(({ turn, metAt, voidAt, nextAt }) => [turn, metAt !== null, voidAt !== null, nextAt])).toEqual([
      [1, false, true, null],
      [2, true, false, null],
    ]);
  });

  it('挂牌督办 for what is late, of many, repeated, or not to its owner’s satisfaction; not for others', async () => {
    const { no } = await submit(world, owner);
    // The same home speaks up in every story here.
    await rows().update(Complaint, { no }, { repeated: false, grouped: false });
    expect((await read(officer, no)).can).not.toContain('list');
    expect((await demand(no, { listed: true })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    await rows().update(Complaint, { no }, { grouped: true });
    expect((await read(officer, no)).can).toContain('list');
    const { body } = await demand(no, { listed: true }).expect(200);
    expect((body as ComplaintView).events[0]).toMatchObject({ kind: 'list', by: { role: 'district_officer' } });
    for (const slug of ['manager-wang', 'head-zhou'] as const) expect(await told(slug, no, '挂牌督办')).toBe(true);
  });
});

describe('部门会商', () => {
  const call = (no: string, form: object = {}) =>
    post(officer, no, 'confer', { bodies: ['区市场监管局', '街道办'], words: '电梯更换的资金和工期', dueAt: tomorrow(), ...form });

  it('by hand: with whom, by when, and what came of it; the city is told, its owner reads it', async () => {
    const { no } = await submit(world, owner);
    await respond(manager, no);
    await world.dataSource.manager.update(Complaint, { no }, { grouped: true });
    expect((await read(officer, no)).can).toContain('confer');
    const { body } = await call(no).expect(200);
    expect((body as ComplaintView).can).toEqual(expect.arrayContaining(['conferred']));
    expect((body as ComplaintView).can).not.toContain('confer');
    const view = await read(owner, no);
    expect(view.events[0]).toMatchObject({ kind: 'confer', words: expect.stringContaining('与区市场监管局、街道办会商：电梯更换的资金和工期') });
    expect(view.clocks.at(-1)).toMatchObject({ clock: 'conferred', dueAt: tomorrow(), sentence: expect.stringContaining('召集部门会商') });
    expect(await told('city-luo', no, '部门会商')).toBe(true);
    await post(officer, no, 'confer/outcome', { words: '由街道牵头，下周一进场更换' }).expect(200);
    const after = await read(owner, no);
    expect(after.events[0]).toMatchObject({ kind: 'conferred', words: '由街道牵头，下周一进场更换' });
    expect(after.clocks.at(-1)?.metAt).not.toBeNull();
    expect((await post(officer, no, 'confer/outcome', { words: '再写一次结果' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('not of every matter, not without bodies, and by nobody below', async () => {
    const { no } = await submit(world, owner);
    await world.dataSource.manager.update(Complaint, { no }, { repeated: false, grouped: false });
    expect((await call(no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect((await call(no, { bodies: [] })).status).toBe(422);
    expect((await post(head, no, 'confer', { bodies: ['街道办'], words: '请来会商', dueAt: tomorrow() })).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await post(officer, no, 'confer/outcome', { words: '没有会商过' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });
});

describe('安排办理人', () => {
  it('one of the community’s staff, who is told; one who was dismissed is not there', async () => {
    const { no } = await submit(world, owner);
    const { items } = (await manager.get(`/api/complaints/${no}/staff`).expect(200)).body as { items: { id: string; name: string }[] };
    expect(items.map(({ name }) => name)).toEqual(['邓长顺']);
    await post(manager, no, 'assign', { staffId: items[0]?.id }).expect(200);
    expect((await manager.get(`/api/complaints/${no}/staff`)).body).toMatchObject({ assignee: { name: '邓长顺' } });
    expect(await told('staff-deng', no, '请您办理')).toBe(true);
    const list = async (browser: Browser, query = '') =>
      ((await browser.get(`/api/complaints/work?limit=50${query}`).expect(200)).body as { items: WorkRow[] }).items;
    expect((await list(staff, '&mine=1')).map((row) => row.no)).toEqual([no]);
    expect((await list(staff)).length).toBeGreaterThan(1);
    expect(await list(manager, '&mine=1')).toEqual([]);
    const ours = { assignee: '邓长顺', level: 'manager', companyName: expect.any(String), districtName: expect.any(String) };
    expect((await list(manager)).find((row) => row.no === no)).toMatchObject(ours);
    expect((await list(officer)).find((row) => row.no === no)).toMatchObject({ ...ours, assignee: null });
    expect((await manager.get(`/api/complaints/table?no=${no}`)).body).toMatchObject({ items: [{ assignee: '邓长顺' }] });
    expect((await read(owner, no)).events.map(({ kind }) => kind)).not.toContain('assigned');
    expect((await read(staff, no)).events.map(({ kind }) => kind)).toContain('assigned');
    await world.dataSource.getRepository(Appointment).update({ id: items[0]?.id ?? '' }, { endedAt: world.clock.now() });
    expect((await post(manager, no, 'assign', { staffId: items[0]?.id })).body).toMatchObject({ code: 'COMPLAINT.STAFF_UNKNOWN' });
    expect((await staff.get(`/api/complaints/${no}`)).status).toBe(404);
    await world.dataSource.getRepository(Appointment).update({ id: items[0]?.id ?? '' }, { endedAt: null });
  });
});

describe('内部备注', () => {
  it('is read by those who work on it, with its pictures, and by its owner never', async () => {
    const { no } = await submit(world, owner);
    const picture = await upload(staff);
    await post(staff, no, 'notes', { words: '主板坏了，已报价', pictures: [picture] }).expect(200);
    for (const browser of [manager, head, officer]) expect(JSON.stringify(await read(browser, no))).toContain('主板坏了');
    const own = await owner.get(`/api/complaints/${no}`).expect(200);
    expect(own.text).not.toContain('主板坏了');
    expect(own.text).not.toContain(picture);
    expect((await owner.get(`/api/files/${picture}`)).status).toBe(404);
    expect((await post(owner, no, 'notes', { words: '我也备注' })).status).toBe(403);
    expect((await post(manager, no, 'notes', { words: '' })).status).toBe(422);
  });
});

it('a set phrase is no answer: what stands in 【】 must be written anew', async () => {
  const { no } = await submit(world, owner);
  expect((await post(manager, no, 'respond', { words: '已收到，【谁】马上到' })).body).toMatchObject({ code: 'COMPLAINT.TEMPLATE_UNEDITED' });
  await respond(manager, no);
  const closing = { words: '已于【什么时候】完成更换主板。', pictures: [await upload(manager)] };
  expect((await post(manager, no, 'close', closing)).body).toMatchObject({ code: 'COMPLAINT.TEMPLATE_UNEDITED' });
});
