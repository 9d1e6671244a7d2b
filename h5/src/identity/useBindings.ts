import { useSession } from '../app/session';
import { confirmAct, toast, type ConfirmOptions } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { endBindings, readBindings } from './client.gen';

/** What is asked before all homes are unbound: the button says how many. */
export function unbindQuestion(houses: number): ConfirmOptions {
  return { title: '解除所有绑定？', words: '解除后不能投票、收不到通知；已投的票仍有效。', act: `解除 ${houses} 套房屋`, danger: true };
}

/** My bound homes, and unbinding them all. */
export function useBindings() {
  const session = useSession();
  const bindings = useLoad((signal) => readBindings({ signal }), { keep: `bindings:${session.account?.id ?? ''}` });
  const { submit, loading, problem } = useSubmit((key) => endBindings({ idempotencyKey: key }));

  async function unbind(): Promise<void> {
    const houses = bindings.data.value?.houses.length ?? 0;
    if (!(await confirmAct(unbindQuestion(houses)))) return;
    const answer = await submit();
    if (!answer?.ok) return;
    bindings.set(answer.data);
    toast(`已解除 ${houses} 套房屋`);
    await session.load();
  }

  return { bindings, unbind, loading, problem };
}
