import { addDays, clockTime, DAY, HOUR, localTime, MINUTE, type LocalTime } from './instant.js';

const WEEKDAYS = '日一二三四五六';

const weekday = (at: LocalTime): string => `周${WEEKDAYS[at.weekday]}`;

const monthDay = (at: LocalTime): string => `${at.month}月${at.day}日 ${weekday(at)}`;

/** 今天, 昨天, 明天, else `11月24日 周二`; another year than now's is written out. Without `now` nothing is relative. */
function dayText(at: LocalTime, now?: number): string {
  if (now === undefined) return monthDay(at);
  const today = localTime(now);
  if (at.date === today.date) return '今天';
  if (at.date === addDays(today.date, -1)) return '昨天';
  if (at.date === addDays(today.date, 1)) return '明天';
  return at.year === today.year ? monthDay(at) : `${at.year}年${monthDay(at)}`;
}

/**
 * An instant for people: `今天 15:30`, `昨天 09:05`, `明天 18:05`, `11月24日 周二 15:30`, in Shanghai's time.
 * @param instant milliseconds
 * @param now milliseconds; without it the text never says 今天, so that it may be stored
 */
export function formatMoment(instant: number, now?: number): string {
  const at = localTime(instant);
  return `${dayText(at, now)} ${clockTime(at.time)}`;
}

/**
 * The end of a term, to be followed by 前: as `formatMoment`, but the first minute of a day is 24:00 of the day before,
 * since `due` is the first instant that is too late.
 */
export function formatDue(due: number, now?: number): string {
  const at = localTime(due);
  return at.time < MINUTE ? `${dayText(localTime(due - DAY), now)} 24:00` : formatMoment(due, now);
}

/** A date with legal weight: `2026年11月21日 周六`. */
export function formatLegalDate(instant: number): string {
  const at = localTime(instant);
  return `${at.year}年${monthDay(at)}`;
}

/** An instant for a WeChat `time` keyword: `2026年11月21日 18:05`. */
export function formatTemplateTime(instant: number): string {
  const at = localTime(instant);
  return `${at.year}年${at.month}月${at.day}日 ${clockTime(at.time)}`;
}

/** The same for a deadline, `due` being the first instant too late: 24:00 is no time of a template, 23:59 of that day is. */
export function formatTemplateDue(due: number): string {
  return formatTemplateTime(localTime(due).time === 0 ? due - 1 : due);
}

/** A length of time in its two largest units, cut and never rounded up: `1天3小时`, `1小时15分`, `15分`. */
export function formatDuration(milliseconds: number): string {
  const [days, hours, minutes] = [Math.floor(milliseconds / DAY), Math.floor(milliseconds / HOUR) % 24, Math.floor(milliseconds / MINUTE) % 60];
  if (days > 0) return hours > 0 ? `${days}天${hours}小时` : `${days}天`;
  if (hours > 0) return minutes > 0 ? `${hours}小时${minutes}分` : `${hours}小时`;
  return minutes > 0 ? `${minutes}分` : '不到1分';
}

/** `还剩 1小时15分`, or `已超时 1天3小时` from the instant `due` on. */
export function formatRemaining(due: number, now: number): string {
  return now < due ? `还剩 ${formatDuration(due - now)}` : `已超时 ${formatDuration(now - due)}`;
}

/**
 * How pressing a running clock is: overdue from `dueAt` on; soon with less than a quarter of the clock or less than 2 h left
 * (screens, visual language). Milliseconds; without `from` only the two hours count.
 */
export function urgencyOf({ from, dueAt }: { readonly from?: number | undefined; readonly dueAt: number }, now: number): 'overdue' | 'soon' | 'running' {
  const left = dueAt - now;
  if (left <= 0) return 'overdue';
  return left < 2 * HOUR || (from !== undefined && left * 4 < dueAt - from) ? 'soon' : 'running';
}
