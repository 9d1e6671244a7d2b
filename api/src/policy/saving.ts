import { isDuplicate } from '../platform/database/index.js';
import { isProblem, type Problem } from '../platform/errors/index.js';
import type { Policies } from './policies.js';
import { problem } from './problems.js';

/** Saves what rules are read from. Of two who edited the same the first wins, as the unique index has it; what was kept in memory is read anew. */
export async function saving<T>(policies: Policies, save: () => Promise<T | Problem>): Promise<T | Problem> {
  try {
    const saved = await save();
    if (!isProblem(saved)) policies.forget();
    return saved;
  } catch (error) {
    if (isDuplicate(error)) return problem('POLICY.CHANGED');
    throw error;
  }
}
