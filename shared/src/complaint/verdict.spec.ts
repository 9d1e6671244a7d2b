import { describe, expect, it } from '@jest/globals';
import { mayContradict, mayRate, notSolved } from './verdict.js';

describe('not solved', () => {
  it.each([
    ['manager', false, 'reopen', 'company'],
    ['company', false, 'reopen', 'district'],
    ['district', false, 'reopen', 'district'],
    ['manager', true, 'escalate', 'district'],
    ['company', true, 'escalate', 'district'],
    ['district', true, 'leave', 'district'],
  ] as const)('closed by the %s, reopened before %s: %s, and the %s has it', (level, reopened, step, after) => {
    expect(notSolved({ level, reopened })).toEqual({ step, level: after });
  });
});

describe('after a rating', () => {
  it.each([
    [null, 'district', true, true],
    ['satisfied', 'manager', false, false],
    ['basically', 'manager', false, false],
    ['dissatisfied', 'manager', false, true],
    ['dissatisfied', 'company', true, true],
    ['dissatisfied', 'district', true, false],
  ] as const)('%s, closed by the %s, reopened before %s: may still be called not solved: %s', (rating, level, reopened, may) => {
    expect(mayContradict({ rating, level, reopened })).toBe(may);
  });

  it.each([
    ['closed', null, null, false],
    ['closed', 'fund', null, true],
    ['closed', 'fund', 'satisfied', false],
    ['solved', null, null, true],
    ['unsolved', null, null, true],
    ['solved', null, 'dissatisfied', false],
  ] as const)('%s for %s, rated %s: may be rated: %s', (state, closingReason, rating, may) => {
    expect(mayRate({ state, closingReason, rating })).toBe(may);
  });
});
