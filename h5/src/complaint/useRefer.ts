import type { ComplaintView } from '@wuye/shared/complaint';
import { ref } from 'vue';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { bodies, refer, referral } from './client.gen';
import { ownProblem } from './ownProblem';

type Tell = (answer: Answer<ComplaintView> | null) => void;

/** 转派: to one of the district's bodies, with the matter in a sentence. */
export function useRefer(no: string, tell: Tell) {
  const load = useLoad((signal) => bodies({ signal }));
  const sending = useSubmit((key, bodyId: string, words: string) => refer({ params: { no }, body: { bodyId, words } }, { idempotencyKey: key }));
  const bodyId = ref<string | null>(null);
  const words = ref('');
  const errors = ref({ bodyId: '', words: '' });

  async function send(): Promise<void> {
    errors.value = { bodyId: bodyId.value ? '' : '请选一个部门。', words: [...words.value.trim()].length >= 2 ? '' : '请写明转派的事由。' };
    if (bodyId.value && !errors.value.words) tell(await sending.submit(bodyId.value, words.value));
  }

  return { load, bodyId, words, errors, send, loading: sending.loading, problem: ownProblem(sending) };
}

/** What the body did with it, as it told the district: 已接收, or 退回 with why. */
export function useReferral(no: string, tell: Tell) {
  const sending = useSubmit((key, answer: 'received' | 'returned', words: string) =>
    referral({ params: { no }, body: { answer, words } }, { idempotencyKey: key }),
  );
  const words = ref('');
  const error = ref('');

  async function send(answer: 'received' | 'returned'): Promise<void> {
    error.value = answer === 'returned' && words.value.trim() === '' ? '请写明退回的原因。' : '';
    if (!error.value) tell(await sending.submit(answer, words.value));
  }

  return { words, error, send, loading: sending.loading, problem: ownProblem(sending) };
}
