import { localTime } from '@wuye/shared/calendar';
import type { ComplaintRow, ComplaintView } from '@wuye/shared/complaint';
import type { Role } from '@wuye/shared/kit';
import { lookAt } from '../kit/deadline';
import { isOpen, stateLook, type StateLook } from './words';

/** One group of the work list. */
export interface TaskGroup<T extends ComplaintRow = ComplaintRow> {
  key: 'urged' | 'back' | 'overdue' | 'today' | 'open';
  title: string;
  rows: readonly T[];
}

const TITLES = { urged: '市里督促，限时办结', back: '没有解决，退回再办', overdue: '已超时', today: '今天到期', open: '未办结' } as const;

/** Which group a row stands in. `dueAt` is the first instant too late: one of 00:00 belongs to the day before, 24:00. */
export function groupOf({ dueAt, state, urgedDueAt }: Pick<ComplaintRow, 'dueAt' | 'state' | 'urgedDueAt'>, now: number): TaskGroup['key'] {
  if (urgedDueAt !== null) return 'urged';
  if (state === 'reopened' || state === 'escalated') return 'back';
  if (dueAt === null) return 'open';
  const due = Date.parse(dueAt);
  if (due <= now) return 'overdue';
  return localTime(due - 1).date === localTime(now).date ? 'today' : 'open';
}

const dueOf = ({ dueAt }: ComplaintRow): number => (dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(dueAt));

/** The open ones as they press: what the city urges, what its owner sent back, overdue, due today, the rest; within each the least time first. Empty groups are left out. */
export function groupTasks<T extends ComplaintRow>(rows: readonly T[], now: number): TaskGroup<T>[] {
  const sorted = [...rows].sort((one, other) => dueOf(one) - dueOf(other));
  return (['urged', 'back', 'overdue', 'today', 'open'] as const)
    .map((key) => ({ key, title: TITLES[key], rows: sorted.filter((row) => groupOf(row, now) === key) }))
    .filter(({ rows: found }) => found.length > 0);
}

/** A row's tag: what is left or overdue while a clock runs, that it stands still, else its state. */
export function timeLook(row: ComplaintRow, now: number): StateLook {
  if (isOpen(row) && row.dueAt === null && row.pausedUntil !== null) return { kind: 'idle', word: '暂停计时' };
  if (!isOpen(row) || row.dueAt === null) return stateLook(row);
  const { kind, remaining } = lookAt(row.dueAt, now, row.state === 'submitted' ? row.submittedAt : undefined);
  return { kind, word: remaining };
}

/** A row as 附件3 wants it in the table. */
export interface TableRow {
  finished: string;
  handling: string;
  overdue: string;
  time: StateLook | null;
}

/** 完结状态, 处理状态, 是否超时, 超时/剩余时间 (成住建发〔2023〕62号 附件3); a dash where no clock runs. */
export function tableRow(row: ComplaintRow, now: number): TableRow {
  const running = isOpen(row) && row.dueAt !== null;
  return {
    finished: isOpen(row) ? '未办结' : '已办结',
    handling: stateLook(row).word,
    overdue: running ? (Date.parse(row.dueAt as string) <= now ? '是' : '否') : '–',
    time: running || (isOpen(row) && row.pausedUntil !== null) ? timeLook(row, now) : null,
  };
}

/**
 * What the page offers of what one may do: 响应 first, 受理登记 after it. Where the city's first clock is that of registering (惠州), registering is
 * the first answer, too.
 */
export function actsOf({ can, clocks }: Pick<ComplaintView, 'can' | 'clocks'>): ComplaintView['can'] {
  const registers = clocks.some(({ clock, metAt, voidAt }) => clock === 'accept' && metAt === null && voidAt === null);
  const later = can.includes('respond') && can.includes('accept') ? (registers ? 'respond' : 'accept') : null;
  return can.filter((act) => act !== later);
}

/** What the same list is called by who looks at it. */
export function workTitle(has: (...roles: readonly Role[]) => boolean): string {
  if (has('project_manager')) return '诉求处理';
  return has('company_head', 'company_clerk') ? '诉求总览' : '诉求督办';
}
