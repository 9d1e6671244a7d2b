import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { entities } from '../src/entities.js';
import { ConfigError } from '../src/platform/config/index.js';
import { openDatabase, openMigrated } from '../src/platform/database/index.js';
import { makeEmptyDatabase, onMariadb, testDatabaseUrl } from './database.js';

let DATA_DIR: string;
const url = testDatabaseUrl('_opening');
beforeAll(async () => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'wuye-opening-'));
  await makeEmptyDatabase(url);
});
afterAll(() => rmSync(DATA_DIR, { recursive: true, force: true }));

const settings = (DATABASE_URL: string) => ({ DATA_DIR, DATABASE_URL, DATABASE_POOL: 1 });
const refusal = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => '(opened)',
    (error: unknown) => (error instanceof ConfigError ? error.message : error),
  );

it('a database that lacks migrations is opened for migrating, and for nothing else', async () => {
  expect(await refusal(openMigrated(settings(url), entities))).toBe(
    'The database is older than this program: npm run migrate (in a release: node --env-file=.env api/dist/migrate.js)',
  );
  const dataSource = await openDatabase(settings(url), entities);
  await dataSource.runMigrations({ transaction: 'each' });
  await dataSource.destroy();
  await (await openMigrated(settings(url), entities)).destroy();
}, 30_000);

it('one that is not there: a sentence for the operator, without the password', async () => {
  const said = String(await refusal(openDatabase(settings('mysql://wuye:hunter2@127.0.0.1:9/wuye'), entities)));
  expect(said).toMatch(/^DATABASE_URL: the database can't be opened: ECONNREFUSED/);
  expect(said).not.toContain('hunter2');
});

(onMariadb ? it : it.skip)('one that would take two ids for one is refused by its collation (MariaDB alone: SQLite has none)', async () => {
  await makeEmptyDatabase(url, 'utf8mb4_general_ci');
  expect(await refusal(openDatabase(settings(url), entities))).toContain("the database's collation is utf8mb4_general_ci, but must be utf8mb4_nopad_bin");
});
