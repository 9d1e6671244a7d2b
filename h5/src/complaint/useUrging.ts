import { type complaintRoutes, type ComplaintView, urgeComplaint } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { reactive, type Ref } from 'vue';
import { type FormSchema, useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { urge } from './client.gen';

type UrgeBody = InputOf<typeof complaintRoutes.urge>['body'];

/** Digits as a number; what is none fails the contract's check. */
const urgeForm: FormSchema<UrgeBody> = {
  safeParse(value) {
    const { words, days } = value as { words: string; days: string };
    return urgeComplaint.safeParse({ words, days: /^\d+$/.test(days.trim()) ? Number(days) : 0 });
  },
};

/** 督促区里提级办理、限时办结. */
export function useUrge(no: string, box: Readonly<Ref<HTMLElement | null>>, tell: (answer: Answer<ComplaintView> | null) => void) {
  const values = reactive({ words: '', days: '3' });
  const form = useForm(urgeForm, values, box);
  const sending = useSubmit((key, body: UrgeBody) => urge({ params: { no }, body }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const body = form.parse();
    if (body) tell(await sending.submit(body));
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}
