import { addDays, instantAt, localTime } from '../calendar/index.js';
import { addMonths, type Counts, firstDay, monthOf, percentOf, windowStart } from '../figures/index.js';
import type { ListCounts, ListRule } from '../policy/index.js';

/** Days after a month's end in which its last cases are still closed before it is counted (ours). */
const SETTLE_DAYS = 5;

/** The newest month that is counted by now: from 00:00 of the sixth of the next one. */
export function countedMonth(now: number): string {
  const { date } = localTime(now - SETTLE_DAYS * 24 * 3_600_000);
  return addMonths(monthOf(instantAt(date)), -1);
}

/** The stretch of whole months that a month's lists are found by: those that fit into the rule's window. */
export function stretchOf(month: string, { window }: Pick<ListRule, 'window'>): { readonly from: string; readonly to: string } {
  return { from: windowStart(month, window), to: month };
}

/** The figures that the lists are found by. */
export function listCountsOf({ on_time: respondedOnTime, resolved, satisfied, cases, rated }: Counts): ListCounts {
  return { respondedOnTime, resolved, satisfied, cases, rated };
}

/** The end of a notice: 24:00 of its last day; the day of the notice is not counted (Civil Code art. 201). */
export function noticeEnd(now: number, { noticeDays }: Pick<ListRule, 'noticeDays'>): number {
  return instantAt(addDays(localTime(now).date, noticeDays + 1));
}

/** How the lists are found, as whoever reads them sees it (成住建发〔2023〕62号 三(四)). */
export function formulaWords({ red, black, minCases, periods }: Pick<ListRule, 'red' | 'black' | 'minCases' | 'periods'>): readonly string[] {
  const row = periods > 1 ? `连续 ${periods} 期` : '当期';
  return [
    `红榜：响应及时率达到 ${red.response}%、解决率达到 ${red.resolution}%、群众满意率达到 ${red.satisfaction}%，三项都达到。`,
    `黑榜：响应及时率低于 ${black.response}%、解决率低于 ${black.resolution}%、群众满意率低于 ${black.satisfaction}%，三项都低于。`,
    `少于 ${minCases} 件或没有评价的不列入；${row}都符合才列入。比较用件数，不用取整后的百分比。`,
  ];
}

/** The three rates in words: `响应及时率 100%（40/40）`. */
export function countsWords({ respondedOnTime, resolved, satisfied, cases, rated }: ListCounts): readonly string[] {
  const say = (name: string, part: number, whole: number) => `${name} ${percentOf([part, whole])}（${part}/${whole}）`;
  return [say('响应及时率', respondedOnTime, cases), say('解决率', resolved, cases), say('满意率', satisfied, rated)];
}

/** Where the day of a month's count lies: for pages that say when. */
export const countedOn = (month: string): string => addDays(firstDay(addMonths(month, 1)), SETTLE_DAYS);
