import { describe, expect, it } from '@jest/globals';
import { afterNight } from './night.js';

const at = (text: string): string => new Date(afterNight(Date.parse(`${text}+08:00`))).toISOString();

describe('the night rule', () => {
  it.each([
    ['2026-11-20T08:00:00.000', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20T21:59:59.999', '2026-11-20T13:59:59.999Z'],
    ['2026-11-20T22:00:00.000', '2026-11-21T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999', '2027-01-01T00:00:00.000Z'],
    ['2026-11-21T00:00:00.000', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T07:59:59.999', '2026-11-21T00:00:00.000Z'],
  ])('%s → %s', (from, to) => expect(at(from)).toBe(to));
});
