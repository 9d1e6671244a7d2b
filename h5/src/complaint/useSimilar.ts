import type { ComplaintView, SimilarView } from '@wuye/shared/complaint';
import { onBeforeUnmount, ref, shallowRef, watch } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import type { Answer } from '../kit/http';
import { newKey, useSubmit } from '../kit/submit';
import { join, leave, similar, supplement } from './client.gen';
import type { SayValues } from './sayForm';

/** Long enough that typing a place asks once; words are longer, and thought about. */
const PAUSE = 500;
const WORDS_PAUSE = 1500;
/** As much of the words as is compared. */
const MOST_WORDS = 200;

type Asked = Pick<SayValues, 'category' | 'words' | 'place' | 'position' | 'kind'>;

/** Complaints like the one that is being written. What can't be found out is not shown: it never stands in the way. */
export function useSimilar(code: string, values: Asked) {
  const items = shallowRef<readonly SimilarView[]>([]);
  const dismissed = ref<ReadonlySet<string>>(new Set());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  async function ask(): Promise<void> {
    const mine = (turn += 1);
    const { category, words, place, position, kind } = values;
    if (!category || kind === 'enquiry') return void (items.value = []);
    const where = position && { latitude: position.latitude, longitude: position.longitude, system: position.system };
    const said = [...words.trim()].slice(0, MOST_WORDS).join('').trim();
    const answer = await similar({ body: { code, category, words: said, place: place.trim().slice(0, 40), ...where } });
    if (mine === turn) items.value = answer.ok ? answer.data.items : [];
  }

  const later = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), pause);
  };
  watch(
    () => [values.category, values.place, values.position, values.kind],
    () => later(PAUSE),
    { immediate: true },
  );
  watch(
    () => [...values.words.trim()].slice(0, MOST_WORDS).join(''),
    () => later(WORDS_PAUSE),
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

/** As many pictures as one addition takes; what is more than that stays in the draft. */
const MOST_PICTURES = 9;

/** Asks whether what was written goes with it to what one joined. True when nothing of it is left to keep. */
export async function addWritten(no: string, { words, pictures }: Pick<SayValues, 'words' | 'pictures'>): Promise<boolean> {
  const said = words.trim();
  if (said === '' && pictures.length === 0) return true;
  const title = '把您写的也交给物业？';
  const more = pictures.length > MOST_PICTURES ? `照片补充前 ${MOST_PICTURES} 张。` : '';
  const yes = await confirmAct({ title, words: `您已加入同诉。您写的内容和照片可以补充到这件诉求里。${more}`, act: '补充进去', cancel: '先留作草稿' });
  if (!yes) return false;
  const body = { words: said.length > 1 ? said.slice(0, 500) : '补充照片', pictures: pictures.slice(0, MOST_PICTURES) };
  const answer = await supplement({ params: { no }, body }, { idempotencyKey: newKey() });
  toast(answer.ok ? '已补充' : '没有补充成功，您写的留作草稿');
  return answer.ok && pictures.length <= MOST_PICTURES && said.length <= 500;
}

/** 退出同诉 */
export function useLeaving(no: string) {
  const leaving = useSubmit((key) => leave({ params: { no } }, { idempotencyKey: key }));
  return { leave: () => leaving.submit(), loading: leaving.loading, problem: leaving.problem };
}
