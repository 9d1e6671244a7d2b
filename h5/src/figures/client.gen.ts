// Generated from the contracts by `npm run generate`; do not edit.

import type { figuresRoutes } from '@wuye/shared/figures';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof figuresRoutes;

/** Figures of complaints by the month of their submission, within the reader’s scope */
export const readFigures = (input: CallOf<Routes['readFigures']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readFigures']>>> =>
  call('GET', '/api/figures', { query: input.query, ...options });

/** The bulletin of a quarter by district or of a month by project (通报), within the reader’s scope */
export const readReport = (input: CallOf<Routes['readReport']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readReport']>>> =>
  call('GET', '/api/figures/report', { query: input.query, ...options });
