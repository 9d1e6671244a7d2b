import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ImportReport, UnsortedRow } from '@wuye/shared/intake';
import { Complaint } from '../src/complaint/entities.js';
import { Receiving } from '../src/complaint/index.js';
import { Community } from '../src/community/index.js';
import { Appointment } from '../src/identity/index.js';
import { IntakeUnsorted } from '../src/intake/entities.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { personIdOf } from '../src/seed/people.js';
import { close, neverFlagged, respond } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';
import { xlsxOf } from './ports/xlsx.js';

/** One table of the whole city, taken in by the officers of its districts and by the city's own. */
let world: World;
let wu: Browser;
let ma: Browser;
let luo: Browser;
let here: Community;
let there: Community;

const HOUR = 3_600_000;
const HEAD = '工单编号,诉求内容,小区,类别\r\n';
const line = (...cells: string[]) => `${cells.join(',')}\r\n`;
const send = (browser: Browser, table: string | Buffer, source = 'hotline') =>
  browser.post(`/api/intake/imports/${source}`).attach('file', Buffer.from(table as string), 'table');
const report = async (browser: Browser, table: string | Buffer): Promise<ImportReport> => (await send(browser, table).expect(200)).body as ImportReport;
const waiting = async (browser: Browser) => ((await browser.get('/api/intake/unsorted').expect(200)).body as { items: UnsortedRow[] }).items;
const rowOf = (outsideNo: string) => world.dataSource.manager.findOneBy(Complaint, { source: 'hotline', outsideNo });
const entries = (action: string) => world.dataSource.manager.find(AuditEntry, { where: { action }, order: { id: 'ASC' } });

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  const { manager } = world.dataSource;
  here = await manager.findOneByOrFail(Community, { name: '华阳小区' });
  const others = await manager.find(Community, { order: { id: 'ASC' } });
  there = others.find(({ districtCode }) => districtCode !== here.districtCode) as Community;
  // The clerk holds the office of another district, too.
  await manager.update(Appointment, { role: 'district_officer', scopeId: there.districtCode }, { personId: personIdOf('clerk-ma') });
  [wu, ma, luo] = [await world.as('officer-wu'), await world.as('clerk-ma'), await world.as('city-luo')];
}, 60_000);
afterAll(() => world.close());
afterEach(() => void jest.restoreAllMocks());

describe('a row of another district', () => {
  const table = () => HEAD + line('D-1', '停水', there.name) + line('D-2', '停电', '没听过的小区');

  it('waits in the list of the district whose community it names, and its officer takes it', async () => {
    expect(await report(wu, table())).toMatchObject({ rows: 2, created: 0, unsorted: 1, elsewhere: 1 });
    expect((await waiting(wu)).map(({ outsideNo }) => outsideNo)).toEqual(['D-2']);
    expect((await waiting(ma)).map(({ outsideNo }) => outsideNo)).toEqual(['D-1']);
    expect(await report(ma, table())).toMatchObject({ created: 1, known: 1, unsorted: 0, elsewhere: 0 });
    expect(await rowOf('D-1')).toMatchObject({ communityId: there.id, districtCode: there.districtCode });
    expect(await waiting(ma)).toEqual([]);
    expect(await report(wu, table())).toMatchObject({ created: 0, known: 2 });
  });

  it('that lay in the wrong list goes to the right one with the next table', async () => {
    await world.dataSource.manager.update(IntakeUnsorted, { outsideNo: 'D-2' }, { districtCode: here.districtCode });
    const named = HEAD + line('D-2', '停电', there.name);
    expect(await report(wu, named)).toMatchObject({ known: 0, elsewhere: 1 });
    expect((await waiting(ma)).map(({ outsideNo }) => outsideNo)).toEqual(['D-2']);
  });

  it('is handed over by who knows where it belongs', async () => {
    const [row] = await waiting(ma);
    const to = (browser: Browser, districtCode: string) => browser.post(`/api/intake/unsorted/${row?.id}/hand-over`).send({ districtCode });
    expect((await to(wu, here.districtCode)).body).toMatchObject({ code: 'INTAKE.ROW_UNKNOWN' });
    expect((await to(ma, '999999')).body).toMatchObject({ code: 'INTAKE.DISTRICT_UNKNOWN' });
    expect((await to(ma, here.districtCode)).status).toBe(204);
    expect([(await waiting(ma)).length, (await waiting(wu)).length]).toEqual([0, 1]);
    expect(await entries('intake.hand_over')).toHaveLength(1);
    const { items, districts } = (await wu.get('/api/intake/places').expect(200)).body as { items: { id: string }[]; districts: { code: string }[] };
    expect(items.map(({ id }) => id)).toContain(here.id);
    expect(items.map(({ id }) => id)).not.toContain(there.id);
    expect([districts.some(({ code }) => code === here.districtCode), districts.some(({ code }) => code === there.districtCode)]).toEqual([false, true]);
    await wu.post(`/api/intake/unsorted/${row?.id}/assign`).send({ communityId: here.id }).expect(200);
    expect(await rowOf('D-2')).toMatchObject({ communityId: here.id });
  });
});

describe('who answers for more than one district', () => {
  it('takes in the whole city’s table at once, as the city’s officer', async () => {
    const table = HEAD + line('C-1', '停水', here.name) + line('C-2', '停水', there.name) + line('C-3', '停水', '没听过的小区');
    expect(await report(luo, table)).toMatchObject({ created: 2, unsorted: 1, elsewhere: 0 });
    expect([(await rowOf('C-1'))?.districtCode, (await rowOf('C-2'))?.districtCode]).toEqual([here.districtCode, there.districtCode]);
    const [row] = await waiting(luo);
    expect([row?.outsideNo, await waiting(wu), await waiting(ma)]).toEqual(['C-3', [], []]);
    await luo.post(`/api/intake/unsorted/${row?.id}/hand-over`).send({ districtCode: there.districtCode }).expect(204);
    expect(await waiting(ma)).toHaveLength(1);
    const text = (await luo.get('/api/intake/answers/hotline').expect(200)).text;
    for (const number of ['C-1', 'C-2', 'D-1', 'D-2']) expect(text).toContain(`${number},`);
  });

  it('takes in, sorts and answers for each of them, as an officer of two', async () => {
    await world.dataSource.manager.update(Appointment, { role: 'district_officer', scopeId: there.districtCode }, { personId: personIdOf('officer-wu') });
    const both = await world.as('officer-wu');
    expect(await report(both, HEAD + line('E-1', '停水', here.name) + line('E-2', '停水', there.name))).toMatchObject({ created: 2, elsewhere: 0 });
    expect((await waiting(both)).map(({ outsideNo }) => outsideNo)).toEqual(['C-3']);
    const places = (await both.get('/api/intake/places').expect(200)).body as { items: { id: string }[] };
    expect(places.items.map(({ id }) => id)).toEqual(expect.arrayContaining([here.id, there.id]));
    const text = (await both.get('/api/intake/answers/hotline').expect(200)).text;
    for (const number of ['E-1', 'E-2', 'C-2']) expect(text).toContain(`${number},`);
  });
});

describe('a table that fails on the way', () => {
  const failing = (bad: ReadonlySet<string>) => {
    const receiving = world.app.get(Receiving, { strict: false });
    const real = receiving.receive.bind(receiving);
    jest.spyOn(receiving, 'receive').mockImplementation((tx, now, place, arrival) => {
      if (bad.has(arrival.outsideNo ?? '')) return Promise.reject(new Error('the disk is full'));
      return real(tx, now, place, arrival);
    });
  };
  const table = (name: string) => HEAD + Array.from({ length: 6 }, (_, index) => line(`${name}-${index}`, '停水', here.name)).join('');

  it('is in the audit log before its first row, with what became of it after', async () => {
    const before = (await entries('intake.import')).length;
    failing(new Set(['F-2']));
    expect(await report(wu, table('F'))).toMatchObject({
      rows: 6,
      created: 5,
      stoppedAt: null,
      faults: [{ line: 4, column: '整行', why: '没有存进去，请再导入一次' }],
    });
    const begun = await entries('intake.import');
    expect(begun).toHaveLength(before + 1);
    expect(begun.at(-1)?.detail).toMatchObject({ rows: '6' });
    expect((await entries('intake.imported')).at(-1)?.detail).toMatchObject({ created: '5', failed: '1' });
  });

  it('stops where nothing goes in any more, says where, and goes on from there the next time', async () => {
    failing(new Set(['G-2', 'G-3', 'G-4', 'G-5']));
    const stopped = await report(wu, table('G'));
    expect(stopped).toMatchObject({ rows: 6, created: 2, stoppedAt: 6 });
    expect(stopped.faults.map(({ line: at }) => at)).toEqual([4, 5, 6]);
    expect((await entries('intake.imported')).at(-1)?.detail).toMatchObject({ created: '2', stoppedAt: '6' });
    jest.restoreAllMocks();
    expect(await report(wu, table('G'))).toMatchObject({ created: 4, known: 2, stoppedAt: null, faults: [] });
  });
});

describe('what is long or strange in a table', () => {
  it('is cut and told, in CSV and in Excel alike, and keeps no other row back', async () => {
    const long = '长'.repeat(2500);
    const rows = [
      ['工单编号', '诉求内容', '小区', '类别'],
      ['信访〔2026〕12号', long, here.name, '物业纠纷'],
      ['H-2', '停水', here.name, ''],
    ];
    const csv = await report(wu, rows.map((cells) => line(...cells)).join(''));
    expect(csv).toMatchObject({ created: 2, faults: [] });
    expect(csv.notes).toEqual([
      { line: 2, column: '诉求内容', what: '超过 2000 个字，只收了前 2000 个字' },
      { line: 2, column: '类别', what: '没有认出这个类别，已归为“其他”' },
    ]);
    const again = rows.map((cells, at) => (at === 0 ? cells : [`${cells[0]}X`, ...cells.slice(1)]));
    expect((await report(wu, xlsxOf(again))).notes).toEqual(csv.notes);
  });

  it('is said in its own words where the file can’t be read on', async () => {
    const open = HEAD + line('I-1', '"没有结束的引号', here.name);
    expect((await send(wu, open)).body).toMatchObject({ code: 'INTAKE.FILE_BROKEN', title: '第 2 行的引号没有结束。请改好表格再导入。' });
  });
});

describe('answers', () => {
  const numbers = async (query: Record<string, string> = {}) => {
    const { text } = await wu.get('/api/intake/answers/letter').query(query).expect(200);
    return text
      .split('\r\n')
      .slice(1, -1)
      .map((each) => each.split(',')[0]);
  };

  it('are of some days, or of what moved on since the last time', async () => {
    const manager = await world.as('manager-wang');
    const no = async (outsideNo: string) => (await world.dataSource.manager.findOneByOrFail(Complaint, { source: 'letter', outsideNo })).no;
    await send(wu, HEAD + line('L-1', '停水', here.name) + line('L-2', '停电', here.name), 'letter').expect(200);
    expect(await numbers()).toEqual(['L-1', 'L-2']);
    // What was stored within the minute before comes twice; later, no more.
    expect(await numbers()).toEqual(['L-1', 'L-2']);
    world.clock.advance(HOUR);
    await numbers();
    world.clock.advance(HOUR);
    expect(await numbers()).toEqual([]);
    await respond(manager, await no('L-2'));
    await close(manager, await no('L-2'));
    await send(wu, HEAD + line('L-3', '异味', here.name), 'letter').expect(200);
    world.clock.advance(HOUR);
    expect(await numbers()).toEqual(['L-2', 'L-3']);
    expect(await numbers({ from: '2026-11-20', until: '2026-11-20' })).toEqual(['L-1', 'L-2', 'L-3']);
    expect(await numbers({ from: '2026-11-01', until: '2026-11-19' })).toEqual([]);
    // Days that were asked for move no mark.
    world.clock.advance(HOUR);
    await respond(manager, await no('L-1'));
    world.clock.advance(HOUR);
    await numbers({ from: '2026-11-20', until: '2026-11-20' });
    expect(await numbers()).toEqual(['L-1']);
    for (const query of [{ from: '2026-11-20' }, { from: '2026-11-20', until: '2026-11-19' }, { from: '2025-01-01', until: '2026-11-01' }])
      expect([query, (await wu.get('/api/intake/answers/letter').query(query)).status]).toEqual([query, 422]);
  });

  it('are read page by page', async () => {
    world.clock.advance(HOUR);
    const many = Array.from({ length: 450 }, (_, index) => line(`M-${String(index).padStart(3, '0')}`, '停水', here.name)).join('');
    await send(wu, HEAD + many, 'letter').expect(200);
    world.clock.advance(HOUR);
    const found = await numbers();
    expect([found.length, new Set(found).size]).toEqual([450, 450]);
  });
});
