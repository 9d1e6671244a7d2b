import type { ComplaintLevel, ComplaintRow } from './contract.js';
import type { ComplaintState } from './lifecycle.js';

/** What a “not solved” does: the step of the lifecycle, and who has it after that. */
export interface NotSolved {
  readonly step: 'reopen' | 'escalate' | 'leave';
  readonly level: ComplaintLevel;
}

const ABOVE: Readonly<Record<ComplaintLevel, ComplaintLevel>> = { manager: 'company', company: 'district', district: 'district' };

/**
 * The owner says that a closing solved nothing. The first time it is done anew one level up: whoever closed it does not close it again. The
 * second time it goes to the district (成住建发〔2023〕62号 二(三) 提级办理). What the district closed it does once more itself; what is not solved then
 * stays so, and counts.
 * @param reopened it was reopened before
 */
export function notSolved({ level, reopened }: { readonly level: ComplaintLevel; readonly reopened: boolean }): NotSolved {
  if (!reopened) return { step: 'reopen', level: ABOVE[level] };
  return level === 'district' ? { step: 'leave', level } : { step: 'escalate', level: 'district' };
}

interface Judged {
  readonly state: ComplaintState;
  readonly rating: ComplaintRow['rating'];
  readonly closingReason: string | null;
  readonly level: ComplaintLevel;
  readonly reopened: boolean;
}

/**
 * Whether its owner may still say that it is not solved. A rating is the last word, but for 不满意: that has it done anew as 未解决 does
 * (成住建发〔2023〕62号 二(三) “处理结果群众不满意”), as long as somebody is left to do it.
 */
export function mayContradict({ rating, level, reopened }: Pick<Judged, 'rating' | 'level' | 'reopened'>): boolean {
  return rating === null || (rating === 'dissatisfied' && notSolved({ level, reopened }).step !== 'leave');
}

/** Whether it may be rated: once, after the owner's verdict; what was closed although not fixed asks for none. */
export function mayRate({ state, rating, closingReason }: Pick<Judged, 'state' | 'rating' | 'closingReason'>): boolean {
  return rating === null && (state !== 'closed' || closingReason !== null);
}
