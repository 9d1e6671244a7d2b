import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pictureLimits } from '@wuye/shared/storage';
import sharp from 'sharp';
import { Complaint } from '../src/complaint/entities.js';
import { Storage } from '../src/platform/storage/index.js';
import { close, newKey, photo, respond, sendPicture, submit, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

const DAY = 24 * 3_600_000;
let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
}, 60_000);
afterAll(() => world.close());

const send = (bytes: Buffer, type?: string) => sendPicture(owner, bytes, type);
/** What comes back of a file that was sent. */
async function kept(bytes: Buffer, type?: string): Promise<Buffer> {
  const { status, body } = await send(bytes, type);
  expect(status).toBe(200);
  const answer = await owner
    .get(`/api/files/${(body as { id: string }).id}`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  return answer.body as Buffer;
}
const files = () => readdirSync(join(world.config.DATA_DIR, 'files'), { recursive: true }).filter((name) => String(name).includes('.'));
const jpeg = (width = 60, height = 40) => sharp({ create: { width, height, channels: 3, background: '#8899aa' } }).jpeg();

/** A PNG of one chunk each, its size as it says. */
function png(width: number, height: number, rows: Buffer): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n) >>> 0);
  const crc = (bytes: Buffer) => (bytes.reduce((c, byte) => (table[(c ^ byte) & 255] as number) ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

describe('what is a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('%s, whatever it is called', async (format) => {
    const bytes = await sharp({ create: { width: 50, height: 20, channels: 3, background: '#112233' } })
      [format]()
      .toBuffer();
    expect(await sharp(await kept(bytes, '')).metadata()).toMatchObject({ format: 'jpeg', width: 50, height: 20 });
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  it.each([
    ['an SVG', svg, 'image/svg+xml'],
    ['an SVG called a PNG', svg, 'image/png'],
    [
      'an SVG that would read a file',
      `<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&f;</text></svg>`,
      '',
    ],
    ['text called a PNG', 'hello', 'image/png'],
    ['HTML called a JPEG', '<html><script>alert(1)</script>', 'image/jpeg'],
    ['a PDF', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF', 'application/pdf'],
    [
      'a GIF',
      'GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;',
      'image/gif',
    ],
    ['a zip', 'PK\x03\x04rest', 'image/jpeg'],
    ['a JPEG’s first bytes alone', '\xff\xd8\xff\xe0', 'image/jpeg'],
  ])('%s is none', async (_what, text, type) => {
    const before = files();
    const answer = await send(Buffer.from(text, 'latin1'), type);
    expect(answer.body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE', title: expect.stringContaining('JPG、PNG 或 WebP') });
    expect(files()).toEqual(before);
  });

  it('a JPEG that is cut off is none', async () => {
    const whole = await jpeg(600, 400).toBuffer();
    expect((await send(whole.subarray(0, Math.floor(whole.length / 2)))).body).toMatchObject({ code: 'FILE.NOT_PICTURE' });
  });

  it('a file of no bytes, and a form', async () => {
    expect((await send(Buffer.alloc(0))).body).toMatchObject({ status: 422, errors: [{ path: 'bytes', message: '这张照片是空的，请换一张' }] });
    expect((await owner.post('/api/uploads').attach('file', await photo(), 'photo.jpg')).body).toMatchObject({ status: 415, code: 'REQUEST.UNSUPPORTED' });
  });
});

describe('what is kept', () => {
  const EVIL = '<script>alert(document.cookie)</script>';

  it('of a polyglot: nothing but the picture', async () => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([0, EVIL.length + 2]), Buffer.from(EVIL)]);
    const whole = await jpeg().toBuffer();
    const polyglot = Buffer.concat([whole.subarray(0, 2), comment, whole.subarray(2), Buffer.from(`PK\x03\x04${EVIL}<?php system($_GET[0]); ?>`)]);
    const bytes = await kept(polyglot);
    for (const trace of ['script', 'PK', 'php', 'alert']) expect(bytes.includes(trace)).toBe(false);
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  });

  it('of EXIF: neither place nor device; but it stands upright', async () => {
    const tagged = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#445566' } })
      .jpeg()
      .withExif({ IFD0: { Make: 'SpyPhone', Orientation: '6' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 40/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(tagged.includes('SpyPhone')).toBe(true);
    const bytes = await kept(tagged);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 40, height: 60 });
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    for (const trace of ['SpyPhone', 'Exif', 'GPS']) expect(bytes.includes(trace)).toBe(false);
  });

  it('of a large one: at most 1,600 a side', async () => {
    const { body } = await send(await jpeg(4000, 1000).toBuffer());
    expect(body).toMatchObject({ width: pictureLimits.side, height: pictureLimits.side / 4 });
  });

  it('a file of its own, under a name of ours, and no piece of it', async () => {
    const before = files().length;
    const { body } = await send(await jpeg().toBuffer());
    expect(files()).toHaveLength(before + 1);
    const { id } = body as { id: string };
    expect(readFileSync(join(world.config.DATA_DIR, 'files', id.slice(-2), `${id}.jpg`)).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });
});

describe('too much', () => {
  it('200 million pixels in some bytes: refused before they are decoded', async () => {
    const bomb = png(20_000, 10_000, Buffer.alloc(20_001 * 50));
    expect(bomb.length).toBeLessThan(10_000);
    const began = performance.now();
    expect((await send(bomb)).body).toMatchObject({ status: 422, code: 'FILE.TOO_MANY_PIXELS' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('a header that lies about its size', async () => {
    const answer = await send(png(2_000_000_000, 2_000_000_000, Buffer.alloc(10)));
    expect(['FILE.TOO_MANY_PIXELS', 'FILE.NOT_PICTURE']).toContain((answer.body as { code: string }).code);
  });

  it('more than 12 MB: refused before a byte of it is sent', async () => {
    const answer = await owner.post('/api/uploads').send({ key: newKey(), bytes: pictureLimits.bytes + 1, type: 'image/jpeg' });
    expect(answer.body).toMatchObject({ status: 413, code: 'FILE.TOO_LARGE', title: expect.stringContaining('12MB') });
  });

  it('just 12 MB is taken', async () => {
    const small = await jpeg().toBuffer();
    expect((await send(Buffer.concat([small, Buffer.alloc(pictureLimits.bytes - small.length)]))).status).toBe(200);
  });
});

describe('who sees it', () => {
  const sees = async (browser: Browser, id: string) => (await browser.get(`/api/files/${id}`)).status;

  it('before it belongs to anything: its sender alone', async () => {
    const id = await upload(owner);
    expect(await sees(owner, id)).toBe(200);
    for (const slug of ['owner-chen', 'manager-wang', 'officer-wu'] as const) expect(await sees(await world.as(slug), id)).toBe(404);
    await world.browser().get(`/api/files/${id}`).expect(401);
  });

  it('once submitted: those who may read the complaint', async () => {
    const id = await upload(owner);
    await submit(world, owner, { pictures: [id] });
    for (const slug of ['owner-li', 'manager-wang', 'head-zhou', 'officer-wu'] as const)
      expect([slug, await sees(await world.as(slug), id)]).toEqual([slug, 200]);
    for (const slug of ['owner-chen', 'manager-liu', 'stranger-he'] as const) expect([slug, await sees(await world.as(slug), id)]).toEqual([slug, 404]);
  });

  it('the proof of a closing: the owner, too', async () => {
    const manager = await world.as('manager-wang');
    const { no } = await submit(world, owner);
    await respond(manager, no);
    const [closed] = (await close(manager, no)).events;
    expect(await sees(owner, String(closed?.pictures[0]))).toBe(200);
    expect(await sees(await world.as('owner-chen'), String(closed?.pictures[0]))).toBe(404);
  });

  it('one that is not there: the same answer as one that is not theirs', async () => {
    const id = await upload(owner);
    const other = await world.as('owner-chen');
    expect((await other.get(`/api/files/${id}`)).body).toEqual((await other.get('/api/files/01H00000000000000000000000')).body);
    expect((await other.get('/api/files/..%2f..%2fwuye.sqlite')).status).toBe(422);
  });

  it('whose file is gone from the disk: a problem, not a broken connection', async () => {
    const id = await upload(owner);
    rmSync(join(world.config.DATA_DIR, 'files', id.slice(-2), `${id}.jpg`));
    expect((await owner.get(`/api/files/${id}`)).body).toMatchObject({ status: 404, code: 'FILE.NOT_FOUND' });
  });
});

describe('sweeping', () => {
  it('takes what nobody used while a draft may hold it, at once what was let go, and leaves what is used', async () => {
    const [free, used, gone] = [await upload(owner), await upload(owner), await upload(owner)];
    const { no } = await submit(world, owner, { pictures: [gone] });
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    await world.dataSource.transaction((tx) => world.app.get(Storage).release(tx, 'complaint', id));
    expect((await owner.get(`/api/files/${gone}`)).status).toBe(404);
    expect(await world.app.get(Storage).sweep(world.clock.now())).toBe(1);
    expect(files().filter((name) => String(name).includes(gone))).toEqual([]);
    await submit(world, owner, { pictures: [used] });
    const storage = world.app.get(Storage);
    expect(await storage.sweep(new Date(world.clock.now().getTime() + 7 * DAY))).toBe(0);
    expect(await storage.sweep(new Date(world.clock.now().getTime() + 8 * DAY + 1))).toBeGreaterThanOrEqual(1);
    expect((await owner.get(`/api/files/${free}`)).status).toBe(404);
    expect((await owner.get(`/api/files/${used}`)).status).toBe(200);
    expect(files().filter((name) => String(name).includes(free))).toEqual([]);
  });
});
