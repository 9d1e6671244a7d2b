import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, type FindOptionsWhere } from 'typeorm';
import { appointable, type appointmentRoutes, type Duty, offices, type OfficeView, permissionsFor, type PlaceView } from '@wuye/shared/appointment';
import { maskName, maskPhone } from '@wuye/shared/identity';
import type { InputOf } from '@wuye/shared/kit';
import { Appointment, Person } from '../identity/index.js';
import { Access, accessTable } from '../platform/access/index.js';
import { CONFIG, type Config } from '../platform/config/index.js';
import { Signer, Vault } from '../platform/crypto/index.js';
import { Database } from '../platform/database/index.js';
import { type Problem } from '../platform/errors/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { problem } from './problems.js';
import { type Scope, Scopes } from './scopes.js';

type Input<Name extends 'places' | 'history'> = InputOf<(typeof appointmentRoutes)[Name]>;

/** What an invitation's link is signed for. */
export const INVITATION = 'invitation';
const MOST_HISTORY = 100;

const iso = (instant: Date | null): string | null => instant && instant.toISOString();

/** Offices as those above them see them: who holds what, who gave it, and since when. */
@Injectable()
export class Offices {
  constructor(
    private readonly database: Database,
    private readonly access: Access,
    private readonly scopes: Scopes,
    private readonly vault: Vault,
    private readonly signer: Signer,
    @Inject(CONFIG) private readonly config: Pick<Config, 'PUBLIC_URL'>,
  ) {}

  /** The offices that the caller may give. */
  async duties(context: SignedIn): Promise<{ duties: Duty[] } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refusesEverywhere(manager, context, 'appointment.read');
    if (refused) return refused;
    const duties: Duty[] = [];
    for (const role of appointable) {
      if ((await this.access.scopes(manager, context, `appointment.${role}`)).length === 0) continue;
      const { scopeType, single, term, invited } = offices[role];
      duties.push({ role, scopeType, single: single === true, term: term === true, invited: invited === true, permissions: permissionsFor(role, accessTable) });
    }
    return { duties };
  }

  /** The places of the caller's scope with who holds the office there, paged by key. */
  async places(context: SignedIn, { query }: Input<'places'>): Promise<{ items: PlaceView[]; next: string | null } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refusesEverywhere(manager, context, 'appointment.read');
    if (refused) return refused;
    const grants = await this.access.scopes(manager, context, `appointment.${query.role}`);
    const found = await this.scopes.within(manager, query.role, grants, { after: query.after, scopeId: query.scopeId, limit: query.limit + 1 });
    const page = found.slice(0, query.limit);
    const rows = await this.standing(manager, query.role, page, context.now);
    const views = await this.views(manager, rows, context.now);
    const items = page.map((scope) => ({ ...scope, holders: views.filter(({ scopeId }) => scopeId === scope.scopeId) }));
    return { items, next: found.length > query.limit ? (page.at(-1)?.scopeId ?? null) : null };
  }

  /** Everyone who ever held the office at a place. */
  async history(context: SignedIn, { query }: Input<'history'>): Promise<{ items: OfficeView[] } | Problem> {
    const { manager } = this.database;
    const refused = await this.access.refusesEverywhere(manager, context, 'appointment.read');
    if (refused) return refused;
    const grants = await this.access.scopes(manager, context, `appointment.${query.role}`);
    const [scope] = await this.scopes.within(manager, query.role, grants, { scopeId: query.scopeId, limit: 1 });
    if (!scope) return problem('APPOINT.PLACE_UNKNOWN');
    const where = { role: query.role, scopeType: offices[query.role].scopeType, scopeId: query.scopeId };
    const rows = await manager.find(Appointment, { where, order: { appointedAt: 'DESC', id: 'DESC' }, take: MOST_HISTORY });
    return { items: await this.views(manager, rows, context.now) };
  }

  /** One office as it stands. */
  async view(manager: EntityManager, id: string, now: Date): Promise<OfficeView> {
    const [view] = await this.views(manager, [await manager.findOneByOrFail(Appointment, { id })], now);
    return view as OfficeView;
  }

  /** Rows as they are shown, each name masked. */
  async views(manager: EntityManager, rows: readonly Appointment[], now: Date): Promise<OfficeView[]> {
    const ids = [...new Set(rows.flatMap(({ appointedBy, endedBy }) => [appointedBy, endedBy]).filter((each): each is string => each !== null))];
    const people = ids.length > 0 ? await manager.findBy(Person, { id: In(ids) }) : [];
    const nameOf = (id: string | null) => {
      const found = people.find((person) => person.id === id);
      return found ? maskName(this.vault.open('person.name', found.name)) : '';
    };
    const places = new Map<string, string>();
    for (const { scopeType, scopeId } of rows) {
      const key = `${scopeType}:${scopeId}`;
      if (!places.has(key)) places.set(key, await this.scopes.nameOf(manager, scopeType, scopeId));
    }
    return rows.map((row) => ({
      ...this.facts(row, now),
      scopeName: places.get(`${row.scopeType}:${row.scopeId}`) ?? '',
      appointedBy: nameOf(row.appointedBy),
      endedBy: nameOf(row.endedBy),
    }));
  }

  private facts(row: Appointment, now: Date): Omit<OfficeView, 'scopeName' | 'appointedBy' | 'endedBy'> {
    const waits = row.personId === null && row.endedAt === null && row.takeUpUntil !== null && row.takeUpUntil > now;
    return {
      id: row.id,
      role: row.role,
      scopeType: row.scopeType,
      scopeId: row.scopeId,
      name: maskName(this.vault.open('appointment.name', row.name)),
      phone: maskPhone(this.vault.open('appointment.phone', row.phone)),
      taken: row.personId !== null,
      permissions: row.permissions && [...row.permissions],
      appointedAt: row.appointedAt.toISOString(),
      termEndsAt: iso(row.termEndsAt),
      takeUpUntil: row.personId === null ? iso(row.takeUpUntil) : null,
      link: waits ? `${this.config.PUBLIC_URL}/h5/invited/${this.signer.sign(INVITATION, row.id)}` : null,
      endedAt: iso(row.endedAt),
      endReason: row.endReason,
    };
  }

  private async standing(manager: EntityManager, role: Duty['role'], page: readonly Scope[], now: Date): Promise<Appointment[]> {
    if (page.length === 0) return [];
    const where: FindOptionsWhere<Appointment> = {
      role,
      scopeType: offices[role].scopeType,
      scopeId: In(page.map(({ scopeId }) => scopeId)),
      endedAt: IsNull(),
    };
    const rows = await manager.find(Appointment, { where, order: { appointedAt: 'ASC', id: 'ASC' } });
    return rows.filter(({ termEndsAt }) => termEndsAt === null || termEndsAt > now);
  }
}
