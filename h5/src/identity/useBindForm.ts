import { AGREEMENT_VERSION, type IdDocumentType, ownerForm } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { computed, reactive, toRef, watch, type Ref } from 'vue';
import { useForm } from '../kit/form';
import { useSubmit } from '../kit/submit';
import { startBinding } from './client.gen';
import type { Binding } from './useBinding';
import { usePhoneProof } from './usePhoneProof';

type Body = Parameters<typeof startBinding>[0]['body'];

/** 证件类型 as the manual asks it: the card, or another paper and which. */
function usePaper() {
  const paper = reactive({ card: true, other: 'hk-macau' as IdDocumentType });
  const idType = computed<IdDocumentType>(() => (paper.card ? 'resident' : paper.other));
  const group = computed({ get: () => (paper.card ? 'card' : 'other'), set: (value: string | null) => (paper.card = value === 'card') });
  const other = computed({ get: () => paper.other, set: (value: IdDocumentType | null) => (paper.other = value ?? 'other') });
  return { idType, group, other };
}

/**
 * The form of step 2. Only the name outlives the page.
 * @param box the form's element
 */
export function useBindForm({ kept, take }: Binding, box: Readonly<Ref<HTMLElement | undefined>>) {
  const { idType, group, other } = usePaper();
  const values = reactive({ name: toRef(kept, 'name'), idType, idNumber: '', nationality: '' });
  const form = useForm(ownerForm, values, box);
  const proof = usePhoneProof(box);
  const { submit, loading, problem } = useSubmit((key, body: Body) => startBinding({ body }, { idempotencyKey: key }));
  // What was wrong for one kind of paper may be right for another.
  watch(idType, () => {
    form.errors.idNumber = '';
    form.errors.nationality = '';
  });

  async function send(): Promise<void> {
    // Both are asked, so that everything that lacks is said at once.
    const [person, phone] = [form.parse(), proof.parse()];
    if (!person || !phone) return;
    const { nationality, ...owner } = person;
    const answer = await submit({
      ...owner,
      ...(owner.idType === 'passport' && { nationality }),
      ...phone,
      agreement: AGREEMENT_VERSION,
      sharing: SHARING_CONSENT_VERSION,
    });
    if (answer?.ok) return take(answer.data);
    form.accept(problem.value);
    proof.accept(problem.value);
  }

  return { values, idType, group, other, form, proof, loading, problem, send };
}
