import { checkPhone } from '../identity/index.js';
import type { ComplaintCategory, ComplaintKind, ComplaintSource } from './contract.js';

/** Kinds that say that something is wrong. A question or a suggestion is no 投诉, and none of a group's (成住建发〔2023〕62号 一(四)). */
export const grievances = ['repair', 'complaint'] as const satisfies readonly ComplaintKind[];

/** Sources where people speak by an account of their own. */
export const accountSources = ['code', 'menu'] as const satisfies readonly ComplaintSource[];

/** True where others may speak of the same: what is 其他 has nothing in common but that no category fits it. */
export const isCommonMatter = ({ kind, category }: { readonly kind: ComplaintKind; readonly category: ComplaintCategory }): boolean =>
  (grievances as readonly ComplaintKind[]).includes(kind) && category !== 'other';

/** What tells one caller from another: their number, however it is written; '' where none was given. */
export function callerKey(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/[^\d+]/g, '');
  const checked = checkPhone(digits);
  return checked.valid ? checked.normalized : digits;
}
