import type { PosterReason, PosterView } from '@wuye/shared/community';
import { ref, watch } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { usePaper } from '../kit/usePaper';
import { followPoster, poster, replacePoster } from './client.gen';
import { posterPicture } from './poster-picture';

/** A community's poster: to print, or as a picture to keep. Its second code is asked for once, when it never was. */
export function usePoster(id: string) {
  const load = useLoad((signal) => poster({ params: { id } }, { signal }));
  const asking = useSubmit((key) => followPoster({ params: { id } }, { idempotencyKey: key }));

  async function ask(): Promise<void> {
    const answer = await asking.submit();
    const place = load.data.value;
    if (answer?.ok && place) load.set({ ...place, follow: answer.data });
  }

  const untried = ({ follow }: PosterView): boolean => follow.svg === null && follow.reason === null && follow.retryAt === null;
  watch(
    () => load.data.value?.version,
    () => load.data.value && untried(load.data.value) && void ask(),
  );

  const paper = usePaper(() => load.data.value && posterPicture(load.data.value));
  return { load, asking, ask, paper };
}

/** 换新二维码: asked once more, for nothing brings the old ones back. `done` reads the new poster. */
export function useReplace(id: string, version: () => number, done: () => void) {
  const reason = ref<PosterReason | null>(null);
  const lacking = ref('');
  const sending = useSubmit((key, body: { version: number; reason: PosterReason }) => replacePoster({ params: { id }, body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    lacking.value = reason.value ? '' : '请选为什么换新二维码。';
    if (!reason.value || sending.loading.value) return;
    const sure = await confirmAct({
      title: '换新二维码？',
      words: '旧海报上的二维码立即失效，需重新打印张贴。\n换了以后不能撤回。',
      act: '换新二维码，旧海报作废',
      danger: true,
    });
    if (!sure) return;
    const answer = await sending.submit({ version: version(), reason: reason.value });
    if (!answer?.ok) return;
    toast('已换新，请打印张贴');
    done();
  }

  return { reason, lacking, send, loading: sending.loading, problem: sending.problem };
}
