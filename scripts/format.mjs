/** `npm run format`: writes every file in the one form that `npm run check` asks for. */
import { spawnSync } from 'node:child_process';

export default function run(args) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', ...(args.length > 0 ? args : ['.'])],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
}
