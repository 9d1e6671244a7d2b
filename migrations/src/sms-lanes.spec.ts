import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { OutboxMessage, OutboxSms, UNLEASED } from '../../api/src/platform/outbox/index.js';
import { makeDataSource } from '../../api/src/platform/database/index.js';
import { makeEmptyDatabase, testDatabaseUrl } from '../../api/test/database.js';
import { SmsLanes1763700000090 } from './1763700000090-sms-lanes.js';

const folder = mkdtempSync(join(tmpdir(), 'wuye-lanes-'));
let dataSource: DataSource;
beforeAll(async () => {
  const url = testDatabaseUrl();
  await makeEmptyDatabase(url);
  dataSource = await makeDataSource({ DATABASE_URL: url, DATABASE_POOL: 2, DATA_DIR: folder }, [OutboxMessage, OutboxSms]).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
}, 60_000);
afterAll(async () => {
  await dataSource.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const AT = '2026-11-20 02:00:00.000';
const idOf = (number: number): string => `01SMS${String(number).padStart(21, '0')}`;

it('finds each SMS that waits its lane, and what was being sent its lease; and back', async () => {
  const runner = dataSource.createQueryRunner();
  const migration = new SmsLanes1763700000090();
  await migration.down(runner);
  for (const [number, state] of ['pending', 'sending', 'sent', 'failed', 'pending'].entries()) {
    const sms = "INSERT INTO outbox_sms (id, state, attempts, due_at, created_at) VALUES (?, ?, 1, '2026-11-20 02:02:00.000', ?)";
    await runner.query(sms, [idOf(number), state, AT]);
    // The last one's message is gone.
    if (number === 4) continue;
    const message = `INSERT INTO outbox_message (id, kind, subject, recipient, data, state, lane, attempts, due_at, created_at)
      VALUES (?, 'complaint.new', ?, 'a', '{}', 'failed', 2, 1, ?, ?)`;
    await runner.query(message, [idOf(number), idOf(number), AT, AT]);
  }
  await migration.up(runner);
  const rows = await dataSource.manager.find(OutboxSms, { order: { id: 'ASC' } });
  expect(rows.map(({ state, lane, lease, uncertain }) => [state, lane, lease !== UNLEASED, uncertain])).toEqual([
    ['pending', 2, false, 0],
    ['pending', 2, true, 0],
    ['sent', 1, false, 0],
    ['failed', 1, false, 0],
    ['pending', 1, false, 0],
  ]);
  expect(rows[1]?.leaseUntil).toEqual(new Date('2026-11-20T02:02:00Z'));
  await dataSource.manager.update(OutboxSms, { id: idOf(0) }, { state: 'parked' });
  await migration.down(runner);
  const states = (await runner.query('SELECT state FROM outbox_sms ORDER BY id')) as { state: string }[];
  expect(states.map(({ state }) => state)).toEqual(['pending', 'sending', 'sent', 'failed', 'pending']);
  await migration.up(runner);
  await runner.release();
});
