import { inviteBody, type OfficeView } from '@wuye/shared/appointment';
import { checkCreditCode } from '@wuye/shared/community';
import { computed, reactive, ref, type Ref } from 'vue';
import { useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { invite } from './client.gen';

type Body = Parameters<typeof invite>[0]['body'];

/**
 * The form of an invitation. A credit code whose check digit is wrong warns as it is typed; who looked at the licence goes on.
 * @param box the form's element
 */
export function useInvite(box: Readonly<Ref<HTMLElement | undefined | null>>, done: (office: OfficeView) => void) {
  const values = reactive({ creditCode: '', companyName: '', hotline: '', name: '', phone: '' });
  const reviewed = ref(false);
  const form = useForm(inviteBody, values, box);
  const { submit, loading, problem } = useSubmit((key, body: Body) => invite({ body }, { idempotencyKey: key }));
  const refused = computed(() => problem.value?.code === 'APPOINT.CODE_DOUBTFUL');
  const doubtful = computed(() => {
    const found = checkCreditCode(values.creditCode);
    return refused.value || (!found.valid && found.code === 'CHECK_DIGIT');
  });

  async function fill(): Promise<void> {
    const filled = form.parse();
    if (!filled) return;
    const answer = await submit({ ...filled, reviewed: doubtful.value && reviewed.value });
    form.accept(problem.value);
    if (answer?.ok) done(answer.data);
  }

  return { values, reviewed, errors: form.errors, check: form.check, fill, doubtful, loading, problem };
}
