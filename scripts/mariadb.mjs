/**
 * A private MariaDB for tests: its own folder, a free port on 127.0.0.1, gone afterwards.
 *
 * A small guard process owns the server. Its IPC channel tells it when we end, however we end (also by SIGKILL), and it then
 * ends that one server by its pid and removes the folder.
 */
import { fork, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What adds the server where it is missing. */
export const INSTALL_MARIADB = 'apt-get install mariadb-server';

const self = fileURLToPath(import.meta.url);
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/** Tests throw the data away, so nothing is kept through a power cut; deadlocks and waits end soon. */
const FOR_TESTS = [
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-doublewrite=0',
  '--innodb-buffer-pool-size=64M',
  '--innodb-lock-wait-timeout=5',
  '--performance-schema=OFF',
];

/** The full path of a program: PATH first, then where servers live that PATH leaves out. */
function locate(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** True when a MySQL server greets on the port. */
function greets(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', () => end(true));
  });
}

const exited = (child) => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve()));

/**
 * Starts a server with user root and no password.
 * @param settings options of mariadbd in place of those for tests
 * @returns null where there is no mariadbd; else `url` without a database, and `stop()`
 */
export async function startMariadb(settings = FOR_TESTS) {
  const [server, install] = [locate('mariadbd'), locate('mariadb-install-db')];
  if (!server || !install) return null;
  const folder = mkdtempSync(join(tmpdir(), 'wuye-mariadb-'));
  const data = join(folder, 'data');
  const made = spawnSync(install, ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot], {
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`mariadb-install-db failed:\n${made.stdout}${made.stderr}`);
  }
  const port = await freePort();
  const options = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-networking=0',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_nopad_bin',
    ...settings,
    ...asRoot,
  ];
  const guard = fork(self, ['guard', folder, server, ...options], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const stop = async () => {
    // Counted again, or a caller with nothing else to do would end before the folder is gone.
    guard.ref();
    if (guard.connected) guard.disconnect();
    await exited(guard);
  };
  for (let tries = 0; tries < 300; tries++) {
    if (await greets(port)) {
      guard.unref();
      guard.channel?.unref();
      return { url: `mysql://root@127.0.0.1:${port}`, stop };
    }
    if (guard.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('The private MariaDB did not start.');
}

/** The guard's life: runs the server until it ends, or until the channel to the one who asked for it closes. */
async function guard(folder, server, options) {
  const child = spawn(server, options, { stdio: 'ignore' });
  const stop = () => child.kill('SIGTERM');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, stop);
  process.once('disconnect', stop);
  if (!process.connected) stop();
  await exited(child);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

if (process.argv[1] === self && process.argv[2] === 'guard') await guard(process.argv[3], process.argv[4], process.argv.slice(5));
