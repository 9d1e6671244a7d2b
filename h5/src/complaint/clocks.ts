import { formatDue, formatDuration, formatMoment } from '@wuye/shared/calendar';
import type { ClockView, ComplaintView } from '@wuye/shared/complaint';
import { explainAt } from '@wuye/shared/policy';
import { NO_CLOCK } from './words';

/** A clock as it is shown: one that runs with its deadline, one that was met with what happened. */
export interface ClockLine {
  id: string;
  due: string;
  startedAt: string;
  /** The rule that sets it, for [依据]. */
  basis: string;
  /** The rule's sentence while it runs; 已于 … 响应 once met. */
  words: string;
  met: boolean;
  /** It was met too late. */
  late: boolean;
  /** Something else took its place: it no longer runs. */
  gone: boolean;
  /** It stands still: since what, and until when at the latest; '' where it does not. */
  paused: string;
}

export const CLOCK_ACTS: Readonly<Record<ClockView['clock'], string>> = {
  respond: '响应',
  accept: '受理登记',
  close: '办结',
  explain: '告知渠道',
  agreed: '按约定办结',
  urged: '按市里要求办结',
  demanded: '按督办要求办结',
  conferred: '有了会商结果',
};
/** What those above set is named by them once it is set aside. */
const SET_ABOVE: Partial<Record<ClockView['clock'], string>> = { urged: '市督促', demanded: '督办', conferred: '会商' };

function metWords(clock: ClockView, metAt: number, now: number): string {
  const over = metAt - Date.parse(clock.dueAt);
  return `已于 ${formatMoment(metAt, now)} ${CLOCK_ACTS[clock.clock]}${over >= 0 ? `，超时 ${formatDuration(over)}` : ''}`;
}

/** A clock that was set aside after its end stays late. */
function goneWords(clock: ClockView, voidAt: number): string {
  const over = voidAt - Date.parse(clock.dueAt);
  return `${SET_ABOVE[clock.clock] ?? CLOCK_ACTS[clock.clock]}期限不再计时${over >= 0 ? `，当时已超时 ${formatDuration(over)}` : ''}`;
}

/** Its end moves by the working time that it stands: until it runs again nobody can say the new one. */
function pausedWords({ name, until }: NonNullable<ClockView['pause']>, now: number): string {
  return `暂停中（${name}），最晚 ${formatDue(Date.parse(until), now)} 恢复，恢复后期限顺延。`;
}

/** The rule's sentence for who reads it now. */
export function explainClock(clock: ClockView, now: number): string {
  return explainAt({ from: Date.parse(clock.startedAt), dueAt: Date.parse(clock.dueAt), sentence: clock.sentence }, now);
}

function lineOf(clock: ClockView, now: number): ClockLine {
  const metAt = clock.metAt === null ? null : Date.parse(clock.metAt);
  const voidAt = clock.voidAt === null ? null : Date.parse(clock.voidAt);
  return {
    id: `${clock.clock}-${clock.round}-${clock.startedAt}`,
    due: clock.dueAt,
    startedAt: clock.startedAt,
    basis: clock.source,
    words: voidAt !== null ? goneWords(clock, voidAt) : metAt === null ? explainClock(clock, now) : metWords(clock, metAt, now),
    met: metAt !== null || voidAt !== null,
    late: (metAt ?? voidAt ?? 0) >= Date.parse(clock.dueAt),
    gone: voidAt !== null,
    paused: clock.pause ? pausedWords(clock.pause, now) : '',
  };
}

/** All clocks in the order they began: the first stays in sight after it was met, and after a reopening. */
export function clockLines({ clocks }: Pick<ComplaintView, 'clocks'>, now: number): ClockLine[] {
  return clocks.map((clock) => lineOf(clock, now));
}

/** What stands in a deadline's place where no clock runs although the property is to act; '' where nothing is missing. */
export function withoutClock({ state, clocks, level, class: cls }: Pick<ComplaintView, 'state' | 'clocks' | 'level' | 'class'>): string {
  if (state === 'reopened') return `已转由${level === 'district' ? '区住建局' : '物业公司'}重新办理，办结后会发微信通知。`;
  if (state === 'escalated') return '仍未解决，已提级办理：物业公司和区主管部门都已收到通知。';
  // A conference is no promise of the property.
  const stopped = clocks.every(({ clock, metAt, voidAt }) => clock === 'conferred' || metAt !== null || voidAt !== null);
  if (state === 'referred') return '已转派给有关部门，有进展会发微信通知。';
  if (state === 'accepted' && stopped && cls !== 'simple' && cls !== 'complex') return '不属于物业职责，由区住建部门办理或转派。';
  const waiting = state === 'submitted' || state === 'responded' || (state === 'accepted' && cls === 'simple');
  return waiting && stopped ? NO_CLOCK : '';
}
