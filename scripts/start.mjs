/**
 * `npm start`: builds what changed, then runs the api, and in development the WeChat simulator beside it.
 * Standard output carries one line, `ready <url>`, when the api answers.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { MALLOC, NODE_FLAGS } from './runtime.mjs';

/** Runs a node program that ends with us; the IPC channel tells it when we are gone, however we went. */
function run(program, stdout) {
  const child = spawn(process.execPath, [...NODE_FLAGS, program], { stdio: ['ignore', stdout, 'inherit', 'ipc'], env: { ...MALLOC, ...process.env } });
  children.push(child);
  child.once('exit', (code) => stop(code ?? 1));
  return child;
}

const children = [];
let stopping = false;

function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
  process.exitCode = code;
}

export default async function start() {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const development = process.env.NODE_ENV !== 'production';
  // Api and simulator must agree on the address, whichever of the two settings named it.
  if (development) process.env.PUBLIC_URL ||= `http://localhost:${process.env.PORT || 3000}`;
  await build();
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
  if (development) run('wechat-sim/dist/main.js', 'ignore');
  run('api/dist/main.js', 'inherit');
}
