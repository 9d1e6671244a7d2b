import { identityRoutes } from '@wuye/shared/identity';
import { computed, reactive, ref, watch, type Ref } from 'vue';
import { useForm } from '../kit/form';
import type { Problem } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { useCaptcha } from './captcha';
import { sendSmsCode } from './client.gen';
import { useCountdown } from './countdown';

const askSchema = identityRoutes.sendSmsCode.body!.pick({ phone: true, captcha: true });
const proofSchema = identityRoutes.claimRole.body!.pick({ phone: true, smsCode: true });

/** Refusals that belong to one field; the rest stand below the form. */
const FIELD_OF: Readonly<Record<string, 'captcha' | 'smsCode'>> = {
  'CAPTCHA.WRONG': 'captcha',
  'SMS.CODE_WRONG': 'smsCode',
  'SMS.CODE_EXPIRED': 'smsCode',
};

/** The same problem, with its sentence at the field that it is about. */
export function atField(problem: Problem): Problem {
  const path = FIELD_OF[problem.code];
  return path ? { ...problem, errors: [{ path, message: problem.title }] } : problem;
}

/** True when no field shows the problem, so the page has to. */
export function standsAlone(problem: Problem | null): boolean {
  return problem !== null && !FIELD_OF[problem.code] && !problem.errors?.length;
}

/**
 * Proving that a phone is one's own: picture captcha, SMS code, and when another may be asked for. Shown by PhoneProof.
 * @param box the form's element
 */
export function usePhoneProof(box: Readonly<Ref<HTMLElement | undefined>>) {
  const values = reactive({ phone: '', captcha: '', smsCode: '' });
  // [获取验证码] cares for its own fields: an error above them must not take the focus away.
  const fields = ref<HTMLElement>();
  const asking = useForm(askSchema, values, fields);
  const proving = useForm(proofSchema, values, box);
  const errors = computed(() => ({ phone: proving.errors.phone || asking.errors.phone, captcha: asking.errors.captcha, smsCode: proving.errors.smsCode }));
  const captcha = useCaptcha();
  const { left, start } = useCountdown();
  const { submit, loading, problem } = useSubmit((key, body: { phone: string; captchaId: string; captcha: string }) =>
    sendSmsCode({ body }, { idempotencyKey: key }),
  );
  const sentTo = ref('');

  function renew(): void {
    values.captcha = '';
    void captcha.draw();
  }

  /** [获取验证码]. A picture answers once: whatever came of it, the next try needs a new one. */
  async function ask(): Promise<void> {
    const id = captcha.picture.value?.id;
    const content = asking.parse();
    if (left.value > 0 || !content || !id) return;
    const answer = await submit({ ...content, captchaId: id });
    if (answer?.ok) {
      sentTo.value = content.phone;
      start(answer.data.resendAfter);
      box.value?.querySelector<HTMLElement>('[autocomplete="one-time-code"]')?.focus();
    } else if (answer) {
      renew();
      asking.accept(atField(answer.problem));
    }
  }

  watch(left, (seconds) => seconds === 0 && renew());
  const check = (name: keyof typeof values) => [asking, proving].forEach((form) => form.check(name));
  const accept = (found: Problem | null) => proving.accept(found && atField(found));
  /** The fields' own element, as a template's `:ref` gives it. */
  const hold = (element: unknown) => (fields.value = element instanceof HTMLElement ? element : undefined);
  return { hold, values, errors, captcha, left, sentTo, loading, problem, ask, check, parse: proving.parse, accept };
}

export type PhoneProofState = ReturnType<typeof usePhoneProof>;
