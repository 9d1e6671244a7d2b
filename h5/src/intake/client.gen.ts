// Generated from the contracts by `npm run generate`; do not edit.

import type { intakeRoutes } from '@wuye/shared/intake';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof intakeRoutes;

/** Register a complaint on behalf of a caller (代业主登记) */
export const register = (input: CallOf<Routes['register']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['register']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/complaints`, { body: input.body, ...options });

/** What a source's tables call their columns */
export const mapping = (input: CallOf<Routes['mapping']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['mapping']>>> =>
  call('GET', `/api/intake/mappings/${encodeURIComponent(input.params.source)}`, { ...options });

/** Keep what a source's tables call their columns */
export const saveMapping = (input: CallOf<Routes['saveMapping']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['saveMapping']>>> =>
  call('PUT', `/api/intake/mappings/${encodeURIComponent(input.params.source)}`, { body: input.body, ...options });

/** Rows whose community nobody knows, oldest first */
export const unsorted = (input: CallOf<Routes['unsorted']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['unsorted']>>> =>
  call('GET', '/api/intake/unsorted', { query: input.query, ...options });

/** Communities of the officer's districts: where rows may be sorted to; and the districts that they may be handed over to */
export const places = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['places']>>> =>
  call('GET', '/api/intake/places', { ...options });

/** Sort a row to a community: it becomes a complaint there */
export const assign = (input: CallOf<Routes['assign']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['assign']>>> =>
  call('POST', `/api/intake/unsorted/${encodeURIComponent(input.params.id)}/assign`, { body: input.body, ...options });

/** Hand a row over to the district whose community it is about */
export const handOver = (input: CallOf<Routes['handOver']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['handOver']>>> =>
  call('POST', `/api/intake/unsorted/${encodeURIComponent(input.params.id)}/hand-over`, { body: input.body, ...options });
