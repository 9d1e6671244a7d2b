/**
 * The one entry behind every npm script: makes sure that the packages are installed, then runs scripts/<command>.mjs.
 * People need Node and nothing else; pnpm is fetched only when the lockfile and node_modules differ.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PNPM = 'pnpm@10.34.9';
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node 20 or newer is needed; this is ${process.version}.`);
  process.exit(1);
}

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null);
if (read('pnpm-lock.yaml') !== read('node_modules/.pnpm/lock.yaml')) {
  console.error('Installing packages …');
  // Everything but a command's own result goes to standard error, so that `npm run -s rules` can be piped.
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const { status } = spawnSync(npx, ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const [command, ...args] = process.argv.slice(2);
const script = new URL(`./${command}.mjs`, import.meta.url);
if (!command || !existsSync(script)) {
  console.error(`Unknown command: ${command ?? '(none)'}`);
  process.exit(1);
}
const { default: run } = await import(script.href);
await run(args);
