import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintRow } from '@wuye/shared/complaint';
import { close, complaint, neverFlagged, respond, submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

const MINUTE = 60_000;
interface Page {
  items: ComplaintRow[];
  next: string | null;
}

let world: World;
let owner: Browser;
let manager: Browser;
/** In the order of submission. */
const numbers: string[] = [];

/** Every page of a list, followed to its end. */
async function all(browser: Browser, path: string, query: Record<string, string | number>): Promise<ComplaintRow[]> {
  const items: ComplaintRow[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < 50; pages++) {
    const answer = await browser
      .get(path)
      .query(after === null ? query : { ...query, after })
      .expect(200);
    const page = answer.body as Page;
    items.push(...page.items);
    after = page.next;
    if (after === null) return items;
  }
  throw new Error('The list does not end.');
}

const nos = (rows: readonly ComplaintRow[]): string[] => rows.map(({ no }) => no);
const mine = (tab: string, limit = 50) => all(owner, '/api/complaints/mine', { tab, limit });
const work = (browser: Browser, tab: string, limit = 50) => all(browser, '/api/complaints/work', { tab, limit });

/** 23 complaints: 12 in one instant, so that they share their deadline, then one a minute; some responded, closed, rated. */
beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  [owner, manager] = await Promise.all([world.as('owner-li'), world.as('manager-wang')]);
  for (let made = 0; made < 12; made++) numbers.push((await submit(world, owner)).no);
  for (let made = 12; made < 23; made++) {
    world.clock.advance(MINUTE);
    numbers.push((await submit(world, owner, { category: 'water' })).no);
  }
  for (const no of numbers.slice(3, 9)) await respond(manager, no);
  for (const no of numbers.slice(5, 9)) await close(manager, no);
  for (const no of numbers.slice(7, 9)) await owner.post(`/api/complaints/${no}/verdict`).send({ solved: true }).expect(200);
  await owner.post(`/api/complaints/${numbers[8]}/rating`).send({ rating: 'basically' }).expect(200);
}, 60_000);
afterAll(() => world.close());

describe('my complaints', () => {
  const newestFirst = () => [...numbers].reverse();

  it.each([1, 2, 5, 7, 22, 23, 50])('%i a page: all of them, newest first, no gap and none twice', async (limit) => {
    expect(nos(await mine('all', limit))).toEqual(newestFirst());
  });

  it('the tabs share them out', async () => {
    const without = (...gone: number[]) => newestFirst().filter((no) => !gone.map((index) => numbers[index]).includes(no));
    expect(nos(await mine('open', 4))).toEqual(without(5, 6, 7, 8));
    expect(nos(await mine('closed', 1))).toEqual([numbers[7], numbers[6], numbers[5]]);
    expect(nos(await mine('rated'))).toEqual([numbers[8]]);
  });

  it('are nobody else’s', async () => {
    expect(await all(await world.as('owner-chen'), '/api/complaints/mine', {})).toEqual([]);
    expect(await all(manager, '/api/complaints/mine', {})).toEqual([]);
  });

  it('one that comes in between two pages neither repeats nor hides another', async () => {
    const other = await world.as('owner-zhao');
    const before = [];
    for (let made = 0; made < 4; made++) before.push((await submit(world, other)).no);
    const first = (await other.get('/api/complaints/mine').query({ limit: 2 })).body as Page;
    await submit(world, other);
    const second = (await other.get('/api/complaints/mine').query({ limit: 2, after: first.next })).body as Page;
    expect([...nos(first.items), ...nos(second.items)]).toEqual([...before].reverse());
  });

  it('show what the contract says of each', async () => {
    const [newest] = await mine('all', 1);
    expect(newest).toEqual({
      no: numbers[22],
      kind: 'repair',
      category: 'water',
      title: '漏水用水·报事报修',
      state: 'submitted',
      rating: null,
      communityName: '华阳小区',
      submittedAt: '2026-11-20T02:11:00.000Z',
      dueAt: '2026-11-20T06:11:00.000Z',
      joiners: 0,
      urgedDueAt: null,
      pausedUntil: null,
      flags: [],
    });
  });
});

describe('work', () => {
  const ours = (rows: readonly ComplaintRow[]) => nos(rows).filter((no) => numbers.includes(no));

  it.each([1, 2, 3, 5, 11, 50])('%i a page: the nearest deadline first, also where many share one; no gap and none twice', async (limit) => {
    const sharing = [0, 1, 2, 9, 10, 11];
    const later = Array.from({ length: 11 }, (_, index) => index + 12);
    // Responded: their clock runs to Tuesday's end.
    const responded = [3, 4];
    expect(ours(await work(manager, 'open', limit))).toEqual([...sharing, ...later, ...responded].map((index) => numbers[index]));
  });

  it('done, newest first', async () => {
    for (const limit of [1, 3, 50]) expect(ours(await work(manager, 'done', limit))).toEqual([8, 7, 6, 5].map((index) => numbers[index]));
  });

  it('is the same for who manages, heads and oversees this community', async () => {
    const open = await work(manager, 'open');
    // What is unread is each one's own.
    const rows = (list: readonly ComplaintRow[]) => list.map((row) => ({ ...row, news: undefined }));
    for (const slug of ['head-zhou', 'officer-wu'] as const) expect(rows(await work(await world.as(slug), 'open', 6))).toEqual(rows(open));
  });

  it('shows a company’s head its communities and no others', async () => {
    const head = await world.as('head-zhou');
    const before = await work(head, 'open');
    // The second community is another company's, the fourth again the head's.
    await owner
      .post('/api/complaints')
      .send(complaint(world, { code: world.cast.posters[1]?.code }))
      .expect(201);
    expect(await work(head, 'open')).toEqual(before);
    const { no } = (
      await owner
        .post('/api/complaints')
        .send(complaint(world, { code: world.cast.posters[3]?.code }))
        .expect(201)
    ).body as ComplaintRow;
    expect(nos(await work(head, 'open'))).toContain(no);
    expect(nos(await work(manager, 'open'))).not.toContain(no);
  });

  it('is for those who have some', async () => {
    for (const slug of ['owner-li', 'stranger-he'] as const) {
      expect((await (await world.as(slug)).get('/api/complaints/work')).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    }
  });
});

describe('the page’s key', () => {
  it.each(['x', '~', "2026'--~01", '9999-12-31~', 'a~b~c', '%00'])('made up: %p is no fault', async (after) => {
    await owner.get('/api/complaints/mine').query({ after }).expect(200);
    await manager.get('/api/complaints/work').query({ after }).expect(200);
  });

  it.each([
    ['limit', '0'],
    ['limit', '51'],
    ['limit', 'many'],
    ['tab', 'secret'],
    ['after', 'x'.repeat(121)],
  ])('%s=%s is refused by its name', async (name, value) => {
    const { body } = await manager
      .get('/api/complaints/work')
      .query({ [name]: value })
      .expect(422);
    expect(body).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path: name }] });
  });
});
