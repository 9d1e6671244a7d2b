/** npm run seed -- [--communities 6] [--houses 600]: fills an empty database with a made-up city. Development and tests only. */
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';

export default async function run(args) {
  await build({ h5: false });
  const { status } = spawnSync(process.execPath, ['api/dist/seed/main.js', ...args], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
