import type { ComplaintView } from '@wuye/shared/complaint';
import { ref, type Ref } from 'vue';
import type { Answer } from '../kit/http';
import { useLoad, type Load } from '../kit/load';
import { read } from './client.gen';

let fresh: ComplaintView | null = null;

/** Hands what was just submitted to the page that follows: it must say so even when the network is gone by then. */
export function handOver(view: ComplaintView): void {
  fresh = view;
}

export interface OneComplaint {
  load: Load<ComplaintView>;
  /** What happened beside the person's own act, e.g. that someone else was quicker. */
  notice: Readonly<Ref<string>>;
  /** Takes the answer of an act: the new state, or what to do when the step had already gone. */
  settle: (answer: Answer<ComplaintView> | null) => Promise<void>;
}

/** One complaint by its number, and what its acts do to it. */
export function useComplaint(no: string): OneComplaint {
  const load = useLoad((signal) => read({ params: { no } }, { signal }), { keep: `complaint:${no}` });
  if (fresh?.no === no) load.set(fresh);
  const notice = ref('');

  async function settle(answer: Answer<ComplaintView> | null): Promise<void> {
    if (!answer) return;
    notice.value = '';
    if (answer.ok) load.set(answer.data);
    else if (answer.problem.code === 'COMPLAINT.STEP_WRONG') {
      await load.reload();
      notice.value = '这件诉求已经到了下一步，已为您刷新。';
    } else if (answer.problem.code === 'COMPLAINT.MOVED') {
      await load.reload();
      notice.value = answer.problem.title;
    }
  }

  return { load, notice, settle };
}
