/** Runs one of the api's programs to its end, after building it. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { build } from './build.mjs';

export async function runProgram(program, args) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await build({ h5: false });
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...args], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
