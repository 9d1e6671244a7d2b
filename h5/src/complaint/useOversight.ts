import { noteComplaint, superviseComplaint, type complaintRoutes, type ComplaintView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { ref } from 'vue';
import { serverNow } from '../kit/clock';
import { confirmAct, toast } from '../kit/feedback';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { assign, note, staff, supervise, takeOver } from './client.gen';
import { inTwoDays, withDue } from './dueTime';
import { useActForm } from './useActForm';

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

interface Demand {
  words: string;
  time: string;
  listed: boolean;
}

/**
 * 督办{要求}{时限}, or 挂牌督办.
 * @param listable whether it may be 挂牌 as it stands now: a switch that went away is off
 */
export function useSupervise(no: string, listable: () => boolean, tell: Tell) {
  const empty = (): Demand => ({ words: '', time: inTwoDays(serverNow()), listed: false });
  const schema = withDue<Demand, Body<'supervise'>>(superviseComplaint, '请选办好的时限', ({ words, listed }) => ({ words, listed: listed && listable() }));
  return useActForm({ empty, schema, done: '已发出督办', send: (body, idempotencyKey) => supervise({ params: { no }, body }, { idempotencyKey }) }, tell);
}

/** 内部备注. */
export function useNote(no: string, tell: Tell) {
  const busy = ref(false);
  const empty = () => ({ words: '', pictures: [] as string[] });
  const send = (body: Body<'note'>, idempotencyKey: string) => note({ params: { no }, body }, { idempotencyKey });
  return { busy, ...useActForm({ empty, schema: noteComplaint, send, done: '已保存备注', busy }, tell) };
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
