import { z } from 'zod';
import type { Calendar, CalendarYear } from './calendar.js';
import { dayKind } from './calendar.js';
import { addDays, daysBetween, isDate, weekdayOf } from './instant.js';

const date = z.string().refine(isDate, '日期要写成 2027-02-05 的样子，而且要真有这一天');

/** The seven holidays that a notice orders (全国年节及纪念日放假办法 第二条); two that meet are written together: 国庆节、中秋节. */
export const holidayNames = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'] as const;

/** A year as it is entered: of the right form; `yearFaults` says whether it can be true. */
export const calendarYear = z.strictObject({
  year: z.int('请填写年份').min(2000, '年份不对').max(2100, '年份不对'),
  source: z.string().regex(/^国办发明电〔\d{4}〕\d{1,3}号$/, '请填写文号，例如 国办发明电〔2026〕7号'),
  holidays: z.array(z.strictObject({ name: z.string().min(2, '请填写节日').max(20, '节日名称太长'), first: date, last: date })).max(14, '节日太多'),
  workdays: z.array(date).max(30, '调休上班的日子太多'),
});

/** One thing that is wrong, where, in words for people. */
export interface YearFault {
  readonly at: string;
  readonly words: string;
}

type Holiday = CalendarYear['holidays'][number];

/** A fixed day that the holiday can't lack: tells a slip of the keyboard. 清明 falls on one of three days. */
const FIXED: Readonly<Record<string, readonly string[]>> = { 元旦: ['01-01'], 劳动节: ['05-01'], 国庆节: ['10-01'], 清明节: ['04-04', '04-05', '04-06'] };
const LONGEST = 12;

const monthDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
const partsOf = (name: string): string[] => name.split('、');
const within = (day: string, { first, last }: Holiday): boolean => first <= day && day <= last;

function holidayFaults({ year, holidays }: CalendarYear): YearFault[] {
  return holidays.flatMap((holiday, index) => {
    const { name, first, last } = holiday;
    const before = holidays[index - 1];
    const fixed = partsOf(name).filter((part) => FIXED[part] && !FIXED[part].some((day) => within(`${year}-${day}`, holiday)));
    const unknown = partsOf(name).filter((part) => !(holidayNames as readonly string[]).includes(part));
    const faults = [
      ...unknown.map((part) => `没有“${part}”这个节日`),
      ...(last < first ? ['最后一天早于第一天'] : daysBetween(first, last) >= LONGEST ? [`放假超过 ${LONGEST} 天，请核对`] : []),
      ...(last.slice(0, 4) !== String(year) || first < `${year - 1}-12-20` ? [`不在 ${year} 年`] : []),
      ...(before && first <= before.last ? [`要排在${before.name}之后，而且不能重叠`] : []),
      ...fixed.map((part) => `不包含${part}当天`),
    ];
    return faults.map((words) => ({ at: name, words }));
  });
}

function workdayFaults({ year, holidays, workdays }: CalendarYear): YearFault[] {
  return workdays.flatMap((day, index) => {
    const holiday = holidays.find((each) => within(day, each));
    const before = workdays[index - 1];
    const faults = [
      ...(weekdayOf(day) === 0 || weekdayOf(day) === 6 ? [] : ['不是周末，不用调休']),
      ...(holiday ? [`在${holiday.name}假期里`] : []),
      ...(day.slice(0, 4) === String(year) || (day >= `${year - 1}-12-20` && day < `${year}`) ? [] : [`不在 ${year} 年`]),
      ...(before !== undefined && day <= before ? ['要按日期先后排列，不能重复'] : []),
    ];
    return faults.map((words) => ({ at: `调休上班 ${monthDay(day)}`, words }));
  });
}

/**
 * What can't be true of a year's table, in words; empty: it may be entered.
 * @param known the calendar so far: a new year continues it, or corrects one that it has
 */
export function yearFaults(document: CalendarYear, known: Calendar): YearFault[] {
  const years = known.map(({ year }) => year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const names = document.holidays.flatMap(({ name }) => partsOf(name));
  const missing = holidayNames.filter((name) => !names.includes(name));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(years.length > 0 && (document.year < first - 1 || document.year > last + 1)
      ? [{ at: '年份', words: `要接着已有的年份：先录入 ${document.year > last ? last + 1 : first - 1} 年` }]
      : []),
    ...(missing.length > 0 ? [{ at: '节日', words: `还缺 ${missing.join('、')}` }] : []),
    ...twice.map((name) => ({ at: '节日', words: `${name}写了两次` })),
    ...holidayFaults(document),
    ...workdayFaults(document),
  ];
}

/** The calendar with this year's table added, or in the place of the one that it had. */
export function withYear(calendar: Calendar, table: CalendarYear): Calendar {
  return [...calendar.filter(({ year }) => year !== table.year), table].sort((one, other) => one.year - other.year);
}

/** One day of a year as a calendar shows it. */
export interface CalendarDay {
  readonly date: string;
  /** 0 Sunday … 6 Saturday. */
  readonly weekday: number;
  readonly working: boolean;
  readonly reason: string;
}

/** Every day of a year that the calendar knows, in order; empty for another. */
export function daysOfYear(year: number, calendar: Calendar): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const kind = dayKind(day, calendar);
    if ('error' in kind) return [];
    days.push({ date: day, weekday: weekdayOf(day), working: kind.working, reason: kind.reason });
  }
  return days;
}

/** A day in words: 2月14日 周六. */
export const dayWords = (day: string): string => `${monthDay(day)} 周${'日一二三四五六'[weekdayOf(day)] ?? ''}`;

const kindWords = ({ working, reason }: CalendarDay): string =>
  reason === '调休' ? '调休上班' : working ? '上班' : reason === '周末' ? '周末休息' : `${reason}放假`;

/** The days of known years that one calendar has otherwise than another, in words: what a correction changes. */
export function calendarChanges(before: Calendar, after: Calendar): { readonly day: string; readonly from: string; readonly to: string }[] {
  return before.flatMap(({ year }) => {
    const then = daysOfYear(year, before);
    return daysOfYear(year, after).flatMap((day, index) => {
      const [from, to] = [kindWords(then[index] ?? day), kindWords(day)];
      return from === to ? [] : [{ day: `${year}年${dayWords(day.date)}`, from, to }];
    });
  });
}
