// Generated from the contracts by `npm run generate`; do not edit.

import type { appointmentRoutes } from '@wuye/shared/appointment';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof appointmentRoutes;

/** The offices that I may give (权限管理) */
export const duties = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['duties']>>> =>
  call('GET', '/api/appointments/duties', { ...options });

/** The places within my scope, and who holds the office there */
export const places = (input: CallOf<Routes['places']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['places']>>> =>
  call('GET', '/api/appointments/places', { query: input.query, ...options });

/** Who appointed whom when at a place, the newest first */
export const history = (input: CallOf<Routes['history']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['history']>>> =>
  call('GET', '/api/appointments/history', { query: input.query, ...options });

/** Appoint someone by name and phone, at one place or several */
export const make = (input: CallOf<Routes['make']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['make']>>> =>
  call('POST', '/api/appointments', { body: input.body, ...options });

/** Invite the head of a company (valid for seven days, for this phone alone) */
export const invite = (input: CallOf<Routes['invite']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['invite']>>> =>
  call('POST', '/api/appointments/invitations', { body: input.body, ...options });

/** Correct name, phone or permissions; another phone has to be proved anew */
export const edit = (input: CallOf<Routes['edit']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['edit']>>> =>
  call('POST', `/api/appointments/${encodeURIComponent(input.params.id)}/edit`, { body: input.body, ...options });

/** End an office (注销) */
export const dismiss = (input: CallOf<Routes['dismiss']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['dismiss']>>> =>
  call('POST', `/api/appointments/${encodeURIComponent(input.params.id)}/dismiss`, { ...options });

/** Take the WeChat account off an office, to be taken up again (解除绑定) */
export const unbind = (input: CallOf<Routes['unbind']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['unbind']>>> =>
  call('POST', `/api/appointments/${encodeURIComponent(input.params.id)}/unbind`, { ...options });

/** Take off the authenticator of someone who lost it (重置动态口令) */
export const resetAuthenticator = (input: CallOf<Routes['resetAuthenticator']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['resetAuthenticator']>>> =>
  call('POST', `/api/appointments/${encodeURIComponent(input.params.id)}/reset-authenticator`, { ...options });

/** An invitation as whoever opened its link sees it */
export const invitation = (input: CallOf<Routes['invitation']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['invitation']>>> =>
  call('GET', `/api/invitations/${encodeURIComponent(input.params.code)}`, { ...options });
