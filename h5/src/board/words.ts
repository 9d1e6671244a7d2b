import { type BoardLine, boardLevelNames, type HangingState, type HangingView, hoursWords } from '@wuye/shared/board';
import { formatMoment } from '@wuye/shared/calendar';
import { lookAt } from '../kit/deadline';
import type { StatusKind } from '../kit/StatusTag.vue';

export const levelName = ({ level }: BoardLine): string => boardLevelNames[level];

/** 接听时间：09:00-18:00; empty where none is told (the template prints the bureau's phone without). */
export const hoursOf = ({ from, to }: BoardLine): string => (from && to ? `接听时间：${hoursWords(from, to)}` : '');

/** How a term of hanging looks. */
export interface HangingLook {
  kind: StatusKind;
  /** 已张贴, 还剩 2天3小时, 已超时 1天 */
  tag: string;
  words: string;
}

/** 已张贴 / 还剩 / 已超时, and by when. */
export function hangingLook({ dueAt, hungAt }: Pick<HangingView, 'dueAt' | 'hungAt'>, now: number): HangingLook {
  if (hungAt) return { kind: 'good', tag: '已张贴', words: `${formatMoment(Date.parse(hungAt), now)} 上传了张贴照片` };
  if (!dueAt) return { kind: 'idle', tag: '待定', words: '下一年的工作日历还没有公布，期限待定' };
  const { kind, remaining, by } = lookAt(dueAt, now);
  return { kind, tag: remaining, words: `应在 ${by}张贴并上传照片` };
}

export const HANGING_TABS: readonly { value: HangingState; label: string; empty: string }[] = [
  { value: 'overdue', label: '已超时', empty: '没有超时未张贴的小区' },
  { value: 'running', label: '待张贴', empty: '没有待张贴的小区' },
  { value: 'hung', label: '已张贴', empty: '还没有小区上传张贴照片' },
];
