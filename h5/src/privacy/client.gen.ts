// Generated from the contracts by `npm run generate`; do not edit.

import type { privacyRoutes } from '@wuye/shared/privacy';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof privacyRoutes;

/** What is held of the caller, masked (查看) */
export const readPrivacy = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readPrivacy']>>> =>
  call('GET', '/api/me/privacy', { ...options });

/** Erase the caller (注销): data goes at once, every session ends */
export const erase = (input: CallOf<Routes['erase']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['erase']>>> =>
  call('POST', '/api/me/privacy/erase', { body: input.body, ...options });

/** Another phone, proved by SMS (更正) */
export const changePhone = (input: CallOf<Routes['changePhone']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['changePhone']>>> =>
  call('POST', '/api/me/phone', { body: input.body, ...options });

/** What the caller agreed to, by version */
export const consents = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['consents']>>> =>
  call('GET', '/api/me/consents', { ...options });

/** Take a consent back (撤回同意) */
export const withdrawConsent = (input: CallOf<Routes['withdrawConsent']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['withdrawConsent']>>> =>
  call('POST', `/api/me/consents/${encodeURIComponent(input.params.document)}/withdraw`, { ...options });

/** Who looked at the caller’s data (谁看过我的信息), newest first */
export const looks = (input: CallOf<Routes['looks']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['looks']>>> =>
  call('GET', '/api/me/looks', { query: input.query, ...options });
