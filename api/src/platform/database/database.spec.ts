import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Column, type DataSource, Entity, type EntityManager, PrimaryColumn } from 'typeorm';
import { makeEmptyDatabase, onMariadb, testDatabaseUrl } from '../../../test/database.js';
import { platformProblem } from '../errors/index.js';
import { makeDataSource } from './data-source.js';
import { Database, idBefore, isDuplicate, newId } from './database.js';

@Entity('tally')
class Tally {
  @PrimaryColumn('varchar', { length: 26 }) id!: string;
  @Column('integer') value!: number;
}

const folder = mkdtempSync(join(tmpdir(), 'wuye-database-'));
let dataSource: DataSource;
let database: Database;

beforeAll(async () => {
  const url = testDatabaseUrl();
  await makeEmptyDatabase(url);
  dataSource = makeDataSource({ DATABASE_URL: url, DATABASE_POOL: 8, DATA_DIR: folder }, [Tally]);
  await dataSource.initialize();
  await dataSource.query('CREATE TABLE tally (id varchar(26) NOT NULL PRIMARY KEY, value integer NOT NULL)');
  database = new Database(dataSource);
});
beforeEach(() => dataSource.query('DELETE FROM tally'));
afterAll(async () => {
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** A promise with its handle outside. */
function signal() {
  let give!: () => void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

const ids = async (): Promise<string[]> => (await database.manager.find(Tally, { order: { id: 'ASC' } })).map(({ id }) => id);
const add = (manager: EntityManager, id: string, value = 0) => manager.insert(Tally, { id, value });

describe('overlapping units of work', () => {
  it('a database that rolls back by itself (disk full) does not hold up everyone after', async () => {
    const lost = database.transaction(async (tx) => {
      await add(tx, 'lost');
      await tx.query('ROLLBACK');
      throw new Error('disk full');
    });
    await expect(lost).rejects.toThrow('disk full');
    await database.transaction((tx) => add(tx, 'next'));
    expect(await ids()).toEqual(['next']);
  });

  it('one rolls back: the other commits, and an unrelated write stays', async () => {
    const begun = signal();
    const failing = database.transaction(async (tx) => {
      await add(tx, 'a');
      begun.give();
      await new Promise((resolve) => setTimeout(resolve, 40));
      throw new Error('A gives up');
    });
    await begun.given;
    const others = [database.transaction((tx) => add(tx, 'b')), add(database.manager, 'c')];
    await expect(failing).rejects.toThrow('A gives up');
    await Promise.all(others);
    expect(await ids()).toEqual(['b', 'c']);
  });

  it('200 increments at once, each read and then written, give 200', async () => {
    await add(database.manager, 'count');
    // Turns make a read current on SQLite; on MariaDB the row is locked by the read.
    const read = `SELECT value FROM tally WHERE id = 'count'${onMariadb ? ' FOR UPDATE' : ''}`;
    const increment = () =>
      database.transaction(async (tx) => {
        const [row] = (await tx.query(read)) as { value: number }[];
        await tx.update(Tally, { id: 'count' }, { value: (row?.value ?? 0) + 1 });
      });
    await Promise.all(Array.from({ length: 200 }, increment));
    expect(await database.manager.findOneBy(Tally, { id: 'count' })).toEqual({ id: 'count', value: 200 });
  });

  it('a nested transaction through the outer manager is a savepoint: its failure takes nothing else with it', async () => {
    await database.transaction(async (tx) => {
      await add(tx, 'outer');
      await expect(
        tx.transaction(async (inner) => {
          await add(inner, 'inner');
          throw new Error('inner gives up');
        }),
      ).rejects.toThrow('inner gives up');
    });
    expect(await ids()).toEqual(['outer']);
  });
});

describe('a unit of work', () => {
  it('rolls back on a returned problem and answers with it', async () => {
    const problem = platformProblem('ACCESS.DENIED');
    const answer = await database.transaction(async (tx) => {
      await add(tx, 'a');
      return problem;
    });
    expect(answer).toBe(problem);
    expect(await ids()).toEqual([]);
  });

  it('names a duplicate key on either database, and nothing else a duplicate', async () => {
    await add(database.manager, 'a');
    const twice = await add(database.manager, 'a').catch((error: unknown) => error);
    const missing = await database.manager.query('SELECT * FROM nowhere').catch((error: unknown) => error);
    expect([isDuplicate(twice), isDuplicate(missing)]).toEqual([true, false]);
  });

  it('does not try again after an error that would come again', async () => {
    let tries = 0;
    const failing = database.transaction(async (tx) => {
      tries += 1;
      await tx.query('SELECT * FROM nowhere');
    });
    await expect(failing).rejects.toThrow();
    expect(tries).toBe(1);
  });
});

if (onMariadb) {
  describe('on MariaDB', () => {
    it('every connection reads what is committed, and reads a page in the order of one index', async () => {
      const settings = () =>
        database.transaction(async (tx) => {
          const rows = await tx.query("SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation', 'optimizer_switch')");
          // Others are open meanwhile: each of these has a connection of its own.
          await new Promise((resolve) => setTimeout(resolve, 50));
          return (rows as { Value: string }[]).map(({ Value }) => Value).join(' ');
        });
      for (const said of await Promise.all([settings(), settings(), settings()])) {
        expect(said).toContain('READ-COMMITTED');
        expect(said).toContain('index_merge_intersection=off');
      }
    });

    it('a deadlock: the one that was rolled back runs again, and both are there', async () => {
      await add(database.manager, 'x');
      await add(database.manager, 'y');
      const holds = { x: signal(), y: signal() };
      let runs = 0;
      const cross = (first: 'x' | 'y', second: 'x' | 'y') =>
        database.transaction(async (tx) => {
          runs += 1;
          await tx.increment(Tally, { id: first }, 'value', 1);
          holds[first].give();
          await holds[second].given;
          await tx.increment(Tally, { id: second }, 'value', 1);
        });
      await Promise.all([cross('x', 'y'), cross('y', 'x')]);
      expect(runs).toBe(3);
      expect(await database.manager.findBy(Tally, { value: 2 })).toHaveLength(2);
    });
  });
} else {
  describe('on SQLite', () => {
    it('refuses a statement that goes past the running transaction: it would wait for itself', async () => {
      const past = database.transaction(async () => {
        await add(database.manager, 'past');
      });
      await expect(past).rejects.toThrow("use the transaction's EntityManager");
      expect(await ids()).toEqual([]);
    });

    it('refuses a second transaction inside the first', async () => {
      const inside = database.transaction(() => database.transaction((tx) => add(tx, 'inside')));
      await expect(inside).rejects.toThrow('call transaction() on the outer EntityManager');
    });

    it('goes on after a refusal: the turn was given back', async () => {
      await database.transaction((tx) => tx.query('SELECT * FROM nowhere')).catch(() => undefined);
      await add(database.manager, 'later');
      expect(await ids()).toEqual(['later']);
    });
  });
}

describe('ids', () => {
  it('are ordered by time, and within a millisecond by making', () => {
    const at = new Date('2026-11-20T02:00:00Z');
    const made = [...Array.from({ length: 50 }, () => newId(at)), newId(new Date(at.getTime() + 1))];
    expect([...made].sort()).toEqual(made);
    expect(idBefore(new Date(at.getTime() + 1)) > (made[49] as string)).toBe(true);
    expect(idBefore(at) < (made[0] as string)).toBe(true);
  });
});
