import { addWorkingDays, afterWorkingDays, type Calendar, HOUR, instantAt, localTime, STATE_CALENDAR } from '../calendar/index.js';

/** 惠州市住建局 2026年4月10日通知 三: “完成账号开通后3个工作日内，在小区显著位置……公布‘业主有话说’二维码”. */
export const HANG_DAYS = 3;
/** Photos of one edition, at most (ours): each gate, the service desk, a few lifts. */
export const MOST_HANG_PICTURES = 9;
/** When on the working day before the last one the manager is reminded (ours). */
const REMIND_AT = 9 * HOUR;

export interface HangingTimes {
  /** The first instant that is too late. */
  readonly dueAt: number;
  /** 09:00 of the working day before the last one. */
  readonly remindAt: number;
}

/**
 * By when an edition of the poster hangs, with a photo as proof.
 * @param from the opening of the account, or the replacement of the code, milliseconds
 * @returns null where the working calendar ends before
 */
export function hangingTimes(from: number, calendar: Calendar = STATE_CALENDAR): HangingTimes | null {
  const due = afterWorkingDays(from, HANG_DAYS, calendar);
  const before = addWorkingDays(localTime(from).date, HANG_DAYS - 1, calendar);
  return 'error' in due || 'error' in before ? null : { dueAt: due.at, remindAt: instantAt(before.date, REMIND_AT) };
}

export const hangingStates = ['hung', 'overdue', 'running', 'undated'] as const;
export type HangingState = (typeof hangingStates)[number];

/** 已张贴, 已超时, 还剩 …; undated: the working calendar does not reach the day yet. */
export function hangingState({ dueAt, hungAt }: { readonly dueAt: number | null; readonly hungAt: number | null }, now: number): HangingState {
  if (hungAt !== null) return 'hung';
  if (dueAt === null) return 'undated';
  return now < dueAt ? 'running' : 'overdue';
}
