import { createConnection } from 'mysql2/promise';

/** `mysql://…/wuye_test_1` in a run on MariaDB; empty on SQLite. Workers run side by side, so each has its own database. */
export function testDatabaseUrl(name = ''): string {
  const base = process.env.TEST_DATABASE_URL;
  return base ? `${base}_${process.env.JEST_WORKER_ID ?? '1'}${name}` : '';
}

/** True in the run on MariaDB: for the few tests whose subject is one of the two databases. */
export const onMariadb = testDatabaseUrl() !== '';

/** Gives the url an empty database; nothing to do for SQLite, whose file is in a fresh folder. */
export async function makeEmptyDatabase(url: string, collation = 'utf8mb4_nopad_bin'): Promise<void> {
  if (url === '') return;
  const { pathname, host } = new URL(url);
  const server = await createConnection(`mysql://root@${host}`);
  try {
    const name = pathname.slice(1);
    await server.query(`DROP DATABASE IF EXISTS \`${name}\``);
    await server.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE ${collation}`);
  } finally {
    await server.end();
  }
}
