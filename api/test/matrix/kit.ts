import { createHash } from 'node:crypto';
import { allowsWithoutRole, type AccessRule, type Role, type Route, roles, roleScopes, type ScopeType } from '@wuye/shared/kit';
import type { Response } from 'supertest';
import { Community } from '../../src/community/index.js';
import { Account, Appointment, Binding, Person } from '../../src/identity/index.js';
import { accessTable } from '../../src/platform/access/index.js';
import { digest, newToken } from '../../src/platform/crypto/index.js';
import { newId } from '../../src/platform/database/index.js';
import { Session, SESSION_COOKIE } from '../../src/platform/session/index.js';
import { type Browser, NAMELESS, startWorld, type World } from '../kit.js';

/**
 * Where an actor's office lies, seen from the thing that is acted on. `device`: in the right place, on a device whose phone was
 * not proved yet; `confirm`: in the right place, without the second factor.
 */
export type Scope = 'right' | 'wrong' | 'device' | 'confirm' | 'none';

/** Someone who asks. */
export interface Actor {
  readonly name: string;
  readonly role: Role | null;
  readonly scope: Scope;
  /** The feature that they were appointed for by name. */
  readonly named: string | null;
  readonly accountId: string;
  readonly phone: string;
  readonly browser: Browser;
  readonly sessionId: string;
}

/** One request, and what is known of the thing it is about. */
export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** A table, for imports. */
  readonly file?: Buffer;
  /** A piece of a picture. */
  readonly bytes?: Buffer;
  /** Another browser of the same actor: for routes that end the session. */
  readonly browser?: Browser;
  /** Someone in the actor's place: for routes that end who they are (`m.twin`). */
  readonly as?: Actor;
  /** The account whose own thing it is. */
  readonly owner?: string;
  /** Ids, numbers, words of the thing: whoever may not see it must find none of them in an answer. */
  readonly marks?: readonly string[];
  /** What of it an answer shows to whom it may be shown; all of `marks`, when left out. */
  readonly shows?: readonly string[];
  /** What must stay as it is, whoever else than the owner calls: for writes that everyone may make on their own things. */
  readonly stays?: () => Promise<unknown>;
}

/** What a route is asked for in the matrix: one entry for each, in the file of its feature. */
export interface Fixture {
  /** Makes the thing in the right place (`m.right`), and the call. Once for all who are denied, once for each who may. */
  readonly call: (m: Matrix, actor: Actor) => Promise<Call> | Call;
  /** Nothing is addressed: whoever holds the role anywhere may call, and sees what lies in their own scope. */
  readonly list?: true;
  /** The action of the table that decides, where the route itself says only `signed-in`. */
  readonly action?: string;
  /** Codes that those who may call can be answered with all the same, beyond those that say the form is wrong. */
  readonly answers?: readonly string[];
  /** Puts back what other fixtures stand on. */
  readonly after?: (m: Matrix) => Promise<unknown>;
  /** Why nobody's call succeeds here: what it needs can't be had in the matrix. Its way through is tested elsewhere. */
  readonly nobody?: string;
}

/** A feature's fixtures by the names of its routes; several files may share a feature. */
export interface Fixtures {
  readonly feature: string;
  readonly fixtures: Readonly<Record<string, Fixture>>;
}

/** Declares fixtures; a name that is no route of the feature does not compile. */
export function fixturesOf<R extends Readonly<Record<string, Route>>>(
  feature: string,
  _routes: R,
  fixtures: { readonly [K in keyof R & string]?: Fixture },
): Fixtures {
  return { feature, fixtures: fixtures as Readonly<Record<string, Fixture>> };
}

interface Site {
  readonly communityId: string;
  readonly scopeIds: Readonly<Record<ScopeType, string>>;
}

/** The world of the matrix: a right and a wrong place, and everyone who asks. */
export class Matrix {
  readonly actors: Actor[] = [];
  /** Whose own things are acted on; holds no role. */
  self!: Actor;
  right!: Site;
  wrong!: Site;
  private count = 0;

  private constructor(readonly world: World) {}

  /** Starts a world with one of each role in each scope. */
  static async start(named: readonly string[]): Promise<Matrix> {
    const matrix = new Matrix(await startWorld());
    const communities = await matrix.world.dataSource.manager.find(Community, { order: { id: 'ASC' } });
    const [first, last] = [communities[0], communities.at(-1)] as [Community, Community];
    [matrix.right, matrix.wrong] = [siteOf(first), siteOf(last)];
    matrix.self = await matrix.actor({ name: 'whose own it is', role: null, scope: 'none' });
    for (const role of roles) for (const scope of scopesOf(role)) matrix.actors.push(await matrix.actor({ name: `${role}, ${scope}`, role, scope }));
    for (const action of named) await matrix.appointByName(action);
    matrix.actors.push(matrix.self, await matrix.actor({ name: 'a stranger, signed in', role: null, scope: 'none' }));
    return matrix;
  }

  /** Whose own things are acted on holds no role: homes that a route before bound are given up. */
  async leaveHomes(): Promise<void> {
    const { personId } = await this.world.dataSource.manager.findOneByOrFail(Account, { id: this.self.accountId });
    if (personId) await this.world.dataSource.manager.delete(Binding, { personId });
  }

  /** A row, by the table's name; the id comes with it unless the table has none. */
  async insert(table: string, row: Readonly<Record<string, unknown>>): Promise<string> {
    const id = newId(this.world.clock.now());
    await this.world.dataSource.getRepository(table).insert({ id, ...row });
    return id;
  }

  /** A browser in which an account is signed in, as the session table would have it after signing in and proving the phone. */
  async signIn(accountId: string, scope: Scope = 'right'): Promise<Browser> {
    return (await this.open(accountId, scope)).browser;
  }

  /** Someone new with the same role in the same scope. */
  twin(actor: Actor): Promise<Actor> {
    return this.actor(actor);
  }

  private async open(accountId: string, scope: Scope): Promise<Pick<Actor, 'browser' | 'sessionId'>> {
    const [now, token] = [this.world.clock.now(), newToken()];
    const base = { tokenHash: digest(token), accountId, createdAt: now, expiresAt: new Date(now.getTime() + 20 * 86_400_000) };
    const sessionId = await this.insert('session', { ...base, ...this.proofs(scope) });
    const browser = this.world.browser();
    browser.set('cookie', `${SESSION_COOKIE}=${token}`);
    return { browser, sessionId };
  }

  /** What an actor's session has proved: time goes on between the calls, and some calls prove or end it. */
  private proofs(scope: Scope) {
    const now = this.world.clock.now();
    return { seenAt: now, revokedAt: null, provenAt: scope === 'device' ? null : now, confirmedAt: scope === 'device' || scope === 'confirm' ? null : now };
  }

  /** Sends a call as someone; null is nobody. */
  async send(route: Route, call: Call, actor: Actor | null): Promise<Response> {
    const path = `/api${route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? ''))}`;
    if (actor && !call.browser) await this.world.dataSource.manager.update(Session, { id: actor.sessionId }, this.proofs(actor.scope));
    const browser = actor ? (call.browser ?? actor.browser) : this.world.browser();
    const request = browser[route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](path).query({ ...call.query });
    if (call.file) return request.attach('file', call.file, 'photo.png');
    if (call.bytes) return request.set('content-type', 'application/octet-stream').send(call.bytes);
    return route.method === 'GET' ? request : request.send(call.body ?? {});
  }

  /** A digest of everything that is kept, but for who was seen when and how often someone tried. */
  async fingerprint(): Promise<string> {
    const hash = createHash('sha256');
    for (const { tableName } of this.world.dataSource.entityMetadatas) {
      if (['session', 'rate_limit', 'house', 'title', 'building'].includes(tableName)) continue;
      hash.update(`${tableName}${JSON.stringify(await this.world.dataSource.query(`SELECT * FROM ${tableName}`))}`);
    }
    return hash.digest('hex');
  }

  private async appointByName(action: string): Promise<void> {
    const named = action.slice(0, action.indexOf('.'));
    for (const role of accessTable[action]?.roles ?? [])
      for (const scope of scopesOf(role))
        if (!this.actors.some((known) => known.role === role && known.scope === scope && known.named === named))
          this.actors.push(await this.actor({ name: `${role} by name for ${named}, ${scope}`, role, scope, named }));
  }

  private async actor({ name, role, scope, named = null }: Pick<Actor, 'name' | 'role' | 'scope'> & { named?: string | null }): Promise<Actor> {
    // The first, whose own things are acted on, is known to the simulator, too: it checks their face.
    const [index, now, { vault, dataSource }] = [this.count++, this.world.clock.now(), this.world];
    const phone = `1397000${String(index).padStart(4, '0')}`;
    const accountId = newId(now);
    const personId = role === null ? null : newId(now);
    const sealed = { name: vault.seal('person.name', '某某某'), phone: vault.seal('person.phone', phone), phoneHash: vault.index('person.phone', phone) };
    if (personId) await dataSource.manager.insert(Person, { id: personId, ...sealed, certified: 'face', certifiedAt: now, createdAt: now });
    await dataSource.manager.insert(Account, {
      id: accountId,
      openid: index === 0 ? NAMELESS.openid : `omatrix${index}`,
      personId,
      createdAt: now,
      subscribed: true,
      subscribedAt: now,
      subscriptionAt: now,
    });
    if (role && personId) await this.grant(role, scope === 'wrong' ? this.wrong : this.right, personId, phone, named);
    return { name, role, scope, named, accountId, phone, ...(await this.open(accountId, scope)) };
  }

  private async grant(role: Role, site: Site, personId: string, phone: string, named: string | null): Promise<void> {
    const [now, { vault, dataSource }] = [this.world.clock.now(), this.world];
    // A house of nobody: an owner here is a neighbour, and no owner of what is acted on.
    if (role === 'owner')
      return void (await dataSource.manager.insert(Binding, { id: newId(now), personId, houseId: newId(now), communityId: site.communityId, boundAt: now }));
    const scopeType = roleScopes[role];
    await dataSource.manager.insert(Appointment, {
      id: newId(now),
      role,
      scopeType,
      scopeId: site.scopeIds[scopeType],
      name: vault.seal('appointment.name', '某某某'),
      phone: vault.seal('appointment.phone', phone),
      phoneHash: vault.index('person.phone', phone),
      personId,
      permissions: named === null ? null : [named],
      appointedAt: now,
    });
  }
}

function siteOf({ id, companyId, streetCode, districtCode }: Community): Site {
  return { communityId: id, scopeIds: { community: id, company: companyId, street: streetCode ?? '', district: districtCode, city: '510100' } };
}

/** There is one city: nobody holds it elsewhere. An owner's role is no office: it asks for no proof. */
function scopesOf(role: Role): Scope[] {
  if (role === 'city_officer') return ['right', 'device', 'confirm'];
  return role === 'owner' || role === 'entrusted_person' ? ['right', 'wrong'] : ['right', 'wrong', 'device', 'confirm'];
}

/** Who proves a second factor before a `confirmed` act: those whose act reaches many (docs/permissions.md). */
const CONFIRMING: ReadonlySet<Role> = new Set(['company_head', 'street_officer', 'district_officer', 'city_officer']);

/** What the table says of someone's call: let in or not, and whether the thing itself is theirs to see. */
export interface Expected {
  readonly open: boolean;
  readonly sees: boolean;
}

function byRole(action: string, rule: AccessRule, { role, scope, named }: Actor): boolean {
  const feature = action.slice(0, action.indexOf('.'));
  if (role === null || !rule.roles?.includes(role) || scope === 'device') return false;
  if (scope === 'confirm' && rule.confirmed && CONFIRMING.has(role)) return false;
  return named === null ? rule.named !== true : named === feature;
}

/** Reads the permission table anew, and not by the code that the api asks. */
export function expectedOf(route: Route, fixture: Fixture, call: Call, actor: Actor | null): Expected {
  if (typeof route.access === 'object') return { open: true, sees: true };
  const own = actor !== null && actor.accountId === call.owner;
  const action = fixture.action ?? route.access;
  if (actor === null || (route.proven && actor.scope === 'device')) return { open: false, sees: false };
  if (action === 'signed-in') return { open: true, sees: own };
  const rule = accessTable[action] as AccessRule;
  if (allowsWithoutRole(rule, actor.accountId, { accountId: call.owner ?? null })) return { open: true, sees: own };
  const holds = byRole(action, rule, actor);
  const here = holds && actor.scope !== 'wrong';
  return { open: fixture.list ? holds : here, sees: here };
}
