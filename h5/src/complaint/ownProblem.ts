import { computed, type Ref } from 'vue';
import type { Problem } from '../kit/http';

/** Codes that the page itself tells, which then shows what is true. */
const TOLD = new Set(['COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED']);

/** What a form shows of a refusal: neither what stands at a field nor what the page tells. */
export function ownProblem(sending: { readonly problem: Readonly<Ref<Problem | null>> }, errors: Readonly<Record<string, string>> = {}) {
  return computed(() => {
    const found = sending.problem.value;
    return (found && TOLD.has(found.code)) || Object.values(errors).some(Boolean) ? null : found;
  });
}
