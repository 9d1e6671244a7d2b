// Generated from the contracts by `npm run generate`; do not edit.

import type { communityRoutes } from '@wuye/shared/community';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof communityRoutes;

/** The community of a poster code */
export const byCode = (input: CallOf<Routes['byCode']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['byCode']>>> =>
  call('GET', `/api/communities/by-code/${encodeURIComponent(input.params.code)}`, { ...options });

/** A community's poster: its link and the QR picture */
export const poster = (input: CallOf<Routes['poster']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['poster']>>> =>
  call('GET', `/api/communities/${encodeURIComponent(input.params.id)}/poster`, { ...options });
