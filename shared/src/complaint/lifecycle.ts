import { defineLifecycle } from '../kit/index.js';

export const complaintStates = ['submitted', 'responded', 'closed', 'reopened', 'solved', 'escalated'] as const;
export type ComplaintState = (typeof complaintStates)[number];

export const complaintEvents = ['respond', 'close', 'solve', 'reopen', 'escalate', 'rate'] as const;
export type ComplaintEvent = (typeof complaintEvents)[number];

/**
 * 提交投诉 → 待处理 → 已办结 → 已评价 (成住建发〔2023〕62号 附件3). The owner's verdict on a closing is solved, or not:
 * not solved (or 不满意) reopens once, the second time it goes one level up (提级办理, 二(三)).
 */
export const complaintLifecycle = defineLifecycle<ComplaintState, ComplaintEvent>({
  initial: 'submitted',
  states: {
    submitted: { respond: 'responded' },
    responded: { close: 'closed' },
    closed: { solve: 'solved', reopen: 'reopened', escalate: 'escalated' },
    reopened: { close: 'closed' },
    // Not satisfied after all, or a slip of the finger: until it is rated the way back stays open.
    solved: { rate: 'solved', reopen: 'reopened', escalate: 'escalated' },
    escalated: { rate: 'escalated' },
  },
});

/** The four steps that a complaint's owner sees (附件3), 1 to 4. */
export function stepOf(state: ComplaintState, rated: boolean): 1 | 2 | 3 | 4 {
  if (rated) return 4;
  return state === 'closed' || state === 'solved' ? 3 : 2;
}
