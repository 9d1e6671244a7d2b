import { defineLifecycle } from '../kit/index.js';

export const certificateStates = ['submitted', 'returned', 'approved', 'withdrawn'] as const;
export type CertificateState = (typeof certificateStates)[number];
export const certificateEvents = ['return', 'supplement', 'approve', 'withdraw'] as const;
export type CertificateEvent = (typeof certificateEvents)[number];

/** The owner applies, the certifier approves or sends it back for what lacks [SZ-O 1 (三) 4]; until then its owner may withdraw it. */
export const certificateLifecycle = defineLifecycle<CertificateState, CertificateEvent>({
  initial: 'submitted',
  states: {
    submitted: { return: 'returned', supplement: 'submitted', approve: 'approved', withdraw: 'withdrawn' },
    returned: { supplement: 'submitted', withdraw: 'withdrawn' },
    approved: {},
    withdrawn: {},
  },
});
