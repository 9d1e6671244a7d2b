// Generated from the contracts by `npm run generate`; do not edit.

import type { rankingRoutes } from '@wuye/shared/ranking';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof rankingRoutes;

/** Red and black listings within the reader’s scope, newest first; companies see theirs from the notice on */
export const rankings = (input: CallOf<Routes['rankings']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['rankings']>>> =>
  call('GET', '/api/rankings', { query: input.query, ...options });

/** How every project or company of the reader’s scope stood in a month, most cases first */
export const rankingStandings = (input: CallOf<Routes['rankingStandings']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['rankingStandings']>>> =>
  call('GET', '/api/rankings/standings', { query: input.query, ...options });

/** The published lists of a month with their figures: for everyone signed in */
export const publishedRankings = (input: CallOf<Routes['publishedRankings']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['publishedRankings']>>> =>
  call('GET', '/api/rankings/published', { query: input.query, ...options });

/** One listing with the figures that it was found by */
export const ranking = (input: CallOf<Routes['ranking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['ranking']>>> =>
  call('GET', `/api/rankings/${encodeURIComponent(input.params.id)}`, { ...options });

/** Tell the company’s head before anything is published (告知) */
export const noticeRanking = (input: CallOf<Routes['noticeRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['noticeRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/notice`, { ...options });

/** Not to be listed, with the reason (不列入) */
export const dropRanking = (input: CallOf<Routes['dropRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['dropRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/drop`, { body: input.body, ...options });

/** Appeal while the notice lasts, once (申诉) */
export const appealRanking = (input: CallOf<Routes['appealRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['appealRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/appeal`, { body: input.body, ...options });

/** Answer an appeal, with the reason (答复申诉) */
export const decideRanking = (input: CallOf<Routes['decideRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['decideRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/decide`, { body: input.body, ...options });

/** Publish it, once the notice is over (公布) */
export const publishRanking = (input: CallOf<Routes['publishRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['publishRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/publish`, { ...options });

/** Take it off the published list, with the reason (撤下) */
export const withdrawRanking = (input: CallOf<Routes['withdrawRanking']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['withdrawRanking']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/withdraw`, { body: input.body, ...options });

/** Issue a 物业管理行政建议书 about a published black listing, numbered */
export const issueAdvice = (input: CallOf<Routes['issueAdvice']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['issueAdvice']>>> =>
  call('POST', `/api/rankings/${encodeURIComponent(input.params.id)}/advices`, { body: input.body, ...options });

/** A 物业管理行政建议书 as it was issued */
export const advice = (input: CallOf<Routes['advice']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['advice']>>> =>
  call('GET', `/api/advices/${encodeURIComponent(input.params.id)}`, { ...options });
