import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditRow } from '@wuye/shared/audit';
import { Appointment } from '../src/identity/index.js';
import { Audit, AuditBlock, AuditChain, AuditEntry } from '../src/platform/audit/index.js';
import { newId } from '../src/platform/database/index.js';
import { confirmed } from './confirm.js';
import { anotherInstance, type Instance } from './instances.js';
import { startWorld, type World } from './kit.js';

let world: World;
let other: Instance;
beforeAll(async () => {
  world = await startWorld();
  other = await anotherInstance(world);
}, 60_000);
afterAll(async () => {
  await other.close();
  await world.close();
});

const manager = () => world.dataSource.manager;
const chain = () => world.app.get(AuditChain);
const WHO = '01AAAAAAAAAAAAAAAAAAAAAAAA';

/** Writes entries as acts would, each in its own time. */
async function entries(count: number, at = world.clock.now()): Promise<void> {
  for (let more = 0; more < count; more++)
    await world.app.get(Audit).record(manager(), { now: at, who: { accountId: WHO } }, 'test.act', `test:${more}`, { zwei: 2, eins: 1 });
}

describe('the chain', () => {
  beforeEach(async () => {
    await manager().clear(AuditEntry);
    await manager().clear(AuditBlock);
    world.clock.advance(3_600_000);
  });

  it('holds each entry in exactly one block, late ones in the next; two instances at once make no block twice', async () => {
    await entries(1_200);
    world.clock.advance(120_000);
    const made = await Promise.all([chain().seal(world.clock.now()), other.app.get(AuditChain).seal(world.clock.now())]);
    expect(made.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(3);
    // Committed late: an id older than everything that is sealed.
    const at = new Date(world.clock.now().getTime() - 600_000);
    await manager().insert(AuditEntry, { id: newId(at), at, accountId: WHO, action: 'test.late', subject: 'x', detail: null, about: null, blockSeq: null });
    expect(await chain().seal(world.clock.now())).toBe(1);
    expect(await chain().seal(world.clock.now())).toBe(0);
    const blocks = await manager().find(AuditBlock, { order: { seq: 'ASC' } });
    expect(blocks.map(({ seq }) => seq)).toEqual(blocks.map((_, order) => order + 1));
    expect(blocks.reduce((sum, block) => sum + block.entries, 0)).toBe(1_201);
    expect(await chain().verify()).toMatchObject({ blocks: blocks.length, entries: 1_201, open: 0, fault: null, head: blocks.at(-1)?.hash });
  });

  it('leaves the newest minute open', async () => {
    await entries(3);
    expect(await chain().seal(world.clock.now())).toBe(0);
    expect(await chain().verify()).toMatchObject({ blocks: 0, open: 3, fault: null });
  });

  const sealed = async (): Promise<AuditEntry> => {
    await entries(5);
    world.clock.advance(120_000);
    await chain().seal(world.clock.now());
    await entries(5);
    world.clock.advance(120_000);
    await chain().seal(world.clock.now());
    return (await manager().find(AuditEntry, { order: { id: 'ASC' } }))[2] as AuditEntry;
  };
  const told = async (known?: string): Promise<string> => {
    const lines: string[] = [];
    const sound = await chain().tell((line) => lines.push(line), known);
    return `${sound ? 'sound' : 'unsound'}: ${lines.at(-1)}`;
  };

  it.each([
    ['altered', async ({ id }: AuditEntry) => manager().update(AuditEntry, { id }, { subject: 'test:other' })],
    ['altered', async ({ id }: AuditEntry) => manager().update(AuditEntry, { id }, { detail: { eins: 2, zwei: 2 } })],
    ['taken away', async ({ id }: AuditEntry) => manager().delete(AuditEntry, { id })],
  ])('names the first entry that was %s', async (what, harm) => {
    const victim = await sealed();
    expect(await told()).toContain('sound: Head');
    await harm(victim);
    expect(await told()).toBe(`unsound: Block 1: entry ${victim.id} was ${what}.`);
  });

  it('names an entry that was added to a block, and a block that was altered, taken away or made without the keys', async () => {
    await sealed();
    const added = { id: newId(world.clock.now()), at: world.clock.now(), accountId: WHO, action: 'a', subject: 'b', detail: null, about: null, blockSeq: 2 };
    await manager().insert(AuditEntry, added);
    expect(await told()).toBe(`unsound: Block 2: entry ${added.id} was added.`);
    await manager().delete(AuditEntry, { id: added.id });
    const second = await manager().findOneByOrFail(AuditBlock, { seq: 2 });
    await manager().update(AuditBlock, { seq: 2 }, { signed: `${second.hash}.dev.00` });
    expect(await told()).toBe('unsound: Block 2 was signed by no key of SIGNING_KEYS.');
    await manager().update(AuditBlock, { seq: 2 }, { entries: 4 });
    expect(await told()).toBe('unsound: Block 2 was altered.');
    await manager().delete(AuditBlock, { seq: 1 });
    expect(await told()).toBe('unsound: Block 1 was taken away.');
  });

  it('cut off at its end is found by a hash that was kept elsewhere', async () => {
    await sealed();
    const { head } = await chain().verify();
    await manager().delete(AuditBlock, { seq: 2 });
    await manager().delete(AuditEntry, { blockSeq: 2 });
    expect(await told()).toContain('sound: Head');
    expect(await told(head)).toContain('its end was cut off');
  });

  it('still holds when whole blocks were deleted at the end of their term', async () => {
    await sealed();
    const { head } = await chain().verify();
    const term = world.config.AUDIT_KEEP_DAYS * 86_400_000;
    const first = await manager().findOneByOrFail(AuditBlock, { seq: 1 });
    expect(await chain().prune(new Date(first.lastAt.getTime() + term))).toBe(0);
    expect(await chain().prune(new Date(first.lastAt.getTime() + term + 1))).toBe(5);
    expect(await manager().countBy(AuditEntry, { blockSeq: 1 })).toBe(0);
    expect(await chain().verify()).toMatchObject({ blocks: 2, entries: 5, pruned: 5, fault: null, head });
  });
});

describe('the log', () => {
  it('is only ever added to: no code changes or removes an entry but its chain', () => {
    const files = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? files(join(folder, each.name)) : [join(folder, each.name)]));
    const changing = files('api/src').filter((path) => {
      const text = readFileSync(path, 'utf8');
      return /(update|delete|remove|save|upsert|clear|softDelete)\w*\(\s*(AuditEntry|AuditBlock)\b|(UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+audit_/.test(
        text,
      );
    });
    expect(changing).toEqual(['api/src/platform/audit/chain.ts']);
  });

  it('is searched by who was appointed for it by name alone, by page, and each search is an entry', async () => {
    await manager().clear(AuditEntry);
    const city = await confirmed(world, 'city-luo');
    expect((await city.get('/api/audit')).body).toMatchObject({ code: 'ACCESS.DENIED' });
    await manager().update(Appointment, { role: 'city_officer' }, { permissions: ['audit'] });
    await entries(60);
    await entries(2, new Date(world.clock.now().getTime() - 86_400_000));
    const search = async (query: object) => (await city.get('/api/audit').query(query).expect(200)).body as { items: AuditRow[]; next: string | null };
    const first = await search({ action: 'test.', limit: 50 });
    expect([first.items.length, first.items[0]]).toEqual([
      50,
      expect.objectContaining({ actor: WHO, action: 'test.act', detail: { zwei: 2, eins: 1 }, block: null }),
    ]);
    expect((await search({ action: 'test.', limit: 50, after: first.next })).items).toHaveLength(12);
    const today = new Date(world.clock.now().getTime() - 3_600_000).toISOString();
    expect((await search({ actor: WHO, to: today })).items).toHaveLength(2);
    expect((await search({ subject: 'test:1', from: today })).items).toHaveLength(1);
    expect((await search({ about: WHO })).items).toEqual([]);
    expect((await search({ action: 'audit.' })).items.map(({ detail }) => detail)).toContainEqual({ action: 'test.' });
    expect((await search({ action: 'audit.' })).items[0]).toMatchObject({ actorName: '罗*' });
    // Nothing else is open to who searches.
    expect((await city.get('/api/complaints/work')).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });

  it('leaves as a table, told of in the log, too', async () => {
    const city = await world.as('city-luo');
    const { text } = await city
      .get('/api/audit/export')
      .query({ action: 'test.' })
      .expect(200)
      .expect('content-type', /text\/csv/);
    const lines = text.split('\r\n');
    expect([lines[0]?.slice(1, 3), lines.length]).toEqual(['时间', 64]);
    expect(await manager().countBy(AuditEntry, { action: 'audit.export' })).toBe(1);
  });
});
