import { type AccessRule, counts, type Grant } from '@wuye/shared/kit';
import { accessTable } from './access.gen';

/** What a session says of a role. */
type Held = Pick<Grant, 'role'> & { readonly only?: readonly string[] | undefined };

/**
 * Whether one of the roles held counts for an action of the permission table, wherever: what a page offers. Whoever was appointed
 * for some features alone (`only`, 所对应权限 [SZ-E 4]) is not shown the others. The api decides.
 */
export function mayUse(action: string, grants: readonly Held[]): boolean {
  const rule = accessTable[action];
  return rule !== undefined && grants.some((grant) => counts(action, rule as AccessRule, grant as Grant));
}
