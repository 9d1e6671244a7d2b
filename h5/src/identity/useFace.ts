import { FACE_CONSENT_VERSION, identityErrors } from '@wuye/shared/identity';
import { wechatErrors } from '@wuye/shared/wechat';
import { computed, ref } from 'vue';
import { useReload } from '../kit/clock';
import { browser, isOffline, localProblem, type Problem } from '../kit/http';
import { inWechat } from '../kit/landing';
import { useSubmit } from '../kit/submit';
import { faceVerify, type FaceEnd } from '../kit/wechat';
import { finishFace, startFace } from './client.gen';
import type { Binding } from './useBinding';

const of = (code: 'BIND.FACE_UNSUPPORTED' | 'BIND.FACE_CANCELLED'): Problem => localProblem(code, identityErrors[code].title);
const UNSUPPORTED = of('BIND.FACE_UNSUPPORTED');

/** What the phone said of a check of which the server knows nothing yet. */
const ENDS: Readonly<Partial<Record<FaceEnd, Problem>>> = {
  cancelled: of('BIND.FACE_CANCELLED'),
  unsupported: UNSUPPORTED,
  network: localProblem('NETWORK.OFFLINE', '人脸识别时网络断开了，请换个信号好的地方再试。'),
  away: localProblem('WECHAT.AWAY', wechatErrors['WECHAT.AWAY'].title),
};

/** WeChat's window, and how the server says it ended. Where it knows nothing, the phone's own word is shown, and no more than that. */
function useWindow(binding: Binding) {
  const open = ref(false);
  const problem = ref<Problem | null>(null);
  /** A check that may be over, but the server could not be asked: asked again before another one begins. */
  let unasked = false;

  async function settle(end: FaceEnd): Promise<void> {
    const answer = await finishFace({ params: { id: binding.id.value } });
    unasked = !answer.ok && isOffline(answer.problem);
    if (answer.ok) return binding.take(answer.data);
    problem.value = answer.problem.code === 'BIND.FACE_PENDING' ? (ENDS[end] ?? answer.problem) : answer.problem;
    binding.refuse(answer.problem);
  }

  /** False where this is no WeChat or its SDK could not be had. */
  async function check(verifyId: string | null): Promise<boolean> {
    if (verifyId === null || !inWechat()) return false;
    open.value = true;
    const end = await faceVerify(verifyId);
    if (end === 'away') problem.value = ENDS.away ?? null;
    else await settle(end);
    open.value = false;
    return end !== 'away';
  }

  /** Asks again what could not be asked; true when there was such a check. */
  async function recall(): Promise<boolean> {
    problem.value = null;
    if (!unasked) return false;
    open.value = true;
    await settle('over');
    open.value = false;
    return true;
  }

  return { open, problem, check, recall };
}

/** Step 3: separate consent, then WeChat's own face window, or off to the provider's page, which comes back to this page's address. */
export function useFace(binding: Binding) {
  const { kept, id, problem: returned } = binding;
  const agreed = ref(kept.faceFor === id.value);
  const error = ref('');
  const leaving = ref(false);
  const { open, problem: ended, check, recall } = useWindow(binding);
  const { submit, loading, problem } = useSubmit((key, application: string) =>
    startFace({ params: { id: application }, body: { consent: FACE_CONSENT_VERSION } }, { idempotencyKey: key }),
  );
  // Back from the face page by the phone's own button: the button must work again.
  useReload(() => (leaving.value = false));

  function agree(ticked: boolean): void {
    agreed.value = ticked;
    if (ticked) error.value = '';
    // The consent holds for this application: trying again after a failure asks no second time.
    kept.faceFor = ticked ? id.value : '';
  }

  async function start(): Promise<void> {
    if (!agreed.value) {
      error.value = '请先勾选同意，再开始人脸识别';
      return;
    }
    if (open.value || (await recall())) return;
    const answer = await submit(id.value);
    if (!answer?.ok) return;
    const { page, verifyId } = answer.data;
    if (await check(verifyId)) return;
    leaving.value = page !== null;
    if (page !== null) browser.leave(page);
    else ended.value ??= UNSUPPORTED;
  }

  const busy = computed(() => loading.value || leaving.value || open.value);
  /** The newest word: of the start just tried, else of the check one came back from. */
  const said = computed(() => (busy.value ? null : (problem.value ?? ended.value ?? returned.value)));
  return { agreed, error, agree, start, busy, problem: said };
}
