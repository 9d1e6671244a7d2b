// Generated from the contracts by `npm run generate`; do not edit.

import type { storageRoutes } from '@wuye/shared/storage';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof storageRoutes;

/** Begin to send one picture, or learn how far the one of the same key is */
export const beginUpload = (input: CallOf<Routes['beginUpload']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['beginUpload']>>> =>
  call('POST', '/api/uploads', { body: input.body, ...options });

/** How far an upload is */
export const readUpload = (input: CallOf<Routes['readUpload']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readUpload']>>> =>
  call('GET', `/api/uploads/${encodeURIComponent(input.params.id)}`, { ...options });

/** Make the picture of the pieces; UPLOAD.INCOMPLETE names the offset to go on from in `errors` */
export const completeUpload = (input: CallOf<Routes['completeUpload']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['completeUpload']>>> =>
  call('POST', `/api/uploads/${encodeURIComponent(input.params.id)}/complete`, { ...options });

/** Give an upload up; a picture that is complete stays */
export const dropUpload = (input: CallOf<Routes['dropUpload']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['dropUpload']>>> =>
  call('DELETE', `/api/uploads/${encodeURIComponent(input.params.id)}`, { ...options });
