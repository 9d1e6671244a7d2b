/** What a person can do next about a problem of binding. */
export type Way = 'edit' | 'call' | 'restart' | 'read-again' | 'device' | 'offline' | 'correct' | 'fill' | 'result' | 'home';

/** Every failure has a next button (screens: 业主身份绑定). Trying the same again is the page's own button. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'BIND.NO_TITLE': ['edit', 'correct', 'call'],
  'BIND.HOUSE_MISSING': ['fill', 'call'],
  'BIND.NOT_FOUND': ['restart'],
  'BIND.STEP_WRONG': ['restart'],
  'BIND.AGREEMENT_OLD': ['read-again'],
  'BIND.FACE_UNSUPPORTED': ['device', 'offline'],
  'BIND.FACE_FAILED': ['offline'],
  'BIND.FACE_EXHAUSTED': ['offline', 'call', 'home'],
  // Asked on the page of the bound homes: there is no other to go to.
  'BIND.FACE_PAPER': ['offline'],
  'BIND.CERTIFIED': ['result'],
  'BIND.NOT_BOUND': ['restart'],
  'BIND.ASKED_AGAIN': ['home'],
  'BIND.HOUSE_NOT_OFFERED': ['restart'],
  'BIND.TAKEN': ['offline', 'call', 'home'],
  'BIND.OTHER_PERSON': ['result', 'call'],
  'SMS.TOO_MANY': ['call'],
};

/** The ways on from a problem; none where trying again is all there is. */
export function waysOn(code: string): readonly Way[] {
  return WAYS[code] ?? [];
}

/** The face check is still to be done after these: its page shows them. */
const FACE_AGAIN: readonly string[] = ['BIND.FACE_FAILED', 'BIND.FACE_CANCELLED', 'BIND.FACE_UNSUPPORTED', 'BIND.FACE_EXHAUSTED', 'BIND.FACE_PENDING'];

/** True for what can become of a face check short of passing. */
export function isFaceProblem(code: string): boolean {
  return FACE_AGAIN.includes(code);
}

/** Beyond these no new face check can begin now. */
export function canTryFace(code: string): boolean {
  return code !== 'BIND.FACE_EXHAUSTED' && code !== 'BIND.NOT_FOUND' && code !== 'BIND.STEP_WRONG' && code !== 'BIND.AGREEMENT_OLD';
}
