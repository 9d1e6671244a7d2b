/** A private MariaDB for the bench, with the durability of production. */
import mysql from 'mysql2/promise';
import { descendants } from './processes.mjs';
import { INSTALL_MARIADB, startMariadb } from '../scripts/mariadb.mjs';

/** Every commit reaches the disk before it is acknowledged; no binary log, as on a server without replicas. */
export const SETTINGS = [
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=512M',
  '--innodb-log-file-size=512M',
  '--skip-log-bin',
  '--sync-binlog=0',
];

/** Starts an empty database, with further settings of the server; `stop` ends it and removes its files. */
export async function startDatabase(more = []) {
  const server = await startMariadb([...SETTINGS, ...more]);
  if (!server) throw new Error(`The bench needs mariadbd: ${INSTALL_MARIADB}`);
  const admin = await mysql.createConnection(server.url);
  await admin.query('CREATE DATABASE wuye CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin');
  const [[{ version }]] = await admin.query('SELECT VERSION() AS version');
  await admin.end();
  const { pid } = descendants(process.pid).find(({ command }) => /^\S*mariadbd /.test(command));
  return { url: `${server.url}/wuye`, version, pid, stop: server.stop };
}
