import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Column, DataSource, Entity, type EntityTarget, PrimaryColumn } from 'typeorm';
import { entities } from '../../api/src/entities.js';
import { readConfig } from '../../api/src/platform/config/index.js';
import { Signer, Vault } from '../../api/src/platform/crypto/index.js';
import { makeDataSource } from '../../api/src/platform/database/index.js';
import { seedCity } from '../../api/src/seed/index.js';
import { makeEmptyDatabase, testDatabaseUrl } from '../../api/test/database.js';
import { migrations } from './index.js';

/** Of the table `district`, with a column that no migration makes. */
@Entity('district')
class WiderDistrict {
  @PrimaryColumn('varchar', { length: 6 }) code!: string;
  @Column('varchar', { length: 40 }) name!: string;
  @Column('varchar', { length: 80 }) bureauName!: string;
  @Column('varchar', { length: 20 }) bureauPhone!: string;
  @Column('varchar', { length: 20 }) mayor!: string;
}

const folder = mkdtempSync(join(tmpdir(), 'wuye-migrations-'));
const config = readConfig({ NODE_ENV: 'test', DATA_DIR: folder, DATABASE_URL: testDatabaseUrl() });
const everyEntity = entities as EntityTarget<object>[];
let dataSource: DataSource;

/**
 * The statements that would make the tables what the entities say. MariaDB writes an empty default as the word NULL, which
 * TypeORM reads rightly only where it is told that the server is MariaDB.
 */
async function drift(targets: EntityTarget<object>[]): Promise<string[]> {
  const { options } = makeDataSource(config, targets);
  const source = await (options.type === 'mysql' ? new DataSource({ ...options, type: 'mariadb' }) : makeDataSource(config, targets)).initialize();
  try {
    return (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    await source.destroy();
  }
}

async function tables(): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const standing = await Promise.all(dataSource.entityMetadatas.map(async ({ tableName }) => ((await runner.hasTable(tableName)) ? [tableName] : [])));
    return standing.flat().sort();
  } finally {
    await runner.release();
  }
}

async function counts(): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const table of await tables()) {
    const [row] = (await dataSource.query(`SELECT COUNT(*) AS n FROM ${table}`)) as { n: number | string }[];
    rows[table] = Number(row?.n);
  }
  return rows;
}

beforeAll(async () => {
  await makeEmptyDatabase(config.DATABASE_URL);
  dataSource = await makeDataSource(config, everyEntity).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
});
afterAll(async () => {
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

describe('the list of migrations', () => {
  it('is in the order of the timestamps in their names', () => {
    const stamps = migrations.map((migration) => Number(/\d{13}$/.exec(new migration().name)?.[0]));
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(new Set(stamps).size).toBe(migrations.length);
  });

  it('makes a table for every entity, exactly as the entity says', async () => {
    expect(await tables()).toEqual(dataSource.entityMetadatas.map(({ tableName }) => tableName).sort());
    expect(await drift(everyEntity)).toEqual([]);
  });

  it('would be found out by an entity with a column more', async () => {
    expect((await drift([WiderDistrict])).join('\n')).toContain('mayor');
  });

  it('goes down one by one, each taking its own rows and nobody else’s, and up again', async () => {
    await seedCity(
      dataSource,
      { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) },
      { communities: 4, houses: 40, now: new Date('2026-11-20T02:00:00Z') },
    );
    const before = await counts();
    expect(before).toMatchObject({ community: 4, house: 40, account: 9 });
    for (let left = migrations.length; left > 0; left--) {
      const [had, standing] = [await counts(), (await dataSource.undoLastMigration({ transaction: 'each' }), await counts())];
      expect(Object.keys(standing).length).toBeLessThanOrEqual(Object.keys(had).length);
      for (const [table, rows] of Object.entries(standing)) expect([table, rows]).toEqual([table, before[table]]);
    }
    expect(await tables()).toEqual([]);
    await dataSource.runMigrations({ transaction: 'each' });
    expect(await drift(everyEntity)).toEqual([]);
    expect(await tables()).toEqual(Object.keys(before));
  }, 120_000);
});
