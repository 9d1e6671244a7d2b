import type { ComplaintView, SimilarView } from '@wuye/shared/complaint';
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { join, leave, similar } from './client.gen';
import type { SayValues } from './sayForm';

/** Long enough that typing a place asks once. */
const PAUSE = 500;

type Asked = Pick<SayValues, 'category' | 'place' | 'position' | 'kind'>;

/** Complaints like the one that is being written. What can't be found out is not shown: it never stands in the way. */
export function useSimilar(code: string, values: Asked) {
  const items = shallowRef<readonly SimilarView[]>([]);
  const dismissed = ref<ReadonlySet<string>>(new Set());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask(): Promise<void> {
    const mine = (turn += 1);
    const { category, place, position, kind } = values;
    if (!category || kind === 'enquiry') return void (items.value = []);
    const where = position && { latitude: position.latitude, longitude: position.longitude, system: position.system };
    const answer = await similar({ query: { code, category, place: place.trim().slice(0, 40), ...where } });
    if (mine === turn) items.value = answer.ok ? answer.data.items : [];
  }

  watch(
    () => [values.category, values.place, values.position, values.kind],
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), PAUSE);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));

  const joining = useSubmit((key, no: string) => join({ params: { no }, body: { code } }, { idempotencyKey: key }));
  return {
    items,
    dismissed,
    /** 不是同一件事 */
    dismiss: (no: string) => (dismissed.value = new Set([...dismissed.value, no])),
    join: (no: string): Promise<Answer<ComplaintView> | null> => joining.submit(no),
    loading: joining.loading,
    problem: joining.problem,
  };
}

/** 退出同诉 */
export function useLeaving(no: string) {
  const leaving = useSubmit((key) => leave({ params: { no } }, { idempotencyKey: key }));
  return { leave: () => leaving.submit(), loading: leaving.loading, problem: leaving.problem };
}
