// Generated from the contracts by `npm run generate`; do not edit.

import type { certificateRoutes } from '@wuye/shared/certificate';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof certificateRoutes;

/** Apply to be certified offline (线下认证) */
export const applyCertificate = (input: CallOf<Routes['applyCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['applyCertificate']>>> =>
  call('POST', '/api/certificates', { body: input.body, ...options });

/** My application for the offline certificate, and whether I may make one */
export const myCertificate = (input: CallOf<Routes['myCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['myCertificate']>>> =>
  call('GET', '/api/certificates/mine', { query: input.query, ...options });

/** Replace the pictures of an application that is open or was sent back */
export const supplementCertificate = (input: CallOf<Routes['supplementCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['supplementCertificate']>>> =>
  call('POST', `/api/certificates/${encodeURIComponent(input.params.id)}/supplement`, { body: input.body, ...options });

/** Withdraw an application: its pictures go */
export const withdrawCertificate = (input: CallOf<Routes['withdrawCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['withdrawCertificate']>>> =>
  call('DELETE', `/api/certificates/${encodeURIComponent(input.params.id)}`, { ...options });

/** Applications under a whole id number, of people of my community or street; audited (查询) */
export const lookUpCertificate = (input: CallOf<Routes['lookUpCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['lookUpCertificate']>>> =>
  call('POST', '/api/certificates/look-up', { body: input.body, ...options });

/** Certify offline, with evidence and the originals checked (提交认证) */
export const certify = (input: CallOf<Routes['certify']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['certify']>>> =>
  call('POST', `/api/certificates/${encodeURIComponent(input.params.id)}/certify`, { body: input.body, ...options });

/** Send an application back for what lacks (退回补充) */
export const returnCertificate = (input: CallOf<Routes['returnCertificate']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['returnCertificate']>>> =>
  call('POST', `/api/certificates/${encodeURIComponent(input.params.id)}/return`, { body: input.body, ...options });
