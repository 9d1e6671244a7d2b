import { useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { confirmAct } from '../kit/feedback';
import { useSubmit } from '../kit/submit';
import { erase } from './client.gen';

/** 注销: asked once more by its own name; afterwards this phone forgets, too. */
export function useErase() {
  const router = useRouter();
  const session = useSession();
  const { submit, loading, problem } = useSubmit((key) => erase({ body: { confirm: '注销' } }, { idempotencyKey: key }));

  async function leave(): Promise<void> {
    const sure = await confirmAct({
      title: '现在注销？',
      words: '个人信息立即删除，不能恢复。\n所有手机都会退出登录，房屋要重新绑定。',
      act: '注销并删除我的信息',
      danger: true,
    });
    if (!sure) return;
    const answer = await submit();
    if (!answer?.ok) return;
    session.forget();
    await router.replace('/erased');
  }

  return { leave, loading, problem };
}
