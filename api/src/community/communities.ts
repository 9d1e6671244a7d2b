import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull } from 'typeorm';
import { communityErrors, type CommunityView } from '@wuye/shared/community';
import type { HouseView } from '@wuye/shared/identity';
import type { Grant, Place } from '@wuye/shared/kit';
import { Signer } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { type Problem, problemsOf } from '../platform/errors/index.js';
import { Company, Community, District, Street } from './entities.js';
import { readPosterCode, writePosterCode } from './poster-code.js';

const problem = problemsOf(communityErrors);

/** One statement for a community with its district and company. */
const WITH_PLACE = `SELECT c.id, c.name, c.address, c.service_phone, c.poster_version, c.district_code, c.street_code, c.company_id, c.ended_at,
    d.name AS district_name, d.bureau_name, d.bureau_phone, o.name AS company_name, o.hotline
  FROM community c JOIN district d ON d.code = c.district_code JOIN company o ON o.id = c.company_id
  WHERE c.id = ?`;

interface PlaceRow {
  id: string;
  name: string;
  address: string;
  service_phone: string;
  poster_version: number;
  district_code: string;
  street_code: string | null;
  company_id: string;
  ended_at: unknown;
  district_name: string;
  bureau_name: string;
  bureau_phone: string;
  company_name: string;
  hotline: string;
}

/** A community with where it belongs: what other features ask for. */
export interface CommunityPlace extends CommunityView {
  readonly districtCode: string;
  readonly streetCode: string | null;
  readonly companyId: string;
  /** 三级投诉电话 beside the service desk's (成住建发〔2023〕62号 附件1): the company's, and the district bureau with its own. */
  readonly hotline: string;
  readonly bureauName: string;
  readonly bureauPhone: string;
}

/** What the permission table asks about a thing of this community. */
export function placeFor({ id, companyId, streetCode, districtCode }: CommunityPlace): Place {
  return { communityId: id, companyId, streetCode, districtCode };
}

/** A community among all of a city, with what people call its company and district. */
export interface StandingPlace {
  readonly id: string;
  readonly name: string;
  readonly companyName: string;
  readonly districtCode: string;
  readonly districtName: string;
  readonly ended: boolean;
}

/** Where a community says that it belongs to a scope. */
const SCOPE_COLUMNS = { community: 'id', company: 'company_id', street: 'street_code', district: 'district_code' } as const;

/** Communities and their houses. */
@Injectable()
export class Communities {
  constructor(
    private readonly database: Database,
    private readonly signer: Signer,
  ) {}

  /** The community that a signed poster code names, while both stand. */
  async byCode(code: string, manager: EntityManager = this.database.manager): Promise<CommunityPlace | Problem> {
    const named = readPosterCode(this.signer, code);
    const row = named ? await this.find(manager, named.communityId) : null;
    return row && row.ended_at === null && row.poster_version === named?.version ? placeOf(row) : problem('COMMUNITY.CODE_INVALID');
  }

  /** A community by id, while it stands. */
  async byId(manager: EntityManager, id: string): Promise<CommunityPlace | Problem> {
    const row = await this.find(manager, id);
    return row && row.ended_at === null ? placeOf(row) : problem('COMMUNITY.NOT_FOUND');
  }

  /** A community by id, also one that has ended: what happened there keeps its place. */
  async everById(manager: EntityManager, id: string): Promise<CommunityPlace> {
    const row = await this.find(manager, id);
    if (!row) throw new Error(`There never was a community ${id}.`);
    return placeOf(row);
  }

  /** The edition of a community's poster now. */
  async edition(manager: EntityManager, id: string): Promise<number> {
    return (await manager.findOneByOrFail(Community, { id })).posterVersion;
  }

  /** The district bureau's phone: on every notice board, and wherever people are told whom to call. */
  async setBureauPhone(tx: EntityManager, districtCode: string, bureauPhone: string): Promise<void> {
    await tx.update(District, { code: districtCode }, { bureauPhone });
  }

  /** Communities by id with their poster codes, for people who speak up from the menu. */
  async withCodes(ids: readonly string[]): Promise<{ id: string; name: string; code: string }[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.manager.find(Community, { where: { id: In([...ids]), endedAt: IsNull() }, order: { id: 'ASC' } });
    return rows.map(({ id, name, posterVersion }) => ({ id, name, code: writePosterCode(this.signer, { communityId: id, version: posterVersion }) }));
  }

  /** Houses by id, as people name them: building and house together. */
  async houses(manager: EntityManager, ids: readonly string[]): Promise<HouseView[]> {
    if (ids.length === 0) return [];
    const rows = (await manager.query(
      `SELECT h.id, h.community_id, h.name, h.area, b.name AS building, c.name AS community
       FROM house h JOIN building b ON b.id = h.building_id JOIN community c ON c.id = h.community_id
       WHERE h.id IN (${ids.map(() => '?').join(', ')}) ORDER BY h.id`,
      [...ids],
    )) as { id: string; community_id: string; name: string; area: number; building: string; community: string }[];
    return rows.map((row) => ({ id: row.id, communityId: row.community_id, communityName: row.community, name: `${row.building}${row.name}`, area: row.area }));
  }

  /**
   * Communities whose name begins so, also those that have ended. Where the city has more than `most` of them, those that the grants reach now;
   * null where these are more, too.
   */
  async idsNamed(beginning: string, grants: readonly Grant[], most: number): Promise<string[] | null> {
    const all = await this.beginning(beginning, '', [], most + 1);
    if (all.length <= most) return all;
    const parts = grants.flatMap(({ scopeType, scopeId }) => (scopeType === 'city' ? [] : [{ column: SCOPE_COLUMNS[scopeType], scopeId }]));
    if (parts.length < grants.length) return null;
    const within = `AND (${parts.map(({ column }) => `${column} = ?`).join(' OR ')})`;
    const ids = parts.map(({ scopeId }) => scopeId);
    const own = await this.beginning(beginning, within, ids, most + 1);
    return own.length > most ? null : own;
  }

  private async beginning(beginning: string, within: string, ids: readonly string[], limit: number): Promise<string[]> {
    const pattern = `${beginning.replace(/[!%_]/g, (sign) => `!${sign}`)}%`;
    const sql = `SELECT id FROM community WHERE name LIKE ? ESCAPE '!' ${within} ORDER BY name, id LIMIT ${limit}`;
    return ((await this.database.manager.query(sql, [pattern, ...ids])) as { id: string }[]).map(({ id }) => id);
  }

  /** Communities that stand and whose name is part of an address, the longest names first; a city has some thousand names to look at. */
  async namedIn(address: string, districtCode: string | null): Promise<{ id: string; name: string }[]> {
    const within = districtCode === null ? '' : 'AND district_code = ?';
    return this.database.manager.query(
      `SELECT id, name FROM community WHERE ended_at IS NULL AND INSTR(?, name) > 0 ${within} ORDER BY LENGTH(name) DESC, id LIMIT 20`,
      [address, ...(districtCode === null ? [] : [districtCode])],
    );
  }

  /** The communities of a district that stand. */
  async ofDistrict(manager: EntityManager, districtCode: string): Promise<{ id: string; name: string }[]> {
    const rows = await manager.find(Community, {
      select: { id: true, name: true },
      where: { districtCode, endedAt: IsNull() },
      order: { name: 'ASC', id: 'ASC' },
    });
    return rows.map(({ id, name }) => ({ id, name }));
  }

  /** The city's districts. */
  async districts(manager: EntityManager): Promise<{ code: string; name: string }[]> {
    return (await manager.find(District, { order: { code: 'ASC' } })).map(({ code, name }) => ({ code, name }));
  }

  /** All of the city, also those that have ended. */
  async everywhere(manager: EntityManager): Promise<StandingPlace[]> {
    const rows = (await manager.query(
      `SELECT c.id, c.name, c.district_code, c.ended_at, o.name AS company, d.name AS district
       FROM community c JOIN company o ON o.id = c.company_id JOIN district d ON d.code = c.district_code ORDER BY c.id`,
    )) as { id: string; name: string; district_code: string; ended_at: unknown; company: string; district: string }[];
    return rows.map(({ id, name, district_code: districtCode, ended_at: endedAt, company, district }) => ({
      id,
      name,
      companyName: company,
      districtCode,
      districtName: district,
      ended: endedAt !== null,
    }));
  }

  /** The communities of a street, also those that have ended. */
  async idsOfStreet(streetCode: string): Promise<string[]> {
    return (await this.database.manager.find(Community, { select: { id: true }, where: { streetCode } })).map(({ id }) => id);
  }

  /** Names of communities, also of those that have ended. */
  async names(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
    const rows = ids.length === 0 ? [] : await manager.find(Community, { select: { id: true, name: true }, where: { id: In([...ids]) } });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** What people call the places that grants name: `community:<id>` → 华阳小区. */
  async scopeNames(grants: readonly Grant[]): Promise<Map<string, string>> {
    const manager = this.database.manager;
    const idsOf = (type: Grant['scopeType']) => [...new Set(grants.filter(({ scopeType }) => scopeType === type).map(({ scopeId }) => scopeId))];
    const names = new Map<string, string>();
    const [communities, companies, streets, districts] = [idsOf('community'), idsOf('company'), idsOf('street'), idsOf('district')];
    if (communities.length > 0) for (const { id, name } of await manager.findBy(Community, { id: In(communities) })) names.set(`community:${id}`, name);
    if (companies.length > 0) for (const { id, name } of await manager.findBy(Company, { id: In(companies) })) names.set(`company:${id}`, name);
    if (streets.length > 0) for (const { code, name } of await manager.findBy(Street, { code: In(streets) })) names.set(`street:${code}`, name);
    if (districts.length > 0) for (const { code, name } of await manager.findBy(District, { code: In(districts) })) names.set(`district:${code}`, name);
    for (const id of idsOf('city')) names.set(`city:${id}`, '全市');
    return names;
  }

  private async find(manager: EntityManager, id: string): Promise<PlaceRow | null> {
    const [row] = (await manager.query(WITH_PLACE, [id])) as PlaceRow[];
    return row ?? null;
  }
}

function placeOf(row: PlaceRow): CommunityPlace {
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    servicePhone: row.service_phone,
    districtName: row.district_name,
    companyName: row.company_name,
    districtCode: row.district_code,
    streetCode: row.street_code,
    companyId: row.company_id,
    hotline: row.hotline,
    bureauName: row.bureau_name,
    bureauPhone: row.bureau_phone,
  };
}
