/**
 * `npm run matrix`: every route × every role × every scope against the permission table, on SQLite and on a private MariaDB
 * where there is one. Prints one line a database: routes × roles × scopes = cases, leaks, seconds.
 */
import { spawnSync } from 'node:child_process';
import { startMariadb } from './mariadb.mjs';

const JEST = ['node_modules/jest/bin/jest.js', '--selectProjects', 'api', '--testPathPatterns', 'api/test/matrix.spec'];

/** True when it was green. */
function matrix(name, url) {
  console.log(`\n— ${name}`);
  return spawnSync(process.execPath, JEST, { stdio: 'inherit', env: { ...process.env, TEST_DATABASE_URL: url } }).status === 0;
}

export default async function run() {
  const green = [matrix('SQLite', '')];
  const server = await startMariadb();
  try {
    if (server) green.push(matrix('MariaDB', `${server.url}/wuye_test`));
  } finally {
    await server?.stop();
  }
  if (green.includes(false)) process.exitCode = 1;
}
