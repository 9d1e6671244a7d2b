import type { ComplaintRow, ComplaintTableRow } from '@wuye/shared/complaint';
import { mayUse } from '../app/permissions';
import { isOpen } from './words';

type Held = Parameters<typeof mayUse>[1];
export type RowAct = 'respond' | 'close' | 'supervise';

const NAMES: Readonly<Record<RowAct, string>> = { respond: '回复', close: '处理', supervise: '督办' };

/**
 * 操作 of a row (成住建发〔2023〕62号 附件3: 查看 回复 处理 督办), as far as the reader's offices reach: links to the place on its page where that is
 * done. Who has it now answers; a list that does not say who means the project. The page itself shows what the api allows.
 */
export function rowActs(row: Pick<ComplaintRow, 'state'> & Partial<Pick<ComplaintTableRow, 'level'>>, held: Held): { act: RowAct; name: string }[] {
  if (!isOpen(row)) return [];
  const handles = mayUse(
    { manager: 'complaint.close', company: 'complaint.takeover', district: 'complaint.supervise', city: '' }[row.level ?? 'manager'],
    held,
  );
  const acts: RowAct[] = [];
  if (handles) acts.push(row.state === 'submitted' ? 'respond' : 'close');
  if (mayUse('complaint.supervise', held)) acts.push('supervise');
  return acts.map((act) => ({ act, name: NAMES[act] }));
}

/**
 * Brings the part of the page into view where an act is done, and its first field under the fingers. False while it is not there yet:
 * it is fetched by itself, and whoever shows it asks again.
 */
export function showAct(act: unknown): boolean {
  const part = typeof act === 'string' ? document.getElementById(`act-${act}`) : null;
  const field = part?.querySelector<HTMLElement>('textarea, input, button');
  if (!part || !field) return false;
  part.scrollIntoView?.({ block: 'start' });
  field.focus({ preventScroll: true });
  return true;
}
