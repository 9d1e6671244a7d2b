import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pictureLimits, type StoredFile, type UploadView } from '@wuye/shared/storage';
import sharp from 'sharp';
import { newKey, submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';
import { BadLine } from './ports/bad-line.js';

const COUNT = 20;
const MB = 1024 * 1024;
let world: World;
let owner: Browser;
let line: BadLine;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
  line = await BadLine.to(Number(new URL(await world.app.getUrl()).port), [MB / 2, 4 * MB]);
}, 60_000);
afterAll(async () => {
  line.close();
  await world.close();
});

type Answer = { status: number; body: unknown };

/** One request over the line; throws where it broke. */
function ask(agent: Agent, cookie: string, method: string, path: string, body: Buffer | object = {}): Promise<Answer> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
  const headers = method === 'GET' ? { cookie } : { cookie, 'content-type': type, 'content-length': bytes.length };
  return new Promise((resolve, reject) => {
    const asked = request(`${line.url}/api${path}`, { method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(String(Buffer.concat(parts))) as unknown }));
      response.on('aborted', () => reject(new Error('broke')));
    });
    asked.on('error', reject).end(method === 'GET' ? undefined : bytes);
  });
}

/** As a phone does: what arrived is asked for after each break, and never sent again. */
async function send(agent: Agent, cookie: string, picture: Buffer): Promise<StoredFile> {
  const key = newKey();
  const sha256 = createHash('sha256').update(picture).digest('hex');
  let known: UploadView | null = null;
  let broke = false;
  for (;;) {
    try {
      let answer: Answer;
      if (!known) answer = await ask(agent, cookie, 'POST', '/uploads', { key, bytes: picture.length, type: 'image/jpeg', sha256 });
      else if (broke) answer = await ask(agent, cookie, 'GET', `/uploads/${known.id}`);
      else if (known.received < known.bytes) {
        const { id, received, piece } = known as UploadView;
        answer = await ask(agent, cookie, 'PUT', `/uploads/${id}/pieces/${received}`, picture.subarray(received, received + piece));
      } else answer = await ask(agent, cookie, 'POST', `/uploads/${known.id}/complete`);
      if (answer.status >= 300) throw new RangeError(JSON.stringify(answer.body));
      broke = false;
      if (known && known.received === known.bytes && !('received' in (answer.body as object))) return answer.body as StoredFile;
      known = answer.body as UploadView;
      if (known.file) return known.file;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      broke = true;
    }
  }
}

it('20 pictures of 12 MB over a line that breaks: all arrive, little is sent again, memory stays bounded', async () => {
  const small = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#8899aa' } })
    .jpeg()
    .toBuffer();
  const picture = Buffer.concat([small, Buffer.alloc(pictureLimits.bytes - small.length, 7)]);
  const cookie = owner.jar.getCookies({ domain: '127.0.0.1', path: '/api', secure: false, script: false }).toValueString();
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)), 10);
  const files: StoredFile[] = [];
  const lane = async () => {
    while (files.length < COUNT) {
      const place = files.push({} as StoredFile) - 1;
      files[place] = await send(agent, cookie, picture);
    }
  };
  await Promise.all([lane(), lane()]);
  clearInterval(watch);
  agent.destroy();

  const total = COUNT * picture.length;
  const seconds = (performance.now() - began) / 1000;
  process.stderr.write(
    `bad line: ${(total / MB).toFixed(0)} MB, ${line.breaks} breaks, ${((line.sent - total) / MB).toFixed(1)} MB over, at most ${(peak / MB).toFixed(0)} MB of buffers, ${seconds.toFixed(1)} s\n`,
  );
  expect(new Set(files.map(({ id }) => id)).size).toBe(COUNT);
  expect(line.breaks).toBeGreaterThan(50);
  // Each break costs one piece at most, each request its head.
  expect(line.sent - total).toBeLessThan(line.breaks * (pictureLimits.piece + 4096) + 1500 * 1024);
  expect(peak).toBeLessThan(150 * MB);
  const { no } = await submit(world, owner, { pictures: files.map(({ id }) => id) });
  const { body } = await (await world.as('manager-wang')).get(`/api/complaints/${no}`).expect(200);
  expect((body as { pictures: string[] }).pictures).toEqual(files.map(({ id }) => id));
}, 60_000);
