// Generated from the contracts by `npm run generate`; do not edit.

import type { securityRoutes } from '@wuye/shared/security';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof securityRoutes;

/** Whether this session proved a second factor, and how it can */
export const readConfirm = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readConfirm']>>> =>
  call('GET', '/api/session/confirm', { ...options });

/** Send a code to the phone that my office is registered with */
export const sendConfirmCode = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['sendConfirmCode']>>> =>
  call('POST', '/api/session/confirm/sms', { ...options });

/** Prove the second factor: sensitive acts are open for 15 minutes */
export const confirm = (input: CallOf<Routes['confirm']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['confirm']>>> =>
  call('POST', '/api/session/confirm', { body: input.body, ...options });

/** Begin to enrol an authenticator (绑定动态口令) */
export const startAuthenticator = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['startAuthenticator']>>> =>
  call('POST', '/api/session/authenticator', { ...options });

/** The first code of the app: from now on it counts */
export const activateAuthenticator = (input: CallOf<Routes['activateAuthenticator']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['activateAuthenticator']>>> =>
  call('POST', '/api/session/authenticator/activate', { body: input.body, ...options });

/** Take my authenticator off */
export const endAuthenticator = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endAuthenticator']>>> =>
  call('DELETE', '/api/session/authenticator', { ...options });
