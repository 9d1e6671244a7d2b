// Generated from the contracts by `npm run generate`; do not edit.

import type { communityRoutes } from '@wuye/shared/community';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof communityRoutes;

/** The community of a poster code */
export const byCode = (input: CallOf<Routes['byCode']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['byCode']>>> =>
  call('GET', `/api/communities/by-code/${encodeURIComponent(input.params.code)}`, { ...options });

/** A community's poster: its link, its QR pictures and their edition */
export const poster = (input: CallOf<Routes['poster']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['poster']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/poster`, { ...options });

/** Have WeChat make the code that also leads to following; asked again only from `retryAt` on */
export const followPoster = (input: CallOf<Routes['followPoster']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['followPoster']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/poster/follow`, { ...options });

/** Replace the codes: old posters stop working at once, for good (换新二维码) */
export const replacePoster = (input: CallOf<Routes['replacePoster']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['replacePoster']>>> =>
  call('POST', `/api/communities/${encodeURIComponent(input.params.id)}/poster/replace`, { body: input.body, ...options });
