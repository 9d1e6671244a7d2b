import type { Proofs } from '@wuye/shared/certificate';
import { useSession } from '../app/session';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { applyCertificate, myCertificate, supplementCertificate, withdrawCertificate } from './client.gen';

/** My application: what became of it, and the acts that are mine. @param application a binding under way, or '' */
export function useMine(application: string) {
  const session = useSession();
  const load = useLoad((signal) => myCertificate({ query: { application: application || undefined } }, { signal }), {
    keep: `offline:${session.account?.id ?? ''}:${application}`,
  });
  const applying = useSubmit((key, proofs: Proofs) => applyCertificate({ body: { application: application || null, proofs } }, { idempotencyKey: key }));
  const supplementing = useSubmit((key, id: string, proofs: Proofs) => supplementCertificate({ params: { id }, body: { proofs } }, { idempotencyKey: key }));
  const withdrawing = useSubmit((key, id: string) => withdrawCertificate({ params: { id } }, { idempotencyKey: key }));

  /** True when it was sent. */
  async function send(proofs: Proofs): Promise<boolean> {
    const id = load.data.value?.current?.state === 'returned' || load.data.value?.current?.state === 'submitted' ? load.data.value.current.id : null;
    const answer = await (id ? supplementing.submit(id, proofs) : applying.submit(proofs));
    if (!answer?.ok) return false;
    toast(id ? '已补充' : '申请已提交');
    await load.reload();
    return true;
  }

  async function withdraw(): Promise<void> {
    const id = load.data.value?.current?.id;
    if (!id) return;
    const sure = await confirmAct({ title: '撤回线下认证申请？', words: '照片会删除。以后可以重新申请。', act: '撤回申请', danger: true });
    const answer = sure ? await withdrawing.submit(id) : null;
    if (answer?.ok) load.set(answer.data);
  }

  return { load, send, withdraw, applying, supplementing, withdrawing };
}
