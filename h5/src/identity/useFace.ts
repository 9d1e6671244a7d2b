import { FACE_CONSENT_VERSION, identityErrors } from '@wuye/shared/identity';
import { computed, ref } from 'vue';
import { useReload } from '../kit/clock';
import { browser, localProblem } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { startFace } from './client.gen';
import type { Binding } from './useBinding';

/** The check begins in WeChat's own window, for which this page has no bridge yet: the device is told as one without. */
const NO_PAGE = localProblem('BIND.FACE_UNSUPPORTED', identityErrors['BIND.FACE_UNSUPPORTED'].title);

/** Step 3: separate consent, then off to the provider's face check, which comes back to this page's address. */
export function useFace({ kept, id, problem: returned }: Binding) {
  const agreed = ref(kept.faceFor === id.value);
  const error = ref('');
  const leaving = ref(false);
  const noPage = ref(false);
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
    const answer = await submit(id.value);
    if (!answer?.ok) return;
    const { page } = answer.data;
    noPage.value = page === null;
    if (page === null) return;
    leaving.value = true;
    browser.leave(page);
  }

  /** The newest word: of the start just tried, else of the check one came back from. */
  const said = computed(() => (loading.value || leaving.value ? null : (problem.value ?? (noPage.value ? NO_PAGE : returned.value))));
  return { agreed, error, agree, start, busy: computed(() => loading.value || leaving.value), problem: said };
}
