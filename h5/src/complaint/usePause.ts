import { formatDue } from '@wuye/shared/calendar';
import { type complaintRoutes, type ComplaintView, pauseComplaint } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { clockTitles } from '@wuye/shared/policy';
import { computed } from 'vue';
import { useNow } from '../kit/clock';
import { confirmAct } from '../kit/feedback';
import type { FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { pause, resume } from './client.gen';
import { ownProblem } from './ownProblem';
import { useActForm } from './useActForm';

type Tell = (answer: Answer<ComplaintView> | null) => void;
type PauseBody = InputOf<typeof complaintRoutes.pause>['body'];

interface Values {
  which: string | null;
  words: string;
}

type Chosen = ComplaintView['pauses'][number];
const keyOf = ({ clock, ground }: Chosen): string => `${clock} ${ground}`;

/** 暂停计时, 恢复计时: what the city's rules allow for this complaint now. */
export function usePause(view: () => ComplaintView, tell: Tell) {
  const now = useNow();
  const empty = (): Values => ({ which: null, words: '' });
  const schema: FormSchema<PauseBody> = {
    safeParse(value) {
      const { which, words } = value as Values;
      const chosen = view().pauses.find((each) => keyOf(each) === which);
      if (!chosen) return { success: false, error: { issues: [{ path: ['which'], message: '请选一个原因。' }] } };
      return pauseComplaint.safeParse({ clock: chosen.clock, ground: chosen.ground, words });
    },
  };
  const form = useActForm(
    { empty, schema, done: '已暂停计时', send: (body, idempotencyKey) => pause({ params: { no: view().no }, body }, { idempotencyKey }) },
    tell,
  );
  const choices = computed(() =>
    view().pauses.map((each) => ({
      value: keyOf(each),
      label: `${clockTitles[each.clock]}时限：${each.name}`,
      hint: `最晚 ${formatDue(Date.parse(each.until), now.value)} 恢复。依据：${each.source}`,
    })),
  );
  const resuming = useSubmit((key) => resume({ params: { no: view().no }, body: {} }, { idempotencyKey: key }));
  async function again(): Promise<void> {
    const words = '期限按暂停用掉的工作时间顺延，投诉人会收到通知。同一个原因不能再暂停。';
    if (await confirmAct({ title: '恢复计时？', words, act: '恢复计时', cancel: '先不恢复' })) tell(await resuming.submit());
  }
  return { ...form, choices, again, resuming: { loading: resuming.loading, problem: ownProblem(resuming) } };
}
