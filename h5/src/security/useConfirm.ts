import type { ConfirmWay } from '@wuye/shared/security';
import { computed, ref, watch } from 'vue';
import { useCountdown } from '../identity/countdown';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { confirm, readConfirm, sendConfirmCode } from './client.gen';

/** Refusals that are about the code itself: shown at its field. */
const AT_CODE = ['SMS.CODE_WRONG', 'SMS.CODE_EXPIRED', 'SECURITY.CODE_WRONG'];

/**
 * 输入短信验证码 or 动态口令.
 * @param done the factor was proved
 */
export function useConfirm(done: () => void) {
  const state = useLoad((signal) => readConfirm({ signal }));
  const chosen = ref<ConfirmWay | null>(null);
  /** The app first where there is one: it needs no network and no waiting. */
  const way = computed<ConfirmWay>({
    get: () => chosen.value ?? (state.data.value?.authenticator ? 'totp' : 'sms'),
    set: (value) => (chosen.value = value),
  });
  const code = ref('');
  const codeError = ref('');
  const sent = ref(false);
  const { left, start } = useCountdown();
  const asking = useSubmit((key) => sendConfirmCode({ idempotencyKey: key }));
  const proving = useSubmit((key, body: { way: ConfirmWay; code: string }) => confirm({ body }, { idempotencyKey: key }));

  watch(way, () => {
    code.value = '';
    codeError.value = '';
    proving.clear();
  });

  async function ask(): Promise<void> {
    if (left.value > 0) return;
    const answer = await asking.submit();
    if (!answer?.ok) return;
    sent.value = true;
    start(answer.data.resendAfter);
  }

  async function send(): Promise<void> {
    const digits = code.value.replace(/\s/g, '');
    codeError.value = /^\d{6}$/.test(digits) ? '' : '请填写 6 位数字';
    if (codeError.value) return;
    const answer = await proving.submit({ way: way.value, code: digits });
    if (answer?.ok) return done();
    const problem = proving.problem.value;
    codeError.value = problem && AT_CODE.includes(problem.code) ? problem.title : '';
  }

  const problem = computed(() => (codeError.value ? null : (proving.problem.value ?? asking.problem.value)));
  return { state, way, code, codeError, sent, left, ask, asking: asking.loading, send, loading: proving.loading, problem };
}
