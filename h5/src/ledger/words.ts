import { localTime } from '@wuye/shared/calendar';
import { addMonths } from '@wuye/shared/figures';
import { type LedgerState, ledgerStateNames } from '@wuye/shared/ledger';
import type { StatusKind } from '../kit/StatusTag.vue';

const KINDS: Readonly<Record<LedgerState, StatusKind>> = { open: 'idle', submitted: 'running', returned: 'bad', signed: 'good' };

/** Where a month's review stands; one that is late says so first. */
export const stateLook = ({ state, overdue }: { state: LedgerState; overdue: boolean }): { kind: StatusKind; word: string } =>
  overdue ? { kind: 'overdue', word: `已逾期 · ${ledgerStateNames[state]}` } : { kind: KINDS[state], word: ledgerStateNames[state] };

/** The month that the address names; else the one whose review is on now, which is the last. */
export function monthOfQuery(value: unknown, now: number): string {
  return typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? value : addMonths(localTime(now).date.slice(0, 7), -1);
}
