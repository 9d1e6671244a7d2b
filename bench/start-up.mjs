/** P8: how long a warm `npm start` takes to its `ready` line, and what the api holds in memory after a thousand requests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entities, makeDataSource, readConfig, Signer, writePosterCode } from './api.mjs';
import { descendants, freePort, memoryOf, start } from './processes.mjs';
import { median } from './rounds.mjs';
import { signIn, submission } from './scene.mjs';

const WARM_STARTS = 3;
const REQUESTS = 1_000;
const AT_ONCE = 8;
const require = createRequire(new URL('../api/package.json', import.meta.url));

/** Starts as people do, and says how long it took. */
async function timedStart(env) {
  const began = performance.now();
  const app = await start('npm', ['start'], { env, ready: /ready http/ });
  return { ...app, seconds: (performance.now() - began) / 1000 };
}

/** Signs the seeded owner in, in the database that the running api uses. */
async function ownerOf(env) {
  const config = readConfig(env);
  const dataSource = await makeDataSource(config, entities).initialize();
  try {
    const binding = await dataSource.getRepository('binding').findOneOrFail({ where: {}, order: { id: 'ASC' } });
    const account = await dataSource.getRepository('account').findOneByOrFail({ personId: binding.personId });
    const community = await dataSource.getRepository('community').findOneOrFail({ where: {}, order: { id: 'ASC' } });
    return {
      cookie: await signIn(dataSource, account.id),
      code: writePosterCode(new Signer(config.SIGNING_KEYS), { communityId: community.id, version: community.posterVersion }),
    };
  } finally {
    await dataSource.destroy();
  }
}

/** A photograph as the H5 sends them: drawn anew at 1600 px, half a megabyte. */
function photograph() {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 };
  return require('sharp')({ create: { width: 1600, height: 1200, channels: 3, background: '#888888', noise } })
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** What the n-th request is: mostly reading, some writing, a picture now and then. */
function requestsOf(base, { cookie, code }, picture) {
  const headers = { cookie };
  const numbers = [];
  const get = (path) => () => fetch(base + path, { headers });
  const submit = async () => {
    const answer = await fetch(`${base}/api/complaints`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      body: submission(code),
    });
    numbers.push((await answer.clone().json()).no);
    return answer;
  };
  const read = () => fetch(`${base}/api/complaints/${numbers[Math.floor(Math.random() * numbers.length)]}`, { headers });
  const post = (path, body) => fetch(base + path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  /** As the phone does: begun, piece by piece, completed. */
  const upload = async () => {
    let answer = await post('/api/uploads', { key: crypto.randomUUID(), bytes: picture.length, type: 'image/jpeg' });
    while (answer.ok) {
      const { id, received, piece } = await answer.json();
      if (received === picture.length) return post(`/api/uploads/${id}/complete`, {});
      const body = picture.subarray(received, received + piece);
      answer = await fetch(`${base}/api/uploads/${id}/pieces/${received}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body,
      });
    }
    return answer;
  };
  const mine = get('/api/complaints/mine?limit=20');
  const kinds = [submit, mine, mine, read, read, read, get('/api/session'), get('/h5/'), get('/healthz'), mine];
  return (index) => (index % 50 === 49 ? upload : kinds[index % kinds.length])();
}

async function ask(request) {
  let next = 0;
  const worker = async () => {
    while (next < REQUESTS) {
      const answer = await request(next++);
      if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await (await request(0)).arrayBuffer();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/**
 * Starts once cold, then warm; on the last start runs `meanwhile` and the requests.
 * @param {(app: { base: string, cookie: string }) => Promise<unknown>} meanwhile
 */
export async function measureStart(meanwhile) {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-bench-'));
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const env = { PORT: String(port), SIM_PORT: String(await freePort()), PUBLIC_URL: base, DATA_DIR: folder, DATABASE_URL: '' };
  await (await timedStart(env)).stop();
  const seconds = [];
  let app;
  for (let turn = 0; turn < WARM_STARTS; turn++) {
    await app?.stop();
    app = await timedStart(env);
    seconds.push(app.seconds);
  }
  const owner = await ownerOf(env);
  const other = await meanwhile({ base, cookie: owner.cookie });
  await ask(requestsOf(base, owner, await photograph()));
  const processes = descendants(app.pid);
  const memory = (program) => memoryOf(processes.find(({ command }) => command.includes(program)).pid);
  const result = { seconds: median(seconds), api: memory('api/dist/main.js'), simulator: memory('wechat-sim/dist/main.js'), other };
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
  return result;
}
