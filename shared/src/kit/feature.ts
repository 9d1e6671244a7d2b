import { type AccessSlice, roles } from './access.js';
import type { ErrorSlice } from './errors.js';
import type { Lifecycle } from './lifecycle.js';
import type { MessageSlice } from './message.js';
import type { RouteSlice } from './route.js';

/** Everything of a feature that others need to know: collected at start and checked (no code or route twice). */
export interface Feature {
  readonly name: string;
  readonly routes: RouteSlice;
  readonly errors: ErrorSlice;
  readonly access: AccessSlice;
  readonly messages?: MessageSlice;
  readonly lifecycles?: Readonly<Record<string, Lifecycle>>;
}

const CHINESE = /\p{Script=Han}/u;

/**
 * What is wrong with the permission table, one sentence each: the build fails on any. A route without an access or with an
 * action outside the table would be open or shut by accident; an action without words can't be read by who answers for it.
 */
export function permissionFaults(features: readonly Pick<Feature, 'name' | 'routes' | 'access'>[]): string[] {
  const table = new Map<string, string>();
  const faults: string[] = [];
  for (const { name, access } of features) {
    for (const [action, rule] of Object.entries(access)) {
      if (table.has(action)) faults.push(`${action}: declared by ${String(table.get(action))} and by ${name}`);
      table.set(action, name);
      if (!action.startsWith(`${name}.`)) faults.push(`${action}: does not begin with the name of its feature, ${name}`);
      if (!rule.own && !rule.anyone && !rule.roles?.length) faults.push(`${action}: lets nobody in`);
      if (rule.roles?.some((role) => !roles.includes(role))) faults.push(`${action}: names a role that there is not`);
      if (!CHINESE.test(rule.what)) faults.push(`${action}: lacks its line in Chinese (what)`);
    }
  }
  for (const { method, path, access } of features.flatMap(({ routes }) => Object.values(routes))) {
    const asked = access as typeof access | undefined;
    if (asked === undefined) faults.push(`${method} ${path}: says not who may call it`);
    else if (typeof asked === 'object' && asked.public.length < 10) faults.push(`${method} ${path}: is public without a reason`);
    else if (typeof asked === 'string' && asked !== 'signed-in' && !table.has(asked))
      faults.push(`${method} ${path}: asks for ${asked}, which is not in the permission table`);
  }
  return faults;
}
