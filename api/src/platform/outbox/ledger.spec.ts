import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { makeEmptyDatabase, onMariadb, testDatabaseUrl } from '../../../test/database.js';
import { Database, insertRows, makeDataSource, sqlInstant } from '../database/index.js';
import { NEVER_LEASED, OutboxMessage, OutboxSms, UNLEASED } from './entities.js';
import { NOTICE } from './kinds.js';
import { BATCH, type Claimed, dueIn, LEASE, Ledger } from './ledger.js';

const NOW = new Date('2026-11-20T02:00:00.000Z');
const after = (ms: number): Date => new Date(NOW.getTime() + ms);
const folder = mkdtempSync(join(tmpdir(), 'wuye-ledger-'));
let dataSource: DataSource;
let database: Database;

beforeAll(async () => {
  const url = testDatabaseUrl();
  await makeEmptyDatabase(url);
  dataSource = makeDataSource({ DATABASE_URL: url, DATABASE_POOL: 8, DATA_DIR: folder }, [OutboxMessage, OutboxSms]);
  await dataSource.initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  database = new Database(dataSource);
}, 60_000);
beforeEach(() => dataSource.manager.clear(OutboxMessage));
afterAll(async () => {
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (number: number): string => `01NOTE${String(number).padStart(20, '0')}`;
/** Messages of one notice, numbered; due at once. */
const write = async (from: number, count: number, more: Partial<OutboxMessage> = {}): Promise<void> => {
  for (let done = 0; done < count; done += BATCH) await writeSome(from + done, Math.min(BATCH, count - done), more);
};
const writeSome = (from: number, count: number, more: Partial<OutboxMessage>) =>
  database.transaction((tx) =>
    insertRows(
      tx,
      OutboxMessage,
      Array.from({ length: count }, (_, index) => ({
        id: idOf(from + index),
        kind: 'binding.done',
        subject: 'notice',
        recipient: idOf(from + index),
        communityId: null,
        data: {},
        state: 'pending' as const,
        lane: NOTICE,
        attempts: 0,
        uncertain: 0,
        dueAt: NOW,
        lease: UNLEASED,
        leaseUntil: NEVER_LEASED,
        createdAt: NOW,
        sentAt: null,
        deliveredAt: null,
        readAt: null,
        msgid: null,
        error: null,
        ...more,
      })),
    ),
  );
const numbers = (claimed: readonly Claimed[]): number[] => claimed.map(({ id }) => Number(id.slice(6)));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const sent = (claimed: readonly Claimed[]) =>
  claimed.map((message, index) => ({ message, state: 'sent' as const, error: null, msgid: `3${String(index).padStart(18, '0')}` }));

describe('claims along a notice', () => {
  it('take each message once, and what came to be due behind them at the end', async () => {
    await write(1_000, 2 * BATCH + 10);
    const ledger = new Ledger(database);
    expect(numbers(await ledger.claim(NOW))).toEqual(range(1_000, 1_000 + BATCH));
    await write(0, 3, { dueAt: after(-1_000) });
    expect(numbers(await ledger.claim(NOW))).toEqual(range(1_000 + BATCH, 1_000 + 2 * BATCH));
    expect(numbers(await ledger.claim(NOW)).sort((a, b) => a - b)).toEqual([0, 1, 2, ...range(1_000 + 2 * BATCH, 1_010 + 2 * BATCH)]);
    expect(await ledger.claim(NOW)).toEqual([]);
  });

  it('come back within minutes, however long the notice is, to what a killed worker had on lease', async () => {
    await write(0, BATCH);
    expect(await new Ledger(database).claim(NOW)).toHaveLength(BATCH);
    await write(1_000, 3 * BATCH);
    const survivor = new Ledger(database);
    expect(numbers(await survivor.claim(after(LEASE - 2_000)))).toEqual(range(1_000, 1_000 + BATCH));
    // The first leases have run out, and the walk goes on ahead of them, for less than a minute longer.
    expect(numbers(await survivor.claim(after(LEASE + 1)))).toEqual(range(1_000 + BATCH, 1_000 + 2 * BATCH));
    const taken = await survivor.claim(after(LEASE + 60_000));
    expect(numbers(taken)).toEqual(range(0, BATCH));
    expect(await dataSource.manager.countBy(OutboxMessage, { uncertain: 1 })).toBe(BATCH);
  });

  it('look for what is due by an index alone, from the head and from any place', async () => {
    await write(0, 2 * BATCH);
    await dataSource.query(onMariadb ? 'ANALYZE TABLE outbox_message' : 'ANALYZE');
    for (const [lane, from] of [
      [0, ''],
      [2, ''],
      [2, idOf(BATCH)],
    ] as const) {
      const text = `EXPLAIN ${onMariadb ? '' : 'QUERY PLAN '}${dueIn(lane, 100, 0)}`;
      const plan = (await dataSource.query(text, [sqlInstant(NOW), sqlInstant(NOW), sqlInstant(NOW), from, sqlInstant(NOW)])) as Record<string, unknown>[];
      expect(JSON.stringify(plan)).toContain('outbox_due');
      expect(JSON.stringify(plan)).not.toContain('filesort');
    }
  });

  it('of two workers share them, none twice', async () => {
    await write(0, 6 * BATCH);
    const all = async (ledger: Ledger): Promise<Claimed[]> => {
      const claimed: Claimed[] = [];
      for (let more = await ledger.claim(NOW); more.length > 0; more = await ledger.claim(NOW)) claimed.push(...more);
      return claimed;
    };
    const shares = await Promise.all([all(new Ledger(database)), all(new Ledger(database))]);
    expect(numbers(shares.flat()).sort((a, b) => a - b)).toEqual(range(0, 6 * BATCH));
  });
});

describe('what became of many', () => {
  it.each([1, 3, 48, 100])('each of %i gets its own number, in whichever order they come back', async (count) => {
    await write(0, count);
    const ledger = new Ledger(database);
    const entries = sent(await ledger.claim(NOW));
    await ledger.enter([...entries].reverse(), NOW);
    const rows = await dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
    expect(rows.map(({ id, state, msgid }) => [id, state, msgid])).toEqual(entries.map(({ message, msgid }) => [message.id, 'sent', msgid]));
  });
});
