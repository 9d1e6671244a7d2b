// Generated from the contracts by `npm run generate`; do not edit.

import type { deviceRoutes } from '@wuye/shared/device';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof deviceRoutes;

/** Where I am signed in (登录设备) */
export const sessions = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['sessions']>>> =>
  call('GET', '/api/sessions', { ...options });

/** Sign out on one of my devices */
export const endOne = (input: CallOf<Routes['endOne']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endOne']>>> =>
  call('DELETE', `/api/sessions/${encodeURIComponent(input.params.id)}`, { ...options });

/** Sign out on all my other devices */
export const endOthers = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endOthers']>>> =>
  call('DELETE', '/api/sessions', { ...options });

/** Send a code to my registered phone, to prove a new device */
export const sendProof = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['sendProof']>>> =>
  call('POST', '/api/session/proof/sms', { ...options });

/** Prove this device by the code */
export const prove = (input: CallOf<Routes['prove']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['prove']>>> =>
  call('POST', '/api/session/proof', { body: input.body, ...options });
