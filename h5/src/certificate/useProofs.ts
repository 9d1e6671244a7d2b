import { applyProofs, type Proofs } from '@wuye/shared/certificate';
import { computed, reactive, ref, type Ref } from 'vue';
import { useDraft } from '../kit/draft';
import type { FormSchema } from '../kit/form';
import { useForm } from '../kit/form';
import { PROOF_KINDS } from './words';

const WAITING = '照片还没有传完，请稍等，或删掉没传成的。';

/** The contract's checks, and that every picture has arrived. */
export function proofsSchema(schema: FormSchema<Proofs>, busy: () => Readonly<Record<keyof Proofs, boolean>>): FormSchema<Proofs> {
  return {
    safeParse(value) {
      const result = schema.safeParse(value);
      const waiting = PROOF_KINDS.filter((kind) => busy()[kind]).map((kind) => ({ path: [kind], message: WAITING }));
      if (result.success && waiting.length === 0) return result;
      return { success: false, error: { issues: [...waiting, ...(result.success ? [] : result.error.issues)] } };
    },
  };
}

/**
 * The three kinds of proof as a form; the ids of what was sent outlive the page for a week.
 * @param draft under which name, e.g. `offline`
 * @param box the form's element: its first field with an error takes the focus
 */
export function useProofs(
  draft: string,
  box: Readonly<Ref<HTMLElement | null | undefined>>,
  begin: Proofs,
  schema: FormSchema<Proofs> = applyProofs as FormSchema<Proofs>,
) {
  const values = reactive({ title: [...begin.title], identity: [...begin.identity], holding: [...begin.holding] });
  const kept = useDraft(draft, values);
  const busy = reactive({ title: false, identity: false, holding: false });
  const tried = ref(false);
  const form = useForm(
    proofsSchema(schema, () => busy),
    values,
    box,
  );

  function parse(): Proofs | null {
    tried.value = true;
    return form.parse();
  }

  /** What no longer holds does not stay. */
  const errors = computed(() => {
    const wrong = (kind: keyof Proofs) => (values[kind].length > 0 && !busy[kind] ? '' : form.errors[kind]);
    return tried.value ? { title: wrong('title'), identity: wrong('identity'), holding: wrong('holding') } : { title: '', identity: '', holding: '' };
  });
  const set = (kind: keyof Proofs, ids: string[]) => (values[kind] = ids);
  const wait = (kind: keyof Proofs, waits: boolean) => (busy[kind] = waits);
  return { values, busy, errors, set, wait, parse, clear: kept.clear };
}
