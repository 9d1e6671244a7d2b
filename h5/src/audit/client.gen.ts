// Generated from the contracts by `npm run generate`; do not edit.

import type { auditRoutes } from '@wuye/shared/audit';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof auditRoutes;

/** Search the audit log, newest first; each search is audited */
export const searchAudit = (input: CallOf<Routes['searchAudit']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['searchAudit']>>> =>
  call('GET', '/api/audit', { query: input.query, ...options });
