import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FiguresView } from '@wuye/shared/figures';
import type { LedgerProgress, LedgerView, PublishedLedger } from '@wuye/shared/ledger';
import { Complaint } from '../src/complaint/entities.js';
import { LedgerMonths } from '../src/ledger/index.js';
import { LedgerMonth } from '../src/ledger/entities.js';
import { close, respond, submit } from './acts.js';
import { confirmed } from './confirm.js';
import { anotherInstance } from './instances.js';
import { type Browser, startWorld, type World } from './kit.js';
import { workbookOf } from './workbooks.js';

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;
let cid: string;

const MONTH = '2026-11';
const at = (part = '') => `/api/communities/${cid}/ledger${part}`;
const read = async (browser: Browser, month = MONTH) => (await browser.get(`${at()}?month=${month}`).expect(200)).body as LedgerView;
const post = (browser: Browser, part: string, body: object = {}) => browser.post(at(part)).send({ month: MONTH, ...body });
const codeOf = async (browser: Browser, part: string, body: object = {}) => ((await post(browser, part, body)).body as { code: string }).code;
const published = async (browser: Browser) => (await browser.get(at('/published')).expect(200)).body as PublishedLedger;
/** Sessions end with the days that a spec lets go by. */
const signIn = async () => {
  [owner, manager, officer] = [await world.as('owner-li'), await world.as('manager-wang'), await world.as('officer-wu')];
  head = await confirmed(world, 'head-zhou');
};
let flagged: string;
let plain: string;

beforeAll(async () => {
  world = await startWorld();
  await signIn();
  cid = world.cast.posters[0]!.communityId;
  flagged = (await submit(world, owner, { words: '电梯困人，我叫李建明，住3栋' })).no;
  plain = (await submit(world, owner, { category: 'noise' })).no;
  await world.dataSource.manager.update(Complaint, { no: flagged }, { grave: true });
  await respond(manager, flagged);
  await close(manager, flagged);
}, 60_000);
afterAll(() => world.close());

describe('the ledger of a month', () => {
  it('is made from the complaints, nothing of anybody in it; its figures are the figures', async () => {
    const view = await read(manager);
    expect(view.rows.map(({ no }) => no)).toEqual([flagged, plain]);
    expect(view.rows[0]).toMatchObject({ flags: ['grave'], result: '已解决', overdue: false, note: null });
    expect(view.rows[1]).toMatchObject({ flags: [], result: '办理中' });
    expect(view).toMatchObject({ state: 'open', lacking: 1, dueAt: '2026-12-03T16:00:00.000Z', overdue: false, can: ['fill'] });
    const { counts, medians } = (await manager.get(`/api/figures?from=${MONTH}&to=${MONTH}&communityId=${cid}`).expect(200)).body as FiguresView;
    expect(view.figures).toMatchObject({ counts, medians });
    expect(JSON.stringify(view)).not.toMatch(/李|3栋|困人/);
    world.clock.advance(9 * 3_600_000);
    expect((await read(manager)).rows[1]).toMatchObject({ overdue: true });
  });

  it('as a workbook: typed, no formula in it, its figures beside it', async () => {
    await post(manager, '/notes', { no: flagged, cause: '=1+1 控制板老化', remedy: '全部更换，按月检查' }).expect(200);
    const { name, rows, parts } = await workbookOf(manager.get(`${at('/export')}?month=${MONTH}`));
    expect(name).toBe('华阳小区2026年11月问题台账.xlsx');
    expect(rows.map(([no]) => no)).toEqual(['编号', flagged, plain]);
    expect(rows[1]?.slice(1, 2)).toEqual(['2026-11-20']);
    expect(rows[1]?.slice(-2)).toEqual(['=1+1 控制板老化', '全部更换，按月检查']);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    // Ten in the morning of that Friday in Shanghai, as a spreadsheet counts.
    expect(sheet).toMatch(/<c r="B2" s="2"><v>46346\.41\d+<\/v><\/c>/);
    expect(sheet).not.toContain('<f>');
    expect(parts['xl/worksheets/sheet2.xml']).toMatch(/收到.*<v>2<\/v>.*解决率.*50%（1\/2）/s);
    expect(Object.values(parts).join('')).not.toMatch(/李|3栋|困人/);
  });
});

describe('每月复盘', () => {
  it('each flagged one needs its cause and remedy, no other has one; not before the month is over', async () => {
    expect(await codeOf(manager, '/notes', { no: plain, cause: '装修噪音', remedy: '加强巡查' })).toBe('LEDGER.CASE_UNKNOWN');
    expect(await codeOf(manager, '/submit')).toBe('LEDGER.MONTH_RUNS');
    world.clock.set('2026-12-01T02:00:00.000Z');
    await signIn();
    const other = (await submit(world, owner)).no;
    expect((await read(manager)).rows.map(({ no }) => no)).not.toContain(other);
    await world.dataSource.manager.update(Complaint, { no: plain }, { repeated: true });
    expect(await codeOf(manager, '/submit')).toBe('LEDGER.LACKING');
    await post(manager, '/notes', { no: plain, cause: '装修噪音', remedy: '加强巡查劝阻' }).expect(200);
  });

  it('is opened for every community when the month ends, once; reminded of on its day, overdue after', async () => {
    const months = world.app.get(LedgerMonths);
    const other = await anotherInstance(world);
    try {
      await Promise.all([months.run(world.clock.now()), other.app.get(LedgerMonths).run(world.clock.now())]);
    } finally {
      await other.close();
    }
    const rows = await world.dataSource.manager.findBy(LedgerMonth, { month: MONTH });
    expect(new Set(rows.map(({ communityId }) => communityId)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(5);
    expect(await months.run(world.clock.now())).toBe(0);
    const reminded = async () => (await world.chat('manager-wang')).filter(({ url }) => url.endsWith(`/c/${cid}/ledger`)).length;
    expect(await reminded()).toBe(0);
    world.clock.set('2026-12-03T00:30:00.000Z');
    await months.run(world.clock.now());
    await months.run(world.clock.now());
    expect(await reminded()).toBe(1);
    world.clock.set('2026-12-03T16:00:00.000Z');
    await signIn();
    const late = (await officer.get(`/api/ledgers?month=${MONTH}&late=1`).expect(200)).body as { items: LedgerProgress[] };
    expect(late.items.find(({ communityId }) => communityId === cid)).toMatchObject({ state: 'open', overdue: true });
  });

  it('is handed in, sent back, handed in again and signed; each once, each by who may', async () => {
    expect(await codeOf(head, '/sign')).toBe('LEDGER.STEP_WRONG');
    await post(manager, '/submit').expect(200);
    expect(await codeOf(manager, '/submit')).toBe('LEDGER.STEP_WRONG');
    expect(await codeOf(manager, '/notes', { no: plain, cause: '装修噪音', remedy: '加强巡查劝阻' })).toBe('LEDGER.STEP_WRONG');
    expect(await codeOf(manager, '/sign')).toBe('ACCESS.DENIED');
    await post(head, '/return', { reason: '请写明整改的时间' }).expect(200);
    expect(await read(manager)).toMatchObject({ state: 'returned', returned: { reason: '请写明整改的时间' }, can: ['fill', 'submit'] });
    expect(await published(owner)).toMatchObject({ months: [], flagged: [] });
    await post(manager, '/notes', { no: plain, cause: '装修噪音', remedy: '十二月底前完成整改' }).expect(200);
    await post(manager, '/submit').expect(200);
    expect((await post(head, '/sign').expect(200)).body).toMatchObject({ state: 'signed', can: [] });
    expect(await codeOf(head, '/return', { reason: '再看一看原因' })).toBe('LEDGER.STEP_WRONG');
  });

  it('is then open to the owners, without numbers or names; its figures stay as they were signed', async () => {
    const view = await published(owner);
    expect(view).toMatchObject({ month: MONTH, figures: { counts: { cases: 2 } } });
    expect(view.flagged.map(({ flags, remedy }) => [flags, remedy])).toEqual([
      [['grave'], '全部更换，按月检查'],
      [['repeated'], '十二月底前完成整改'],
    ]);
    expect(JSON.stringify(view)).not.toMatch(new RegExp(`${flagged}|${plain}|李`));
    await respond(await world.as('manager-wang'), plain).catch(() => undefined);
    expect((await published(owner)).figures).toEqual(view.figures);
    expect((await (await world.as('stranger-he')).get(at('/published'))).status).toBe(403);
    expect((await owner.get(`${at()}?month=${MONTH}`)).status).toBe(403);
  });
});
