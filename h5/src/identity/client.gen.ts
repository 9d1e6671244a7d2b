// Generated from the contracts by `npm run generate`; do not edit.

import type { identityRoutes } from '@wuye/shared/identity';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof identityRoutes;

/** Who is signed in */
export const readSession = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readSession']>>> =>
  call('GET', '/api/session', { ...options });

/** Sign out on this device */
export const endSession = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endSession']>>> =>
  call('DELETE', '/api/session', { ...options });

/** A new picture captcha */
export const drawCaptcha = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['drawCaptcha']>>> =>
  call('POST', '/api/captchas', { ...options });

/** Send a one-time code by SMS */
export const sendSmsCode = (input: CallOf<Routes['sendSmsCode']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['sendSmsCode']>>> =>
  call('POST', '/api/sms-codes', { body: input.body, ...options });

/** Apply to bind homes with the paper of the title certificate (业主身份绑定) */
export const startBinding = (input: CallOf<Routes['startBinding']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['startBinding']>>> =>
  call('POST', '/api/bindings', { body: input.body, ...options });

/** Begin the face check that a bound owner lacks (+身份认证) */
export const startCertificate = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['startCertificate']>>> =>
  call('POST', '/api/bindings/certificate', { ...options });

/** Where this application stands */
export const readBindingApplication = (input: CallOf<Routes['readBindingApplication']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readBindingApplication']>>> =>
  call('GET', `/api/bindings/${encodeURIComponent(input.params.id)}`, { ...options });

/** Begin the face check, with separate consent */
export const startFace = (input: CallOf<Routes['startFace']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['startFace']>>> =>
  call('POST', `/api/bindings/${encodeURIComponent(input.params.id)}/face`, { body: input.body, ...options });

/** Ask for the face result; the browser's word is not taken */
export const finishFace = (input: CallOf<Routes['finishFace']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['finishFace']>>> =>
  call('POST', `/api/bindings/${encodeURIComponent(input.params.id)}/face/result`, { ...options });

/** Bind the chosen houses (提交绑定) */
export const confirmBinding = (input: CallOf<Routes['confirmBinding']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['confirmBinding']>>> =>
  call('POST', `/api/bindings/${encodeURIComponent(input.params.id)}/confirm`, { body: input.body, ...options });

/** My bound homes */
export const readBindings = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readBindings']>>> =>
  call('GET', '/api/bindings', { ...options });

/** Unbind all my homes (解除所有绑定) */
export const endBindings = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['endBindings']>>> =>
  call('DELETE', '/api/bindings', { ...options });

/** Unbind one of my homes (解除绑定) */
export const leaveHouse = (input: CallOf<Routes['leaveHouse']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['leaveHouse']>>> =>
  call('DELETE', `/api/bindings/houses/${encodeURIComponent(input.params.houseId)}`, { ...options });

/** Take up the roles registered under a phone number (身份认证) */
export const claimRole = (input: CallOf<Routes['claimRole']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['claimRole']>>> =>
  call('POST', '/api/roles', { body: input.body, ...options });
