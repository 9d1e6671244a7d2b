import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { ref } from 'vue';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { date } from './client.gen';
import { ownProblem } from './ownProblem';

type Body = InputOf<typeof complaintRoutes.date>['body'];

/** The answer to a proposed date. Saying nothing is no yes: until then the clock of closing goes on. */
export function useDate(no: string, proposed: string, tell: (answer: Answer<ComplaintView> | null) => void) {
  const sending = useSubmit((key, body: Body) => date({ params: { no }, body }, { idempotencyKey: key }));
  const declining = ref(false);
  const wish = ref('');
  const words = ref('');

  async function agree(): Promise<void> {
    tell(await sending.submit({ date: proposed, agree: true, words: '' }));
  }

  async function decline(): Promise<void> {
    tell(await sending.submit({ date: proposed, agree: false, words: words.value, ...(wish.value && { wish: wish.value }) }));
  }

  return { declining, wish, words, agree, decline, loading: sending.loading, problem: ownProblem(sending) };
}
