import type { ComplaintRow, WorkRow } from '@wuye/shared/complaint';
import { groupTasks } from './tasks';

/** A part of the list under its own heading. */
export interface Group<T> {
  key: string;
  title: string;
  rows: readonly T[];
}

type Row = ComplaintRow & Partial<Pick<WorkRow, 'level' | 'companyName'>>;

/** As they press; for a company what waits for its 企业接办 stands apart, above what it has taken over itself. */
export function pressing<T extends Row>(rows: readonly T[], now: number, company: boolean): Group<T>[] {
  return groupTasks(rows, now).flatMap((group): Group<T>[] => {
    if (!company || group.key !== 'overdue') return [group];
    const [waiting, taken] = [true, false].map((is) => group.rows.filter(({ level }) => ((level ?? 'manager') === 'manager') === is)) as [T[], T[]];
    const parts = [
      { key: 'takeover', title: '已超时，待接办', rows: waiting },
      { key: 'overdue', title: '已接办，已超时', rows: taken },
    ];
    return parts.filter((part) => part.rows.length > 0);
  });
}

/** By who manages it: a company by its communities, who oversees companies by those. The place whose first row presses most comes first. */
export function byPlace<T extends Row>(rows: readonly T[], company: boolean): Group<T>[] {
  const names = [...new Set(rows.map((row) => nameOf(row, company)))];
  return names.map((name) => ({ key: name, title: name, rows: rows.filter((row) => nameOf(row, company) === name) }));
}

const nameOf = (row: Row, company: boolean): string => (company ? row.communityName : (row.companyName ?? row.communityName));
