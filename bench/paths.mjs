/** P1 and P2: our paths beside the bare server that runs the same statements. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApp, entities, makeDataSource, readConfig } from './api.mjs';
import { MALLOC, NODE_FLAGS } from '../scripts/runtime.mjs';
import { startDatabase } from './database.mjs';
import { encode } from './load.mjs';
import { freePort, start } from './processes.mjs';
import { record } from './record.mjs';
import { compare } from './rounds.mjs';
import { setScene, submission } from './scene.mjs';
import { startWechat } from './wechat.mjs';

const POOL = 8;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The requests that are measured: one owner's page of 20, and one submission. */
function requestsOf({ cookie, reached, unreached }) {
  const submit = (code) => ({ method: 'POST', path: '/api/complaints', headers: { cookie }, body: submission(code), status: 201 });
  return {
    mine: { method: 'GET', path: '/api/complaints/mine?limit=20', headers: { cookie }, status: 200, rows: 20 },
    submit: submit(unreached),
    submitReached: submit(reached),
  };
}

/** Runs each request through the application in this process and keeps its statements. */
async function recordAll(env, requests) {
  const config = readConfig(env);
  const dataSource = await makeDataSource(config, entities).initialize();
  const app = await createApp({ config, dataSource, background: false });
  const recorded = {};
  for (const [name, { method, path, headers, body, status }] of Object.entries(requests)) {
    const typed = body ? { 'content-type': 'application/json' } : {};
    const inject = (key) => app.inject({ method, url: path, headers: { ...headers, ...typed, ...(body && { 'idempotency-key': key }) }, payload: body });
    recorded[name] = await record(inject, status);
  }
  await app.close();
  await dataSource.destroy();
  return recorded;
}

/** Starts the bare server with one request's statements; it answers the same address. */
function startBare(folder, url, name, { method, path, status, rows }, { statements, body }) {
  const file = join(folder, `${name}.json`);
  const route = { statements, status, ...(rows ? { rows } : { body }) };
  writeFileSync(file, JSON.stringify({ url, pool: POOL, routes: { [`${method} ${path}`]: route } }));
  return start(process.execPath, [at('bare.mjs'), file], { ready: /ready (\d+)/ });
}

/** The bytes of one request after the other; each write has a key of its own. */
function nextOf(request, server) {
  if (!request.body) {
    const bytes = encode(request);
    return () => bytes;
  }
  let count = 0;
  const run = `${server}-${Date.now().toString(36)}`;
  return () => encode({ ...request, headers: { ...request.headers, 'idempotency-key': `${run}-${count++}` } });
}

/** Which of our programs answers: with its timers, or without, so that nothing but the request is measured. */
const PROGRAMS = { mine: at('../api/dist/main.js'), submit: at('quiet.mjs'), submitReached: at('../api/dist/main.js') };

/** Measures one request on our server and on the bare one; both live as long as this takes. */
async function measure(name, request, recorded, { env, folder, database, profile, ...options }) {
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const port = await freePort();
  const ours = await start(process.execPath, [...NODE_FLAGS, ...profiling, PROGRAMS[name]], {
    env: { ...MALLOC, ...env, PORT: String(port) },
    ready: /ready http/,
  });
  const bare = await startBare(folder, database.url, name, request, recorded);
  const servers = {
    ours: { port, pid: ours.pid, next: nextOf(request, 'ours') },
    bare: { port: Number(bare.match[1]), pid: bare.pid, next: nextOf(request, 'bare') },
  };
  try {
    const result = await compare({ servers, databasePid: database.pid, status: request.status, ...options });
    return { ...result, statements: recorded.statements.map(({ sql }) => sql) };
  } catch (error) {
    throw new Error(`${name}: ${error.message}\n${ours.said()}`, { cause: error });
  } finally {
    await bare.stop();
    await ours.stop();
  }
}

/** Measures each request; gives results by its name, with the statements it takes. */
export async function measurePaths({ only, ...options }) {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-bench-'));
  const database = await startDatabase();
  const wechat = await startWechat();
  try {
    const env = { DATABASE_URL: database.url, DATABASE_POOL: String(POOL), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'warn', SIM_PORT: String(wechat.port) };
    const scene = await setScene(env);
    const requests = requestsOf(scene);
    const recorded = await recordAll(env, requests);
    const results = {};
    for (const [name, request] of Object.entries(requests)) {
      if (!only || only.includes(name)) results[name] = await measure(name, request, recorded[name], { env, folder, database, ...options });
    }
    return { results, facts: { database: database.version, complaints: scene.complaints, sent: wechat.sent() } };
  } finally {
    await wechat.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
