// Generated from the contracts by `npm run generate`; do not edit.

import type { complaintRoutes } from '@wuye/shared/complaint';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof complaintRoutes;

/** Speak up (业主有话说) */
export const submit = (input: CallOf<Routes['submit']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['submit']>>> =>
  call('POST', '/api/complaints', { body: input.body, ...options });

/** My complaints, newest first */
export const mine = (input: CallOf<Routes['mine']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['mine']>>> =>
  call('GET', '/api/complaints/mine', { query: input.query, ...options });

/** Complaints that the reader handles or oversees, nearest deadline first */
export const work = (input: CallOf<Routes['work']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['work']>>> =>
  call('GET', '/api/complaints/work', { query: input.query, ...options });

/** One complaint with its clocks and timeline */
export const read = (input: CallOf<Routes['read']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['read']>>> =>
  call('GET', `/api/complaints/${encodeURIComponent(input.params.no)}`, { ...options });

/** First answer to the submitter (响应) */
export const respond = (input: CallOf<Routes['respond']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['respond']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/respond`, { body: input.body, ...options });

/** Close with words and a picture (办结) */
export const close = (input: CallOf<Routes['close']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['close']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/close`, { body: input.body, ...options });

/** The submitter's verdict on a closing: solved or not */
export const judge = (input: CallOf<Routes['judge']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['judge']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/verdict`, { body: input.body, ...options });

/** Rate how it was handled (评价) */
export const rate = (input: CallOf<Routes['rate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['rate']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/rating`, { body: input.body, ...options });

/** The submitter's full phone number; each look is audited */
export const contact = (input: CallOf<Routes['contact']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['contact']>>> =>
  call('POST', `/api/complaints/${encodeURIComponent(input.params.no)}/contact`, { ...options });
