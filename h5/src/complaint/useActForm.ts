import type { ComplaintView } from '@wuye/shared/complaint';
import { reactive, ref, type Ref } from 'vue';
import { toast } from '../kit/feedback';
import type { Fold } from '../kit/FoldForm.vue';
import { useForm, type FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { ownProblem, toField } from './ownProblem';
import { useRecheck } from './useRecheck';

type Tell = (answer: Answer<ComplaintView> | null) => void;

interface Act<T extends object, Body> {
  /** The fields as they stand before anybody wrote. */
  empty: () => T;
  schema: FormSchema<Body>;
  send: (body: Body, idempotencyKey: string) => Promise<Answer<ComplaintView>>;
  /** Said for a moment when it is done. */
  done: string;
  /** Whether one of its `pictures` is on its way. */
  busy?: Ref<boolean>;
}

/** Nothing is sent while a picture is on its way. */
function arrived<Body>(schema: FormSchema<Body>, busy: Ref<boolean>): FormSchema<Body> {
  return {
    safeParse(value) {
      const result = schema.safeParse(value);
      if (!busy.value) return result;
      const waits = { path: ['pictures'], message: '照片还没有传完，请稍等，或删掉没传成的。' };
      return { success: false, error: { issues: [waits, ...(result.success ? [] : result.error.issues)] } };
    },
  };
}

/** A form that is one act on a complaint, for FoldForm: checked, sent, what was refused said at its field, and empty again once it is done. */
export function useActForm<T extends object, Body>({ empty, schema, send: call, done, busy = ref(false) }: Act<T, Body>, tell: Tell) {
  const open = ref(false);
  const box = ref<HTMLElement | null>(null);
  const values = reactive(empty()) as T;
  const form = useForm(arrived(schema, busy), values, box);
  useRecheck(values, form, busy);
  const sending = useSubmit((key, body: Body) => call(body, key));

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await sending.submit(body);
    if (answer?.ok) {
      Object.assign(values, empty());
      open.value = false;
      toast(done);
    } else if (answer) form.accept(toField(answer.problem));
    tell(answer);
  }

  const fold: Fold = { open, box, send, loading: sending.loading, problem: ownProblem(sending, form.errors, true) };
  return { values, errors: form.errors, fold };
}
