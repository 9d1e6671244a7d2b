import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCount, type ListCounts, listOf } from './list.js';
import { chengdu } from './presets.js';

const rule = chengdu.lists;
const of = (respondedOnTime: number, resolved: number, satisfied: number, cases = 100, rated = cases): ListCounts => ({
  respondedOnTime,
  resolved,
  satisfied,
  cases,
  rated,
});

describe('the lists of 三(四)', () => {
  it.each([
    ['red', of(100, 98, 95)],
    ['red', of(20, 20, 1, 20, 1)],
    ['none', of(99, 98, 95)],
    ['none', of(100, 97, 95)],
    ['none', of(100, 98, 94)],
    ['black', of(94, 79, 79)],
    ['black', of(0, 0, 0)],
    ['none', of(95, 79, 79)],
    ['none', of(94, 80, 79)],
    ['none', of(94, 79, 80)],
    ['none', of(99, 97, 86, 100, 90)],
  ] as const)('%s: %j', (list, counts) => {
    expect(listOf(counts, rule).list).toBe(list);
    expect(listOf(counts, rule)).not.toHaveProperty('reason');
  });

  it('never rounds: 97.999…% is below 98%', () => {
    const cases = 90_071_992_547_409;
    const mark = (cases * 98) / 100;
    expect(listOf(of(cases, Math.floor(mark), cases, cases), rule).list).toBe('none');
    expect(listOf(of(cases, Math.ceil(mark), cases, cases), rule).list).toBe('red');
    const most = Number.MAX_SAFE_INTEGER;
    expect(listOf(of(most - 1, most, most, most), rule).list).toBe('none');
  });

  it('asks for enough cases, and for somebody’s rating', () => {
    expect(listOf(of(19, 19, 19, 19), rule)).toEqual({
      list: 'none',
      rates: { response: [19, 19], resolution: [19, 19], satisfaction: [19, 19] },
      reason: 'TOO_FEW',
    });
    expect(listOf(of(0, 0, 0, 100, 0), rule)).toMatchObject({ list: 'none', reason: 'TOO_FEW', rates: { satisfaction: [0, 0] } });
    expect(listOf(of(0, 0, 0, 0, 0), rule)).toMatchObject({ reason: 'TOO_FEW' });
    expect(listOf(of(5, 5, 5, 5), { ...rule, minCases: 5 }).list).toBe('red');
  });

  it('knows a count that is above its whole', () => {
    expect(isCount(of(1, 1, 1, 1))).toBe(true);
    for (const wrong of [of(2, 1, 1, 1), of(1, 2, 1, 1), of(1, 1, 2, 2, 1), of(1, 1, 1, 1, 2)]) expect(isCount(wrong)).toBe(false);
  });
});

describe('listOf', () => {
  const counts = fc.tuple(fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.nat(3000), fc.nat(3000)).map(([cases, a, b, c, d]): ListCounts => {
    const rated = c % (cases + 1);
    return { cases, respondedOnTime: a % (cases + 1), resolved: b % (cases + 1), rated, satisfied: d % (rated + 1) };
  });

  it('is never on both lists, and gives back what it was given', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const { list, rates, reason } = listOf(given, rule);
        expect([rates.response, rates.resolution, rates.satisfaction]).toEqual([
          [given.respondedOnTime, given.cases],
          [given.resolved, given.cases],
          [given.satisfied, given.rated],
        ]);
        if (reason) expect(list).toBe('none');
        expect(reason === 'TOO_FEW').toBe(given.cases < rule.minCases || given.rated === 0);
      }),
    );
  });

  it('one more good case never leads from red to black or towards it', () => {
    const rank = { black: 0, none: 1, red: 2 };
    fc.assert(
      fc.property(counts, (given) => {
        fc.pre(given.respondedOnTime < given.cases && given.resolved < given.cases && given.satisfied < given.rated);
        const better = { ...given, respondedOnTime: given.respondedOnTime + 1, resolved: given.resolved + 1, satisfied: given.satisfied + 1 };
        expect(rank[listOf(better, rule).list]).toBeGreaterThanOrEqual(rank[listOf(given, rule).list]);
      }),
    );
  });

  it('depends on the proportions alone', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 50 }), (given, times) => {
        fc.pre(given.cases >= rule.minCases);
        const more = Object.fromEntries(Object.entries(given).map(([name, count]) => [name, count * times])) as unknown as ListCounts;
        expect(listOf(more, rule).list).toBe(listOf(given, rule).list);
      }),
    );
  });
});
