import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AccessRule, type AccessSlice, allows, allowsWithoutRole, counts, type Grant, type Place } from '@wuye/shared/kit';
import { features } from '@wuye/shared/features';
import { platformProblem, type Problem } from '../errors/index.js';
import type { SignedIn } from '../http/index.js';

/** Finds the roles that someone holds now; the identity feature provides it. */
export type GrantSource = (manager: EntityManager, context: SignedIn) => Promise<readonly Grant[]>;

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

  /** The roles that the caller holds, read once a request. */
  grants(manager: EntityManager, context: SignedIn): Promise<readonly Grant[]> {
    let grants = this.held.get(context);
    if (!grants) this.held.set(context, (grants = this.source(manager, context)));
    return grants;
  }

  /** Null when the caller may; else the problem to answer with. */
  async refuses(manager: EntityManager, context: SignedIn, action: string, place: Place): Promise<Problem | null> {
    return (await this.may(manager, context, action, place)) ? null : platformProblem('ACCESS.DENIED');
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

  private rule(action: string): AccessRule {
    const rule = accessTable[action];
    if (!rule) throw new Error(`The permission table has no action ${action}.`);
    return rule;
  }
}
