import { computed } from 'vue';
import { useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { confirmAct, toast, type ConfirmOptions } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { endBindings, leaveHouse, readBindings, startCertificate } from './client.gen';

/** What is asked before all homes are unbound: the button says how many. */
export function unbindQuestion(houses: number): ConfirmOptions {
  return { title: '解除所有绑定？', words: '解除后不能投票、收不到通知；已投的票仍有效。', act: `解除 ${houses} 套房屋`, danger: true };
}

/** What is asked before one home is left: the button names it. */
export function leaveQuestion(home: string): ConfirmOptions {
  return { title: `解除 ${home}？`, words: '解除后不能为这套房屋投票、收不到它的通知；已投的票仍有效。', act: `解除 ${home}`, danger: true };
}

/** My bound homes, leaving one or all of them, and the face certificate that lacks. */
export function useBindings() {
  const session = useSession();
  const router = useRouter();
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

  const one = useSubmit((key, houseId: string) => leaveHouse({ params: { houseId } }, { idempotencyKey: key }));
  async function leave(houseId: string, home: string): Promise<void> {
    if (!(await confirmAct(leaveQuestion(home)))) return;
    const answer = await one.submit(houseId);
    if (!answer?.ok) return;
    bindings.set(answer.data);
    toast(`已解除 ${home}`);
    await session.load();
  }

  const later = useSubmit((key) => startCertificate({ idempotencyKey: key }));
  /** +身份认证: nothing is typed again, the face step follows. */
  async function certify(): Promise<void> {
    const answer = await later.submit();
    if (answer?.ok) await router.push({ path: '/bind', query: { application: answer.data.id, step: 'face' } });
  }

  const said = computed(() => later.problem.value ?? one.problem.value ?? problem.value);
  const busy = computed(() => loading.value || one.loading.value || later.loading.value);
  return { bindings, unbind, leave, certify, busy, problem: said };
}
