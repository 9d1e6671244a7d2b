/**
 * `npm run unit [-- jest arguments]`: every jest project, the api's once on SQLite and once on a private MariaDB, and the
 * rules under two time zones, for neither may change an answer.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INSTALL_MARIADB, startMariadb } from './mariadb.mjs';

const JEST = 'node_modules/jest/bin/jest.js';
const EVERYTHING = ['shared', 'sim', 'api', 'h5'];

/** Runs jest once; its words go to standard error, its counts come from the file it writes. */
async function jest({ name, projects, env, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-jest-'));
  const file = join(folder, 'result.json');
  console.error(`\n— ${name}`);
  const child = spawn(process.execPath, [JEST, '--selectProjects', ...projects, '--passWithNoTests', '--json', `--outputFile=${file}`, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TEST_DATABASE_URL: '', ...env },
  });
  const status = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  rmSync(folder, { recursive: true, force: true });
  const { numPassedTests: passed = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, numRuntimeErrorTestSuites = 0 } = result ?? {};
  // A file that does not even load, or a run that jest calls failed for another reason, is a failure, too.
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return { name, passed, failed: status !== 0 && failed === 0 ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

/** The api's tests on MariaDB; null where there is none. */
async function onMariadb(args) {
  const server = await startMariadb();
  if (!server) return null;
  try {
    return await jest({ name: 'api on MariaDB', projects: ['api'], env: { TZ: 'UTC', TEST_DATABASE_URL: `${server.url}/wuye_test` }, args });
  } finally {
    await server.stop();
  }
}

/**
 * Runs all of it and sums it up.
 * @param ci true: a missing mariadbd is a failure, not something left out
 * @returns counts; `leftOut` names what this machine could not run, each with the command that adds it; `runs` the single runs
 */
export async function unit({ ci = process.env.CI === 'true', args = [] } = {}) {
  const runs = [await jest({ name: 'everything, api on SQLite, TZ=UTC', projects: EVERYTHING, env: { TZ: 'UTC' }, args })];
  runs.push(await jest({ name: 'rules, TZ=America/New_York', projects: ['shared'], env: { TZ: 'America/New_York' }, args }));
  const leftOut = [];
  const second = await onMariadb(args);
  if (second) runs.push(second);
  else if (ci) runs.push({ name: `api on MariaDB: no mariadbd here (${INSTALL_MARIADB})`, passed: 0, failed: 1, skipped: 0 });
  else leftOut.push(`api tests on MariaDB: ${INSTALL_MARIADB}`);
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped'), leftOut, runs };
}

export default async function run(args) {
  const { passed, failed, skipped, leftOut, runs } = await unit({ args });
  console.error('');
  for (const each of runs)
    console.error(
      `${each.failed > 0 ? 'FAILED' : 'passed'}  ${each.name}: ${each.passed} passed, ${each.failed} failed${each.skipped ? `, ${each.skipped} skipped` : ''}`,
    );
  for (const each of leftOut) console.error(`LEFT OUT  ${each}`);
  console.error(`unit: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) process.exitCode = 1;
}
