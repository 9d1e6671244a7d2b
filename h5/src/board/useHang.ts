import { type HangingView, MOST_HANG_PICTURES } from '@wuye/shared/board';
import { computed, ref, watch } from 'vue';
import { toast } from '../kit/feedback';
import { useSubmit } from '../kit/submit';
import { hangBoard } from './client.gen';

/** Sends the photos of the edition in force. */
export function useHang(id: string, hanging: () => HangingView, done: (hanging: HangingView) => void) {
  const pictures = ref<string[]>([]);
  const busy = ref(false);
  const lacking = ref('');
  const sending = useSubmit((key, body: { edition: number; pictures: string[] }) => hangBoard({ params: { id }, body }, { idempotencyKey: key }));
  watch([pictures, busy], () => (lacking.value = ''));
  const left = computed(() => MOST_HANG_PICTURES - hanging().pictures.length);

  async function send(): Promise<void> {
    lacking.value = '';
    if (busy.value) lacking.value = '照片还没有传完，请稍等，或删掉没传成的。';
    else if (pictures.value.length === 0) lacking.value = '请拍一张张贴后的照片';
    if (lacking.value) return;
    const answer = await sending.submit({ edition: hanging().edition, pictures: [...pictures.value] });
    if (!answer?.ok) return;
    pictures.value = [];
    toast('已提交张贴照片');
    done(answer.data);
  }

  return { pictures, busy, lacking, left, send, loading: sending.loading, problem: sending.problem };
}
