import { expect, test } from '@jest/globals';
import { CALLER_LINK_DAYS, callerLinkOpens, callerToken, isCallers } from './caller.js';
import { complaintSources } from './contract.js';

const DAY = 86_400_000;
const closedAt = Date.parse('2026-11-20T02:00:00.000Z');

test('a caller’s link opens as long as somebody works on it, and 90 days after its closing', () => {
  expect(callerLinkOpens({ state: 'submitted', closedAt: null }, closedAt + 900 * DAY)).toBe(true);
  expect(callerLinkOpens({ state: 'closed', closedAt }, closedAt + CALLER_LINK_DAYS * DAY - 1)).toBe(true);
  expect(callerLinkOpens({ state: 'closed', closedAt }, closedAt + CALLER_LINK_DAYS * DAY)).toBe(false);
  expect(callerLinkOpens({ state: 'unsolved', closedAt }, closedAt + CALLER_LINK_DAYS * DAY)).toBe(false);
  expect(callerLinkOpens({ state: 'reopened', closedAt: null }, closedAt + 900 * DAY)).toBe(true);
  expect(callerLinkOpens({ state: 'withdrawn', closedAt: null }, closedAt)).toBe(false);
});

test('callers are those without an account whom nobody else tells', () => {
  expect(complaintSources.filter((source) => isCallers({ source }))).toEqual(['phone', 'hotline', 'letter']);
});

test('a token is 22 signs that an address takes', () => {
  for (const bad of ['', 'a'.repeat(21), 'a'.repeat(23), `${'a'.repeat(21)}/`]) expect(callerToken.safeParse(bad).success).toBe(false);
  expect(callerToken.safeParse('Ab3_-Ab3_-Ab3_-Ab3_-Ab').success).toBe(true);
});
