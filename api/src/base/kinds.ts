import { type EntityManager, type EntityTarget, In } from 'typeorm';
import type { BaseColumn, BaseKind } from '@wuye/shared/base';
import { placePart } from '@wuye/shared/register';
import { Building, Community, Company, District, House, Street } from '../community/index.js';
import { newId } from '../platform/database/index.js';
import { Directory } from './directory.js';

/** A row that is sound by itself. */
export interface Sound<Kind extends BaseKind = BaseKind> {
  readonly line: number;
  readonly values: Readonly<Record<BaseColumn<Kind>, string>>;
}

/** What a row comes to: the entity as it is and as it will be, or what the row names in vain. */
export type Settled<T extends object = object> =
  | { readonly line: number; readonly key: string; readonly before: T | null; readonly after: T }
  | { readonly line: number; readonly lost: readonly { readonly column: string; readonly why: string }[] };

/** What settling rows needs. */
export interface Ground {
  readonly manager: EntityManager;
  readonly directory: Directory;
  readonly now: Date;
}

/** How a kind of base data is told apart and written. */
export interface Kind<K extends BaseKind = BaseKind, T extends object = object> {
  readonly target: EntityTarget<T>;
  /** The column to which a doubled row is put down. */
  readonly key: BaseColumn<K>;
  /** What a file may change of a row that is known. */
  readonly changes: readonly (keyof T & string)[];
  /** Finds, for each row, the entity of its natural key. */
  settle(ground: Ground, rows: readonly Sound<K>[]): Promise<Settled<T>[]>;
}

const districts: Kind<'districts', District> = {
  target: District,
  key: 'code',
  changes: ['name', 'bureauName', 'bureauPhone'],
  async settle({ manager }, rows) {
    const known = await manager.findBy(District, { code: In(rows.map(({ values }) => values.code)) });
    return rows.map(({ line, values }) => ({ line, key: values.code, before: known.find(({ code }) => code === values.code) ?? null, after: { ...values } }));
  },
};

const streets: Kind<'streets', Street> = {
  target: Street,
  key: 'code',
  changes: ['name'],
  async settle({ manager, directory }, rows) {
    const known = await manager.findBy(Street, { code: In(rows.map(({ values }) => values.code)) });
    return rows.map(({ line, values }) => {
      const district = directory.district(values.code.slice(0, 6));
      if ('why' in district) return { line, lost: [{ column: 'code', why: `前 6 位：${district.why}` }] };
      const before = known.find(({ code }) => code === values.code) ?? null;
      return { line, key: values.code, before, after: { ...values, districtCode: district.id } };
    });
  },
};

const companies: Kind<'companies', Company> = {
  target: Company,
  key: 'creditCode',
  changes: ['name', 'hotline'],
  async settle({ manager, now }, rows) {
    const known = await manager.findBy(Company, { creditCode: In(rows.map(({ values }) => values.creditCode)) });
    return rows.map(({ line, values }) => {
      const before = known.find(({ creditCode }) => creditCode === values.creditCode) ?? null;
      return { line, key: values.creditCode, before, after: { id: before?.id ?? newId(now), ...values } };
    });
  },
};

function settleCommunity({ directory, now }: Ground, { line, values }: Sound<'communities'>): Settled<Community> {
  const [district, company] = [directory.district(values.district), directory.company(values.company)];
  const street = values.street === '' || 'why' in district ? null : directory.street(district.id, values.street);
  const before = 'id' in district ? directory.known(district.id, values.name) : null;
  const ended = before?.endedAt ? { why: '这个小区已停用，不能再导入' } : null;
  if ('why' in district || 'why' in company || (street && 'why' in street) || ended) {
    const named = Object.entries({ district, company, street, name: ended });
    return { line, lost: named.flatMap(([column, found]) => (found && 'why' in found ? [{ column, why: found.why }] : [])) };
  }
  const { name, address, servicePhone } = values;
  const facts = { name, address, servicePhone, districtCode: district.id, companyId: company.id, streetCode: street?.id ?? before?.streetCode ?? null };
  const fresh = { id: newId(now), posterVersion: 1, createdAt: now, endedAt: null };
  return { line, key: `${district.id}|${placePart(name)}`, before, after: { ...(before ?? fresh), ...facts } };
}

const communities: Kind<'communities', Community> = {
  target: Community,
  key: 'name',
  changes: ['name', 'address', 'servicePhone', 'companyId', 'streetCode'],
  settle: (ground, rows) => Promise.resolve(rows.map((row) => settleCommunity(ground, row))),
};

/**
 * Entities by their parent and name, all in one statement along the unique index. It is written out: TypeORM takes longer to build such a
 * statement than a database to answer it, and a city has thousands of them.
 */
async function children<T extends { name: string }>(
  manager: EntityManager,
  target: EntityTarget<T>,
  parent: keyof T & string,
  pairs: readonly (readonly [string, string])[],
): Promise<Map<string, T>> {
  const wanted = [...new Map(pairs.map((pair) => [pair.join('|'), pair])).values()];
  if (wanted.length === 0) return new Map();
  const { tableName, columns } = manager.dataSource.getMetadata(target);
  const selected = columns.map(({ databaseName, propertyName }) => `${databaseName} AS ${manager.dataSource.driver.escape(propertyName)}`);
  const above = columns.find(({ propertyName }) => propertyName === parent)?.databaseName ?? parent;
  const where = wanted.map(() => `(${above} = ? AND name = ?)`).join(' OR ');
  const rows = (await manager.query(`SELECT ${selected.join(', ')} FROM ${tableName} WHERE ${where}`, wanted.flat())) as T[];
  return new Map(rows.map((row) => [`${String(row[parent])}|${row.name}`, row]));
}

/** The rows whose community is known, with its id; and what the others name in vain. */
function inCommunities<K extends 'buildings' | 'houses'>({ directory }: Ground, rows: readonly Sound<K>[]) {
  const [placed, lost]: [{ row: Sound<K>; communityId: string }[], Settled<never>[]] = [[], []];
  for (const row of rows) {
    const { district, community } = row.values as Readonly<Record<BaseColumn<'buildings'>, string>>;
    const found = directory.community(district, community);
    if ('id' in found) placed.push({ row, communityId: found.id });
    else lost.push({ line: row.line, lost: [{ column: found.of ?? 'community', why: found.why }] });
  }
  return { placed, lost };
}

const buildings: Kind<'buildings', Building> = {
  target: Building,
  key: 'name',
  changes: [],
  async settle(ground, rows) {
    const { placed, lost } = inCommunities(ground, rows);
    const pairs = placed.map(({ row, communityId }) => [communityId, row.values.name] as const);
    const known = await children(ground.manager, Building, 'communityId', pairs);
    const settled = placed.map(({ row: { line, values }, communityId }): Settled<Building> => {
      const key = `${communityId}|${values.name}`;
      const before = known.get(key) ?? null;
      return { line, key, before, after: before ?? { id: newId(ground.now), communityId, name: values.name } };
    });
    return [...lost, ...settled];
  },
};

const houses: Kind<'houses', House> = {
  target: House,
  key: 'name',
  changes: ['area'],
  async settle(ground, rows) {
    const { placed, lost } = inCommunities(ground, rows);
    const pairs = placed.map(({ row, communityId }) => [communityId, row.values.building] as const);
    const above = await children(ground.manager, Building, 'communityId', pairs);
    const buildingOf = ({ row, communityId }: (typeof placed)[number]) => above.get(`${communityId}|${row.values.building}`)?.id;
    const named = placed.flatMap((each) => (buildingOf(each) === undefined ? [] : [[buildingOf(each) as string, each.row.values.name] as const]));
    const known = await children(ground.manager, House, 'buildingId', named);
    const settled = placed.map((each): Settled<House> => {
      const [{ line, values }, buildingId] = [each.row, buildingOf(each)];
      if (buildingId === undefined) return { line, lost: [{ column: 'building', why: '基础数据里这个小区没有这栋楼' }] };
      const key = `${buildingId}|${values.name}`;
      const before = known.get(key) ?? null;
      const fresh = { id: newId(ground.now), communityId: each.communityId, buildingId, name: values.name };
      return { line, key, before, after: { ...(before ?? fresh), area: Number(values.area) } };
    });
    return [...lost, ...settled];
  },
};

export const kinds: { readonly [K in BaseKind]: Kind<K> } = { districts, streets, companies, communities, buildings, houses } as never;
