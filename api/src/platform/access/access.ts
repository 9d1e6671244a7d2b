import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AccessRule, type AccessSlice, allows, allowsWithoutRole, confirmingRoles, counts, type Grant, type Place, type Role } from '@wuye/shared/kit';
import { features } from '@wuye/shared/features';
import { platformProblem, type Problem } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';

/** Finds the roles that someone holds now; the identity feature provides it. */
export type GrantSource = (manager: EntityManager, context: SignedIn) => Promise<readonly Grant[]>;

/** How long a proof is remembered (ours). */
export const CONFIRMED_FOR = 15 * 60_000;

/** True when a second factor was proved on the session within the last quarter of an hour. */
export function isConfirmed({ who, now }: SignedIn): boolean {
  return who.confirmedAt !== null && now.getTime() - who.confirmedAt.getTime() < CONFIRMED_FOR;
}

/** A grant that needs no proof is enough: the manager who is also the head acts as manager. */
function unconfirmed(rule: AccessRule, grants: readonly Grant[], context: SignedIn): Problem | null {
  const proves = rule.confirmed === true && grants.every(({ role }) => confirmingRoles.has(role));
  return proves && !isConfirmed(context) ? platformProblem('ACCESS.CONFIRM') : null;
}

/** Roles that come from one's home and from an owner's trust: no office. */
const OWN_ROLES: ReadonlySet<Role> = new Set(['owner', 'entrusted_person']);

/** The one permission table, collected from the features' slices. */
export const accessTable: AccessSlice = Object.assign({}, ...features.map((feature) => feature.access)) as AccessSlice;

/**
 * Answers whether someone may do an action at a place. A service's first line asks it. Within a unit of work it reads
 * through that unit's manager, like everything else there.
 */
@Injectable()
export class Access {
  private source: GrantSource = () => Promise.resolve([]);
  private readonly held = new WeakMap<object, Promise<readonly Grant[]>>();

  /** Called once by the feature that keeps the roles. */
  useGrants(source: GrantSource): void {
    this.source = source;
  }

  /** The roles that count for the caller, read once a request. An office counts once the device has proved its phone. */
  async grants(manager: EntityManager, context: SignedIn): Promise<readonly Grant[]> {
    const grants = await this.all(manager, context);
    return context.who.proven ? grants : grants.filter(({ role }) => OWN_ROLES.has(role));
  }

  private all(manager: EntityManager, context: SignedIn): Promise<readonly Grant[]> {
    let grants = this.held.get(context);
    if (!grants) this.held.set(context, (grants = this.source(manager, context)));
    return grants;
  }

  /** Who would be let in on a device that is proved is told so. */
  private async denial(manager: EntityManager, context: SignedIn, action: string): Promise<Problem> {
    const rule = this.rule(action);
    const once = !context.who.proven && (await this.all(manager, context)).some((grant) => counts(action, rule, grant));
    return platformProblem(once ? 'SESSION.UNPROVEN' : 'ACCESS.DENIED');
  }

  /** Null when the caller may; else the problem to answer with. */
  async refuses(manager: EntityManager, context: SignedIn, action: string, place: Place): Promise<Problem | null> {
    const rule = this.rule(action);
    if (allowsWithoutRole(rule, context.who.accountId, place)) return null;
    const grants = rule.roles ? (await this.grants(manager, context)).filter((grant) => allows(action, rule, [grant], place)) : [];
    return grants.length === 0 ? this.denial(manager, context, action) : unconfirmed(rule, grants, context);
  }

  /** True when the permission table lets the caller do `action` at `place`. */
  async may(manager: EntityManager, context: SignedIn, action: string, place: Place): Promise<boolean> {
    const rule = this.rule(action);
    if (allowsWithoutRole(rule, context.who.accountId, place)) return true;
    return rule.roles !== undefined && allows(action, rule, await this.grants(manager, context), place);
  }

  /** The caller's grants that count for an action: what a list may show. */
  async scopes(manager: EntityManager, context: SignedIn, action: string): Promise<readonly Grant[]> {
    const rule = this.rule(action);
    return (await this.grants(manager, context)).filter((grant) => counts(action, rule, grant));
  }

  /** Like `refuses` for what is done within the scopes of a list: null when the caller may somewhere. */
  async refusesEverywhere(manager: EntityManager, context: SignedIn, action: string): Promise<Problem | null> {
    const grants = await this.scopes(manager, context, action);
    return grants.length === 0 ? this.denial(manager, context, action) : unconfirmed(this.rule(action), grants, context);
  }

  private rule(action: string): AccessRule {
    const rule = accessTable[action];
    if (!rule) throw new Error(`The permission table has no action ${action}.`);
    return rule;
  }
}
