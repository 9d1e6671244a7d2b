import type { ComplaintCategory, ComplaintKind } from '@wuye/shared/complaint';
import { registerBody, type intakeRoutes } from '@wuye/shared/intake';
import type { OutputOf } from '@wuye/shared/kit';
import { reactive, ref, watch, type Ref } from 'vue';
import { useForm, type FormSchema } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { register } from './client.gen';

type Body = Parameters<typeof register>[0]['body'];

interface Values {
  kind: ComplaintKind;
  category: ComplaintCategory | null;
  words: string;
  place: string;
  pictures: string[];
  phone: string;
  name: string;
}

const empty = (): Values => ({ kind: 'repair', category: null, words: '', place: '', pictures: [], phone: '', name: '' });

/** 代业主登记: no draft is kept, for what a caller says is not to lie on a phone. */
export function useRegister(communityId: string, box: Readonly<Ref<HTMLElement | null>>) {
  const values = reactive(empty());
  const form = useForm(registerBody as unknown as FormSchema<Body>, values, box);
  const sending = useSubmit((key, body: Body) => register({ params: { id: communityId }, body }, { idempotencyKey: key }));
  // What is chosen by a tap is never left by a blur: its error goes with the choice.
  watch(
    () => values.category,
    () => form.errors.category && form.check('category'),
  );
  const made = ref<OutputOf<typeof intakeRoutes.register> | null>(null);

  async function send(): Promise<void> {
    const body = form.parse();
    const answer = body && (await sending.submit(body));
    if (!answer) return;
    if (answer.ok) made.value = answer.data;
    else form.accept(answer.problem);
  }

  function another(): void {
    Object.assign(values, empty());
    made.value = null;
  }

  return { values, errors: form.errors, check: form.check, send, made, another, loading: sending.loading, problem: sending.problem };
}
