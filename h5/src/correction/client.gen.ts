// Generated from the contracts by `npm run generate`; do not edit.

import type { correctionRoutes } from '@wuye/shared/correction';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof correctionRoutes;

/** Say what the register lacks (提交更正, 提交房屋信息) */
export const submitCorrection = (input: CallOf<Routes['submitCorrection']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['submitCorrection']>>> =>
  call('POST', '/api/corrections', { body: input.body, ...options });

/** Communities whose name contains a text, and the districts */
export const correctionPlaces = (input: CallOf<Routes['correctionPlaces']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['correctionPlaces']>>> =>
  call('GET', '/api/corrections/places', { query: input.query, ...options });

/** What I submitted, newest first */
export const myCorrections = (input: CallOf<Routes['myCorrections']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['myCorrections']>>> =>
  call('GET', '/api/corrections/mine', { query: input.query, ...options });

/** What the reader answers or oversees, nearest deadline first (更正办理) */
export const workCorrections = (input: CallOf<Routes['workCorrections']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['workCorrections']>>> =>
  call('GET', '/api/corrections/work', { query: input.query, ...options });

/** One of them; a clerk’s look is audited */
export const readCorrection = (input: CallOf<Routes['readCorrection']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readCorrection']>>> =>
  call('GET', `/api/corrections/${encodeURIComponent(input.params.id)}`, { ...options });

/** Make the house where it lacks and link the title to it (补入房屋并绑定) */
export const fillHouse = (input: CallOf<Routes['fillHouse']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['fillHouse']>>> =>
  call('POST', `/api/corrections/${encodeURIComponent(input.params.id)}/fill`, { body: input.body, ...options });

/** Put the owner of a title right: the applicant's name and number (改正登记) */
export const amendTitle = (input: CallOf<Routes['amendTitle']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['amendTitle']>>> =>
  call('POST', `/api/corrections/${encodeURIComponent(input.params.id)}/amend`, { body: input.body, ...options });

/** Refuse, with the reason (不予更正) */
export const refuseCorrection = (input: CallOf<Routes['refuseCorrection']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['refuseCorrection']>>> =>
  call('POST', `/api/corrections/${encodeURIComponent(input.params.id)}/refuse`, { body: input.body, ...options });
