import { localTime } from '@wuye/shared/calendar';
import { addMonths, monthWords, quarterStart } from '@wuye/shared/figures';
import { apiUrl } from '../kit/http';
import { useLoad } from '../kit/load';
import { readFigures } from './client.gen';

export interface Report {
  from: string;
  to: string;
  by: 'district' | 'community';
  title: string;
  /** No later one is over yet. */
  newest: boolean;
}

/** The report of a quarter or month; the newest that is over, unless the address names another that is. */
export function reportOf(kind: 'quarter' | 'month', asked: unknown, now: number): Report {
  const running = localTime(now).date.slice(0, 7);
  const last = kind === 'quarter' ? addMonths(quarterStart(running), -3) : addMonths(running, -1);
  const wanted = typeof asked === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? (kind === 'quarter' ? quarterStart(asked) : asked) : last;
  const from = wanted <= last ? wanted : last;
  const quarter = `${Number(from.slice(0, 4))}年第${'一二三四'[Math.floor((Number(from.slice(5, 7)) - 1) / 3)]}季度`;
  return kind === 'quarter'
    ? { from, to: addMonths(from, 2), by: 'district', title: `${quarter}区（县）小区问题解决情况通报`, newest: from === last }
    : { from, to: from, by: 'community', title: `${monthWords(from)}物业项目小区问题解决情况通报`, newest: from === last };
}

export function useReport({ from, to, by }: Report) {
  const query = { from, to, by };
  return useLoad((signal) => readFigures({ query }, { signal }), { keep: `report:${JSON.stringify(query)}` });
}

export const reportFile = ({ from, to, by }: Report): string => apiUrl('/figures/export', { from, to, by });
