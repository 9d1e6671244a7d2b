import { ref } from 'vue';
import { useSubmit } from '../kit/submit';
import { contact } from './client.gen';

/** The submitter's number in full: asked for by a tap, since each look is recorded. */
export function useContact(no: string) {
  const phone = ref('');
  const { submit, loading, problem } = useSubmit((key) => contact({ params: { no } }, { idempotencyKey: key }));

  async function look(): Promise<void> {
    const answer = await submit();
    if (answer?.ok) phone.value = answer.data.phone;
  }

  return { phone, look, loading, problem };
}
