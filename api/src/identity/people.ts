import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, Not } from 'typeorm';
import { maskName, maskPhone, type SessionView } from '@wuye/shared/identity';
import type { Grant, Role, ScopeType } from '@wuye/shared/kit';
import { Communities } from '../community/index.js';
import { Access } from '../platform/access/index.js';
import { Unreadable, Vault } from '../platform/crypto/index.js';
import { Database, sqlInstant } from '../platform/database/index.js';
import type { SignedIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { Session } from '../platform/session/index.js';
import { Account, type Appointment, Person } from './entities.js';

const GRANTS = `SELECT role, scope_type, scope_id, permissions FROM appointment
    WHERE person_id = ? AND ended_at IS NULL AND (term_ends_at IS NULL OR term_ends_at > ?)
  UNION SELECT 'owner', 'community', community_id, NULL FROM binding WHERE person_id = ?`;

interface GrantRow {
  role: Role;
  scope_type: ScopeType;
  scope_id: string;
  permissions: string | null;
}

interface Contact {
  readonly name: string;
  readonly phone: string;
}

/** Who holds an office now; without an account they can't be reached by WeChat. */
export interface Holder {
  readonly role: Role;
  /** As the outbox names a recipient. */
  readonly recipient: string;
}

/** Someone took an office up; `recipient` as the outbox names them. */
export type Welcome = (tx: EntityManager, office: Pick<Appointment, 'role' | 'scopeId'>, recipient: string, now: Date) => Promise<void>;

/** Each owner once, whatever their homes; someone who owns in several of the communities is of the first. */
const ownersOf = (where: string) => ({
  reached: `SELECT a.id, p.community_id FROM (
      SELECT b.person_id, MIN(b.community_id) AS community_id FROM binding b WHERE b.community_id IN (${where}) GROUP BY b.person_id
    ) p JOIN account a ON a.person_id = p.person_id`,
  unreached: `SELECT b.person_id AS id, MIN(b.community_id) AS community_id FROM binding b LEFT JOIN account a ON a.person_id = b.person_id
    WHERE b.community_id IN (${where}) AND a.id IS NULL GROUP BY b.person_id`,
});

/** Who people are and what roles they hold: what other features ask of identity. */
@Injectable()
export class People {
  private readonly welcomes: Welcome[] = [];

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly communities: Communities,
    access: Access,
    private readonly outbox: Outbox,
  ) {
    access.useGrants((manager, context) => this.grants(manager, context.who.personId, context.now));
    outbox.useOwners((of) =>
      'districtCode' in of
        ? { ...ownersOf('SELECT id FROM community WHERE district_code = ?'), parameters: [of.districtCode] }
        : { ...ownersOf(of.communityIds.map(() => '?').join(', ')), parameters: of.communityIds },
    );
  }

  /** Called once by a feature that has something to tell whoever takes an office up: what waits there. */
  useWelcome(welcome: Welcome): void {
    this.welcomes.push(welcome);
  }

  /** Tells who took offices up what waits there. */
  async welcome(tx: EntityManager, taken: readonly Appointment[], recipient: string, now: Date): Promise<void> {
    for (const office of taken) for (const welcome of this.welcomes) await welcome(tx, office, recipient, now);
  }

  /** The roles that a person holds now. */
  async grants(manager: EntityManager, personId: string | null, now: Date): Promise<Grant[]> {
    if (!personId) return [];
    const rows = (await manager.query(GRANTS, [personId, sqlInstant(now), personId])) as GrantRow[];
    return rows.map(({ role, scope_type: scopeType, scope_id: scopeId, permissions }) => ({
      role,
      scopeType,
      scopeId,
      ...(permissions !== null && { only: JSON.parse(permissions) as string[] }),
    }));
  }

  /** The signed-in person as their own pages show them. */
  async session({ who, now }: SignedIn): Promise<SessionView> {
    // Read again: binding or claiming a role within this request may just have made the person.
    const account = await this.database.manager.findOneByOrFail(Account, { id: who.accountId });
    const person = account.personId ? await this.database.manager.findOneBy(Person, { id: account.personId }) : null;
    const grants = await this.grants(this.database.manager, account.personId, now);
    const names = await this.communities.scopeNames(grants);
    const owned = grants.filter(({ role }) => role === 'owner').map(({ scopeId }) => scopeId);
    return {
      account: { id: account.id },
      person: person && {
        name: maskName(this.vault.open('person.name', person.name)),
        phone: maskPhone(this.vault.open('person.phone', person.phone)),
        certified: person.certified,
      },
      roles: grants.map((grant) => ({ ...grant, scopeName: names.get(`${grant.scopeType}:${grant.scopeId}`) ?? '' })),
      communities: await this.communities.withCodes(owned),
      unread: await this.outbox.unread(account.id),
      // Read again, too: within this request the phone may just have been proved.
      proven: who.proven || (await this.database.manager.existsBy(Session, { id: who.sessionId, provenAt: Not(IsNull()) })),
    };
  }

  /** Those who hold one of the offices: who a complaint's messages go to. */
  async holders(tx: EntityManager, offices: readonly Grant[], now: Date): Promise<Holder[]> {
    const where = offices.map(() => '(p.role = ? AND p.scope_type = ? AND p.scope_id = ?)').join(' OR ');
    const rows = (await tx.query(
      `SELECT p.id, p.role, a.id AS account_id FROM appointment p LEFT JOIN account a ON a.person_id = p.person_id
       WHERE p.ended_at IS NULL AND (p.term_ends_at IS NULL OR p.term_ends_at > ?) AND (${where})`,
      [sqlInstant(now), ...offices.flatMap(({ role, scopeType, scopeId }) => [role, scopeType, scopeId])],
    )) as { id: string; role: Role; account_id: string | null }[];
    return rows.map(({ id, role, account_id: accountId }) => ({ role, recipient: accountId ?? `appointment:${id}` }));
  }

  /** The same for many offices at once: `role:scopeType:scopeId` (without an id for the city) → recipients. */
  async holdersByOffice(tx: EntityManager, offices: readonly Grant[], now: Date): Promise<Map<string, string[]>> {
    const byScope = new Map<ScopeType, Set<string>>();
    for (const { scopeType, scopeId } of offices) byScope.set(scopeType, (byScope.get(scopeType) ?? new Set()).add(scopeId));
    // One round trip for all kinds of scope, each by its own index.
    const held = [...byScope].map(([scopeType, ids]) => ({
      text: `SELECT p.id, p.role, p.scope_type, p.scope_id, a.id AS account_id FROM appointment p LEFT JOIN account a ON a.person_id = p.person_id
        WHERE p.scope_type = ? ${scopeType === 'city' ? '' : `AND p.scope_id IN (${[...ids].map(() => '?').join(', ')})`}
          AND p.ended_at IS NULL AND (p.term_ends_at IS NULL OR p.term_ends_at > ?)`,
      parameters: [scopeType, ...(scopeType === 'city' ? [] : ids), sqlInstant(now)],
    }));
    const holders = new Map<string, string[]>();
    if (held.length === 0) return holders;
    const rows = (await tx.query(
      held.map(({ text }) => text).join(' UNION ALL '),
      held.flatMap(({ parameters }) => parameters),
    )) as { id: string; role: Role; scope_type: ScopeType; scope_id: string; account_id: string | null }[];
    for (const { id, role, scope_type: scopeType, scope_id: scopeId, account_id: accountId } of rows) {
      const key = `${role}:${scopeType}:${scopeType === 'city' ? '' : scopeId}`;
      holders.set(key, [...(holders.get(key) ?? []), accountId ?? `appointment:${id}`]);
    }
    return holders;
  }

  /** The staff of a community, by their appointments: those whom work may be given to, newest last. */
  async staffOf(communityId: string, now: Date, manager: EntityManager = this.database.manager): Promise<{ id: string; name: string; recipient: string }[]> {
    const rows = (await manager.query(
      `SELECT p.id, p.name, a.id AS account_id FROM appointment p LEFT JOIN account a ON a.person_id = p.person_id
       WHERE p.scope_type = 'community' AND p.scope_id = ? AND p.role = 'staff' AND p.ended_at IS NULL AND (p.term_ends_at IS NULL OR p.term_ends_at > ?)
       ORDER BY p.id`,
      [communityId, sqlInstant(now)],
    )) as { id: string; name: string; account_id: string | null }[];
    return rows.map(({ id, name, account_id: accountId }) => ({
      id,
      name: this.vault.open('appointment.name', name),
      recipient: accountId ?? `appointment:${id}`,
    }));
  }

  /** Names of those who hold, or held, these offices. */
  async officeNames(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const marks = ids.map(() => '?').join(', ');
    const rows = (await manager.query(`SELECT id, name FROM appointment WHERE id IN (${marks})`, [...ids])) as { id: string; name: string }[];
    return new Map(rows.map(({ id, name }) => [id, this.vault.open('appointment.name', name)]));
  }

  /** The offices of staff that someone holds: what is given to one of them is given to them. */
  async staffOffices(manager: EntityManager, personId: string | null): Promise<string[]> {
    if (personId === null) return [];
    const rows = (await manager.query("SELECT id FROM appointment WHERE person_id = ? AND role = 'staff' AND ended_at IS NULL ORDER BY id", [personId])) as {
      id: string;
    }[];
    return rows.map(({ id }) => id);
  }

  /** A person's name and phone in full, for the few who may see them. */
  async details(manager: EntityManager, personId: string): Promise<{ name: string; phone: string } | null> {
    const [person] = (await manager.query('SELECT name, phone FROM person WHERE id = ?', [personId])) as { name: string; phone: string }[];
    if (!person) return null;
    return { name: this.vault.open('person.name', person.name), phone: this.vault.open('person.phone', person.phone) };
  }

  /** A person's home in a community, where they have exactly one there; of several nobody knows which is meant. */
  async homeOf(manager: EntityManager, personId: string, communityId: string): Promise<string | null> {
    const some = 'SELECT house_id FROM binding WHERE person_id = ? AND community_id = ? LIMIT 2';
    const rows = (await manager.query(some, [personId, communityId])) as { house_id: string }[];
    return rows.length === 1 ? (rows[0]?.house_id ?? null) : null;
  }

  /** The WeChat id of one account. */
  async openidOf(accountId: string): Promise<string | null> {
    return (await this.openidsOf([accountId])).get(accountId) ?? null;
  }

  /** The WeChat ids that messages to accounts go to. */
  async openidsOf(accountIds: readonly string[]): Promise<Map<string, string>> {
    const ids = [...new Set(accountIds)];
    const rows = (await this.database.manager.query(`SELECT id, openid FROM account WHERE id IN (${ids.map(() => '?').join(', ')})`, ids)) as {
      id: string;
      openid: string;
    }[];
    return new Map(rows.map(({ id, openid }) => [id, openid]));
  }

  /** The accounts of WeChat users, by their WeChat ids. */
  async accountsOf(openids: readonly string[]): Promise<Map<string, string>> {
    const some = [...new Set(openids)];
    const found = `SELECT id, openid FROM account WHERE openid IN (${some.map(() => '?').join(', ')})`;
    const rows = (await this.database.manager.query(found, some)) as { id: string; openid: string }[];
    return new Map(rows.map(({ id, openid }) => [openid, id]));
  }

  /** Name and phone of those whom the outbox names: accounts, people and appointments. Who has none of them is left out; null: no key opens them. */
  async contactsOf(recipients: readonly string[]): Promise<Map<string, Contact | null>> {
    const found = new Map<string, Contact | null>();
    const look = async (prefix: string, sql: string, field: 'person' | 'appointment'): Promise<void> => {
      const ids = recipients.filter((each) => (prefix ? each.startsWith(prefix) : !each.includes(':'))).map((each) => each.slice(prefix.length));
      if (ids.length === 0) return;
      const rows = (await this.database.manager.query(`${sql} IN (${ids.map(() => '?').join(', ')})`, ids)) as { id: string; name: string; phone: string }[];
      for (const { id, ...sealed } of rows) found.set(prefix + id, this.contactIn(field, sealed));
    };
    await look('', 'SELECT a.id, p.name, p.phone FROM account a JOIN person p ON p.id = a.person_id WHERE a.id', 'person');
    await look('person:', 'SELECT id, name, phone FROM person WHERE id', 'person');
    await look('appointment:', 'SELECT id, name, phone FROM appointment WHERE id', 'appointment');
    return found;
  }
  /** One row that was altered, or whose key is gone, takes nothing from the others. */
  private contactIn(field: 'person' | 'appointment', { name, phone }: Contact): Contact | null {
    try {
      return { name: this.vault.open(`${field}.name`, name), phone: this.vault.open(`${field}.phone`, phone) };
    } catch (error) {
      if (error instanceof Unreadable) return null;
      throw error;
    }
  }
}
