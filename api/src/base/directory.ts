import type { EntityManager } from 'typeorm';
import { placePart } from '@wuye/shared/register';
import { Community, Company, District, Street } from '../community/index.js';

/** What a row names, or why it can't be found. */
type Found = { readonly id: string } | { readonly why: string };

/** Ids by what people write for them: more than one where a name is not unique. */
type Names = ReadonlyMap<string, readonly string[]>;

function namesOf<T>(rows: readonly T[], write: (row: T) => readonly string[], id: (row: T) => string): Names {
  const names = new Map<string, string[]>();
  for (const row of rows) for (const name of write(row)) names.set(name, [...(names.get(name) ?? []), id(row)]);
  return names;
}

function findIn(names: Names, name: string, unknown: string, ambiguous: string): Found {
  const ids = names.get(name) ?? [];
  const [id] = ids;
  if (id === undefined) return { why: unknown };
  return ids.length > 1 ? { why: ambiguous } : { id };
}

const inDistrict = (districtCode: string, name: string): string => `${districtCode}|${placePart(name)}`;

/** A city's districts, streets, companies and communities: what rows of the other files name. Thousands at most, so they stand in memory. */
export class Directory {
  private constructor(
    private readonly districts: Names,
    private readonly streets: Names,
    private readonly companies: Names,
    private readonly byDistrict: Names,
    private readonly byName: Names,
    private readonly rows: ReadonlyMap<string, Community>,
  ) {}

  static async load(manager: EntityManager): Promise<Directory> {
    const [districts, streets] = [await manager.find(District), await manager.find(Street)];
    const [companies, communities] = [await manager.find(Company), await manager.find(Community)];
    const standing = communities.filter(({ endedAt }) => endedAt === null);
    return new Directory(
      namesOf(
        districts,
        (row) => [row.code, placePart(row.name)],
        ({ code }) => code,
      ),
      namesOf(
        streets,
        (row) => [row.code, row.name].map((name) => inDistrict(row.districtCode, name)),
        ({ code }) => code,
      ),
      namesOf(
        companies,
        (row) => [row.creditCode, placePart(row.name)],
        ({ id }) => id,
      ),
      namesOf(
        communities,
        (row) => [inDistrict(row.districtCode, row.name)],
        ({ id }) => id,
      ),
      namesOf(
        standing,
        (row) => [placePart(row.name)],
        ({ id }) => id,
      ),
      new Map(communities.map((row) => [row.id, row])),
    );
  }

  /** A district by its code or name. */
  district(text: string): Found {
    return findIn(this.districts, placePart(text), '基础数据里没有这个行政区', '有多个同名的行政区，请写区划代码');
  }

  /** A street of the district, by its code or name. */
  street(districtCode: string, text: string): Found {
    return findIn(this.streets, inDistrict(districtCode, text), '基础数据里这个行政区没有这个街道', '这个行政区有多个同名的街道，请写街道代码');
  }

  /** A company by its 统一社会信用代码 or name. */
  company(text: string): Found {
    return findIn(this.companies, placePart(text), '基础数据里没有这家企业', '有多家同名的企业，请写统一社会信用代码');
  }

  /** The community of a district and name, also one that has ended. */
  known(districtCode: string, name: string): Community | null {
    const ids = this.byDistrict.get(inDistrict(districtCode, name)) ?? [];
    const rows = ids.map((id) => this.rows.get(id) as Community);
    return rows.find(({ endedAt }) => endedAt === null) ?? rows[0] ?? null;
  }

  /** A standing community by its name, in its district where the row says which. */
  community(district: string, name: string): Found & { readonly of?: 'district' } {
    if (district === '') return findIn(this.byName, placePart(name), '基础数据里没有这个小区', '有多个同名的小区，请写行政区');
    const found = this.district(district);
    if ('why' in found) return { ...found, of: 'district' };
    const row = this.known(found.id, name);
    return row && row.endedAt === null ? { id: row.id } : { why: '基础数据里这个行政区没有这个小区' };
  }
}
