import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DataSource, Entity } from 'typeorm';
import { makeEmptyDatabase, testDatabaseUrl } from '../../../test/database.js';
import { CountColumn, FlagColumn, IdColumn, InstantColumn, JsonColumn, TextColumn } from './columns.js';
import { makeDataSource } from './data-source.js';
import { isDuplicate } from './database.js';
import { insertRows } from './insert-rows.js';

@Entity('sample')
class Sample {
  @IdColumn() id!: string;
  @TextColumn(60, { nullable: true }) words!: string | null;
  @CountColumn() amount!: number;
  @FlagColumn() flag!: boolean;
  @InstantColumn({ nullable: true }) at!: Date | null;
  @JsonColumn() list!: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'wuye-rows-'));
let dataSource: DataSource;

beforeAll(async () => {
  const url = testDatabaseUrl();
  await makeEmptyDatabase(url);
  dataSource = await makeDataSource({ DATABASE_URL: url, DATABASE_POOL: 4, DATA_DIR: folder }, [Sample]).initialize();
  await dataSource.synchronize();
});
beforeEach(() => dataSource.query('DELETE FROM sample'));
afterAll(async () => {
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const sample = (id: string, change: Partial<Sample> = {}): Sample => ({
  id,
  words: '楼道灯不亮 😀 "引号" \\ 反斜',
  amount: 2_147_483_647,
  flag: true,
  at: new Date('2026-11-20T02:00:00.007Z'),
  list: ['一', '二'],
  ...change,
});
const read = () => dataSource.manager.find(Sample, { order: { id: 'ASC' } });

describe('rows come back as they went in', () => {
  it('every kind of column, several rows at once', async () => {
    const rows = [sample('a'), sample('b', { words: null, amount: 0, flag: false, at: null, list: [] })];
    await insertRows(dataSource.manager, Sample, rows);
    expect(await read()).toEqual(rows);
  });

  it('no rows, no statement', async () => {
    await insertRows(dataSource.manager, Sample, []);
    expect(await read()).toEqual([]);
  });

  it('more values than are prepared', async () => {
    const rows = Array.from({ length: 200 }, (_, index) => sample(String(index).padStart(3, '0')));
    await insertRows(dataSource.manager, Sample, rows);
    expect(await read()).toEqual(rows);
  });

  it('a row that is taken is known as a duplicate', async () => {
    await insertRows(dataSource.manager, Sample, [sample('a')]);
    const again = await insertRows(dataSource.manager, Sample, [sample('a')]).catch((error: unknown) => error);
    expect(isDuplicate(again)).toBe(true);
  });
});

describe('values that travel beside a statement', () => {
  beforeEach(() =>
    insertRows(
      dataSource.manager,
      Sample,
      ['a', 'b', 'c'].map((id, index) => sample(id, { amount: index })),
    ),
  );

  it('a limit, a number and a null', async () => {
    const rows: unknown = await dataSource.query('SELECT id FROM sample WHERE amount >= ? AND words <> ? ORDER BY id LIMIT ?', [1, '', 1]);
    expect(rows).toEqual([{ id: 'b' }]);
    expect(await dataSource.query('SELECT id FROM sample WHERE words = ? OR id = ?', [null, 'c'])).toEqual([{ id: 'c' }]);
  });

  it('an instant finds its own row', async () => {
    expect(await dataSource.manager.countBy(Sample, { at: new Date('2026-11-20T02:00:00.007Z') })).toBe(3);
    expect(await dataSource.manager.countBy(Sample, { at: new Date('2026-11-20T02:00:00.008Z') })).toBe(0);
  });

  it('an update counts the rows it changed', async () => {
    expect((await dataSource.manager.update(Sample, { id: 'a' }, { flag: false })).affected).toBe(1);
    expect((await dataSource.manager.update(Sample, { id: 'z' }, { flag: false })).affected).toBe(0);
  });
});
