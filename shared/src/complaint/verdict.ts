import type { ComplaintLevel } from './contract.js';

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
