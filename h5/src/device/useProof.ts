import { deviceRoutes } from '@wuye/shared/device';
import { computed, ref } from 'vue';
import { useSession } from '../app/session';
import { useCountdown } from '../identity/countdown';
import { toast } from '../kit/feedback';
import { useSubmit } from '../kit/submit';
import { prove, sendProof } from './client.gen';

const schema = deviceRoutes.prove.body!;
/** Refusals that are about the code itself: shown at its field. */
const AT_CODE = ['SMS.CODE_WRONG', 'SMS.CODE_EXPIRED'];

/**
 * Proving the registered phone on a device that was not seen before.
 * @param done it is proved; the session says so from now on
 */
export function useProof(done: () => void) {
  const session = useSession();
  const code = ref('');
  const codeError = ref('');
  const sentTo = ref('');
  const { left, start } = useCountdown();
  const asking = useSubmit((key) => sendProof({ idempotencyKey: key }));
  const proving = useSubmit((key, smsCode: string) => prove({ body: { smsCode } }, { idempotencyKey: key }));

  async function ask(): Promise<void> {
    if (left.value > 0) return;
    const answer = await asking.submit();
    if (!answer?.ok) return;
    sentTo.value = answer.data.phone;
    start(answer.data.resendAfter);
  }

  async function send(): Promise<void> {
    const typed = schema.safeParse({ smsCode: code.value });
    codeError.value = typed.success ? '' : '请填写 6 位短信验证码';
    if (!typed.success) return;
    const answer = await proving.submit(typed.data.smsCode);
    const refused = proving.problem.value;
    codeError.value = refused && AT_CODE.includes(refused.code) ? refused.title : '';
    if (!answer?.ok) return;
    session.set(answer.data);
    toast('这台设备已验证');
    done();
  }

  const problem = computed(() => (codeError.value ? null : (proving.problem.value ?? asking.problem.value)));
  return { code, codeError, sentTo, left, ask, asking: asking.loading, send, loading: proving.loading, problem };
}
