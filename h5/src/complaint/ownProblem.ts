import { computed, type Ref } from 'vue';
import type { Problem } from '../kit/http';

/** Codes that the page itself tells, which then shows what is true. */
const TOLD = new Set(['COMPLAINT.STEP_WRONG', 'COMPLAINT.MOVED']);

/** The field that a refusal is about, by its code. */
const FIELDS: Readonly<Partial<Record<string, string>>> = {
  'COMPLAINT.PROOF_MISSING': 'pictures',
  'COMPLAINT.PICTURE_UNKNOWN': 'pictures',
  'COMPLAINT.DUE_PAST': 'time',
};

/** A refusal as a form takes it: what is about one field stands at that field. */
export function toField(found: Problem): Problem {
  const path = FIELDS[found.code];
  return path ? { ...found, errors: [{ path, message: found.title }] } : found;
}

/**
 * What a form shows of a refusal: neither what stands at a field nor what the page tells. `atField`: the form uses `toField`, so that what is
 * about a field is gone once that field is mended.
 */
export function ownProblem(sending: { readonly problem: Readonly<Ref<Problem | null>> }, errors: Readonly<Record<string, string>> = {}, atField = false) {
  return computed(() => {
    const found = sending.problem.value;
    if (!found || TOLD.has(found.code) || (atField && FIELDS[found.code] !== undefined)) return null;
    return Object.values(errors).some(Boolean) ? null : found;
  });
}
