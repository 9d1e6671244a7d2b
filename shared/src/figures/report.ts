import { localTime } from '../calendar/index.js';
import { addMonths, monthWords, quarterStart } from './month.js';

/** Each quarter the city tells of its districts, each month a district of its projects (成住建发〔2023〕62号 三(三)). */
export const reportKinds = ['quarter', 'month'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Which months a report is of. */
export interface ReportOf {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** No later one is over yet. */
  readonly newest: boolean;
}

/** The report of a quarter or month that is over: the one in which `month` lies, else the newest. */
export function reportOf(kind: ReportKind, month: string | undefined, now: number): ReportOf {
  const running = localTime(now).date.slice(0, 7);
  const last = kind === 'quarter' ? addMonths(quarterStart(running), -3) : addMonths(running, -1);
  const asked = month === undefined ? last : kind === 'quarter' ? quarterStart(month) : month;
  const from = asked <= last ? asked : last;
  const quarter = `${Number(from.slice(0, 4))}年第${'一二三四'[Math.floor((Number(from.slice(5, 7)) - 1) / 3)]}季度`;
  return kind === 'quarter'
    ? { from, to: addMonths(from, 2), title: `${quarter}区（县）小区问题解决情况通报`, newest: from === last }
    : { from, to: from, title: `${monthWords(from)}物业项目小区问题解决情况通报`, newest: from === last };
}

/** What a report says beside its table: each of its own figures in plain words. The rates are those of `definitions`. */
export const reportDefinitions: readonly { readonly name: string; readonly words: string }[] = [
  { name: '范围', words: '在这一期（北京时间）提交的诉求，撤回的不计。以后办结的，下次打开时会算进来，以打印上的统计日期为准。' },
  { name: '使用项目', words: '现在登记的物业项目里，这一期至少收到一件诉求的个数 ÷ 全部个数。没有收到诉求的也列在表里。' },
  { name: '名次', words: '按解决率从高到低；相同的，件数多的在前。没有诉求的不排名次，列在最后。' },
];
