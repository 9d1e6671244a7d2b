import { consentNames, type ConsentDocument, withdrawals } from '@wuye/shared/privacy';
import { useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { consents, withdrawConsent } from './client.gen';

/** What I agreed to, and taking it back: the user agreement's withdrawal is 注销. */
export function useConsents() {
  const session = useSession();
  const router = useRouter();
  const load = useLoad((signal) => consents({ signal }), { keep: `consents:${session.account?.id ?? ''}` });
  const { submit, loading, problem } = useSubmit((key, document: ConsentDocument) => withdrawConsent({ params: { document } }, { idempotencyKey: key }));

  async function withdraw(document: ConsentDocument): Promise<void> {
    if (document === 'user-agreement') {
      await router.push('/me/erase');
      return;
    }
    const sure = await confirmAct({ title: `撤回${consentNames[document]}？`, words: withdrawals[document], act: '撤回同意', danger: true });
    if (!sure) return;
    const answer = await submit(document);
    if (!answer?.ok) return;
    load.set(answer.data);
    toast('已撤回');
  }

  return { load, withdraw, loading, problem };
}
