import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportReport, UnsortedRow } from '@wuye/shared/intake';
import { Complaint, ComplaintEvent } from '../src/complaint/entities.js';
import { Community } from '../src/community/index.js';
import { IntakeUnsorted } from '../src/intake/entities.js';
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
    expect(await report('hotline', table)).toEqual({ rows: 3, created: 1, known: 0, unsorted: 1, faults: [{ line: 4, column: '外部编号', why: '没有编号' }] });
    const [row] = await rowsOf('hotline');
    expect(row).toMatchObject({ outsideNo: 'A-1', category: 'elevator', kind: 'complaint', communityId: place.id });
    expect(JSON.stringify(row)).not.toMatch(/周某|13911110000|停运/);
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
    for (const wrong of ['', 'PK\u0003\u0004nonsense', '"', HEAD + line('x', 'y').repeat(2001)])
      expect((await send(officer, 'hotline', wrong)).body).toMatchObject({ code: 'INTAKE.FILE_WRONG' });
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
