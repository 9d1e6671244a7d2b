import { HOUR, MINUTE } from '../calendar/index.js';
import { type Counts, type Measure, ratesOf } from './measure.js';

export type Rate = keyof ReturnType<typeof ratesOf>;

/** The rates as the notice names them (成住建发〔2023〕62号 三(四)); 重开率 is ours. */
export const rateNames: Readonly<Record<Rate, string>> = { response: '响应及时率', resolution: '解决率', satisfaction: '满意率', reopen: '重开率' };

/** What a rate's part and whole count: where a tap on either leads. */
export const rateParts: Readonly<Record<Rate, readonly [part: Measure, whole: Measure]>> = {
  response: ['on_time', 'cases'],
  resolution: ['resolved', 'cases'],
  satisfaction: ['satisfied', 'rated'],
  reopen: ['reopened', 'cases'],
};

export const measureNames: Readonly<Record<Measure, string>> = {
  cases: '收到',
  responded: '已响应',
  on_time: '首个时限内办到',
  late: '首个时限超时',
  closed: '已办结',
  resolved: '已解决',
  rated: '已评价',
  satisfied: '满意或基本满意',
  reopened: '重新办理过',
  grave: '重大',
  grouped: '群体',
  repeated: '反复',
};

/** What each figure counts, as the page says it: `measures` in plain words, which fit every city's rules. */
export const definitions: readonly { readonly name: string; readonly words: string }[] = [
  { name: '归属月份', words: '每件诉求算在提交的那个月（北京时间），不论哪天办结。撤回的不计。' },
  { name: '响应及时率', words: '首个时限内办到的件数 ÷ 收到的件数。首个时限按本市规定，是响应的时限，或受理登记的时限；还没办到的也在收到的件数里。' },
  { name: '解决率', words: '已解决的件数 ÷ 收到的件数。业主说“已解决”，或按已解决办结后业主没有提出异议的，算已解决；仍在办理、已办结但未解决的不算。' },
  { name: '满意率', words: '评价为“满意”或“基本满意”的件数 ÷ 有评价的件数。没有评价的不算满意，也不算不满意。' },
  { name: '重开率', words: '至少重新办理过一次的件数 ÷ 收到的件数。' },
  { name: '用时中位数', words: '从提交到首次响应、到办结，一半的诉求不超过这么久；一小时以上的按十分钟、一小时或一天为一档，向下取。' },
  { name: '百分比', words: '一律向下取，旁边写明件数，以件数为准。' },
];

/** On what the figures stand, where the city's own notice says so; '' where it says nothing. */
export const basisWords = (source: string): string => (source ? `${source}；文件没有写明的算法由本平台确定。` : '');

/** `97.95%`, cut and never rounded up; a dash where there is nothing to divide by. */
export function percentOf([part, whole]: readonly [number, number]): string {
  if (whole <= 0) return '–';
  const hundredths = (BigInt(part) * BigInt(10_000)) / BigInt(whole);
  const text = `${hundredths / BigInt(100)}.${String(hundredths % BigInt(100)).padStart(2, '0')}`;
  return `${text.replace(/\.?0+$/, '')}%`;
}

/** `1小时50分`, `3天2小时` from minutes; a dash without any. */
export function minutesWords(minutes: number | null): string {
  if (minutes === null) return '–';
  const milliseconds = minutes * MINUTE;
  const [days, hours, rest] = [Math.floor(milliseconds / (24 * HOUR)), Math.floor(milliseconds / HOUR) % 24, minutes % 60];
  if (days > 0) return hours > 0 ? `${days}天${hours}小时` : `${days}天`;
  if (hours > 0) return rest > 0 ? `${hours}小时${rest}分` : `${hours}小时`;
  return rest > 0 ? `${rest}分` : '不到1分';
}

/** 98/100 and its percent, of one rate. */
export function rateWords(counts: Counts, rate: Rate): { readonly fraction: string; readonly percent: string } {
  const [part, whole] = ratesOf(counts)[rate];
  return { fraction: `${part}/${whole}`, percent: percentOf([part, whole]) };
}
