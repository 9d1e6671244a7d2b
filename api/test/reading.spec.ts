import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UNREAD_LOOK, type UnreadView, type WorkRow } from '@wuye/shared/complaint';
import { Complaint, ComplaintClock, ComplaintEvent } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { ComplaintRead, ComplaintReadTab } from '../src/complaint/read-entities.js';
import { newId } from '../src/platform/database/index.js';
import { PersonalData } from '../src/platform/personal/index.js';
import { close, complaint, neverFlagged, respond, submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

const MINUTE = 60_000;
interface Page {
  items: WorkRow[];
  next: string | null;
}

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  [owner, manager, head, officer] = [await world.as('owner-li'), await world.as('manager-wang'), await world.as('head-zhou'), await world.as('officer-wu')];
}, 60_000);
afterAll(() => world.close());

const page = async (browser: Browser, query: Record<string, string | number> = {}): Promise<Page> =>
  (
    await browser
      .get('/api/complaints/work')
      .query({ limit: 50, ...query })
      .expect(200)
  ).body as Page;
const unreadNos = async (browser: Browser, query: Record<string, string> = {}): Promise<string[]> =>
  (await page(browser, query)).items.filter(({ news }) => news !== null).map(({ no }) => no);
const counted = async (browser: Browser, tab = 'open'): Promise<UnreadView> =>
  (await browser.get('/api/complaints/work/unread').query({ tab }).expect(200)).body as UnreadView;
const mark = (browser: Browser, body: object) => browser.post('/api/complaints/reads').send(body);
const rowOf = async (browser: Browser, no: string): Promise<WorkRow> => (await page(browser)).items.find((row) => row.no === no) as WorkRow;
/** Everything unread is read, so that a test begins with what it makes. */
async function readAll(...browsers: Browser[]): Promise<void> {
  world.clock.advance(MINUTE);
  for (const browser of browsers) for (const tab of ['open', 'done'] as const) await mark(browser, { tab, until: world.clock.now().toISOString() }).expect(204);
  world.clock.advance(MINUTE);
}

describe('未读', () => {
  it('is what came in, for each who handles or oversees it, until they open it', async () => {
    const { no } = await submit(world, owner);
    for (const browser of [manager, head, officer]) expect(await unreadNos(browser)).toContain(no);
    await manager.get(`/api/complaints/${no}`).expect(200);
    expect(await unreadNos(manager)).not.toContain(no);
    // Another's reading is their own.
    for (const browser of [head, officer]) expect(await unreadNos(browser)).toContain(no);
  });

  it('is what someone else wrote since; one’s own line is no news, that of the clock is', async () => {
    const { no } = await submit(world, owner);
    for (const browser of [manager, head]) await browser.get(`/api/complaints/${no}`).expect(200);
    await respond(manager, no);
    expect(await unreadNos(manager)).not.toContain(no);
    expect(await unreadNos(head)).toContain(no);
    await head.get(`/api/complaints/${no}`).expect(200);
    await owner.post(`/api/complaints/${no}/supplement`).send({ words: '又停了' }).expect(200);
    expect(await unreadNos(manager)).toContain(no);
    await manager.get(`/api/complaints/${no}`).expect(200);
    // Notes between those who work on it are news to the others of them.
    await head.post(`/api/complaints/${no}/notes`).send({ words: '请今天办好' }).expect(200);
    expect(await unreadNos(manager)).toContain(no);
    const { no: late } = await submit(world, owner);
    await manager.get(`/api/complaints/${late}`).expect(200);
    world.clock.advance(5 * 60 * MINUTE);
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(await unreadNos(manager)).toContain(late);
  });

  it('what a manager registered for a caller is no news to them', async () => {
    const body = { kind: 'repair', category: 'water', words: '来电：漏水', phone: '13912340009' };
    const { communityId } = world.cast.posters[0] as { communityId: string };
    const { no } = (await manager.post(`/api/communities/${communityId}/complaints`).send(body).expect(201)).body as { no: string };
    expect(await unreadNos(manager)).not.toContain(no);
    expect(await unreadNos(officer)).toContain(no);
  });
});

describe('批量已读', () => {
  it('marks those that were shown, in the reader’s own scope, and nothing that came since', async () => {
    await readAll(manager, head);
    const [first, second, third] = [await submit(world, owner), await submit(world, owner), await submit(world, owner)];
    const seen = [(await rowOf(manager, first.no)).news, (await rowOf(manager, second.no)).news];
    world.clock.advance(MINUTE);
    await owner.post(`/api/complaints/${second.no}/supplement`).send({ words: '又停了' }).expect(200);
    await mark(manager, { seen }).expect(204);
    expect((await unreadNos(manager)).sort()).toEqual([second.no, third.no].sort());
    // An older page on another device takes nothing back.
    await manager.get(`/api/complaints/${second.no}`).expect(200);
    await mark(manager, { seen }).expect(204);
    expect(await unreadNos(manager)).toEqual([third.no]);
    expect((await unreadNos(head)).sort()).toEqual([first.no, second.no, third.no].sort());
  });

  it('of another community changes nothing', async () => {
    const { no } = (
      await owner
        .post('/api/complaints')
        .send(complaint(world, { code: world.cast.posters[1]?.code }))
        .expect(201)
    ).body as { no: string };
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const [event] = await world.dataSource.manager.findBy(ComplaintEvent, { complaintId: id });
    await mark(manager, { seen: [event?.id] }).expect(204);
    expect(await world.dataSource.manager.countBy(ComplaintRead, { complaintId: id })).toBe(0);
    expect((await mark(owner, { seen: [event?.id] })).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await owner.get('/api/complaints/work/unread')).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await mark(manager, { seen: [] })).status).toBe(422);
  });

  it('sent twice at once is one mark', async () => {
    await readAll(manager);
    const { no } = await submit(world, owner);
    const { news } = await rowOf(manager, no);
    const answers = await Promise.all(Array.from({ length: 4 }, () => mark(manager, { seen: [news] })));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    expect(await unreadNos(manager)).not.toContain(no);
    world.clock.advance(MINUTE);
    const until = world.clock.now().toISOString();
    const tabs = await Promise.all(Array.from({ length: 4 }, () => mark(manager, { tab: 'open', until })));
    expect(tabs.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  });

  it('全部: the tab up to what was counted, one row whatever their number; the other tab and what comes later stay', async () => {
    await readAll(manager);
    const made = [await submit(world, owner), await submit(world, owner)];
    const done = await submit(world, owner);
    await respond(manager, done.no);
    await close(manager, done.no);
    await owner.post(`/api/complaints/${done.no}/verdict`).send({ solved: true }).expect(200);
    world.clock.advance(MINUTE);
    const open = await counted(manager);
    expect(open).toMatchObject({ count: 2, more: false });
    expect(await counted(manager, 'done')).toMatchObject({ count: 1, more: false });
    world.clock.advance(MINUTE);
    const later = await submit(world, owner);
    await mark(manager, { tab: 'open', until: open.until }).expect(204);
    expect(await unreadNos(manager)).toEqual([later.no]);
    expect(await unreadNos(manager, { tab: 'done' })).toEqual([done.no]);
    expect(made.every(({ no }) => no !== later.no)).toBe(true);
    expect(await world.dataSource.manager.count(ComplaintReadTab)).toBeLessThanOrEqual(8);
    // Up to the future is up to now.
    await mark(manager, { tab: 'done', until: '2099-01-01T00:00:00.000Z' }).expect(204);
    world.clock.advance(MINUTE);
    await owner.post(`/api/complaints/${done.no}/rating`).send({ rating: 'satisfied' }).expect(200);
    expect(await unreadNos(manager, { tab: 'done' })).toEqual([done.no]);
  });

  it('is no answer: no clock, no line, no figure knows of it', async () => {
    const { no } = await submit(world, owner);
    const stand = async () => {
      const row = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
      const clocks = await world.dataSource.manager.findBy(ComplaintClock, { complaintId: row.id });
      return JSON.stringify([row, clocks, await world.dataSource.manager.findBy(ComplaintEvent, { complaintId: row.id })]);
    };
    const before = await stand();
    const { news } = await rowOf(manager, no);
    await mark(manager, { seen: [news] }).expect(204);
    await manager.get(`/api/complaints/${no}`).expect(200);
    await readAll(manager);
    expect(await stand()).toBe(before);
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ state: 'submitted', can: expect.arrayContaining(['respond']) });
  });
});

describe('只看未读', () => {
  it('pages through the unread ones in the list’s order, no gap and none twice', async () => {
    await readAll(manager);
    const made: string[] = [];
    for (let count = 0; count < 5; count++) {
      made.push((await submit(world, owner)).no);
      world.clock.advance(MINUTE);
    }
    await manager.get(`/api/complaints/${made[2]}`).expect(200);
    const wanted = made.filter((_, index) => index !== 2);
    for (const limit of [1, 2, 50]) {
      const found: string[] = [];
      for (let after: string | null = ''; after !== null;) {
        const answer: Page = await page(manager, { unread: '1', limit, ...(after && { after }) });
        found.push(...answer.items.map(({ no }) => no));
        after = answer.next;
      }
      expect(found).toEqual(wanted);
    }
  });

  it('looks through a stretch at a time and goes on from there: a long list that was read costs no more', async () => {
    await readAll(manager);
    const { no } = await submit(world, owner);
    const one = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const early = new Date('2026-01-01T00:00:00.000Z');
    const rows = Array.from({ length: UNREAD_LOOK + 10 }, (_, index) => ({
      ...one,
      id: newId(early),
      no: `20260101-${String(index).padStart(6, '0')}`,
      sortAt: early,
    }));
    for (let from = 0; from < rows.length; from += 100) await world.dataSource.manager.insert(Complaint, rows.slice(from, from + 100));
    const first = await page(manager, { unread: '1' });
    expect([first.items, first.next === null]).toEqual([[], false]);
    const second = await page(manager, { unread: '1', after: first.next ?? '' });
    expect([second.items.map((row) => row.no), second.next]).toEqual([[no], null]);
    expect(await counted(manager)).toMatchObject({ count: 0, more: true });
    for (const row of rows) await world.dataSource.manager.delete(Complaint, { id: row.id });
  });
});

describe('the marks', () => {
  it('are their reader’s own data: listed, exported, and gone when they go', async () => {
    await submit(world, owner);
    await readAll(head);
    const [tab] = await world.dataSource.manager.find(ComplaintReadTab, { order: { readAt: 'DESC' }, take: 1 });
    const subject = { accountId: tab?.accountId ?? '', personId: null, openid: '' };
    const holder = world.app.get(PersonalData).holders.find(({ feature }) => feature === 'reading');
    expect(await holder?.describe(world.dataSource.manager, subject)).toEqual([{ key: 'reading', count: expect.any(Number) }]);
    expect(await holder?.export(world.dataSource.manager, subject)).toMatchObject({
      tabs: [expect.objectContaining({ readAt: expect.any(Date) }), expect.anything()],
    });
    const now = world.clock.now();
    await world.dataSource.transaction(async (tx) => holder?.erase(tx, { ...subject, now, until: now, gone: true }));
    expect(await holder?.describe(world.dataSource.manager, subject)).toEqual([{ key: 'reading', count: 0 }]);
  });
});
