import { policyErrors, type PolicyFault } from '@wuye/shared/policy';
import { type Problem, problemsOf } from '../platform/errors/index.js';

export const problem = problemsOf(policyErrors);

/** The first fault in words, and how many there are. */
export function invalid(faults: readonly PolicyFault[]): Problem {
  const [first] = faults;
  return problem('POLICY.INVALID', { count: faults.length, at: first?.at ?? '', words: first?.words ?? '' });
}
