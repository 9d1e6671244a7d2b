import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pictureLimits, type UploadView } from '@wuye/shared/storage';
import sharp from 'sharp';
import { Blobs, Pieces, StoredPicture, Upload, Uploads } from '../src/platform/storage/index.js';
import { newKey, sendPiece, submit } from './acts.js';
import { anotherInstance, type Instance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';
import { FakeS3, s3Settings } from './ports/s3.js';

const DAY = 24 * 3_600_000;
const { piece: PIECE } = pictureLimits;
const folder = mkdtempSync(join(tmpdir(), 'wuye-uploads-'));
const BUCKET = 'wuye';
let store: FakeS3;
/** Ids of one process never go back in time, so no world here may: an id tells its age. */
let latest = FRIDAY;
beforeAll(async () => {
  store = await FakeS3.start(join(folder, 's3'), BUCKET);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A photo of so many bytes: what stands behind a JPEG's end is not looked at. */
async function photoOf(bytes: number): Promise<Buffer> {
  const small = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#8899aa' } })
    .jpeg()
    .toBuffer();
  return Buffer.concat([small, Buffer.alloc(Math.max(0, bytes - small.length), 7)]);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const begin = (browser: Browser, bytes: number, fields: object = {}) =>
  browser.post('/api/uploads').send({ key: newKey(), bytes, type: 'image/jpeg', ...fields });
const begun = async (browser: Browser, bytes: number, fields: object = {}): Promise<UploadView> =>
  (await begin(browser, bytes, fields).expect(201)).body as UploadView;
const complete = (browser: Browser, id: string) => browser.post(`/api/uploads/${id}/complete`).send({});
const standing = async (browser: Browser, id: string): Promise<number> => ((await browser.get(`/api/uploads/${id}`).expect(200)).body as UploadView).received;
const cut = (bytes: Buffer, offset: number): Buffer => bytes.subarray(offset, offset + PIECE);

/** Sends what lacks. */
async function goOn(browser: Browser, id: string, bytes: Buffer, until = bytes.length): Promise<void> {
  for (let offset = await standing(browser, id); offset < until; offset += PIECE) await sendPiece(browser, id, offset, cut(bytes, offset)).expect(200);
}

describe.each(['disk', 's3'])('on %s', (kind) => {
  let world: World;
  let owner: Browser;
  beforeAll(async () => {
    world = await startWorld({ env: kind === 's3' ? s3Settings(store, BUCKET) : {} });
    world.clock.set(latest);
    owner = await world.as('owner-li');
  }, 60_000);
  afterAll(() => {
    latest = world.clock.now();
    return world.close();
  });
  beforeEach(() => world.clock.advance(3_600_001));

  const whatLies = () => {
    const root = kind === 's3' ? join(folder, 's3', BUCKET, 'files', 'uploads') : join(world.config.DATA_DIR, 'files', 'uploads');
    try {
      return readdirSync(root, { recursive: true })
        .map(String)
        .filter((name) => /01[0-9A-Z]{24}\.\d/.test(name) && !name.endsWith('metadata.json') && !name.endsWith('.md5'));
    } catch {
      return [];
    }
  };

  it('a picture in three pieces becomes the same file as ever, and nothing of the pieces is left', async () => {
    const bytes = await photoOf(2 * PIECE + 100);
    const { id, received, piece } = await begun(owner, bytes.length, { sha256: sha256(bytes) });
    expect([received, piece]).toEqual([0, PIECE]);
    await goOn(owner, id, bytes);
    expect(whatLies().length).toBeGreaterThanOrEqual(3);
    const { body } = await complete(owner, id).expect(200);
    expect(body).toMatchObject({ width: 60, height: 40 });
    expect((await complete(owner, id).expect(200)).body).toEqual(body);
    expect((await owner.get(`/api/uploads/${id}`)).body).toMatchObject({ received: bytes.length, file: body });
    expect(whatLies()).toEqual([]);
    await submit(world, owner, { pictures: [(body as { id: string }).id] });
  });

  it('begun again under its key: what there is of it; another picture under the same key is refused', async () => {
    const bytes = await photoOf(2 * PIECE);
    const key = newKey();
    const { id } = await begun(owner, bytes.length, { key });
    await sendPiece(owner, id, 0, cut(bytes, 0)).expect(200);
    expect(await begun(owner, bytes.length, { key })).toMatchObject({ id, received: PIECE });
    expect((await begin(owner, bytes.length + 1, { key })).body).toMatchObject({ status: 409, code: 'IDEMPOTENCY.KEY_REUSED' });
    const other = newKey();
    const both = await Promise.all([begun(owner, 10, { key: other }), begun(owner, 10, { key: other })]);
    expect(both[0].id).toBe(both[1].id);
  });

  it('the same piece twice: where it stands; a wrong offset: refused, with the right one', async () => {
    const bytes = await photoOf(3 * PIECE);
    const { id } = await begun(owner, bytes.length);
    for (let time = 0; time < 2; time++) expect((await sendPiece(owner, id, 0, cut(bytes, 0)).expect(200)).body).toMatchObject({ received: PIECE });
    for (const offset of [2 * PIECE, 17, PIECE + 1, 3 * PIECE]) {
      const answer = await sendPiece(owner, id, offset, cut(bytes, 0));
      expect(answer.body).toMatchObject({ status: 409, code: 'UPLOAD.OFFSET', errors: [{ path: 'offset', message: String(PIECE) }] });
    }
    expect((await sendPiece(owner, id, PIECE, cut(bytes, 0).subarray(1))).body).toMatchObject({ status: 422, code: 'UPLOAD.PIECE_SIZE' });
    expect((await sendPiece(owner, id, PIECE, Buffer.alloc(PIECE + 1))).body).toMatchObject({ status: 413, code: 'REQUEST.TOO_LARGE' });
    expect((await complete(owner, id)).body).toMatchObject({ status: 409, code: 'UPLOAD.INCOMPLETE', errors: [{ path: 'offset', message: String(PIECE) }] });
    expect(await standing(owner, id)).toBe(PIECE);
  });

  it('two same pieces at once count once, two completions at once make one picture', async () => {
    const bytes = await photoOf(2 * PIECE);
    const { id } = await begun(owner, bytes.length);
    const twice = await Promise.all([0, 1].map(() => sendPiece(owner, id, 0, cut(bytes, 0))));
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    await goOn(owner, id, bytes);
    const before = await world.dataSource.manager.count(StoredPicture);
    const done = await Promise.all([complete(owner, id), complete(owner, id)]);
    expect(done.map(({ status }) => status)).toEqual([200, 200]);
    expect(done[0].body).toEqual(done[1].body);
    expect(await world.dataSource.manager.count(StoredPicture)).toBe(before + 1);
  });

  it('who did not begin it finds nothing, and changes nothing', async () => {
    const bytes = await photoOf(PIECE);
    const { id } = await begun(owner, bytes.length);
    const other = await world.as('owner-chen');
    const none = (await other.get('/api/uploads/01H00000000000000000000000')).body as object;
    expect(none).toMatchObject({ code: 'UPLOAD.GONE' });
    for (const answer of [
      await other.get(`/api/uploads/${id}`),
      await sendPiece(other, id, 0, bytes),
      await complete(other, id),
      await other.delete(`/api/uploads/${id}`),
    ])
      expect(answer.body).toMatchObject({ status: 404, code: 'UPLOAD.NOT_FOUND', title: expect.stringContaining('请重新选这张照片') });
    expect(await standing(owner, id)).toBe(0);
  });

  it('what is no picture is told with its first piece, or at the end; then it stays refused, and its pieces go', async () => {
    const before = whatLies();
    const text = await begun(owner, 2 * PIECE);
    expect((await sendPiece(owner, text.id, 0, Buffer.alloc(PIECE, 'a'))).body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE' });
    const bytes = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(PIECE, 1)]);
    const { id } = await begun(owner, bytes.length);
    await goOn(owner, id, bytes);
    for (let time = 0; time < 2; time++) expect((await complete(owner, id)).body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE' });
    expect(whatLies()).toEqual(before);
    expect((await begin(owner, 1000, { type: 'image/heic' })).body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE' });
    expect((await begin(owner, pictureLimits.bytes + 1)).body).toMatchObject({ status: 413, code: 'FILE.TOO_LARGE' });
  });

  it('broken on the way, by its sum: said so', async () => {
    const bytes = await photoOf(PIECE);
    const { id } = await begun(owner, bytes.length, { sha256: sha256(Buffer.from('another')) });
    await goOn(owner, id, bytes);
    expect((await complete(owner, id)).body).toMatchObject({ status: 422, code: 'UPLOAD.BROKEN' });
  });

  it('a piece that the store has lost is asked for again', async () => {
    const bytes = await photoOf(2 * PIECE + 5);
    const { id } = await begun(owner, bytes.length);
    await goOn(owner, id, bytes);
    await world.app.get(Pieces).remove(id, PIECE);
    expect((await complete(owner, id)).body).toMatchObject({ code: 'UPLOAD.INCOMPLETE', errors: [{ path: 'offset', message: String(PIECE) }] });
    await goOn(owner, id, bytes);
    await complete(owner, id).expect(200);
  });

  it('given up: gone at once with its pieces, and there is room again', async () => {
    const before = whatLies();
    const bytes = await photoOf(2 * PIECE);
    const { id } = await begun(owner, bytes.length);
    await sendPiece(owner, id, 0, cut(bytes, 0)).expect(200);
    await owner.delete(`/api/uploads/${id}`).expect(204);
    expect(whatLies()).toEqual(before);
    expect((await owner.get(`/api/uploads/${id}`)).body).toMatchObject({ code: 'UPLOAD.NOT_FOUND' });
  });

  it('a day without a piece: gone, said so, and swept with its pieces; one that goes on stays', async () => {
    const { manager } = world.dataSource;
    const uploads = world.app.get(Uploads);
    await uploads.sweep(new Date(world.clock.now().getTime() + 3 * DAY));
    const bytes = await photoOf(3 * PIECE);
    const [old, fresh] = [await begun(owner, bytes.length), await begun(owner, bytes.length)];
    for (const { id } of [old, fresh]) await sendPiece(owner, id, 0, cut(bytes, 0)).expect(200);
    world.clock.advance(DAY - 60_000);
    owner = await world.as('owner-li');
    await sendPiece(owner, fresh.id, PIECE, cut(bytes, PIECE)).expect(200);
    expect(await uploads.sweep(world.clock.now())).toBe(0);
    world.clock.advance(60_001);
    const gone = { status: 410, code: 'UPLOAD.GONE', title: expect.stringContaining('超过一天') };
    expect((await sendPiece(owner, old.id, PIECE, cut(bytes, PIECE))).body).toMatchObject(gone);
    expect(await uploads.sweep(world.clock.now())).toBe(1);
    expect((await complete(owner, old.id)).body).toMatchObject(gone);
    expect(await manager.find(Upload)).toHaveLength(1);
    expect(whatLies()).toHaveLength(2);
    await goOn(owner, fresh.id, bytes);
    await complete(owner, fresh.id).expect(200);
  });

  it('open ones have a limit, also when many begin at once; what was given up makes room', async () => {
    const { manager } = world.dataSource;
    await manager.clear(Upload);
    const answers = await Promise.all(Array.from({ length: pictureLimits.open + 5 }, () => begin(owner, 1000)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(pictureLimits.open);
    expect(answers.find(({ status }) => status !== 201)?.body).toMatchObject({ status: 429, code: 'UPLOAD.TOO_MANY' });
    for (const { body } of answers.slice(0, 3)) await owner.delete(`/api/uploads/${(body as UploadView).id}`);
    await begin(owner, 1000).expect(201);
    await manager.clear(Upload);
    const most = Math.floor(pictureLimits.openBytes / pictureLimits.bytes);
    for (let count = 0; count < most; count++) await begin(owner, pictureLimits.bytes).expect(201);
    expect((await begin(owner, pictureLimits.bytes)).body).toMatchObject({ code: 'UPLOAD.TOO_MANY' });
  });

  it('more than 120 in an hour are too many; one that is only asked for again is none', async () => {
    const { manager } = world.dataSource;
    const key = newKey();
    for (let count = 0; count < 120; count++) {
      if (count % 30 === 0) await manager.clear(Upload);
      await begin(owner, 1000, count === 119 ? { key } : {}).expect(201);
    }
    expect((await begin(owner, 1000)).body).toMatchObject({ status: 429, code: 'REQUEST.TOO_MANY' });
    await begun(owner, 1000, { key });
  });
});

describe('two instances', () => {
  let world: World;
  let owner: Browser;
  let second: Instance;
  beforeAll(async () => {
    world = await startWorld({ env: s3Settings(store, BUCKET) });
    owner = await world.as('owner-li');
    second = await anotherInstance(world);
  }, 60_000);
  afterAll(async () => {
    await second.close();
    await world.close();
  });

  it('each takes a piece in turn, and either completes', async () => {
    const bytes = await photoOf(4 * PIECE + 1);
    const cookie = owner.jar.getCookies({ domain: '127.0.0.1', path: '/api', secure: false, script: false }).toValueString();
    const there = request.agent(second.app.getHttpServer() as Parameters<typeof request.agent>[0]).set('cookie', cookie) as Browser;
    const { id } = await begun(owner, bytes.length, { sha256: sha256(bytes) });
    for (let offset = 0; offset < bytes.length; offset += PIECE)
      await sendPiece((offset / PIECE) % 2 ? there : owner, id, offset, cut(bytes, offset)).expect(200);
    expect(await standing(there, id)).toBe(bytes.length);
    await complete(there, id).expect(200);
    expect(await world.app.get(Blobs).get(`uploads/${id.slice(-2)}/${id}.0`)).toBeNull();
  });

  it('the store is away: said so, nothing counted, and later it goes on', async () => {
    const bytes = await photoOf(2 * PIECE);
    const { id } = await begun(owner, bytes.length);
    await sendPiece(owner, id, 0, cut(bytes, 0)).expect(200);
    store.trouble = 'busy';
    expect((await sendPiece(owner, id, PIECE, cut(bytes, PIECE))).body).toMatchObject({ status: 503, code: 'FILE.AWAY' });
    store.trouble = null;
    expect(await standing(owner, id)).toBe(PIECE);
    await goOn(owner, id, bytes);
    store.trouble = 'busy';
    expect((await complete(owner, id)).body).toMatchObject({ status: 503, code: 'FILE.AWAY' });
    store.trouble = null;
    await complete(owner, id).expect(200);
  });
});
