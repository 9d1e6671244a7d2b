import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintTableRow } from '@wuye/shared/complaint';
import { Community } from '../src/community/index.js';
import { insertRows, newId } from '../src/platform/database/index.js';
import { submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

/** The table searched by the beginning of a community's name, where more communities begin so than are looked for. */
let world: World;
let here: Community;

beforeAll(async () => {
  world = await startWorld();
  const { manager } = world.dataSource;
  const all = await manager.find(Community, { order: { id: 'ASC' } });
  here = all[0] as Community;
  const there = all.find(({ districtCode }) => districtCode !== here.districtCode) as Community;
  // Their ids come before, so that whoever takes the first two hundred of the city takes these.
  const early = new Date('2020-01-01T00:00:00Z');
  const many = Array.from({ length: 220 }, (_, index) => ({ ...there, id: newId(early), name: `${here.name}${String(index).padStart(3, '0')}号院` }));
  await insertRows(manager, Community, many);
}, 60_000);
afterAll(() => world.close());

const search = (browser: Browser, community: string) => browser.get('/api/complaints/table').query({ community });

describe('a beginning of names that hundreds share', () => {
  it('finds those of the reader’s own scope, and none is left out', async () => {
    const { no } = await submit(world, await world.as('owner-chen'));
    for (const who of ['officer-wu', 'manager-wang', 'head-zhou'] as const) {
      const { items } = (await search(await world.as(who), here.name).expect(200)).body as { items: ComplaintTableRow[] };
      expect([who, items.map((row) => row.no)]).toEqual([who, [no]]);
    }
  });

  it('is refused where it is too short to tell them apart, and says so', async () => {
    const city = await world.as('city-luo');
    const refused = await search(city, here.name);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'COMPLAINT.COMMUNITIES_MANY', title: expect.stringContaining('200') }),
    ]);
    expect((await city.get('/api/complaints/table/export').query({ community: here.name })).status).toBe(422);
    await search(city, `${here.name}00`).expect(200);
  });
});
