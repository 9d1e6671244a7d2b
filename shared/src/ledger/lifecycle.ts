import { defineLifecycle } from '../kit/index.js';

export const ledgerStates = ['open', 'submitted', 'returned', 'signed'] as const;
export type LedgerState = (typeof ledgerStates)[number];
export const ledgerEvents = ['submit', 'return', 'sign'] as const;
export type LedgerEvent = (typeof ledgerEvents)[number];
export const ledgerStateNames: Readonly<Record<LedgerState, string>> = { open: '待复盘', submitted: '待签发', returned: '已退回', signed: '已签发' };

/**
 * 每月复盘 (成住建发〔2023〕62号 一(五)): the project fills it in, its company signs it, for the duty is the company's. What is signed is open to
 * the owners (一(四)).
 */
export const ledgerLifecycle = defineLifecycle<LedgerState, LedgerEvent>({
  initial: 'open',
  states: {
    open: { submit: 'submitted' },
    submitted: { return: 'returned', sign: 'signed' },
    returned: { submit: 'submitted' },
    signed: {},
  },
});
