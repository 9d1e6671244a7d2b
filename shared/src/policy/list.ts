import type { ListRule } from './policy.js';

/** What a project or a company did in the window. Whole numbers; none is above what it is a part of. */
export interface ListCounts {
  readonly respondedOnTime: number;
  readonly resolved: number;
  readonly satisfied: number;
  readonly cases: number;
  /** Cases whose owner gave a rating. */
  readonly rated: number;
}

/** A part and its whole, never divided: whoever reads it can check the comparison by hand. */
export type Share = readonly [part: number, whole: number];

/** Which list, and the three rates it was found by. `reason`: why neither list was asked for. */
export interface Listing {
  readonly list: 'red' | 'black' | 'none';
  readonly rates: { readonly response: Share; readonly resolution: Share; readonly satisfaction: Share };
  readonly reason?: 'TOO_FEW';
}

/** Where a share lies to a mark in percent: 0 or above reached, negative below. Exact for every whole number, so nothing is rounded. */
function against([part, whole]: Share, percent: number): bigint {
  return BigInt(100) * BigInt(part) - BigInt(percent) * BigInt(whole);
}

/** True when no count is above its whole. */
export function isCount({ respondedOnTime, resolved, satisfied, cases, rated }: ListCounts): boolean {
  return respondedOnTime <= cases && resolved <= cases && rated <= cases && satisfied <= rated;
}

/**
 * 红黑榜 (成住建发〔2023〕62号 三(四)): red when all three marks are reached, black when all three are missed; the notice joins both in the
 * same way, and a sanction is read narrowly. Ours: with fewer cases than `minCases`, or where nobody rated, neither.
 * @param counts as `isCount` says
 */
export function listOf(counts: ListCounts, { red, black, minCases }: Pick<ListRule, 'red' | 'black' | 'minCases'>): Listing {
  const { respondedOnTime, resolved, satisfied, cases, rated } = counts;
  const rates = { response: [respondedOnTime, cases], resolution: [resolved, cases], satisfaction: [satisfied, rated] } as const;
  if (cases < minCases || rated === 0) return { list: 'none', rates, reason: 'TOO_FEW' };
  const names = ['response', 'resolution', 'satisfaction'] as const;
  if (names.every((name) => against(rates[name], red[name]) >= 0)) return { list: 'red', rates };
  if (names.every((name) => against(rates[name], black[name]) < 0)) return { list: 'black', rates };
  return { list: 'none', rates };
}
