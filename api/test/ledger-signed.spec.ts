import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { LedgerView, PublishedLedger } from '@wuye/shared/ledger';
import { Company } from '../src/community/index.js';
import { Complaint } from '../src/complaint/entities.js';
import { LedgerMonths } from '../src/ledger/index.js';
import { LedgerMonth } from '../src/ledger/entities.js';
import { Policies } from '../src/policy/index.js';
import { close, respond, submit } from './acts.js';
import { confirmed } from './confirm.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let cid: string;
const nos: string[] = [];
const at = (part = '') => `/api/communities/${cid}/ledger${part}`;
const read = async (month = '2026-12') => (await (await world.as('manager-wang')).get(`${at()}?month=${month}`).expect(200)).body as LedgerView;
const post = (browser: Browser, part: string, body: object = {}) => browser.post(at(part)).send({ month: '2026-12', ...body });
const flag = (no: string) => world.dataSource.manager.update(Complaint, { no }, { grave: true });
const note = async (no: string, month = '2026-12') =>
  post(await world.as('manager-wang'), '/notes', { month, no, cause: '控制板老化', remedy: '全部更换，按月检查' }).expect(200);
const months = () => world.app.get(LedgerMonths).run(world.clock.now());
const monthRow = () => world.dataSource.manager.findOneByOrFail(LedgerMonth, { communityId: cid, month: '2026-12' });

beforeAll(async () => {
  world = await startWorld();
  cid = world.cast.posters[0]!.communityId;
  world.clock.set('2026-12-01T02:00:00.000Z');
  const owner = await world.as('owner-li');
  for (const category of ['elevator', 'noise', 'cleaning']) nos.push((await submit(world, owner, { category })).no);
  await respond(await world.as('manager-wang'), nos[0]!);
  await close(await world.as('manager-wang'), nos[0]!);
  world.clock.set('2026-12-31T17:00:00.000Z');
}, 60_000);
afterAll(() => world.close());

it('a month that was opened beyond the calendar has its day when the year is entered, and is reminded of then', async () => {
  await months();
  expect(await monthRow()).toMatchObject({ dueAt: null, remindedAt: null });
  const document = { year: 2027, source: '国办发明电〔2026〕9号', holidays: [{ name: '元旦', first: '2027-01-01', last: '2027-01-03' }], workdays: [] };
  const names = ['春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'];
  const days = ['02-06', '04-05', '05-01', '06-09', '09-15', '10-01'];
  const holidays = [...document.holidays, ...names.map((name, index) => ({ name, first: `2027-${days[index]!}`, last: `2027-${days[index]!}` }))];
  await (
    await confirmed(world, 'city-luo')
  )
    .post('/api/calendar/years')
    .send({ document: { ...document, holidays }, basedOn: null, moves: false })
    .expect(201);
  world.app.get(Policies).forget();
  await months();
  expect((await monthRow()).dueAt?.toISOString()).toBe('2027-01-06T16:00:00.000Z');
  world.clock.set('2027-01-06T01:00:00.000Z');
  await months();
  expect((await monthRow()).remindedAt).not.toBeNull();
});

it('what is flagged after it was handed in is not signed without its cause and remedy', async () => {
  const head = await confirmed(world, 'head-zhou');
  await flag(nos[0]!);
  await note(nos[0]!);
  await post(await world.as('manager-wang'), '/submit').expect(200);
  await flag(nos[1]!);
  expect((await post(head, '/sign')).body).toMatchObject({ code: 'LEDGER.LACKING' });
  expect((await monthRow()).state).toBe('submitted');
  await post(head, '/return', { reason: '又有一件重大投诉，请补齐' }).expect(200);
  await note(nos[1]!);
  await post(await world.as('manager-wang'), '/submit').expect(200);
  await post(head, '/sign').expect(200);
});

it('what is signed stays: rows, company and what the owners read; what is flagged later belongs to the next month', async () => {
  const owner = await world.as('owner-li');
  const published = async () => (await owner.get(at('/published')).expect(200)).body as PublishedLedger;
  const [view, open] = [await read(), await published()];
  expect(open.flagged).toHaveLength(2);
  const manager = await world.as('manager-wang');
  await respond(manager, nos[2]!);
  await close(manager, nos[2]!);
  await flag(nos[2]!);
  await world.dataSource.manager.update(Complaint, { no: nos[0]! }, { rating: 'dissatisfied', grave: false });
  await world.dataSource.query('UPDATE company SET name = ? WHERE name = ?', ['后来的物业公司', view.companyName]);
  expect(await read()).toEqual(view);
  expect(await published()).toEqual(open);
  await world.dataSource.manager.update(Company, { name: '后来的物业公司' }, { name: view.companyName });
  const next = await read('2027-01');
  expect(next.rows.map(({ no, carried }) => [no, carried])).toEqual([[nos[2], true]]);
  expect(next).toMatchObject({ lacking: 1, figures: { counts: { cases: 0 } } });
  await note(nos[2]!, '2027-01');
  expect(await read('2027-01')).toMatchObject({ lacking: 0, rows: [{ no: nos[2], note: { cause: '控制板老化' } }] });
  expect((await read('2027-02')).rows).toEqual([]);
});
