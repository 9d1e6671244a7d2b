import { describe, expect, it } from '@jest/globals';
import { notSolved } from './verdict.js';

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
