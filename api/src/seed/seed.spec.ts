import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { chengdu } from '@wuye/shared/policy';
import type { DataSource, EntityTarget } from 'typeorm';
import { readPosterCode } from '../community/poster-code.js';
import { readConfig } from '../platform/config/index.js';
import { Signer, Vault } from '../platform/crypto/index.js';
import { makeDataSource } from '../platform/database/index.js';
import { cast, castPerson, type Slug } from './cast.js';
import { ensureSeeded } from './ensure.js';
import { seedCity } from './seed.js';
import * as tables from './tables.js';
import { Account, Appointment, Binding, Building, Community, Company, Consent, District, House, Person, Title } from './tables.js';

const config = readConfig({ NODE_ENV: 'test' });
const tools = { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) };
const now = new Date('2026-02-02T01:00:00Z');
const opened: { dataSource: DataSource; folder: string }[] = [];

async function empty(): Promise<{ dataSource: DataSource; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-seed-'));
  const dataSource = makeDataSource({ DATABASE_URL: '', DATABASE_POOL: 1, DATA_DIR: folder }, Object.values(tables));
  opened.push({ dataSource, folder });
  await dataSource.initialize();
  await dataSource.runMigrations();
  return { dataSource, folder };
}

async function seeded(size: { communities?: number; houses?: number } = {}): Promise<DataSource> {
  const { dataSource } = await empty();
  await seedCity(dataSource, tools, { ...size, now });
  return dataSource;
}

afterEach(async () => {
  for (const { dataSource, folder } of opened.splice(0)) {
    await dataSource.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
});

function groups<T>(items: readonly T[], keyOf: (item: T) => string | null): T[][] {
  const found = new Map<string | null, T[]>();
  for (const item of items) found.set(keyOf(item), [...(found.get(keyOf(item)) ?? []), item]);
  return [...found.values()];
}

const titlesOf = (dataSource: DataSource, slug: Slug): Promise<Title[]> => {
  const { name, idNumber } = castPerson(slug);
  const { vault } = tools;
  return dataSource.manager.findBy(Title, { idNumberHash: vault.index('title.id_number', idNumber), ownerNameHash: vault.index('title.owner_name', name) });
};

async function addressOf(dataSource: DataSource, houseId: string): Promise<string> {
  const house = await dataSource.manager.findOneByOrFail(House, { id: houseId });
  const building = await dataSource.manager.findOneByOrFail(Building, { id: house.buildingId });
  const community = await dataSource.manager.findOneByOrFail(Community, { id: house.communityId });
  expect(building.communityId).toBe(community.id);
  return `${community.name} ${building.name}${house.name}`;
}

describe('the city', () => {
  test('has 6 communities in 3 districts with 3 companies, and 600 houses', async () => {
    const { manager } = await seeded();
    const count = (target: EntityTarget<object>) => manager.count(target);
    expect([await count(District), await count(Company), await count(Community), await count(House)]).toEqual([3, 3, 6, 600]);
    const communities = await manager.find(Community, { order: { id: 'ASC' } });
    expect(communities[0]?.name).toBe('华阳小区');
    expect(new Set(communities.map(({ districtCode }) => districtCode)).size).toBe(3);
    expect(new Set(communities.map(({ companyId }) => companyId)).size).toBe(3);
    expect(communities.every(({ address }) => address.startsWith(chengdu.city))).toBe(true);
    const areas = (await manager.find(House)).map(({ area }) => area);
    expect(areas.every((area) => Number.isInteger(area) && area > 4000 && area < 15_000)).toBe(true);
  });

  test('its register has couples, owners of several homes, a developer and homes the base data lacks', async () => {
    const { manager } = await seeded();
    const titles = await manager.find(Title);
    const byHouse = groups(
      titles.filter(({ houseId }) => houseId !== null),
      ({ houseId }) => houseId,
    );
    expect(byHouse.length).toBe(600);
    expect(byHouse.filter((owners) => owners.length === 2).length).toBeGreaterThan(40);
    const byOwner = groups(titles, ({ idNumberHash }) => idNumberHash);
    const people = byOwner.filter(([title]) => title?.idType !== 'other');
    expect(people.filter((held) => held.length > 1).length).toBeGreaterThan(10);
    expect(byOwner.filter(([title]) => title?.idType === 'other').map((held) => held.length)).toEqual([12]);
    expect(people.filter((held) => held.every(({ houseId }) => houseId === null)).length).toBe(6);
    const [title] = titles;
    expect(tools.vault.open('title.id_number', title!.idNumber)).toMatch(/^\d{17}[\dX]$/);
    expect(tools.vault.index('title.owner_name', tools.vault.open('title.owner_name', title!.ownerName))).toBe(title!.ownerNameHash);
  });

  test('every community, company and district has who is appointed for it, and the city one officer', async () => {
    const { manager } = await seeded();
    const all = await manager.find(Appointment);
    const scopes = (role: string) =>
      all
        .filter((each) => each.role === role)
        .map(({ scopeId }) => scopeId)
        .sort();
    expect(scopes('project_manager')).toEqual((await manager.find(Community)).map(({ id }) => id).sort());
    expect(scopes('company_head')).toEqual((await manager.find(Company)).map(({ id }) => id).sort());
    expect(scopes('district_officer')).toEqual((await manager.find(District)).map(({ code }) => code).sort());
    expect(scopes('city_officer')).toEqual(['510100']);
  });
});

describe('the cast in the database', () => {
  test('the register knows owner-chen and owner-li, has no house of owner-sun, and not owner-zhao', async () => {
    const dataSource = await seeded();
    const [chen] = await titlesOf(dataSource, 'owner-chen');
    expect(await addressOf(dataSource, chen!.houseId!)).toBe('华阳小区 3栋2单元501');
    expect(await dataSource.manager.countBy(Title, { houseId: chen!.houseId! })).toBe(1);
    expect((await titlesOf(dataSource, 'owner-li')).length).toBe(2);
    expect((await titlesOf(dataSource, 'owner-sun')).map(({ houseId }) => houseId)).toEqual([null]);
    expect(await titlesOf(dataSource, 'owner-zhao')).toEqual([]);
  });

  test('owner-li is bound by face to the two homes of the register', async () => {
    const dataSource = await seeded();
    const account = await dataSource.manager.findOneByOrFail(Account, { openid: castPerson('owner-li').openid });
    const person = await dataSource.manager.findOneByOrFail(Person, { id: account.personId! });
    expect(person.certified).toBe('face');
    expect(person.idNumberHash).toBe(tools.vault.index('person.id_number', castPerson('owner-li').idNumber));
    const bound = await dataSource.manager.findBy(Binding, { personId: person.id });
    expect(await Promise.all(bound.map(({ houseId }) => addressOf(dataSource, houseId)))).toEqual(['华阳小区 2栋1单元302', '银杏雅苑 1栋1单元201']);
    expect(bound.map(({ houseId }) => houseId).sort()).toEqual((await titlesOf(dataSource, 'owner-li')).map(({ houseId }) => houseId).sort());
    expect(await dataSource.manager.countBy(Consent, { accountId: account.id })).toBe(2);
  });

  test('the linked staff hold their posts in one chain; manager-liu still has two to claim', async () => {
    const { manager } = await seeded();
    const home = await manager.findOneByOrFail(Community, { name: '华阳小区' });
    const posts = async (slug: Slug) => {
      const phoneHash = tools.vault.index('person.phone', castPerson(slug).phone);
      const account = await manager.findOneBy(Account, { openid: castPerson(slug).openid });
      const held = await manager.findBy(Appointment, { phoneHash });
      for (const { personId } of held) expect(personId).toBe(account?.personId ?? null);
      return held.map(({ scopeId }) => scopeId);
    };
    expect(await posts('manager-wang')).toEqual([home.id]);
    expect(await posts('head-zhou')).toEqual([home.companyId]);
    expect(await posts('officer-wu')).toEqual([home.districtCode]);
    const managed = await Promise.all((await posts('manager-liu')).map((id) => manager.findOneByOrFail(Community, { id })));
    expect(managed.length).toBe(2);
    expect(new Set(managed.map(({ companyId }) => companyId)).size).toBe(1);
    expect(await manager.countBy(Account, { openid: castPerson('manager-liu').openid })).toBe(0);
  });
});

describe('seeding', () => {
  /** Each seal has its own random start; the hash beside it says whether what is sealed is the same. */
  const unseal = (key: string, value: unknown): unknown =>
    ['ownerName', 'idNumber', 'name', 'phone'].includes(key) && String(value).startsWith('dev.') ? 'sealed' : value;

  test('gives the same rows twice, but for what is sealed', async () => {
    const rows = async (dataSource: DataSource) =>
      JSON.stringify(await Promise.all(Object.values(tables).map((target) => dataSource.manager.find(target as EntityTarget<object>))), unseal);
    expect(await rows(await seeded())).toBe(await rows(await seeded()));
  });

  test('makes other sizes: the smallest, and 20,000 houses in 40 communities', async () => {
    const small = await seeded({ communities: 4, houses: 40 });
    const [chen] = await titlesOf(small, 'owner-chen');
    expect(await addressOf(small, chen!.houseId!)).toBe('华阳小区 3栋2单元501');
    expect(await small.manager.count(House)).toBe(40);
    const large = await seeded({ communities: 40, houses: 20_000 });
    expect([await large.manager.count(Community), await large.manager.count(House)]).toEqual([40, 20_000]);
  }, 60_000);

  test('refuses what it can not do, in words', async () => {
    const { dataSource } = await empty();
    await expect(seedCity(dataSource, tools, { communities: 3, now })).rejects.toThrow('4 to 2,000 communities');
    await expect(seedCity(dataSource, tools, { houses: 50, now })).rejects.toThrow('at least 10 houses');
    await expect(seedCity(dataSource, tools, { houses: Number.NaN, now })).rejects.toThrow('communities');
    await seedCity(dataSource, tools, { now });
    await expect(seedCity(dataSource, tools, { now })).rejects.toThrow('already has communities');
    expect(await dataSource.manager.count(Community)).toBe(6);
  });

  test('refuses in production', async () => {
    const { dataSource } = await empty();
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = 'production';
    try {
      await expect(seedCity(dataSource, tools, { now })).rejects.toThrow('NODE_ENV is production');
    } finally {
      process.env.NODE_ENV = NODE_ENV;
    }
    expect(await dataSource.manager.count(Community)).toBe(0);
  });
});

describe('sim.json', () => {
  type SimFile = { people: { slug: string }[]; posters: { name: string; url: string }[] };
  const simOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'sim.json'), 'utf8')) as SimFile;

  test('is written with the seed, left alone when true, and renewed when lost or at another address', async () => {
    const { dataSource, folder } = await empty();
    const at = (PUBLIC_URL: string) => ensureSeeded(dataSource, { ...tools, now }, { DATA_DIR: folder, PUBLIC_URL });
    const path = join(folder, 'sim.json');
    await at('http://localhost:3000');
    const written = statSync(path).mtimeMs;
    await at('http://localhost:3000');
    expect(statSync(path).mtimeMs).toBe(written);
    rmSync(path);
    await at('http://localhost:3000');
    expect(existsSync(path)).toBe(true);
    writeFileSync(path, '{}');
    await at('http://localhost:4000');
    expect(simOf(folder).posters[0]?.url).toMatch(/^http:\/\/localhost:4000\/q\//);
    expect(await dataSource.manager.count(Community)).toBe(6);
  });

  test('its posters carry codes of the communities', async () => {
    const { dataSource, folder } = await empty();
    await ensureSeeded(dataSource, { ...tools, now }, { DATA_DIR: folder, PUBLIC_URL: config.PUBLIC_URL });
    const { people, posters } = simOf(folder);
    expect(people.length).toBe(cast.length);
    for (const { name, url } of posters) {
      const { communityId } = readPosterCode(tools.signer, url.slice(`${config.PUBLIC_URL}/q/`.length))!;
      expect((await dataSource.manager.findOneByOrFail(Community, { id: communityId })).name).toBe(name);
    }
    expect(posters.length).toBe(6);
  });
});
