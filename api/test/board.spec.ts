import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type BoardView, type HangingRow, type HangingView, missingWords } from '@wuye/shared/board';
import QRCode from 'qrcode';
import { IsNull, Not } from 'typeorm';
import { BoardHanging, HangingTerms } from '../src/board/index.js';
import { Community, PosterScene } from '../src/community/index.js';
import { Appointment } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { newId } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { newKey, submit, upload } from './acts.js';
import { confirmed } from './confirm.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';
import { type ReadPdf, readPdf } from './pdf.js';

const FONT = existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
if (!FONT && process.env.CI === 'true') throw new Error('apt-get install fonts-noto-cjk: the PDFs are tested with it.');
const withFont = FONT ? it : it.skip;

const line = (phone: string, from = '09:00', to = '18:00') => ({ phone, from, to });
const LONG = '天府新区华阳街道麓湖生态城一期黄金海岸水岸观邸南区（含配套商业街及地下车库）智慧物业服务示范项目小区';

let world: World;
let manager: Browser;
let officer: Browser;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  manager = await world.as('manager-wang');
  officer = await world.as('officer-wu');
  id = (await world.dataSource.manager.findOneByOrFail(Community, { name: '华阳小区' })).id;
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  for (const table of ['board', 'board_bureau', 'board_hanging']) await world.dataSource.query(`DELETE FROM ${table}`);
  for (const entity of [OutboxMessage, AuditEntry, PosterScene]) await world.dataSource.manager.clear(entity);
  await world.dataSource.manager.update(Community, { id }, { posterVersion: 1, createdAt: FRIDAY, name: '华阳小区' });
});

const read = async (browser = manager): Promise<BoardView> => (await browser.get(`/api/communities/${id}/board`).expect(200)).body as BoardView;
const edit = (body: object, browser = manager) => browser.put(`/api/communities/${id}/board`).set('Idempotency-Key', newKey()).send(body);
const fill = () => edit({ version: 0, project: line('028-81110001', '00:00', '24:00'), company: line('400-800-1234') }).expect(200);
const pdf = async (query: object, browser = manager): Promise<ReadPdf> => {
  const answer = await browser.get(`/api/communities/${id}/board.pdf`).query(query).buffer(true).parse(bytes).expect(200);
  expect(answer.headers['content-type']).toBe('application/pdf');
  const file = answer.body as Buffer;
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  if (process.env.BOARD_KEEP) writeFileSync(`${process.env.BOARD_KEEP}/${Object.values(query).join('-')}-${shot++}.pdf`, file);
  return readPdf(file);
};
let shot = 0;
type Parser = NonNullable<Parameters<ReturnType<Browser['get']>['parse']>[0]>;
const bytes: Parser = (response, done) => {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
};
/** Whether a drawn code is the code of a text, module by module. */
const says = (code: ReadPdf['codes'][number] | undefined, text: string): boolean => {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'H' }).modules;
  return code !== undefined && [...data].every((module, at) => code.dark(Math.floor(at / size), at % size, size) === (module !== 0));
};
const hang = async (edition: number, browser = manager) =>
  browser
    .post(`/api/communities/${id}/board/hangings`)
    .set('Idempotency-Key', newKey())
    .send({ edition, pictures: [await upload(browser)] });
const listed = async (browser: Browser, state: string): Promise<string[]> =>
  ((await browser.get('/api/boards').query({ state, limit: 50 }).expect(200)).body as { items: HangingRow[] }).items.map((row) => row.id);
const work = () => world.app.get(HangingTerms).run(world.clock.now());

describe('what stands on the board', () => {
  it('is the city’s template with the policy’s hours; what lacks is said with who fills it in', async () => {
    const { words, lines, missing } = await read();
    expect(words.title).toBe('成都市“物业小区问题马上解决”公示牌');
    expect(words.promise).toContain('工作时间回应不超过4小时，非工作时间回应不超过8小时');
    expect(missing).toBe(missingWords(['project', 'company']));
    expect(lines.map(({ level, phone }) => [level, phone !== null])).toEqual([
      ['project', false],
      ['company', false],
      ['bureau', true],
    ]);
    const refused = await manager.get(`/api/communities/${id}/board.pdf`).expect(409);
    expect(refused.body).toMatchObject({ code: 'BOARD.INCOMPLETE', title: missing });
  });

  it('is filled in by manager and head, one after the other, and the log keeps what', async () => {
    await fill();
    const head = await world.as('head-zhou');
    expect((await edit({ version: 0, project: null, company: null }, head)).body).toMatchObject({ code: 'BOARD.CHANGED' });
    await edit({ version: 1, project: line('028-81110002'), company: null }, head).expect(200);
    const { lines, missing, version } = await read();
    expect([version, lines[0], missing]).toEqual([
      2,
      expect.objectContaining({ phone: '028-81110002', from: '09:00', to: '18:00' }),
      missingWords(['company']),
    ]);
    const kept = await world.dataSource.manager.find(AuditEntry, { where: { action: 'board.edit' }, order: { id: 'ASC' } });
    expect(kept.map(({ detail }) => detail)).toEqual([
      { version: 1, project: '028-81110001 00:00-24:00', company: '400-800-1234 09:00-18:00' },
      { version: 2, project: '028-81110002 09:00-18:00', company: '' },
    ]);
    await edit({ version: 2, project: { phone: '打给我', from: '09:00', to: '18:00' }, company: null }).expect(422);
  });

  it('the bureau’s line is the district’s, changed with the second factor, and missing it blocks, too', async () => {
    await fill();
    const before = (await read()).lines[2]?.phone ?? '';
    const { districtCode } = await world.dataSource.manager.findOneByOrFail(Community, { id });
    const set = (phone: string) => world.dataSource.query('UPDATE district SET bureau_phone = ? WHERE code = ?', [phone, districtCode]);
    await set('');
    expect((await read()).missing).toBe(missingWords(['bureau']));
    await manager.get(`/api/communities/${id}/board.pdf`).expect(409);
    const send = (browser: Browser) => browser.put(`/api/communities/${id}/board/bureau`).send({ version: 0, line: line('028-85293449') });
    expect((await send(manager)).status).toBe(403);
    expect((await send(await world.as('officer-wu'))).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
    await send(await confirmed(world, 'officer-wu')).expect(200);
    expect((await read()).lines[2]).toMatchObject({ phone: '028-85293449', from: '09:00', to: '18:00' });
    await set(before);
  });

  it('is not another community’s manager’s to read, fill in or download', async () => {
    const other = await world.dataSource.manager.findOneByOrFail(Community, { name: '银杏雅苑' });
    for (const path of ['board', 'board.pdf?kind=poster']) await manager.get(`/api/communities/${other.id}/${path}`).expect(403);
    await manager.put(`/api/communities/${other.id}/board`).send({ version: 0, project: null, company: null }).expect(403);
  });
});

describe('the PDF', () => {
  withFont.each([
    ['A4', 210, 297, 44],
    ['A3', 297, 420, 44 * Math.SQRT2],
  ] as const)('is a board of %s with the three phones, the promise and a code that reads', async (size, width, height, side) => {
    await fill();
    const { url, words } = await read();
    const file = await pdf({ size, kind: 'board' });
    expect([file.pages, Math.round(file.width), Math.round(file.height)]).toEqual([1, width, height]);
    for (const part of [
      words.title,
      words.promise,
      ...words.guides,
      words.seal,
      '028-81110001',
      '全天（00:00-24:00）',
      '400-800-1234',
      '接听时间：09:00-18:00',
      '华阳小区',
    ])
      expect(file.text).toContain(part);
    expect(file.codes.map((code) => [Math.round(code.side), says(code, url)])).toEqual([[Math.round(side), true]]);
  });

  withFont('has the account’s code beside the link’s where there is one', async () => {
    await fill();
    await world.dataSource.manager.insert(PosterScene, {
      communityId: id,
      version: 1,
      ticket: 't',
      url: 'http://weixin.qq.com/q/02abcDEF',
      error: null,
      attempts: 1,
      dueAt: FRIDAY,
      createdAt: FRIDAY,
    });
    const { url } = await read();
    const board = await pdf({ size: 'A4', kind: 'board' });
    expect(board.codes.map((code, at) => [code.side >= 40, says(code, at === 0 ? url : 'http://weixin.qq.com/q/02abcDEF')])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(board.text).toContain('扫码关注后反映、收通知');
    const poster = await pdf({ size: 'A3', kind: 'poster' });
    expect([poster.codes.length, says(poster.codes[0], url)]).toEqual([2, true]);
  });

  withFont('holds a long name whole, and of the poster asks for none of the three phones', async () => {
    await world.dataSource.manager.update(Community, { id }, { name: LONG });
    const poster = await pdf({ size: 'A4', kind: 'poster' });
    expect(poster.text).toContain(LONG);
    expect(poster.text).not.toContain('028-81110001');
    expect([poster.pages, poster.codes.length]).toEqual([1, 1]);
    await fill();
    const board = await pdf({ size: 'A4', kind: 'board' });
    expect([board.pages, board.text.split(LONG).length - 1]).toEqual([1, 2]);
    // What was filled in stands on the poster and at whoever handles a complaint, not what the base data suggests.
    expect((await pdf({ size: 'A4', kind: 'poster' })).text).toContain('028-81110001');
    expect((await submit(world, await world.as('owner-li'))).handler).toMatchObject({ level: 'manager', phone: '028-81110001' });
  });

  it('without a font says what to install', async () => {
    const quiet = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const { BOARD_FONT } = world.config;
    Object.assign(world.config, { BOARD_FONT: '/nowhere/font.ttc' });
    const answer = await manager.get(`/api/communities/${id}/board.pdf`).query({ kind: 'poster' }).expect(503);
    Object.assign(world.config, { BOARD_FONT });
    expect(answer.body).toMatchObject({ code: 'BOARD.NO_FONT', title: expect.stringContaining('fonts-noto-cjk') });
    expect(String(quiet.mock.calls[0]?.[0])).toContain('NotoSansCJKsc-Regular in /nowhere/font.ttc (ENOENT)');
    quiet.mockRestore();
  });
});

describe('hanging', () => {
  it('is due three working days after the account was opened, reminded of once by several instances, then overdue', async () => {
    const { hanging } = await read();
    expect(hanging).toMatchObject({ edition: 1, dueAt: '2026-11-25T16:00:00.000Z', hungAt: null, pictures: [] });
    await work();
    expect(await world.dataSource.manager.count(OutboxMessage)).toBe(0);
    world.clock.set('2026-11-24T01:00:00.000Z');
    await Promise.all([work(), work(), work()]);
    const sent = await world.dataSource.manager.findBy(OutboxMessage, { kind: 'board.remind', communityId: id });
    expect(sent.map(({ data }) => data)).toEqual([{ id, edition: '1', community: '华阳小区', due: '2026年11月25日 23:59' }]);
    expect(await listed(await world.as('officer-wu'), 'overdue')).not.toContain(id);
    world.clock.set('2026-11-25T16:00:00.000Z');
    await work();
    expect(await world.dataSource.manager.countBy(OutboxMessage, { communityId: id })).toBe(1);
    expect(await listed(await world.as('officer-wu'), 'overdue')).toContain(id);
    expect((await (await world.as('committee-lin')).get('/api/boards')).status).toBe(403);
  });

  it('begins when a first manager takes the account up, not with the base data', async () => {
    const untaken = await world.dataSource.manager.findOneByOrFail(Community, { name: '银杏雅苑' });
    const office = { role: 'project_manager' as const, scopeType: 'community' as const, scopeId: untaken.id };
    const [held] = await world.dataSource.manager.findBy(Appointment, office);
    await world.dataSource.manager.update(Appointment, office, { personId: null });
    await work();
    expect(await world.dataSource.manager.countBy(BoardHanging, { communityId: untaken.id })).toBe(0);
    world.clock.set('2026-11-23T02:00:00.000Z');
    await world.dataSource.manager.update(Appointment, office, { personId: newId(world.clock.now()) });
    await work();
    expect(await world.dataSource.manager.findOneBy(BoardHanging, { communityId: untaken.id })).toMatchObject({ fromAt: world.clock.now() });
    await world.dataSource.manager.update(Appointment, office, { personId: held?.personId ?? null });
  });

  it('over a holiday counts working days alone', async () => {
    const dueFrom = async (at: string) =>
      (await world.app.get(HangingTerms).draft(world.dataSource.manager, { communityId: id, edition: 1, from: new Date(at) }, FRIDAY)).dueAt?.toISOString();
    expect(await dueFrom('2026-09-30T02:00:00.000Z')).toBe('2026-10-10T16:00:00.000Z');
    expect(await dueFrom('2026-12-30T02:00:00.000Z')).toBeUndefined();
  });

  it('is proved by a photo, which those see who work there and oversee it', async () => {
    const hung = (await hang(1)).body as HangingView;
    expect(hung).toMatchObject({ hungAt: FRIDAY.toISOString(), pictures: [expect.any(String)] });
    const path = `/api/files/${hung.pictures[0]}`;
    await manager.get(path).expect(200);
    await officer.get(path).expect(200);
    await (await world.as('owner-li')).get(path).expect(404);
    world.clock.set('2026-11-25T16:00:00.000Z');
    await work();
    const later = await world.as('officer-wu');
    expect([await listed(later, 'overdue'), await listed(later, 'hung')]).toEqual([expect.not.arrayContaining([id]), [id]]);
    const again = (await hang(1, await world.as('staff-deng'))).body as HangingView;
    expect([again.hungAt, again.pictures.length]).toEqual([FRIDAY.toISOString(), 2]);
    const stolen = await (await world.as('manager-wang')).post(`/api/communities/${id}/board/hangings`).send({ edition: 1, pictures: [hung.pictures[0]] });
    expect(stolen.body).toMatchObject({ code: 'BOARD.PICTURE_UNKNOWN' });
  });

  it('of two phones that hang at once no photo is dropped', async () => {
    const staff = await world.as('staff-deng');
    await hang(1);
    const answers = await Promise.all([hang(1), hang(1, staff), hang(1), hang(1, staff)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await read()).hanging.pictures).toHaveLength(5);
  });

  it('begins anew with a new code', async () => {
    await hang(1);
    world.clock.set('2026-11-23T02:00:00.000Z');
    const again = await world.as('manager-wang');
    await again.post(`/api/communities/${id}/poster/replace`).send({ version: 1, reason: 'covered' }).expect(200);
    expect((await read(again)).hanging).toEqual({
      edition: 2,
      from: '2026-11-23T02:00:00.000Z',
      dueAt: '2026-11-26T16:00:00.000Z',
      hungAt: null,
      pictures: [],
    });
    expect((await hang(1, again)).body).toMatchObject({ code: 'BOARD.EDITION_OLD' });
    expect(await listed(await world.as('officer-wu'), 'running')).toContain(id);
    await hang(2, again);
    expect(await world.dataSource.manager.countBy(BoardHanging, { communityId: id })).toBe(2);
  });

  it('is listed in pages, longest overdue first, each within the reader’s scope', async () => {
    const untaken = { role: 'project_manager' as const, scopeType: 'community' as const, personId: IsNull() };
    await world.dataSource.manager.update(Appointment, untaken, { personId: newId(world.clock.now()) });
    await work();
    world.clock.set('2026-12-02T02:00:00.000Z');
    const city = await world.as('city-luo');
    const ids: string[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const { body } = await city
        .get('/api/boards')
        .query({ limit: 2, ...(after && { after }) })
        .expect(200);
      const page = body as { items: HangingRow[]; next: string | null };
      ids.push(...page.items.map((row) => row.id));
      after = page.next;
    }
    const { manager: db } = world.dataSource;
    const taken = await db.findBy(Appointment, { role: 'project_manager', scopeType: 'community', personId: Not(IsNull()), endedAt: IsNull() });
    expect(new Set(ids)).toEqual(new Set(taken.map(({ scopeId }) => scopeId)));
    expect(new Set(ids).size).toBe(ids.length);
    expect((await city.get('/api/boards').query({ after: 'x' }).expect(200)).body).toEqual({ items: [], next: null });
    const own = await listed(await world.as('officer-wu'), 'overdue');
    expect(own.length).toBeLessThan(ids.length);
  });
});
