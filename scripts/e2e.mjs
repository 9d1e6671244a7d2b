/** `npm run e2e`: the story in real Chromium through the simulator, on SQLite and on a private MariaDB. */
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from './build.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Runs every e2e file; answers the counts, and what could not be run here. */
export async function e2e() {
  if (!existsSync(CHROMIUM)) {
    return { passed: 0, failed: 0, skipped: 0, leftOut: ['the browser tests: apt-get install chromium fonts-noto-cjk'] };
  }
  await build();
  const files = readdirSync('e2e').filter((name) => name.endsWith('.e2e.mjs')).map((name) => resolve('e2e', name));
  const counts = { passed: 0, failed: 0, skipped: 0, leftOut: [] };
  const stream = runTests({ files, concurrency: 1, timeout: 300_000 });
  stream.on('test:pass', ({ details, skip }) => {
    if (details.type !== 'suite') counts[skip === undefined ? 'passed' : 'skipped'] += 1;
  });
  stream.on('test:fail', ({ details }) => {
    if (details.type !== 'suite') counts.failed += 1;
  });
  const printed = stream.compose(spec);
  for await (const chunk of printed) process.stdout.write(chunk);
  if (!hasMariadb()) counts.leftOut.push('the browser story on MariaDB: apt-get install mariadb-server');
  return counts;
}

const hasMariadb = () => (process.env.PATH ?? '').split(':').concat('/usr/sbin').some((folder) => existsSync(`${folder}/mariadbd`));

export default async function run() {
  const { passed, failed, leftOut } = await e2e();
  for (const line of leftOut) console.log(`left out: ${line}`);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
