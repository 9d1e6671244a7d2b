import { listingStateNames, listNames, type ListingRow, rankedTypeNames } from '@wuye/shared/ranking';
import { monthWords } from '@wuye/shared/figures';
import type { StatusKind } from '../kit/StatusTag.vue';

export const TABS = [
  { value: 'open', label: '办理中' },
  { value: 'published', label: '已公布' },
  { value: 'ended', label: '已结束' },
] as const;
export type RankingTab = (typeof TABS)[number]['value'];

const KINDS: Readonly<Record<ListingRow['state'], StatusKind>> = {
  found: 'soon',
  noticed: 'running',
  appealed: 'soon',
  confirmed: 'running',
  published: 'good',
  withdrawn: 'idle',
  dropped: 'idle',
};

/** What the lists stand on in this city. */
export const groundWords = ({ source }: { source?: string }): string => source || '本市物业管理有关规定';

export const stateLook = ({ state }: Pick<ListingRow, 'state'>): { kind: StatusKind; word: string } => ({ kind: KINDS[state], word: listingStateNames[state] });

/** `2026年10月 黑榜 · 项目`. */
export const kindWords = ({ month, list, type }: Pick<ListingRow, 'month' | 'list' | 'type'>): string =>
  `${monthWords(month)} ${listNames[list]} · ${rankedTypeNames[type]}`;

/** `2026年8月至2026年10月`. */
export const windowWords = ({ from, month }: { from: string; month: string }): string =>
  from === month ? monthWords(month) : `${monthWords(from)}至${monthWords(month)}`;

/** A period's numbers stay as they were counted; what they lead to goes on. */
export const AS_COUNTED = '数字是每期统计那天的，每月 6 日统计上个月；点开看到的是这些诉求现在的办理情况。';
