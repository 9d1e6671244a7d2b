import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startWorld, type World } from './kit.js';

/** What someone is typing is not said yet: it goes to the server to be compared, and stays nowhere. */
const lines: string[] = [];
let world: World;

beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'info' }, logStream: { write: (line) => void lines.push(line) } });
}, 60_000);
afterAll(() => world.close());

it('words that are being typed leave no trace', async () => {
  const li = await world.as('owner-li');
  const body = { code: world.cast.posters[0]?.code, category: 'elevator', words: '只打了一半的异响' };
  await li.post('/api/complaints/similar').set('idempotency-key', 'similar-key-1').send(body).expect(200);
  expect(lines.some((line) => line.includes('/complaints/similar'))).toBe(true);
  expect(lines.join('')).not.toContain('异响');
  for (const { tableName } of world.dataSource.entityMetadatas) {
    const rows = JSON.stringify(await world.dataSource.query(`SELECT * FROM ${tableName} LIMIT 2000`));
    expect([tableName, rows.includes('异响'), rows.includes('similar-key-1')]).toEqual([tableName, false, false]);
  }
});
