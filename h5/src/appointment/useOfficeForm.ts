import { type Duty, makeBody } from '@wuye/shared/appointment';
import { nextTick, reactive, ref, type Ref } from 'vue';
import { useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';

/** What the form sends, whether it adds or corrects. */
export interface Filled {
  name: string;
  phone: string;
  lastDay: string | null;
  scopeIds: string[];
  permissions: string[] | null;
}

export interface Start {
  permissions?: readonly string[] | null;
  /** The place is known: no list to choose from. */
  scopeId?: string;
  /** Corrects an office: its term stays. */
  edits?: boolean;
}

/**
 * The form of an office: who, where, what for and until when.
 * @param box the form's element
 * @param done what was sent came through
 */
export function useOfficeForm<T>(
  duty: Duty,
  { permissions: given, scopeId, edits }: Start,
  box: Readonly<Ref<HTMLElement | undefined | null>>,
  send: (key: string, filled: Filled) => Promise<Answer<T>>,
  done: (answer: T) => void,
) {
  const values = reactive({ name: '', phone: '', lastDay: '' });
  const dated = duty.term && !edits;
  const schema = dated ? makeBody.pick({ name: true, phone: true, lastDay: true }) : makeBody.pick({ name: true, phone: true });
  const form = useForm(schema, values, box);
  const scopeIds = ref<string[]>(scopeId ? [scopeId] : []);
  const usual = duty.permissions.filter(({ named }) => !named).map(({ feature }) => feature);
  const ticked = ref<string[]>([...(given ?? usual)]);
  const lacks = reactive({ scopeIds: '', permissions: '' });
  const { submit, loading, problem } = useSubmit(send);

  function toggle(list: Ref<string[]>, value: string, on: boolean): void {
    list.value = on ? [...list.value, value] : list.value.filter((each) => each !== value);
  }

  /** All that is usual is the role itself: it follows when the role comes to do more. */
  const chosen = () => (ticked.value.length === usual.length && usual.every((each) => ticked.value.includes(each)) ? null : [...ticked.value]);

  async function fill(): Promise<void> {
    const who = form.parse() as { name: string; phone: string; lastDay?: string } | null;
    lacks.scopeIds = scopeIds.value.length === 0 ? '请至少选一处' : '';
    lacks.permissions = ticked.value.length === 0 ? '请至少勾选一项权限' : '';
    if (!who || lacks.scopeIds || lacks.permissions) {
      void nextTick(() => box.value?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const answer = await submit({ name: who.name, phone: who.phone, lastDay: who.lastDay ?? null, scopeIds: [...scopeIds.value], permissions: chosen() });
    form.accept(problem.value);
    if (answer?.ok) done(answer.data);
  }

  return { values, dated, errors: form.errors, check: form.check, scopeIds, ticked, lacks, toggle, fill, loading, problem };
}
