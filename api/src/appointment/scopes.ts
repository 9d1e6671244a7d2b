import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Appointable, offices } from '@wuye/shared/appointment';
import type { Grant, Place, ScopeType } from '@wuye/shared/kit';
import { Communities, placeFor } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { isProblem, platformProblem, type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { problem } from './problems.js';

/** A place that an office is for. */
export interface Scope {
  readonly scopeId: string;
  readonly scopeName: string;
}

/** What the places of one kind are, and which of them a grant reaches: SQL with the grant's scope id for each `?`. */
interface Kind {
  readonly from: string;
  readonly id: string;
  readonly within: Partial<Record<ScopeType, string>>;
}

const IN_DISTRICT = `o.id IN (SELECT company_id FROM community WHERE district_code = ? AND ended_at IS NULL)
  OR o.id IN (SELECT company_id FROM company_admission WHERE district_code = ?)`;
const EVERYWHERE = '1 = 1';

const KINDS: Readonly<Record<Exclude<ScopeType, 'city'>, Kind>> = {
  community: {
    from: 'SELECT c.id AS scope_id, c.name AS scope_name FROM community c WHERE c.ended_at IS NULL',
    id: 'c.id',
    within: { community: 'c.id = ?', company: 'c.company_id = ?', street: 'c.street_code = ?', district: 'c.district_code = ?', city: EVERYWHERE },
  },
  company: {
    from: 'SELECT o.id AS scope_id, o.name AS scope_name FROM company o WHERE 1 = 1',
    id: 'o.id',
    within: { company: 'o.id = ?', district: IN_DISTRICT, city: EVERYWHERE },
  },
  street: {
    from: 'SELECT s.code AS scope_id, s.name AS scope_name FROM street s WHERE 1 = 1',
    id: 's.code',
    within: { street: 's.code = ?', district: 's.district_code = ?', city: EVERYWHERE },
  },
  district: {
    from: 'SELECT d.code AS scope_id, d.name AS scope_name FROM district d WHERE 1 = 1',
    id: 'd.code',
    within: { district: 'd.code = ?', city: EVERYWHERE },
  },
};

const NAMES: Readonly<Record<Exclude<ScopeType, 'city'>, string>> = {
  community: 'SELECT name FROM community WHERE id = ?',
  company: 'SELECT name FROM company WHERE id = ?',
  street: 'SELECT name FROM street WHERE code = ?',
  district: 'SELECT name FROM district WHERE code = ?',
};

const DISTRICTS = `SELECT district_code FROM community WHERE company_id = ? AND ended_at IS NULL
  UNION SELECT district_code FROM company_admission WHERE company_id = ?`;

/** Where offices are: the places within someone's scope, and whether one of them is. */
@Injectable()
export class Scopes {
  constructor(
    private readonly communities: Communities,
    private readonly access: Access,
  ) {}

  /** The place, when the caller may give or end this office there. */
  async reach(tx: EntityManager, context: SignedIn, role: Appointable, scopeId: string): Promise<Scope | Problem> {
    const found = await this.find(tx, offices[role].scopeType, scopeId);
    // The city is one, that of the officers who are there.
    const city = offices[role].scopeType === 'city' ? cityOf(await this.access.scopes(tx, context, `appointment.${role}`)) : null;
    if (!found || (city && city.length > 0 && city.every((each) => each.scopeId !== scopeId))) return problem('APPOINT.PLACE_UNKNOWN');
    let refused: Problem | null = null;
    for (const place of found.places) {
      const answer = await this.access.refuses(tx, context, `appointment.${role}`, place);
      if (!answer) return { scopeId, scopeName: found.name };
      // A company in two districts: the one where the caller only has to confirm counts for more than the one they have nothing to do with.
      if (refused?.code !== 'ACCESS.CONFIRM') refused = answer;
    }
    return refused ?? platformProblem('ACCESS.DENIED');
  }

  /** A page of the places where the grants let their holder give an office, in the order of their ids. */
  async within(
    tx: EntityManager,
    role: Appointable,
    grants: readonly Grant[],
    page: { after?: string | undefined; scopeId?: string | undefined; limit: number },
  ): Promise<Scope[]> {
    const { scopeType } = offices[role];
    if (scopeType === 'city') return cityOf(grants).filter(({ scopeId }) => page.scopeId === undefined || page.scopeId === scopeId);
    const { from, id, within } = KINDS[scopeType];
    const parameters: string[] = [];
    const reached = grants.flatMap((grant) => {
      const sql = within[grant.scopeType];
      if (sql) parameters.push(...(sql.match(/\?/g) ?? []).map(() => grant.scopeId));
      return sql ? [`(${sql})`] : [];
    });
    if (reached.length === 0) return [];
    const also = [page.after && `${id} > ?`, page.scopeId && `${id} = ?`].filter(Boolean).map((each) => `AND ${each}`);
    parameters.push(...[page.after, page.scopeId].filter((each): each is string => Boolean(each)));
    const rows = (await tx.query(`${from} AND (${reached.join(' OR ')}) ${also.join(' ')} ORDER BY ${id} LIMIT ${page.limit}`, parameters)) as {
      scope_id: string;
      scope_name: string;
    }[];
    return rows.map(({ scope_id: scopeId, scope_name: scopeName }) => ({ scopeId, scopeName }));
  }

  /** What people call a place, whether it still stands or not; empty for one that never did. */
  async nameOf(tx: EntityManager, scopeType: ScopeType, scopeId: string): Promise<string> {
    if (scopeType === 'city') return '全市';
    const [row] = (await tx.query(NAMES[scopeType], [scopeId])) as { name: string }[];
    return row?.name ?? '';
  }

  /** A place with where it belongs; a company belongs to every district where it manages a community. */
  private async find(tx: EntityManager, scopeType: ScopeType, scopeId: string): Promise<{ name: string; places: Place[] } | null> {
    if (scopeType === 'community') {
      const community = await this.communities.byId(tx, scopeId);
      return isProblem(community) ? null : { name: community.name, places: [placeFor(community)] };
    }
    const name = await this.nameOf(tx, scopeType, scopeId);
    if (!name) return null;
    if (scopeType === 'company') return { name, places: await this.ofCompany(tx, scopeId) };
    if (scopeType === 'street') return { name, places: [{ streetCode: scopeId, districtCode: scopeId.slice(0, 6) }] };
    return { name, places: [scopeType === 'district' ? { districtCode: scopeId } : {}] };
  }

  /** Districts where a company works or was entered. */
  async ofCompany(tx: EntityManager, companyId: string): Promise<Place[]> {
    const rows = (await tx.query(DISTRICTS, [companyId, companyId])) as { district_code: string }[];
    return rows.length === 0 ? [{ companyId }] : rows.map(({ district_code: districtCode }) => ({ companyId, districtCode }));
  }
}

const cityOf = (grants: readonly Grant[]): Scope[] =>
  grants.filter(({ scopeType }) => scopeType === 'city').map(({ scopeId }) => ({ scopeId, scopeName: '全市' }));
