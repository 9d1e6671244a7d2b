import { conferComplaint, conferredComplaint, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { reactive, type Ref } from 'vue';
import { type FormSchema, useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { confer, conferred } from './client.gen';
import { inTwoDays } from './useOversight';

type Box = Readonly<Ref<HTMLElement | null>>;
type Tell = (answer: Answer<ComplaintView> | null) => void;
type ConferBody = InputOf<typeof complaintRoutes.confer>['body'];

/** Bodies as people write them, one after the other, and a time that is Shanghai's whatever the phone's zone. */
const conferForm: FormSchema<ConferBody> = {
  safeParse(value) {
    const { bodies, words, time } = value as { bodies: string; words: string; time: string };
    const due = Date.parse(`${time}:00+08:00`);
    const named = bodies.split(/[、，,；;\n]/u).map((each) => each.trim());
    return conferComplaint.safeParse({ bodies: named.filter(Boolean), words, dueAt: Number.isNaN(due) ? '' : new Date(due).toISOString() });
  },
};

/** 部门会商{单位}{事项}{时限}. */
export function useConfer(no: string, now: number, box: Box, tell: Tell) {
  const values = reactive({ bodies: '', words: '', time: inTwoDays(now) });
  const form = useForm(conferForm, values, box);
  const sending = useSubmit((key, body: ConferBody) => confer({ params: { no }, body }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const body = form.parse();
    if (body) tell(await sending.submit(body));
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}

/** 会商结果. */
export function useConferred(no: string, box: Box, tell: Tell) {
  const values = reactive({ words: '' });
  const form = useForm(conferredComplaint, values, box);
  const sending = useSubmit((key, body: { words: string }) => conferred({ params: { no }, body }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const body = form.parse();
    if (body) tell(await sending.submit(body));
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}
