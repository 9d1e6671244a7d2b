// Generated from the contracts by `npm run generate`; do not edit.

import type { boardRoutes } from '@wuye/shared/board';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof boardRoutes;

/** A community's notice board (公示牌): its words, phones, codes, and whether it hangs */
export const readBoard = (input: CallOf<Routes['readBoard']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readBoard']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/board`, { ...options });

/** Fill in the project's and the company's phone and hours */
export const editBoard = (input: CallOf<Routes['editBoard']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['editBoard']>>> =>
  call('PUT', `/api/communities/${encodeURIComponent(input.params.id)}/board`, { body: input.body, ...options });

/** Fill in the bureau's phone and hours, for every board of its district */
export const editBureau = (input: CallOf<Routes['editBureau']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['editBureau']>>> =>
  call('PUT', `/api/communities/${encodeURIComponent(input.params.id)}/board/bureau`, { body: input.body, ...options });

/** Photos that show the board where it hangs (张贴照片) */
export const hangBoard = (input: CallOf<Routes['hangBoard']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['hangBoard']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/board/hangings`, { body: input.body, ...options });

/** Where boards hang and where not, within the reader’s scope (张贴情况) */
export const hangings = (input: CallOf<Routes['hangings']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['hangings']>>> =>
  call('GET', '/api/boards', { query: input.query, ...options });
