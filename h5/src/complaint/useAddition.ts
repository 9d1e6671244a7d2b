import type { complaintRoutes, ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { ref } from 'vue';
import { confirmAct } from '../kit/feedback';
import type { FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { supplement, withdraw } from './client.gen';
import { ownProblem } from './ownProblem';
import { useActForm } from './useActForm';

type Body = InputOf<typeof complaintRoutes.supplement>['body'];
type Tell = (answer: Answer<ComplaintView> | null) => void;

/** Checked without the contract, whose zod the owner's page does without; the server checks again. */
const schema: FormSchema<Body> = {
  safeParse(value) {
    const { words, pictures } = value as Body;
    if ([...words.trim()].length >= 2) return { success: true, data: { words, pictures: [...pictures] } };
    return { success: false, error: { issues: [{ path: ['words'], message: '请写一句说明' }] } };
  },
};

/** 补充说明: closed until it is asked for. */
export function useAddition(no: string, tell: Tell) {
  const busy = ref(false);
  const empty = (): Body => ({ words: '', pictures: [] });
  const send = (body: Body, idempotencyKey: string) => supplement({ params: { no }, body }, { idempotencyKey });
  return { busy, ...useActForm({ empty, schema, send, done: '已补充', busy }, tell) };
}

/** What goes with a complaint that is taken back: nobody works on it any more, or, once it is closed, what came of it counts no more. */
const WITHDRAWN = '撤回后不再办理，物业和主管部门会收到通知；以后可以再提交新的诉求。';
const WITHDRAWN_CLOSED = '撤回后不能再说解决了没有，也不能再评价；已办结的结果不再计入评价，物业和主管部门会收到通知。没有解决请点“未解决”，不要撤回。';

/** 撤回, asked once more: it ends the matter and all are told. */
export function useWithdraw(complaint: () => ComplaintView, tell: Tell) {
  const sending = useSubmit((key) => withdraw({ params: { no: complaint().no }, body: { words: '' } }, { idempotencyKey: key }));

  async function ask(): Promise<void> {
    const sure = await confirmAct({
      title: '撤回这件诉求？',
      words: complaint().state === 'closed' ? WITHDRAWN_CLOSED : WITHDRAWN,
      act: '撤回诉求',
      cancel: '不撤回',
      danger: true,
    });
    if (sure) tell(await sending.submit());
  }

  return { ask, loading: sending.loading, problem: ownProblem(sending) };
}
