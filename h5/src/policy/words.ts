import { DAY, instantAt } from '@wuye/shared/calendar';
import type { Limit } from '@wuye/shared/policy';

/** A document while it is edited: numbers that are not numbers yet stand as they were typed, and the server says what is wrong. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a form's values are of any shape until they are checked
export type Draft = any;

/** What was typed as a whole number where it is one. */
export const wholeOf = (text: string): number | string => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : text);

/** The first instant that is too late: the end of the calendar's last day. */
export const dueOf = (last: string): string => new Date(instantAt(last) + DAY).toISOString();

export const UNITS = [
  { value: 'elapsed-hours', label: '小时', hint: '不管是不是工作时间，一直算' },
  { value: 'working-hours', label: '工作小时', hint: '只算工作时间' },
  { value: 'working-days', label: '工作日', hint: '收到当天不算，最后一天到 24:00' },
] as const;

/** A limit of another unit, to begin with. */
export const limitOf = (unit: Limit['unit']): Limit =>
  unit === 'working-days' ? { unit, days: 1 } : unit === 'working-hours' ? { unit, hours: 4 } : { unit, inWorkingTime: 4, otherwise: 8 };

/** How far the calendar reaches, for the banner; empty while there is time. */
export function bannerWords({ warns, daysLeft, last }: { readonly warns: boolean; readonly daysLeft: number; readonly last: string }): string {
  const next = Number(last.slice(0, 4)) + 1;
  if (!warns) return '';
  return daysLeft < 0
    ? `工作日历已经到期。新诉求照常受理，但给不出办理期限。请录入 ${next} 年。`
    : `工作日历还剩 ${daysLeft} 天到期。请按国务院办公厅的通知录入 ${next} 年，不然到期后给不出办理期限。`;
}
