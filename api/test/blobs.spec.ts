import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/platform/config/index.js';
import { type Blobs, BlobsAway, blobsFor, Storage, StoredPicture } from '../src/platform/storage/index.js';
import { photo, sendPicture, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';
import { FakeS3, s3Settings } from './ports/s3.js';
import { checkSigV4 } from './ports/sigv4.js';

const BUCKET = 'wuye';
const folder = mkdtempSync(join(tmpdir(), 'wuye-blobs-'));
const log: string[] = [];
const note = (...words: unknown[]) => void log.push(words.join(' '));
const logger = { log: note, error: note, warn: note };
let store: FakeS3;
beforeAll(async () => {
  store = await FakeS3.start(join(folder, 's3'), BUCKET);
  Logger.overrideLogger(logger);
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  store.trouble = null;
});

const blobsWith = (env: Record<string, string>): Blobs => blobsFor(readConfig({ NODE_ENV: 'test', DATA_DIR: folder, ...env }));
const bytes = Buffer.from('a picture, or not: 照片');
const read = async (blobs: Blobs, key: string) => {
  const stream = await blobs.get(key);
  return stream && buffer(stream);
};

// AWS's own example of version 4 for S3: GET Object with a range.
it('the store checks signatures as they are documented', () => {
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  };
  const check = (url: string) => checkSigV4({ method: 'GET', url, headers }, 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  expect(check('/test.txt')).toBe(true);
  expect(check('/other.txt')).toBe(false);
});

describe.each(['disk', 's3'])('on %s', (kind) => {
  let blobs: Blobs;
  beforeAll(() => {
    blobs = blobsWith(kind === 's3' ? s3Settings(store, BUCKET) : {});
  });

  it('what is put is got, also over something older', async () => {
    await blobs.put('3x/a.jpg', Buffer.from('older'));
    await blobs.put('3x/a.jpg', bytes);
    expect(await read(blobs, '3x/a.jpg')).toEqual(bytes);
  });

  it('what is removed, or never was, is not there; removing it again is no fault', async () => {
    await blobs.put('3x/b.jpg', bytes);
    for (let time = 0; time < 2; time++) await blobs.remove('3x/b.jpg');
    expect(await blobs.get('3x/b.jpg')).toBeNull();
    expect(await blobs.get('zz/never.jpg')).toBeNull();
  });

  it('twenty at once', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `3y/${index}.jpg`);
    await Promise.all(keys.map((key) => blobs.put(key, Buffer.from(key))));
    expect(await Promise.all(keys.map(async (key) => String(await read(blobs, key))))).toEqual(keys);
  });
});

describe('S3, when something is wrong', () => {
  const broken = (env: Record<string, string> = {}) => blobsWith({ ...s3Settings(store, BUCKET), ...env });
  const everything = (blobs: Blobs) => [() => blobs.put('3x/c.jpg', bytes), () => blobs.get('3x/c.jpg'), () => blobs.remove('3x/c.jpg')];

  it.each<[string, Record<string, string>, RegExp]>([
    ['a wrong secret', { S3_SECRET_ACCESS_KEY: 'not-this-one' }, /s3: SignatureDoesNotMatch 403/],
    ['no such bucket', { S3_BUCKET: 'another' }, /s3: NoSuchBucket 404/],
    ['nobody there', { S3_ENDPOINT: 'http://127.0.0.1:9' }, /s3: (?:ECONNREFUSED|UNREACHABLE) 0/],
  ])('%s: away, and the log says why without the key', async (_what, env, said) => {
    for (const act of everything(broken(env))) {
      log.length = 0;
      await expect(act()).rejects.toThrow(BlobsAway);
      expect(log.join('\n')).toMatch(said);
      expect(log.join('\n')).not.toContain('not-this-one');
    }
  });

  it('busy, then not: the second try passes', async () => {
    const blobs = broken();
    store.trouble = 'busy';
    setTimeout(() => (store.trouble = null), 20);
    await blobs.put('3x/d.jpg', bytes);
    expect(await read(blobs, '3x/d.jpg')).toEqual(bytes);
  });
});

describe('STORAGE=s3, from the form to the page', () => {
  let world: World;
  let owner: Browser;
  beforeAll(async () => {
    world = await startWorld({ env: s3Settings(store, BUCKET) });
    Logger.overrideLogger(logger);
    owner = await world.as('owner-li');
  }, 60_000);
  afterAll(() => world.close());

  it('a picture is in the bucket, not on the disk', async () => {
    const id = await upload(owner);
    const answer = await owner.get(`/api/files/${id}`).expect(200);
    expect(answer.headers['content-type']).toBe('image/jpeg');
    expect((answer.body as Buffer).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(await blobsWith(s3Settings(store, BUCKET)).get(`${id.slice(-2)}/${id}.jpg`)).not.toBeNull();
    expect(readdirSync(world.config.DATA_DIR)).not.toContain('files');
  });

  it('an object that is gone: not found, and noted', async () => {
    const id = await upload(owner);
    await blobsWith(s3Settings(store, BUCKET)).remove(`${id.slice(-2)}/${id}.jpg`);
    expect((await owner.get(`/api/files/${id}`)).body).toMatchObject({ status: 404, code: 'FILE.NOT_FOUND' });
    expect(log.join('\n')).toContain(`file ${id} has its row, but its bytes are gone`);
  });

  it.each(['busy', 'hang-up'] as const)('the store is %s: a sentence, no row for bytes that are not kept, and later it goes', async (trouble) => {
    const id = await upload(owner);
    const rows = await world.dataSource.manager.count(StoredPicture);
    store.trouble = trouble;
    expect((await sendPicture(owner, await photo())).body).toMatchObject({ status: 503, code: 'FILE.AWAY' });
    expect((await owner.get(`/api/files/${id}`)).body).toMatchObject({ status: 503, code: 'FILE.AWAY' });
    expect(await world.dataSource.manager.count(StoredPicture)).toBe(rows);
    store.trouble = null;
    await owner.get(`/api/files/${id}`).expect(200);
    await upload(owner);
  });

  it('unused ones are swept from the bucket, too', async () => {
    const id = await upload(owner);
    await world.app.get(Storage).sweep(new Date(world.clock.now().getTime() + 9 * 24 * 3_600_000));
    expect(await blobsWith(s3Settings(store, BUCKET)).get(`${id.slice(-2)}/${id}.jpg`)).toBeNull();
  });
});
