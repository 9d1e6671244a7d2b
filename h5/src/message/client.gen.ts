// Generated from the contracts by `npm run generate`; do not edit.

import type { messageRoutes } from '@wuye/shared/message';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof messageRoutes;

/** The caller's own messages, newest first (消息) */
export const mine = (input: CallOf<Routes['mine']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['mine']>>> =>
  call('GET', '/api/messages', { query: input.query, ...options });

/** How many are unread */
export const unread = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['unread']>>> =>
  call('GET', '/api/messages/unread', { ...options });

/** Mark own messages as read: some, or all */
export const markRead = (input: CallOf<Routes['markRead']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['markRead']>>> =>
  call('POST', '/api/messages/read', { body: input.body, ...options });

/** Who was reached with what was sent about a milestone, and who was not (送达情况) */
export const deliveries = (input: CallOf<Routes['deliveries']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['deliveries']>>> =>
  call('GET', '/api/deliveries', { query: input.query, ...options });

/** Record that a message was brought to the door, or correct the record (登记上门送达) */
export const recordHand = (input: CallOf<Routes['recordHand']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['recordHand']>>> =>
  call('POST', `/api/deliveries/${encodeURIComponent(input.params.id)}/hand`, { body: input.body, ...options });
