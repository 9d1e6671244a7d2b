import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeEmptyDatabase, onMariadb, testDatabaseUrl } from '../api/test/database.js';

/** The compiled build, as it is started for people: the tests' own transform could hide a circle of modules. */
const MAIN = 'api/dist/main.js';
const dataDir = mkdtempSync(join(tmpdir(), 'wuye-boot-'));
const databaseUrl = testDatabaseUrl('_boot');
const children: ChildProcess[] = [];

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** What was printed so far. */
  printed(): { out: string; err: string };
  /** Resolves when a line was printed, or when it ended. */
  readonly ready: Promise<unknown>;
}

async function start(env: Record<string, string>): Promise<Started> {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, PORT: String(port), SIM_PORT: '1', DATA_DIR: dataDir, DATABASE_URL: databaseUrl, ...env },
  });
  children.push(child);
  let [out, err] = ['', ''];
  child.stderr?.on('data', (part) => (err += String(part)));
  const line = new Promise((resolve) => child.stdout?.on('data', (part) => resolve((out += String(part)))));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  // The reminder that a calendar ends depends on the day of the test.
  const printed = () => ({ out, err: err.replace(/^The working calendar .*\n/m, '') });
  return { child, url: `http://localhost:${port}`, ended, printed, ready: Promise.race([line, ended]) };
}

const run = (...args: string[]) =>
  spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH, DATA_DIR: dataDir, DATABASE_URL: databaseUrl } });

beforeAll(async () => {
  const built = run('scripts/run.mjs', 'build', '--no-h5');
  if (built.status !== 0) throw new Error(built.stderr);
  await makeEmptyDatabase(databaseUrl);
}, 120_000);
afterEach(() => children.splice(0).forEach((child) => child.exitCode ?? child.kill('SIGKILL')));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('the compiled api', () => {
  it('brings a database up to date, once', () => {
    const [first, second] = [run('api/dist/migrate.js'), run('api/dist/migrate.js')];
    expect([first.status, first.stderr, second.status]).toEqual([0, '', 0]);
    expect(first.stdout).toContain('applied Complaint');
    expect(second.stdout).toBe('The database is up to date.\n');
  }, 30_000);

  it('prints one line when it answers, serves, and ends on SIGTERM', async () => {
    const { child, url, ended, printed, ready } = await start({});
    await ready;
    expect(printed()).toEqual({ out: `ready ${url}\n`, err: '' });
    for (const path of ['/healthz', '/readyz']) expect([path, await (await fetch(url + path)).json()]).toEqual([path, { status: 'ok' }]);
    expect((await fetch(`${url}/api/session`)).status).toBe(401);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(printed()).toEqual({ out: `ready ${url}\n`, err: '' });
  }, 30_000);

  it('starts again on its data, and ends with whoever started it', async () => {
    const { child, url, ended, printed, ready } = await start({});
    await ready;
    expect(printed().out).toBe(`ready ${url}\n`);
    child.disconnect();
    expect(await ended).toBe(0);
  }, 30_000);

  it('in production without settings: ends at once and names what is missing, without a stack', async () => {
    const { ended, printed } = await start({ NODE_ENV: 'production' });
    expect(await ended).toBe(1);
    const { out, err } = printed();
    expect(out).toBe('');
    for (const name of ['PUBLIC_URL', 'SMS_URL', 'WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'DATA_KEYS', 'SIGNING_KEYS']) expect(err).toContain(`${name}: missing`);
    expect(err).not.toContain('    at ');
  }, 30_000);

  it('with a wrong setting: names it and what was expected', async () => {
    const { ended, printed } = await start({ DATABASE_POOL: 'many' });
    expect(await ended).toBe(1);
    expect(printed().err).toMatch(/^Configuration:\n {2}DATABASE_POOL: .*number/);
  }, 30_000);

  it('where its port is taken: ends and says so', async () => {
    const first = await start({});
    await first.ready;
    const second = await start({ PORT: new URL(first.url).port });
    expect(await second.ended).toBe(1);
    expect(second.printed()).toEqual({ out: '', err: expect.stringContaining('EADDRINUSE') });
  }, 30_000);

  if (!onMariadb) {
    it('where its folder can’t be made: ends and says so', async () => {
      const { ended, printed } = await start({ DATA_DIR: '/dev/null/data' });
      expect(await ended).toBe(1);
      expect(printed().err).toMatch(/ENOTDIR|EEXIST|ENOENT/);
    }, 30_000);
  }
});
