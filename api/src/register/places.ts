import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Place, placePart, readPlace } from '@wuye/shared/register';

interface Row {
  readonly id: string;
  readonly parent: string;
  readonly name: string;
}

/** Names of one parent's children, each in its compared form. */
type Names = Map<string, string>;

/** So many pairs in one statement: SQLite takes an expression of at most a thousand levels. */
const CHUNK = 200;
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** Houses by the place that a register prints. Two communities of one name are told apart by their buildings and houses, or not at all. */
@Injectable()
export class Places {
  /** The house at each of these places (`placeKey`); a place that no house or more than one answers to is left out. */
  async find(manager: EntityManager, keys: readonly string[]): Promise<Map<string, string>> {
    const places = new Map([...new Set(keys)].flatMap((key) => [[key, readPlace(key)] as const]).filter((pair): pair is [string, Place] => pair[1] !== null));
    if (places.size === 0) return new Map();
    const communities = await this.communities(manager, new Set([...places.values()].map(({ community }) => community)));
    const buildings = await this.children(manager, 'building', 'community_id', [...new Set([...communities.values()].flat())]);
    const wanted = [...places].flatMap(([key, { community, building, house }]) =>
      (communities.get(community) ?? []).flatMap((id) => {
        const buildingId = buildings.get(id)?.get(building);
        return buildingId === undefined ? [] : [{ key, buildingId, house }];
      }),
    );
    return this.houses(manager, wanted);
  }

  private async communities(manager: EntityManager, names: ReadonlySet<string>): Promise<Map<string, string[]>> {
    const rows = (await manager.query('SELECT id, name FROM community WHERE ended_at IS NULL')) as Omit<Row, 'parent'>[];
    const found = new Map<string, string[]>();
    for (const { id, name } of rows) {
      const part = placePart(name);
      if (names.has(part)) found.set(part, [...(found.get(part) ?? []), id]);
    }
    return found;
  }

  private async children(manager: EntityManager, table: 'building' | 'house', column: string, parents: readonly string[]): Promise<Map<string, Names>> {
    const found = new Map<string, Names>();
    for (let from = 0; from < parents.length; from += CHUNK) {
      const some = parents.slice(from, from + CHUNK);
      const rows = (await manager.query(`SELECT id, ${column} AS parent, name FROM ${table} WHERE ${column} IN (${marks(some.length)})`, some)) as Row[];
      for (const { id, parent, name } of rows) {
        const names = found.get(parent) ?? new Map<string, string>();
        names.set(placePart(name), id);
        found.set(parent, names);
      }
    }
    return found;
  }

  /** By the index where the name is written alike; else by all names of the building. */
  private async houses(manager: EntityManager, wanted: readonly { key: string; buildingId: string; house: string }[]): Promise<Map<string, string>> {
    const exact = new Map<string, string>();
    for (let from = 0; from < wanted.length; from += CHUNK) {
      const some = wanted.slice(from, from + CHUNK);
      const rows = (await manager.query(
        `SELECT id, building_id AS parent, name FROM house WHERE ${some.map(() => '(building_id = ? AND name = ?)').join(' OR ')}`,
        some.flatMap(({ buildingId, house }) => [buildingId, house]),
      )) as Row[];
      for (const { id, parent, name } of rows) exact.set(`${parent}|${name}`, id);
    }
    const missing = [...new Set(wanted.filter(({ buildingId, house }) => !exact.has(`${buildingId}|${house}`)).map(({ buildingId }) => buildingId))];
    const loose = await this.children(manager, 'house', 'building_id', missing);
    const found = new Map<string, Set<string>>();
    for (const { key, buildingId, house } of wanted) {
      const id = exact.get(`${buildingId}|${house}`) ?? loose.get(buildingId)?.get(house);
      if (id !== undefined) found.set(key, (found.get(key) ?? new Set()).add(id));
    }
    return new Map([...found].flatMap(([key, ids]) => (ids.size === 1 ? [[key, [...ids][0] as string] as const] : [])));
  }
}
