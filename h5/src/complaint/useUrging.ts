import { type complaintRoutes, type ComplaintView, urgeComplaint } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import type { FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { urge } from './client.gen';
import { useActForm } from './useActForm';

/** Digits as a number; what is none fails the contract's check. */
const urgeForm: FormSchema<InputOf<typeof complaintRoutes.urge>['body']> = {
  safeParse(value) {
    const { words, days } = value as { words: string; days: string };
    return urgeComplaint.safeParse({ words, days: /^\d+$/.test(days.trim()) ? Number(days) : 0 });
  },
};

/** 督促区里提级办理、限时办结. */
export function useUrge(no: string, tell: (answer: Answer<ComplaintView> | null) => void) {
  const empty = () => ({ words: '', days: '3' });
  return useActForm({ empty, schema: urgeForm, done: '已发出督促', send: (body, idempotencyKey) => urge({ params: { no }, body }, { idempotencyKey }) }, tell);
}
