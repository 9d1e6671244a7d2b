import { localTime } from '@wuye/shared/calendar';
import { addMonths, figuresBy, lastDay, type Measure, monthWords, quarterStart, type Rate, rateNames } from '@wuye/shared/figures';
import type { LocationQuery } from 'vue-router';

export const PERIODS = [
  { value: 'this', label: '本月' },
  { value: 'last', label: '上月' },
  { value: 'quarter', label: '本季度' },
  { value: 'custom', label: '自选月份' },
] as const;
export type Period = (typeof PERIODS)[number]['value'];
export type By = (typeof figuresBy)[number];
export const BY_NAMES: Readonly<Record<By, string>> = { month: '按月', community: '按小区', company: '按企业', district: '按区（县）' };
export const BY_HEADS: Readonly<Record<By, string>> = { month: '月份', community: '小区', company: '企业', district: '区（县）' };

/** The scopes that the figures may be narrowed to, by the names that the table of complaints knows them by, too. */
export const SCOPES = ['communityId', 'companyId', 'districtCode'] as const;
export type Scope = Partial<Record<(typeof SCOPES)[number], string>>;

/** What the page's address asks for. */
export interface Asked {
  period: Period;
  from: string;
  to: string;
  by: By;
  rate: Rate;
  scope: Scope;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const thisMonth = (now: number): string => localTime(now).date.slice(0, 7);
const oneOf = <T extends string>(values: readonly T[], value: unknown, first: T): T => values.find((each) => each === value) ?? first;

/** The months of a period, as of now. Custom ones that stand the wrong way round are turned. */
export function monthsOf(period: Period, now: number, from?: unknown, to?: unknown): { from: string; to: string } {
  const month = thisMonth(now);
  if (period === 'last') return { from: addMonths(month, -1), to: addMonths(month, -1) };
  if (period === 'quarter') return { from: quarterStart(month), to: month };
  if (period === 'this') return { from: month, to: month };
  const [one, other] = [from, to].map((each) => (typeof each === 'string' && MONTH.test(each) ? each : month)) as [string, string];
  return one <= other ? { from: one, to: other } : { from: other, to: one };
}

export function askedOf(query: LocationQuery, now: number): Asked {
  const period = oneOf(
    PERIODS.map(({ value }) => value),
    query.period,
    'this',
  );
  const scope = Object.fromEntries(SCOPES.flatMap((name) => (typeof query[name] === 'string' && query[name] ? [[name, query[name]]] : []))) as Scope;
  return {
    period,
    ...monthsOf(period, now, query.from, query.to),
    by: oneOf(figuresBy, query.by, 'month'),
    rate: oneOf(Object.keys(rateNames) as Rate[], query.rate, 'resolution'),
    scope,
  };
}

export const stretchWords = ({ from, to }: { from: string; to: string }): string => (from === to ? monthWords(from) : `${monthWords(from)}至${monthWords(to)}`);

/** The scope or the month of one row, laid over what the page asks for. */
export function rowScope({ by, from, to, scope }: Pick<Asked, 'by' | 'from' | 'to' | 'scope'>, id: string): Pick<Asked, 'from' | 'to' | 'scope'> {
  if (by === 'month') return { from: id, to: id, scope };
  const name = { community: 'communityId', company: 'companyId', district: 'districtCode' }[by] as keyof Scope;
  return { from, to, scope: { ...scope, [name]: id } };
}

/** Where a number leads: the complaints that it counts, in the table of 附件3 (`tableQuery`). */
export function casesLink(measure: Measure, { from, to, scope }: Pick<Asked, 'from' | 'to' | 'scope'>) {
  return { path: '/tasks', query: { view: 'table', ...scope, measure, from: `${from}-01`, to: lastDay(to) } };
}
