/** `npm run bench [-- --only paths|start]`: our paths beside a bare server, the first load, the start; see docs/performance.md. */
import { parseArgs } from 'node:util';
import { build } from './build.mjs';

export default async function run(args) {
  const { values } = parseArgs({ args, options: { only: { type: 'string' } } });
  await build();
  const { bench } = await import('../bench/main.mjs');
  const missed = await bench(values);
  if (missed.length === 0) return;
  console.error(`Not reached: ${missed.join(', ')}`);
  process.exitCode = 1;
}
