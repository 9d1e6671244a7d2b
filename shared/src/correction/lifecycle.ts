import { defineLifecycle } from '../kit/index.js';

export const correctionStates = ['submitted', 'filled', 'amended', 'refused'] as const;
export type CorrectionState = (typeof correctionStates)[number];
export const correctionEvents = ['fill', 'amend', 'refuse'] as const;
export type CorrectionEvent = (typeof correctionEvents)[number];

/** One answer each: 补入房屋, 改正登记 or 不予更正. Who is refused may submit anew from another binding. */
export const correctionLifecycle = defineLifecycle<CorrectionState, CorrectionEvent>({
  initial: 'submitted',
  states: { submitted: { fill: 'filled', amend: 'amended', refuse: 'refused' }, filled: {}, amended: {}, refused: {} },
});
