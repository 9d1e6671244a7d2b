// Generated from the contracts by `npm run generate`; do not edit.

import type { policyRoutes } from '@wuye/shared/policy';
import type { CallOf, OutputOf } from '@wuye/shared/kit';
import { type Answer, call, type CallOptions } from '../kit/http';

type Routes = typeof policyRoutes;

/** The city’s clocks, working time, channels and calendar */
export const readPromises = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readPromises']>>> =>
  call('GET', '/api/policy', { ...options });

/** The versions of the rules, the newest first */
export const readVersions = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readVersions']>>> =>
  call('GET', '/api/policy/versions', { ...options });

/** One version in full, with what it changed; `current`: the one in force */
export const readVersion = (input: CallOf<Routes['readVersion']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readVersion']>>> =>
  call('GET', `/api/policy/versions/${encodeURIComponent(input.params.version)}`, { ...options });

/** What a changed document would do: faults, differences, and which open complaints it would touch */
export const previewPolicy = (input: CallOf<Routes['previewPolicy']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['previewPolicy']>>> =>
  call('POST', '/api/policy/preview', { body: input.body, ...options });

/** Save the next version of the rules */
export const savePolicy = (input: CallOf<Routes['savePolicy']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['savePolicy']>>> =>
  call('POST', '/api/policy', { body: input.body, ...options });

/** The working calendar: its years, how far it reaches, and the work that followed the last entry */
export const readCalendar = (options: CallOptions = {}): Promise<Answer<OutputOf<Routes['readCalendar']>>> =>
  call('GET', '/api/calendar', { ...options });

/** What a year would do: faults, days that change, and open deadlines that it would touch */
export const previewYear = (input: CallOf<Routes['previewYear']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['previewYear']>>> =>
  call('POST', '/api/calendar/preview', { body: input.body, ...options });

/** Enter the next year, or correct one; open deadlines move only where this asks for it */
export const saveYear = (input: CallOf<Routes['saveYear']>, options: CallOptions = {}): Promise<Answer<OutputOf<Routes['saveYear']>>> =>
  call('POST', '/api/calendar/years', { body: input.body, ...options });
