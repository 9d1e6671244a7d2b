// Generated from the contracts by `npm run generate`; do not edit.

import type { ledgerRoutes } from '@wuye/shared/ledger';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof ledgerRoutes;

/** How far the communities of the reader’s scope are with a month’s review */
export const ledgers = (input: CallOf<Routes['ledgers']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['ledgers']>>> =>
  call('GET', '/api/ledgers', { query: input.query, ...options });

/** The ledger of one month with its figures and review (小区问题台账) */
export const ledger = (input: CallOf<Routes['ledger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['ledger']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/ledger`, { query: input.query, ...options });

/** A signed month as it is open to the community’s owners */
export const publishedLedger = (input: CallOf<Routes['publishedLedger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['publishedLedger']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/ledger/published`, { query: input.query, ...options });

/** Cause and remedy of one flagged complaint (原因、整改) */
export const fillLedger = (input: CallOf<Routes['fillLedger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['fillLedger']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/ledger/notes`, { body: input.body, ...options });

/** Hand in a month’s review (提交复盘) */
export const submitLedger = (input: CallOf<Routes['submitLedger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['submitLedger']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/ledger/submit`, { body: input.body, ...options });

/** Sign a month’s review; it is open to the owners from then on (签发) */
export const signLedger = (input: CallOf<Routes['signLedger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['signLedger']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/ledger/sign`, { body: input.body, ...options });

/** Send a month’s review back, with the reason (退回) */
export const returnLedger = (input: CallOf<Routes['returnLedger']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['returnLedger']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/ledger/return`, { body: input.body, ...options });
