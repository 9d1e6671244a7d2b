import { ref } from 'vue';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { activateAuthenticator, endAuthenticator, readConfirm, startAuthenticator } from './client.gen';

/** 动态口令: enrol by QR picture and first code, or take off. The second factor is asked for by the calls themselves. */
export function useAuthenticator() {
  const state = useLoad((signal) => readConfirm({ signal }));
  const enrolment = ref<{ uri: string; secret: string; svg: string } | null>(null);
  const code = ref('');
  const codeError = ref('');
  const starting = useSubmit((key) => startAuthenticator({ idempotencyKey: key }));
  const activating = useSubmit((key, body: { code: string }) => activateAuthenticator({ body }, { idempotencyKey: key }));
  const ending = useSubmit((key) => endAuthenticator({ idempotencyKey: key }));

  async function begin(): Promise<void> {
    const answer = await starting.submit();
    if (answer?.ok) enrolment.value = answer.data;
  }

  async function activate(): Promise<void> {
    const digits = code.value.replace(/\s/g, '');
    codeError.value = /^\d{6}$/.test(digits) ? '' : '请填写 6 位数字';
    if (codeError.value) return;
    const answer = await activating.submit({ code: digits });
    if (!answer?.ok) return;
    state.set(answer.data);
    enrolment.value = null;
    code.value = '';
    toast('动态口令已启用');
  }

  async function end(): Promise<void> {
    const words = '解除后，重要操作只能用短信验证码确认。验证器应用里的“智慧物业”可以删掉。';
    if (!(await confirmAct({ title: '解除动态口令？', words, act: '解除动态口令', danger: true }))) return;
    const answer = await ending.submit();
    if (!answer?.ok) return;
    state.set(answer.data);
    toast('已解除动态口令');
  }

  return { state, enrolment, code, codeError, begin, starting, activate, activating, end, ending };
}
