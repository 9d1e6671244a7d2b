/**
 * `npm test`: static checks, unit and api tests (SQLite always, a private MariaDB where there is one), the H5's budget,
 * the story in a real browser. What this machine can't run is named at the end with the command that adds it; with CI=true
 * that is a failure. The last line counts.
 */
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { e2e } from './e2e.mjs';
import { unit } from './unit.mjs';

/** Runs a part and says how long it took. */
async function part(name, work) {
  const begun = performance.now();
  console.log(`\n== ${name}`);
  const result = await work();
  console.log(`== ${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}

export default async function run() {
  const ci = process.env.CI === 'true';
  await part('build', () => build());
  const checksFailed = await part('static checks', () => check());
  const budget = await part('H5 budget', () => spawnSync(process.execPath, ['h5/budget.mjs'], { stdio: 'inherit' }).status !== 0);
  const results = [await part('unit and api tests', () => unit({ ci })), await part('in the browser', () => e2e({ ci }))];

  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const leftOut = results.flatMap((result) => result.leftOut);
  const failed = sum('failed') + Number(budget) + checksFailed;
  if (leftOut.length > 0) console.log(`\nLeft out on this machine:\n${leftOut.map((line) => `  ${line}`).join('\n')}`);
  console.log(`\n${sum('passed')} passed, ${failed} failed${sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''}`);
  // In CI nothing may be left out: a green run that tested half is worse than a red one.
  process.exitCode = failed > 0 || (ci && leftOut.length > 0) ? 1 : 0;
}
