import { describe, expect, it } from '@jest/globals';
import { callerKey, isCommonMatter } from './speaking.js';

describe('who speaks, and of what', () => {
  it('is told by the number, however it is written', () => {
    expect(new Set(['13912340009', '139 1234 0009', '+86 139-1234-0009'].map(callerKey))).toEqual(new Set(['13912340009']));
    expect([callerKey('028-8765 4321'), callerKey('')]).toEqual(['02887654321', '']);
  });

  it('is a common matter where something is wrong that others may know too', () => {
    expect(isCommonMatter({ kind: 'complaint', category: 'water' })).toBe(true);
    expect(isCommonMatter({ kind: 'enquiry', category: 'water' })).toBe(false);
    expect(isCommonMatter({ kind: 'suggestion', category: 'water' })).toBe(false);
    expect(isCommonMatter({ kind: 'repair', category: 'other' })).toBe(false);
  });
});
