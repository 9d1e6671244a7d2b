import { certifyProofs, type CertifierCase, lookUpCertificate, type Proofs } from '@wuye/shared/certificate';
import { reactive, ref, shallowRef, type Ref } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import { type FormSchema, useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { certify, lookUpCertificate as look, returnCertificate } from './client.gen';
import { useProofs } from './useProofs';
import { emptyProofs } from './words';

type Box = Readonly<Ref<HTMLElement | null | undefined>>;

/** [查询] by the whole number, which stays on the page alone. */
export function useLookUp(box: Box) {
  const values = reactive({ idNumber: '' });
  const form = useForm(lookUpCertificate, values, box);
  const items = shallowRef<readonly CertifierCase[] | null>(null);
  const { submit, loading, problem } = useSubmit((_key, idNumber: string) => look({ body: { idNumber } }));

  async function send(): Promise<void> {
    const body = form.parse();
    items.value = null;
    if (!body) return;
    const answer = await submit(body.idNumber);
    if (answer?.ok) items.value = answer.data.items;
    else if (answer) form.accept(answer.problem);
  }

  /** A decision's answer in the place of what was found. */
  function put(next: CertifierCase): void {
    items.value = (items.value ?? []).map((each) => (each.id === next.id ? next : each));
  }

  return { values, errors: form.errors, check: form.check, items, send, put, loading, problem };
}

/** [提交认证] and [退回补充] of one application. */
export function useDecision(found: CertifierCase, box: Box, put: (next: CertifierCase) => void) {
  const proofs = useProofs(`certify:${found.id}`, box, emptyProofs(), certifyProofs as FormSchema<Proofs>);
  const checked = ref(false);
  const unchecked = ref('');
  const certifying = useSubmit((key, evidence: Proofs) => certify({ params: { id: found.id }, body: { evidence, originals: true } }, { idempotencyKey: key }));
  const returning = useSubmit((key, reason: string) => returnCertificate({ params: { id: found.id }, body: { reason } }, { idempotencyKey: key }));

  function tick(on: boolean): void {
    checked.value = on;
    if (on) unchecked.value = '';
  }

  async function approve(): Promise<void> {
    const evidence = proofs.parse();
    unchecked.value = checked.value ? '' : '请核对原件后勾选';
    if (!evidence || !checked.value) return;
    const sure = await confirmAct({
      title: '提交线下认证？',
      words: '通过后这位业主可以投票。您的办理会留下记录。',
      act: `认证 ${found.name}`,
      cancel: '再看看',
    });
    const answer = sure ? await certifying.submit(evidence) : null;
    if (!answer?.ok) return;
    proofs.clear();
    put(answer.data);
    toast('已认证');
  }

  async function sendBack(reason: string): Promise<boolean> {
    const answer = await returning.submit(reason);
    if (answer?.ok) put(answer.data);
    return answer?.ok === true;
  }

  return { proofs, checked, unchecked, tick, approve, sendBack, certifying, returning };
}
