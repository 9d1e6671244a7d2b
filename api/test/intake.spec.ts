import crypto from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ImportReport, UnsortedRow } from '@wuye/shared/intake';
import { Complaint, ComplaintEvent } from '../src/complaint/entities.js';
import { Community } from '../src/community/index.js';
import { IntakeMapping, IntakeUnsorted } from '../src/intake/entities.js';
import { newId } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, newKey, respond, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';
import { xlsxOf } from './ports/xlsx.js';

let world: World;
let officer: Browser;
let manager: Browser;
let place: Community;

beforeAll(async () => {
  world = await startWorld();
  [officer, manager] = [await world.as('officer-wu'), await world.as('manager-wang')];
  place = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 1 }))[0] as Community;
}, 60_000);
afterAll(() => world.close());

const rowsOf = (source: string) => world.dataSource.manager.find(Complaint, { where: { source: source as 'hotline' }, order: { id: 'ASC' } });
const send = (browser: Browser, source: string, table: string | Buffer) =>
  browser.post(`/api/intake/imports/${source}`).attach('file', Buffer.from(table as string), 'table');
const report = async (source: string, table: string | Buffer): Promise<ImportReport> => (await send(officer, source, table).expect(200)).body as ImportReport;
const line = (...cells: string[]) => `${cells.join(',')}\r\n`;

describe('代业主登记', () => {
  const body = { kind: 'repair', category: 'elevator', words: '业主来电：电梯困人', phone: '13912340000', name: '李来电' };

  it('runs the same clocks, is nobody’s own, and tells nobody without an account', async () => {
    const answer = await manager
      .post(`/api/communities/${place.id}/complaints`)
      .set('idempotency-key', newKey())
      .send({ ...body, pictures: [await upload(manager)] });
    expect([answer.status, answer.body.code]).toEqual([201, undefined]);
    const { no } = answer.body as { no: string };
    const row = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect(row).toMatchObject({ source: 'phone', personId: null, dueAt: expect.any(Date), caller: expect.not.stringContaining('李来电') });
    const [event] = await world.dataSource.manager.findBy(ComplaintEvent, { complaintId: row.id });
    expect(event).toMatchObject({ kind: 'submitted', role: 'project_manager', actorName: '王*' });
    expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ mine: false, submitter: { name: '李*', phone: '139****0000' } });
    expect((await manager.post(`/api/complaints/${no}/contact`).send({ reason: { kind: 'handle' } })).body).toEqual({ phone: '13912340000' });
    await respond(manager, no);
    expect(await world.dataSource.manager.countBy(OutboxMessage, { recipient: row.accountId })).toBe(0);
  });

  it('is for those who serve the community', async () => {
    const post = async (who: Parameters<World['as']>[0]) => (await (await world.as(who)).post(`/api/communities/${place.id}/complaints`).send(body)).status;
    expect(await post('owner-li')).toBe(403);
    expect(await post('staff-deng')).toBe(201);
  });
});

describe('tables of 12345 and 信访', () => {
  const HEAD = line('工单编号', '诉求内容', '小区', '类别', '姓名', '联系电话');

  it('are taken row by row: known communities, those to sort, and what is wrong', async () => {
    const table =
      HEAD + line('A-1', '电梯停运', place.name, '电梯', '周某', '13911110000') + line('A-2', '有噪音', '没听过的小区') + line('', '没有编号', place.name);
    expect(await report('hotline', table)).toEqual({
      rows: 3,
      created: 1,
      known: 0,
      unsorted: 1,
      elsewhere: 0,
      notes: [],
      stoppedAt: null,
      faults: [{ line: 4, column: '外部编号', why: '没有编号' }],
    });
    const [row] = await rowsOf('hotline');
    expect(row).toMatchObject({ outsideNo: 'A-1', category: 'elevator', kind: 'complaint', communityId: place.id });
    expect(JSON.stringify(row)).not.toMatch(/周某|13911110000|停运/);
    const seen = await (await world.as('manager-wang')).get(`/api/complaints/${row?.no}`).expect(200);
    expect(seen.body).toMatchObject({ source: 'hotline', outsideNo: 'A-1' });
  });

  it('sent twice change nothing; nor do they sent twice at once', async () => {
    const table = HEAD + line('A-1', '电梯停运', place.name) + line('A-2', '有噪音', '没听过的小区');
    expect(await report('hotline', table)).toMatchObject({ created: 0, known: 2, unsorted: 0 });
    const fresh = HEAD + Array.from({ length: 8 }, (_, index) => line(`B-${index}`, '停水', place.name)).join('');
    const both = await Promise.all([report('hotline', fresh), report('hotline', fresh)]);
    expect(both.reduce((sum, { created }) => sum + created, 0)).toBe(8);
    expect(both.reduce((sum, { known }) => sum + known, 0)).toBe(8);
    expect(await rowsOf('hotline')).toHaveLength(9);
    // The same number of another source is another matter.
    expect(await report('letter', HEAD + line('A-1', '来信', place.name))).toMatchObject({ created: 1 });
  });

  it('may be Excel’s, with columns as the source calls them', async () => {
    const book = xlsxOf([
      ['流水号', '市民原话', '项目'],
      ['C-1', '门禁坏了', place.name],
    ]);
    expect((await send(officer, 'letter', book)).body).toMatchObject({ code: 'INTAKE.COLUMNS_MISSING' });
    const columns = { outsideNo: '流水号', words: '市民原话', community: '项目' };
    await officer.put('/api/intake/mappings/letter').send({ columns }).expect(200);
    expect((await officer.get('/api/intake/mappings/letter')).body).toEqual({ columns });
    expect(await report('letter', book)).toMatchObject({ rows: 1, created: 1 });
    expect((await officer.get('/api/intake/mappings/hotline')).body).toEqual({ columns: {} });
  });

  it('are refused where they are none, or another’s business', async () => {
    for (const wrong of ['', '"', HEAD + line('x', 'y').repeat(2001)])
      expect((await send(officer, 'hotline', wrong)).body).toMatchObject({ code: 'INTAKE.FILE_WRONG' });
    expect((await send(officer, 'hotline', 'PK\u0003\u0004nonsense')).body).toMatchObject({ code: 'INTAKE.FILE_BROKEN' });
    expect((await officer.post('/api/intake/imports/hotline').send({})).body).toMatchObject({ code: 'INTAKE.FILE_WRONG' });
    expect((await send(manager, 'hotline', HEAD)).status).toBe(403);
  });

  it('that nobody could place are sorted by hand, once, within the district', async () => {
    const list = async () => ((await officer.get('/api/intake/unsorted').expect(200)).body as { items: UnsortedRow[] }).items;
    const [waiting] = await list();
    expect(waiting).toMatchObject({ outsideNo: 'A-2', community: '没听过的小区', words: '有噪音', category: 'noise' });
    const foreign = await world.dataSource.manager.createQueryBuilder(Community, 'c').where('c.districtCode <> :code', { code: place.districtCode }).getOne();
    const assign = (communityId: string) => officer.post(`/api/intake/unsorted/${waiting?.id}/assign`).send({ communityId });
    if (foreign) expect((await assign(foreign.id)).status).toBe(403);
    const answers = await Promise.all([assign(place.id), assign(place.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await list()).toEqual([]);
    expect(await world.dataSource.manager.count(IntakeUnsorted)).toBe(0);
    expect(await report('hotline', HEAD + line('A-2', '有噪音', '没听过的小区'))).toMatchObject({ known: 1 });
    const places = (await officer.get('/api/intake/places').expect(200)).body as { items: { id: string }[] };
    expect(places.items.map(({ id }) => id)).toContain(place.id);
  });

  it('are answered by their own numbers, and no answer is a formula', async () => {
    const row = (await rowsOf('hotline')).find(({ outsideNo }) => outsideNo === 'A-1') as Complaint;
    await respond(manager, row.no);
    await close(manager, row.no);
    const answer = await officer.get('/api/intake/answers/hotline').expect(200);
    const text = answer.text;
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(text.split('\r\n')[0]).toContain('外部编号,平台编号,小区');
    expect(text).toContain(`A-1,${row.no},${place.name},已办结`);
    expect(text).toContain('主板已经更换，电梯恢复运行。');
    expect(text).not.toContain('电梯停运');
  });
});

describe('what comes at once', () => {
  const HEAD = line('工单编号', '诉求内容', '小区');
  const waits = async (outsideNo: string): Promise<string> => {
    const row = { outsideNo, words: '有噪音', community: '没听过的小区', category: 'noise', kind: 'complaint', place: '', name: '', phone: '' };
    const id = newId(world.clock.now());
    const content = world.vault.seal('intake_unsorted.content', JSON.stringify(row));
    const kept = { districtCode: place.districtCode, source: 'hotline' as const, importedBy: id, importedAt: world.clock.now() };
    await world.dataSource.manager.insert(IntakeUnsorted, { id, outsideNo, content, ...kept });
    return id;
  };

  it('a row whose number became a complaint meanwhile: said so, and nothing changes; the next table takes the row away', async () => {
    await report('hotline', HEAD + line('R-1', '停水', place.name));
    const id = await waits('R-1');
    const events = await world.dataSource.manager.count(ComplaintEvent);
    const answer = await officer.post(`/api/intake/unsorted/${id}/assign`).set('idempotency-key', newKey()).send({ communityId: place.id });
    expect(answer.body).toMatchObject({ status: 409, code: 'INTAKE.NUMBER_KNOWN' });
    expect(await world.dataSource.manager.countBy(IntakeUnsorted, { id })).toBe(1);
    expect(await world.dataSource.manager.countBy(Complaint, { outsideNo: 'R-1' })).toBe(1);
    expect(await world.dataSource.manager.count(ComplaintEvent)).toBe(events);
    await report('hotline', HEAD + line('R-2', '停水', place.name));
    expect(await world.dataSource.manager.countBy(IntakeUnsorted, { id })).toBe(0);
  });

  it('rows sorted while tables bring the same numbers: each becomes one complaint, and every answer is one that people can read', async () => {
    const numbers = Array.from({ length: 6 }, (_, index) => `S-${index}`);
    const ids = await Promise.all(numbers.map(waits));
    const table = HEAD + numbers.map((number) => line(number, '停水', place.name)).join('');
    const assign = (id: string) => officer.post(`/api/intake/unsorted/${id}/assign`).send({ communityId: place.id });
    const [reported, ...assigned] = await Promise.all([send(officer, 'hotline', table), ...ids.map(assign)]);
    expect(reported?.status).toBe(200);
    expect(assigned.filter(({ status }) => ![200, 404, 409].includes(status))).toEqual([]);
    for (const outsideNo of numbers) expect(await world.dataSource.manager.countBy(Complaint, { outsideNo })).toBe(1);
  });

  it('the first names of columns, saved twice: both stand for one', async () => {
    await world.dataSource.manager.clear(IntakeMapping);
    const save = (name: string) => officer.put('/api/intake/mappings/letter').send({ columns: { words: name } });
    const answers = await Promise.all([save('原话'), save('原话'), save('原话')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await world.dataSource.manager.count(IntakeMapping)).toBe(1);
  });

  it('a public number that is taken is drawn again: the row is a complaint, and not one that came before', async () => {
    const drawn = jest.spyOn(crypto, 'randomInt') as unknown as jest.SpiedFunction<() => number>;
    try {
      drawn.mockReturnValueOnce(123_456);
      await report('hotline', HEAD + line('N-1', '停水', place.name));
      drawn.mockReturnValueOnce(123_456);
      expect(await report('hotline', HEAD + line('N-2', '停水', place.name))).toMatchObject({ created: 1, known: 0 });
      expect(drawn.mock.calls.length).toBeGreaterThanOrEqual(3);
    } finally {
      drawn.mockRestore();
    }
  });
});
