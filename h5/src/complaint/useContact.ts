import type { RevealReason } from '@wuye/shared/kit';
import { ref } from 'vue';
import { useSubmit } from '../kit/submit';
import { contact } from './client.gen';

/** The submitter's number in full: asked for with a reason, since each look is recorded and told to them. */
export function useContact(no: string) {
  const phone = ref('');
  const { submit, loading, problem } = useSubmit((key, reason: RevealReason) => contact({ params: { no }, body: { reason } }, { idempotencyKey: key }));

  const asking = ref(false);

  async function look(reason: RevealReason): Promise<void> {
    const answer = await submit(reason);
    if (!answer?.ok) return;
    phone.value = answer.data.phone;
    asking.value = false;
  }

  return { phone, asking, look, loading, problem };
}
