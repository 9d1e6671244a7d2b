import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintTableRow } from '@wuye/shared/complaint';
import { shortNumber } from '@wuye/shared/message';
import { ComplaintTag } from '../src/complaint/complaint-tags.js';
import { Complaint } from '../src/complaint/entities.js';
import { Flags } from '../src/complaint/flags.js';
import { insertRows, newId } from '../src/platform/database/index.js';
import { close, respond, submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';
import { workbookOf } from './workbooks.js';

let world: World;
let owner: Browser;
let officer: Browser;
const nos: string[] = [];

const page = async (browser: Browser, query: string) =>
  (await browser.get(`/api/complaints/table?${query}`).expect(200)).body as { items: ComplaintTableRow[]; next: string | null };
const found = async (query: string, browser = officer) => (await page(browser, query)).items.map(({ no }) => nos.indexOf(no));

beforeAll(async () => {
  world = await startWorld();
  const manager = await world.as('manager-wang');
  [owner, officer] = await Promise.all([world.as('owner-li'), world.as('officer-wu')]);
  const forms = [{}, { category: 'water' }, { category: 'noise', kind: 'complaint' }, {}, {}];
  for (const form of forms) {
    nos.push((await submit(world, owner, form)).no);
    world.clock.advance(60_000);
  }
  await respond(manager, nos[3]!);
  await close(manager, nos[3]!);
  const { id } = await world.dataSource.getRepository(Complaint).findOneByOrFail({ no: nos[4]! });
  await world.dataSource.transaction((tx) => world.app.get(Flags).set(tx, id, 'grave', true, world.clock.now()));
}, 60_000);
afterAll(() => world.close());

describe('the table', () => {
  it('is newest first, page by page without a gap', async () => {
    const seen: number[] = [];
    for (let after: string | null = ''; after !== null;) {
      const { items, next } = await page(officer, `limit=2${after ? `&after=${encodeURIComponent(after)}` : ''}`);
      seen.push(...items.map(({ no }) => nos.indexOf(no)));
      after = next;
    }
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  it.each([
    ['title=漏水', [1]],
    ['title=投诉', [2]],
    ['title=没有这样的', []],
    ['community=华阳', [4, 3, 2, 1, 0]],
    ['community=%25', []],
    ['finished=done', [3]],
    ['finished=open&category=noise', [2]],
    ['state=closed', [3]],
    ['kind=complaint', [2]],
    ['flag=grave', [4]],
    ['flag=grave&to=2026-11-19', []],
    ['flag=grave&limit=1', [4]],
    ['flag=reopened', []],
    ['measure=closed', [3]],
    ['measure=responded&state=closed', [3]],
    ['measure=cases', [4, 3, 2, 1, 0]],
    ['measure=late', []],
    ['class=simple', []],
    ['source=letter', []],
    ['from=2026-11-20&to=2026-11-20', [4, 3, 2, 1, 0]],
    ['from=2026-11-21', []],
    ['to=2026-11-19', []],
    ['source=code&level=manager&state=submitted&limit=2', [4, 2]],
    ['overdue=1', []],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('a tag leads where few have it: what is taken off or withdrawn is found no more, its flag is', async () => {
    const { manager } = world.dataSource;
    const { id, state, isOpen, sortAt, dueAt } = await manager.findOneByOrFail(Complaint, { no: nos[1]! });
    const flags = world.app.get(Flags);
    const set = (on: boolean) => manager.transaction((tx) => flags.set(tx, id, 'grouped', on, world.clock.now()));
    const asked = async (flag: string) => [
      await found(`flag=${flag}`),
      await found(`measure=${flag}`),
      await found(`flag=${flag}`, await world.as('city-luo')),
    ];
    await set(true);
    expect(await asked('grouped')).toEqual([[1], [1], [1]]);
    await set(false);
    expect(await asked('grouped')).toEqual([[], [], []]);
    await set(true);
    await owner.post(`/api/complaints/${nos[1]}/withdraw`).send({ words: '' }).expect(200);
    expect(await asked('grouped')).toEqual([[1], [], [1]]);
    await manager.update(Complaint, { id }, { state, isOpen, sortAt, dueAt, grouped: false });
    await manager.delete(ComplaintTag, { id });
  });

  it('is not paged by a key that is none', async () => {
    for (const after of ['x', 'x~y', 'a~b~c', '2026-11-20 02:00:00.000'])
      expect((await officer.get('/api/complaints/table').query({ after })).body).toMatchObject({ status: 422 });
  });

  it('finds by number, and what is overdue once it is', async () => {
    expect(await found(`no=${nos[2]}`)).toEqual([2]);
    // As an SMS writes it.
    expect(await found(`no=${shortNumber(nos[2]!)}`)).toEqual([2]);
    expect(await found('no=261120')).toEqual([]);
    world.clock.advance(4 * 3_600_000);
    expect(await found('overdue=1', await world.as('officer-wu'))).toEqual([0, 1, 2, 4]);
    const again = await world.as('officer-wu');
    const first = await page(again, 'overdue=1&limit=2');
    expect((await page(again, `overdue=1&limit=2&after=${encodeURIComponent(first.next ?? '')}`)).items.map(({ no }) => nos.indexOf(no))).toEqual([2, 4]);
  });

  it('gives each their scope alone, and refuses who has none', async () => {
    const foreign = world.cast.posters.at(-1)!.communityId;
    expect(await found(`communityId=${foreign}`)).toEqual([]);
    expect((await owner.get('/api/complaints/table')).status).toBe(403);
    expect((await officer.get('/api/complaints/table?state=nothing')).status).toBe(422);
  });

  it('is a workbook, without anybody’s data; that it was taken is written down', async () => {
    const { name, rows, parts } = await workbookOf(officer.get('/api/complaints/table/export?finished=open'));
    expect(name).toBe('投诉列表.xlsx');
    expect(rows[0]?.join()).toBe('投诉时间,投诉编号,投诉标题,物业小区,行政区域,投诉对象,完结状态,处理状态,是否超时,超时/剩余时间,办理期限,来源,同诉,办结时间');
    expect(rows.slice(1).map(([, no]) => nos.indexOf(String(no)))).toEqual([4, 2, 1, 0]);
    expect(rows[1]?.slice(6, 10)).toEqual(['未办结', '待响应', '是', expect.stringMatching(/^已超时 /)]);
    // 10:04 and its end at 14:04, as a spreadsheet counts.
    expect(parts['xl/worksheets/sheet1.xml']).toMatch(/<c r="A2" s="2"><v>46346\.419\d+<\/v><\/c>/);
    expect(parts['xl/worksheets/sheet1.xml']).toMatch(/<c r="K2" s="2"><v>46346\.586\d+<\/v><\/c>/);
    expect(Object.values(parts).join('')).not.toMatch(/李|138/);
    const [entry] = await world.dataSource.query("SELECT subject, detail FROM audit_entry WHERE action = 'complaint.export'");
    expect(entry).toMatchObject({ subject: 'complaints:table', detail: expect.stringContaining('open') });
  });

  it('is exported page by page: every row once, in its order', async () => {
    const [last] = await world.dataSource.manager.find(Complaint, { order: { id: 'DESC' }, take: 1 });
    const many = Array.from({ length: 1_203 }, (_, index) => ({
      ...last!,
      id: newId(world.clock.now()),
      no: `20270101-${String(index).padStart(4, '0')}`,
      assigneeId: null,
    }));
    for (let begin = 0; begin < many.length; begin += 200)
      await world.dataSource.transaction((tx) => insertRows(tx, Complaint, many.slice(begin, begin + 200)));
    const { rows } = await workbookOf(officer.get('/api/complaints/table/export'));
    expect(rows.slice(1, -nos.length).map(([, no]) => no)).toEqual(many.map(({ no }) => no).reverse());
    const overdue = await workbookOf(officer.get('/api/complaints/table/export?overdue=1'));
    const seen = overdue.rows.slice(1).map(([, no]) => no);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(1_203);
  });
});
