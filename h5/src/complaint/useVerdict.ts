import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { computed, ref } from 'vue';
import { fieldError, type Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { judge, rate } from './client.gen';
import { notSolvedWords } from './notSolved';
import { ownProblem } from './ownProblem';

type Verdict = InputOf<(typeof complaintRoutes)['judge']>['body'];
type Rating = InputOf<(typeof complaintRoutes)['rate']>['body']['rating'];
type Tell = (answer: Answer<ComplaintView> | null) => void;

/** How a verdict goes: under one's account, or by the token of an SMS. */
export interface VerdictWay {
  judge: (no: string, body: Verdict, idempotencyKey: string) => Promise<Answer<ComplaintView>>;
  rate: (no: string, body: { rating: Rating; words: string }, idempotencyKey: string) => Promise<Answer<ComplaintView>>;
}

const OWN: VerdictWay = {
  judge: (no, body, idempotencyKey) => judge({ params: { no }, body }, { idempotencyKey }),
  rate: (no, body, idempotencyKey) => rate({ params: { no }, body }, { idempotencyKey }),
};

/** 已解决 at one tap; 未解决 asks why, and says what it will do: by the rule that does it. */
export function useVerdict(complaint: () => ComplaintView, tell: Tell, way = OWN) {
  const { submit, loading, problem } = useSubmit((key, body: Verdict) => way.judge(complaint().no, body, key));
  const unsolved = ref(false);
  const reason = ref('');
  const error = ref('');
  const field = ref<{ focus: () => void }>();

  async function solved(): Promise<void> {
    tell(await submit({ solved: true, reason: '' }));
  }

  async function again(): Promise<void> {
    error.value = reason.value.trim() ? '' : '请说明没有解决的原因。';
    if (error.value) return field.value?.focus();
    const answer = await submit({ solved: false, reason: reason.value });
    if (answer && !answer.ok)
      error.value = fieldError(answer.problem, 'reason') || (answer.problem.code === 'COMPLAINT.REASON_MISSING' ? answer.problem.title : '');
    tell(answer);
  }

  const next = computed(() => notSolvedWords(complaint()));
  const shown = ownProblem({ problem });
  return { solved, again, unsolved, reason, error, field, loading, next, problem: computed(() => (error.value ? null : shown.value)) };
}

/** 满意 基本满意 不满意: nothing is chosen for the person, and who says nothing has not said 满意. */
export function useRating(no: string, tell: Tell, way = OWN) {
  const { submit, loading, problem } = useSubmit((key, rating: Rating, words: string) => way.rate(no, { rating, words }, key));
  const rating = ref<Rating | null>(null);
  const words = ref('');
  const error = ref('');

  async function send(): Promise<void> {
    error.value = rating.value ? '' : '请先选一项评价。';
    if (rating.value) tell(await submit(rating.value, words.value));
  }

  return { rating, words, error, send, loading, problem: ownProblem({ problem }) };
}
