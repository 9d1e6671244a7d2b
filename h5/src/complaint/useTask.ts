import { respondComplaint, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { reactive, ref, type Ref } from 'vue';
import { confirmAct } from '../kit/feedback';
import { useDraft } from '../kit/draft';
import { useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { close, respond } from './client.gen';
import { actName, closeSchema, emptyClose, type CloseBody } from './closeForm';
import { ownProblem, toField } from './ownProblem';
import { useRecheck } from './useRecheck';

type RespondBody = InputOf<typeof complaintRoutes.respond>['body'];
/** The form's element: its first field with an error takes the focus. */
type Box = Readonly<Ref<HTMLElement | null>>;
type Tell = (answer: Answer<ComplaintView> | null) => void;

/** Ready to be sent: two taps from the message. */
export const FIRST_ANSWER = '已收到，30分钟内联系您';

/** 响应: a text that only needs to be sent. */
export function useRespond(no: string, box: Box, tell: Tell) {
  const values = reactive({ words: FIRST_ANSWER });
  const form = useForm(respondComplaint, values, box);
  const sending = useSubmit((key, body: RespondBody) => respond({ params: { no }, body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await sending.submit(body);
    if (answer && !answer.ok) form.accept(answer.problem);
    tell(answer);
  }

  return { values, errors: form.errors, check: form.check, send, loading: sending.loading, problem: ownProblem(sending, form.errors) };
}

/** 办结: words, proof and how it ended, asked once more before it goes to who reported it. */
export function useClose(no: string, box: Box, tell: Tell) {
  const values = reactive(emptyClose());
  const draft = useDraft(`close:${no}`, values);
  const busy = ref(false);
  const form = useForm(
    closeSchema(() => busy.value),
    values,
    box,
  );
  useRecheck(values, form, busy);
  const sending = useSubmit((key, body: CloseBody) => close({ params: { no }, body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const sure = await confirmAct({
      title: '提交处理结果？',
      words: '该结果将作为最终处理结果反馈给投诉人。',
      act: actName(body.reason ?? null),
      cancel: '再改改',
    });
    if (!sure) return;
    const answer = await sending.submit(body);
    if (answer?.ok) draft.clear();
    else if (answer) form.accept(toField(answer.problem));
    tell(answer);
  }

  return { values, errors: form.errors, check: form.check, busy, send, loading: sending.loading, problem: ownProblem(sending, form.errors, true) };
}
