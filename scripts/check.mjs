/**
 * `npm run check`: everything that needs no running program. Two at a time, the longest first; what failed is printed whole,
 * under its name.
 */
import { spawn } from 'node:child_process';

const AT_ONCE = 2;
const CODE = ['api', 'shared', 'migrations', 'wechat-sim', 'h5', 'e2e', 'bench', 'scripts', 'test', '*.{ts,mjs,cjs}'];
const ROOMS = ['api/src', 'api/test', 'shared/src', 'migrations/src', 'wechat-sim/src', 'wechat-sim/test', 'h5/src', 'test'];

/** Name, what it is for, and the program with its arguments. */
const CHECKS = [
  ['eslint', 'node_modules/eslint/bin/eslint.js', '.'],
  ['types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  ['types of the H5', 'h5/node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'h5/tsconfig.json'],
  ['boundaries', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '--no-progress', ...ROOMS],
  ['form', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...CODE],
  ['generated files', 'scripts/run.mjs', 'generate', '--check'],
];

function runCheck([name, ...args]) {
  return new Promise((resolve) => {
    const begun = performance.now();
    let output = '';
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    child.once('close', (code) => resolve({ name, passed: code === 0, output, seconds: (performance.now() - begun) / 1000 }));
  });
}

function report({ name, passed, output, seconds }) {
  console.error(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  if (!passed) console.error(`${output.trimEnd()}\n`);
}

/** A year is entered when the State Council has announced it; from 60 days before the end on, everyone is reminded. */
async function warnOfCalendar() {
  const { calendarWarning } = await import('../shared/dist/calendar/index.js');
  const warning = calendarWarning(Date.now());
  if (warning) console.error(`WARNING ${warning}`);
}

/** Runs all checks; answers how many failed. */
export async function check() {
  const waiting = [...CHECKS];
  let failed = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await runCheck(next);
      report(result);
      if (!result.passed) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await warnOfCalendar();
  return failed;
}

export default async function run() {
  if ((await check()) > 0) process.exitCode = 1;
}
