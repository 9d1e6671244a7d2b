import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pictureLimits } from '@wuye/shared/storage';
import sharp from 'sharp';
import { Storage } from '../src/platform/storage/index.js';
import { close, photo, respond, submit, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

const DAY = 24 * 3_600_000;
let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
}, 60_000);
afterAll(() => world.close());

const send = (bytes: Buffer, name = 'photo.jpg', browser = owner) => browser.post('/api/files').attach('file', bytes, name);
/** What comes back of a file that was sent. */
async function kept(bytes: Buffer, name?: string): Promise<Buffer> {
  const { body } = await send(bytes, name).expect(201);
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
  it.each(['jpeg', 'png', 'webp'] as const)('%s, whatever its name says', async (format) => {
    const bytes = await sharp({ create: { width: 50, height: 20, channels: 3, background: '#112233' } })
      [format]()
      .toBuffer();
    expect(await sharp(await kept(bytes, 'notes.txt')).metadata()).toMatchObject({ format: 'jpeg', width: 50, height: 20 });
  });

  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  it.each([
    ['an SVG', svg, 'drawing.svg'],
    ['an SVG named .png', svg, 'drawing.png'],
    [
      'an SVG that would read a file',
      `<!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&f;</text></svg>`,
      'a.svg',
    ],
    ['text named .png', 'hello', 'hello.png'],
    ['HTML named .jpg', '<html><script>alert(1)</script>', 'page.jpg'],
    ['a PDF', '%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF', 'paper.pdf'],
    [
      'a GIF',
      'GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;',
      'dance.gif',
    ],
    ['a zip', 'PK\x03\x04rest', 'x.jpg'],
    ['a JPEG’s first bytes alone', '\xff\xd8\xff\xe0', 'x.jpg'],
    ['nothing', '', 'x.jpg'],
  ])('%s is none', async (_what, text, name) => {
    const before = files();
    const answer = await send(Buffer.from(text, 'latin1'), name);
    expect(answer.body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE', title: expect.stringContaining('JPG、PNG 或 WebP') });
    expect(files()).toEqual(before);
  });

  it('a JPEG that is cut off is none', async () => {
    const whole = await jpeg(600, 400).toBuffer();
    expect((await send(whole.subarray(0, Math.floor(whole.length / 2)))).body).toMatchObject({ code: 'FILE.NOT_PICTURE' });
  });

  it('a form without a file, and a body that is no form', async () => {
    expect((await owner.post('/api/files').field('file', 'not a file')).body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE' });
    expect((await owner.post('/api/files').send({})).body).toMatchObject({ status: 415, code: 'FILE.NOT_PICTURE' });
  });

  it('a form that breaks off', async () => {
    const answer = await owner
      .post('/api/files')
      .set('content-type', 'multipart/form-data; boundary=x')
      .send('--x\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ code: expect.any(String) });
  });
});

describe('what is kept', () => {
  const EVIL = '<script>alert(document.cookie)</script>';

  it('of a polyglot: nothing but the picture', async () => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([0, EVIL.length + 2]), Buffer.from(EVIL)]);
    const whole = await jpeg().toBuffer();
    const polyglot = Buffer.concat([whole.subarray(0, 2), comment, whole.subarray(2), Buffer.from(`PK\x03\x04${EVIL}<?php system($_GET[0]); ?>`)]);
    const bytes = await kept(polyglot, 'photo.jpg.php');
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
    const { body } = await send(await jpeg(4000, 1000).toBuffer()).expect(201);
    expect(body).toMatchObject({ width: pictureLimits.side, height: pictureLimits.side / 4 });
  });

  it('a file of its own, under a name of ours', async () => {
    const before = files().length;
    const { body } = await send(await jpeg().toBuffer(), '../../../etc/passwd.jpg').expect(201);
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
    expect((await send(bomb, 'bomb.png')).body).toMatchObject({ status: 422, code: 'FILE.TOO_MANY_PIXELS' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('a header that lies about its size', async () => {
    const answer = await send(png(2_000_000_000, 2_000_000_000, Buffer.alloc(10)), 'lie.png');
    expect(['FILE.TOO_MANY_PIXELS', 'FILE.NOT_PICTURE']).toContain((answer.body as { code: string }).code);
  });

  it('more than 12 MB: refused, and the connection is of use afterwards', async () => {
    const answer = await send(Buffer.concat([await jpeg().toBuffer(), Buffer.alloc(pictureLimits.bytes)]));
    expect(answer.body).toMatchObject({ status: 413, code: 'FILE.TOO_LARGE', title: expect.stringContaining('12MB') });
    await send(await photo()).expect(201);
  });

  it('just 12 MB is taken', async () => {
    const small = await jpeg().toBuffer();
    await send(Buffer.concat([small, Buffer.alloc(pictureLimits.bytes - small.length)])).expect(201);
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
  it('takes what nobody used within a day, and leaves what is used', async () => {
    const [free, used] = [await upload(owner), await upload(owner)];
    await submit(world, owner, { pictures: [used] });
    const storage = world.app.get(Storage);
    expect(await storage.sweep(new Date(world.clock.now().getTime() + DAY - 60_000))).toBe(0);
    expect(await storage.sweep(new Date(world.clock.now().getTime() + DAY + 1))).toBeGreaterThanOrEqual(1);
    expect((await owner.get(`/api/files/${free}`)).status).toBe(404);
    expect((await owner.get(`/api/files/${used}`)).status).toBe(200);
    expect(files().filter((name) => String(name).includes(free))).toEqual([]);
  });
});
