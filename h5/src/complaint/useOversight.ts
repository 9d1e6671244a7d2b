import { noteComplaint, superviseComplaint, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { reactive, ref, type Ref } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import { useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { assign, note, staff, supervise, takeOver } from './client.gen';

type Box = Readonly<Ref<HTMLElement | null>>;
type Tell = (answer: Answer<ComplaintView> | null) => void;
type Body<Name extends 'supervise' | 'note'> = InputOf<(typeof complaintRoutes)[Name]>['body'];

/** 企业接办: asked once more, for the manager can't act on it after. */
export function useTakeOver(no: string, tell: Tell) {
  const sending = useSubmit((key) => takeOver({ params: { no }, body: {} }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const sure = await confirmAct({
      title: '由公司接办这件诉求？',
      words: '接办后由公司响应和办结，项目经理只能补充情况；投诉人会收到通知。不能退回给项目经理。',
      act: '接办',
      cancel: '先不接办',
    });
    if (sure) tell(await sending.submit());
  }
  return { send, loading: sending.loading, problem: sending.problem };
}

/** The day after tomorrow at six in the evening, as a field of date and time takes it. */
export function inTwoDays(now: number): string {
  return `${new Date(now + 2 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)}T18:00`;
}

/** 督办{要求}{时限}; the time is Shanghai's, whatever the phone's zone. */
export function useSupervise(no: string, now: number, box: Box, tell: Tell) {
  const values = reactive({ words: '', time: inTwoDays(now), listed: false });
  const form = useForm(superviseComplaint.pick({ words: true }), values, box);
  const sending = useSubmit((key, body: Body<'supervise'>) => supervise({ params: { no }, body }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const body = form.parse();
    const due = Date.parse(`${values.time}:00+08:00`);
    if (!body || Number.isNaN(due)) return;
    tell(await sending.submit({ words: body.words, dueAt: new Date(due).toISOString(), listed: values.listed }));
  }
  return { values, errors: form.errors, send, loading: sending.loading, problem: sending.problem };
}

/** 内部备注. */
export function useNote(no: string, box: Box, tell: Tell) {
  const values = reactive({ words: '', pictures: [] as string[] });
  const busy = ref(false);
  const form = useForm(noteComplaint, values, box);
  const sending = useSubmit((key, body: Body<'note'>) => note({ params: { no }, body }, { idempotencyKey: key }));
  async function send(): Promise<void> {
    const body = form.parse();
    if (busy.value) form.errors.pictures = '照片还没有传完，请稍等，或删掉没传成的。';
    if (!body || busy.value) return;
    const answer = await sending.submit(body);
    if (answer?.ok) Object.assign(values, { words: '', pictures: [] });
    tell(answer);
  }
  return { values, errors: form.errors, busy, send, loading: sending.loading, problem: sending.problem };
}

/** 安排办理人: the community's staff, read when the sheet opens. */
export function useAssign(no: string, tell: Tell) {
  const people = ref<{ id: string; name: string }[] | null>(null);
  const current = ref<string | null>(null);
  const sending = useSubmit((key, staffId: string) => assign({ params: { no }, body: { staffId } }, { idempotencyKey: key }));
  async function open(): Promise<void> {
    const answer = await staff({ params: { no } });
    if (!answer.ok) return toast(answer.problem.title);
    people.value = answer.data.items;
    current.value = answer.data.assignee?.id ?? null;
  }
  async function choose(staffId: string): Promise<void> {
    const answer = await sending.submit(staffId);
    if (answer?.ok) {
      people.value = null;
      toast('已安排，微信已通知对方');
    }
    tell(answer);
  }
  return { people, current, open, choose, close: () => (people.value = null), loading: sending.loading, problem: sending.problem };
}
