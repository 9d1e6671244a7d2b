import type { CorrectionKind, CorrectionRow } from '@wuye/shared/correction';
import { lookAt } from '../kit/deadline';
import type { StatusKind } from '../kit/StatusTag.vue';

/**
 * Words of corrections for pages that only show them. Names of kinds repeat the contract's, whose module brings zod with it;
 * correction.spec.ts holds the two together.
 */
export const KIND_NAMES: Readonly<Record<CorrectionKind, string>> = { title: '提交更正', house: '提交房屋信息' };

const LOOKS: Readonly<Record<CorrectionRow['state'], { kind: StatusKind; word: string }>> = {
  submitted: { kind: 'running', word: '核对中' },
  filled: { kind: 'good', word: '已补入房屋' },
  amended: { kind: 'good', word: '已改正登记' },
  refused: { kind: 'bad', word: '不予更正' },
};

export const stateLook = ({ state }: Pick<CorrectionRow, 'state'>) => LOOKS[state];

/** A row's tag: what is left or overdue while it waits, else its state. */
export function timeLook(row: Pick<CorrectionRow, 'state' | 'dueAt' | 'submittedAt'>, now: number): { kind: StatusKind; word: string } {
  if (row.state !== 'submitted' || row.dueAt === null) return stateLook(row);
  const { kind, remaining } = lookAt(row.dueAt, now, row.submittedAt);
  return { kind, word: remaining };
}

/** `89.50` as typed → 0.01 m²; null for what is no area. Two decimals, no floating point. */
export function areaOf(text: string): number | null {
  const found = /^\s*(\d{1,6})(?:[.．。](\d{1,2}))?\s*(?:m²|㎡|平方米)?\s*$/.exec(
    text.replace(/[０-９]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)),
  );
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}
