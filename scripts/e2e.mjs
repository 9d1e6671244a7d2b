/** `npm run e2e`: the story in real Chromium through the simulator, on SQLite and on a private MariaDB. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { build } from './build.mjs';
import { INSTALL_MARIADB, startMariadb } from './mariadb.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const INSTALL_CHROMIUM = 'apt-get install chromium fonts-noto-cjk';

/** A database of its own for each story: what one changes, the next must not find. */
async function emptyDatabase(server, file) {
  const name = `wuye_${basename(file).replace(/\W/g, '_')}`;
  const mysql = createRequire(resolve('api/package.json'))('mysql2/promise');
  const connection = await mysql.createConnection(server.url);
  await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`);
  await connection.end();
  return `${server.url}/${name}`;
}

/** Runs one file; adds to the counts. */
async function runFile(file, counts) {
  const stream = runTests({ files: [file], concurrency: 1, timeout: 300_000 });
  const isTest = ({ details }) => details.type !== 'suite';
  stream.on('test:pass', (event) => {
    if (isTest(event)) counts[event.skip === undefined ? 'passed' : 'skipped'] += 1;
  });
  stream.on('test:fail', (event) => {
    if (isTest(event)) counts.failed += 1;
  });
  for await (const chunk of stream.compose(spec)) process.stdout.write(chunk);
}

/** All of it; answers the counts, and what could not be run here. */
export async function e2e() {
  if (!existsSync(CHROMIUM)) return { passed: 0, failed: 0, skipped: 0, leftOut: [`the story in a browser: ${INSTALL_CHROMIUM}`] };
  await build();
  const server = await startMariadb();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const files = readdirSync('e2e').filter((name) => name.endsWith('.e2e.mjs'));
  try {
    for (const file of files) {
      process.env.E2E_DATABASE_URL = server ? await emptyDatabase(server, file) : '';
      await runFile(resolve('e2e', file), counts);
    }
    return { ...counts, leftOut: server ? [] : [`the story on MariaDB: ${INSTALL_MARIADB}`] };
  } finally {
    await server?.stop();
  }
}

export default async function run() {
  const { passed, failed, leftOut } = await e2e();
  for (const line of leftOut) console.log(`left out: ${line}`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
