import type { ComplaintRow, ComplaintTableRow } from '@wuye/shared/complaint';
import { type Measure, measureNames } from '@wuye/shared/figures';
import type { LocationQuery } from 'vue-router';
import { STATE_NAMES } from './words';

/** What the table may be searched by, as it stands in the address: other names in it are not the table's. */
export const FILTERS = [
  'no',
  'title',
  'community',
  'communityId',
  'companyId',
  'districtCode',
  'finished',
  'state',
  'kind',
  'category',
  'class',
  'level',
  'source',
  'rating',
  'overdue',
  'late',
  'flag',
  'measure',
  'from',
  'to',
] as const;
export type TableFilters = Partial<Record<(typeof FILTERS)[number], string>>;

/** The filters of an address; empty ones are none. */
export function filtersOf(query: LocationQuery): TableFilters {
  return Object.fromEntries(FILTERS.flatMap((name) => (typeof query[name] === 'string' && query[name] ? [[name, query[name]]] : []))) as TableFilters;
}

/** 处理状态 to choose from. */
export const STATES = Object.entries(STATE_NAMES) as [ComplaintRow['state'], string][];

const NAMES: Readonly<Record<string, string>> = {
  no: '编号',
  title: '标题',
  community: '小区',
  finished: '完结状态',
  state: '处理状态',
  from: '从',
  to: '到',
  overdue: '已超时',
  late: '首次响应超时',
  flag: '重大群体反复',
  measure: '统计口径',
};

/** Filters of a place stand as ids in the address; their names are those of what was found. */
const PLACES = { communityId: ['小区', 'communityName'], companyId: ['投诉对象', 'companyName'], districtCode: ['行政区域', 'districtName'] } as const;

/** The search in words, for paper: `小区：华阳；从：2026-11-01`. */
export function wordsOf(filters: TableFilters, [first]: readonly Pick<ComplaintTableRow, 'communityName' | 'companyName' | 'districtName'>[] = []): string {
  const said = Object.entries(filters).map(([name, value]) => {
    if (name in PLACES) {
      const [word, field] = PLACES[name as keyof typeof PLACES];
      return `${word}：${first?.[field] ?? value}`;
    }
    if (name === 'overdue' || name === 'late') return NAMES[name] ?? name;
    if (name === 'measure') return `${NAMES[name] ?? name}：${measureNames[value as Measure] ?? value}`;
    const word = name === 'state' ? STATE_NAMES[value as ComplaintRow['state']] : name === 'finished' ? FINISHED[value as 'open'] : value;
    return `${NAMES[name] ?? '其他条件'}：${word}`;
  });
  return said.join('；') || '全部';
}

export const FINISHED = { open: '未办结', done: '已办结' } as const;

const KEY = 'wuye:table-searches';
const MOST = 8;

/** A search that someone keeps on this device under a name. */
export interface SavedSearch {
  name: string;
  filters: TableFilters;
}

/** Those kept here; what can't be read counts as none. */
export function savedSearches(): SavedSearch[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as SavedSearch[]).filter(({ name, filters }) => typeof name === 'string' && typeof filters === 'object') : [];
  } catch {
    return [];
  }
}

/** Keeps a search; one of the same name gives way. Newest first. */
export function saveSearch(search: SavedSearch): SavedSearch[] {
  const all = [search, ...savedSearches().filter(({ name }) => name !== search.name)].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify(all));
  return all;
}

/** Forgets one. */
export function dropSearch(name: string): SavedSearch[] {
  const all = savedSearches().filter((each) => each.name !== name);
  localStorage.setItem(KEY, JSON.stringify(all));
  return all;
}
