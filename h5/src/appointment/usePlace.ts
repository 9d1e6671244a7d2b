import type { Appointable, OfficeView } from '@wuye/shared/appointment';
import { roleNames } from '@wuye/shared/kit';
import { computed, ref } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import type { Answer } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { dismiss, history, places, resetAuthenticator, unbind } from './client.gen';
import { dismissWords } from './words';

const ACTS = { dismiss, unbind, resetAuthenticator } as const;
export type ActName = keyof typeof ACTS;

/** What each act is called, what follows from it, and what is said when it is done. */
function wordsOf(name: ActName, { name: who, role, scopeName }: OfficeView) {
  if (name === 'dismiss')
    return { title: `注销${who}的${roleNames[role]}身份？`, words: dismissWords(role as Appointable, scopeName), act: `注销 ${who}`, done: '已注销' };
  if (name === 'unbind')
    return {
      title: `解除${who}的微信绑定？`,
      words: '这个微信马上退出登录，不能再以此身份办事。身份保留，本人用登记的手机号重新认证后恢复。手机丢失、换微信时使用。',
      act: `解除绑定 ${who}`,
      done: '已解除绑定，等本人重新认证',
    };
  return {
    title: `重置${who}的动态口令？`,
    words: '原来的验证器马上失效。本人可用短信验证码确认后重新启用。请先核实是本人要求。',
    act: `重置 ${who} 的动态口令`,
    done: '已重置动态口令',
  };
}

/** One place: who holds the office, the acts upon them, and who did what when. */
export function usePlace(role: Appointable, scopeId: string) {
  const place = useLoad(async (signal) => {
    const answer = await places({ query: { role, scopeId } }, { signal });
    return answer.ok ? ({ ok: true, data: answer.data.items[0] ?? null } as Answer<(typeof answer.data.items)[number] | null>) : answer;
  });
  const past = useLoad((signal) => history({ query: { role, scopeId } }, { signal }));
  const { submit, problem } = useSubmit((key, name: ActName, id: string) => ACTS[name]({ params: { id } }, { idempotencyKey: key }));

  /** Which button was pressed. */
  const running = ref('');

  async function act(name: ActName, office: OfficeView): Promise<void> {
    const { done, ...words } = wordsOf(name, office);
    if (!(await confirmAct({ ...words, danger: true }))) return;
    running.value = `${name} ${office.id}`;
    const answer = await submit(name, office.id);
    running.value = '';
    // Also when it was refused: someone else may have been quicker.
    void place.reload();
    void past.reload();
    if (answer?.ok) toast(done);
  }

  async function copy(link: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      toast('链接已复制，可以粘贴到微信发给本人');
    } catch {
      // No clipboard in this browser: the link stands there to be pressed long.
      toast('请长按链接复制');
    }
  }

  return { place, past, act, running, problem, copy, holders: computed(() => place.data.value?.holders ?? []) };
}
