import { AGREEMENT_VERSION, identityRoutes } from '@wuye/shared/identity';
import { reactive, toRef, type Ref } from 'vue';
import { useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { startBinding } from './client.gen';
import type { Binding } from './useBinding';
import { usePhoneProof } from './usePhoneProof';

const schema = identityRoutes.startBinding.body!.pick({ name: true, idNumber: true });
type Body = Parameters<typeof startBinding>[0]['body'];

/**
 * The form of step 2. Only the name outlives the page.
 * @param box the form's element
 */
export function useBindForm({ kept, take }: Binding, box: Readonly<Ref<HTMLElement | undefined>>) {
  const values = reactive({ name: toRef(kept, 'name'), idNumber: '' });
  const form = useForm(schema, values, box);
  const proof = usePhoneProof(box);
  const { submit, loading, problem } = useSubmit((key, body: Body) => startBinding({ body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    // Both are asked, so that everything that lacks is said at once.
    const [person, phone] = [form.parse(), proof.parse()];
    if (!person || !phone) return;
    const answer = await submit({ ...person, ...phone, idType: 'resident', agreement: AGREEMENT_VERSION });
    if (answer?.ok) return take(answer.data);
    form.accept(problem.value);
    proof.accept(problem.value);
  }

  return { values, form, proof, loading, problem, send };
}
