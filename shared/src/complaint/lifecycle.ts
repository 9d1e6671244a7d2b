import { defineLifecycle } from '../kit/index.js';

export const complaintStates = [
  'submitted',
  'responded',
  'accepted',
  'referred',
  'closed',
  'reopened',
  'solved',
  'escalated',
  'unsolved',
  'withdrawn',
] as const;
export type ComplaintState = (typeof complaintStates)[number];

export const complaintEvents = ['respond', 'accept', 'refer', 'return', 'close', 'solve', 'reopen', 'escalate', 'leave', 'rate', 'withdraw'] as const;
export type ComplaintEvent = (typeof complaintEvents)[number];

/**
 * 提交投诉 → 待处理 → 已办结 → 已评价 (成住建发〔2023〕62号 附件3). After the first answer it is sorted into its class (一(三)); what is
 * another body's goes there and may come back. The owner's verdict on a closing is solved, or not: not solved (or 不满意) reopens once, one level up,
 * the second time it goes to the district (提级办理, 二(三)); what the district then closes and its owner still does not call solved stays
 * unsolved and counts so. Who submitted it may withdraw it as long as somebody works on it, or it waits for their verdict.
 * A class that is corrected is `accept` once more; what is outside property and housing is accepted and closed in one go.
 */
export const complaintLifecycle = defineLifecycle<ComplaintState, ComplaintEvent>({
  initial: 'submitted',
  states: {
    submitted: { respond: 'responded', accept: 'accepted', withdraw: 'withdrawn' },
    responded: { accept: 'accepted', close: 'closed', withdraw: 'withdrawn' },
    accepted: { accept: 'accepted', refer: 'referred', close: 'closed', withdraw: 'withdrawn' },
    referred: { return: 'accepted', close: 'closed', withdraw: 'withdrawn' },
    // Closed although not fixed, it may be rated as it is: nobody has to call it solved first.
    closed: { solve: 'solved', reopen: 'reopened', escalate: 'escalated', leave: 'unsolved', rate: 'closed', withdraw: 'withdrawn' },
    reopened: { respond: 'responded', accept: 'accepted', close: 'closed', withdraw: 'withdrawn' },
    // Not satisfied after all, or a slip of the finger: until it is rated the way back stays open; 不满意 leaves it open.
    solved: { rate: 'solved', reopen: 'reopened', escalate: 'escalated', leave: 'unsolved' },
    escalated: { accept: 'accepted', close: 'closed', withdraw: 'withdrawn' },
    unsolved: { rate: 'unsolved' },
    withdrawn: {},
  },
});

/** States in which somebody still has to do something about the matter. */
export const openStates = ['submitted', 'responded', 'accepted', 'referred', 'reopened', 'escalated'] as const satisfies readonly ComplaintState[];

/** True while somebody still has to do something about the matter. */
export function isOpen(state: ComplaintState): boolean {
  return (openStates as readonly ComplaintState[]).includes(state);
}

/** The four steps that a complaint's owner sees (附件3), 1 to 4. */
export function stepOf(state: ComplaintState, rated: boolean): 1 | 2 | 3 | 4 {
  if (rated) return 4;
  return isOpen(state) ? 2 : 3;
}
