import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintView, WorkRow } from '@wuye/shared/complaint';
import { Appointment } from '../src/identity/index.js';
import { respond, submit, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
let staff: Browser;

const post = (browser: Browser, no: string, act: string, body: object) => browser.post(`/api/complaints/${no}/${act}`).send(body);
const read = async (browser: Browser, no: string) => (await browser.get(`/api/complaints/${no}`).expect(200)).body as ComplaintView;
const told = async (slug: 'manager-wang' | 'head-zhou' | 'owner-li' | 'staff-deng', no: string, phrase: string) =>
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
