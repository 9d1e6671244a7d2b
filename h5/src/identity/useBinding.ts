import { AGREEMENT_VERSION, type BindingApplication } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { useReload } from '../kit/clock';
import { useDraft } from '../kit/draft';
import { toast } from '../kit/feedback';
import type { Answer, Problem } from '../kit/http';
import { finishFace, readBindingApplication } from './client.gen';
import { stepFor, type Step } from './steps';
import { isFaceProblem, waysOn } from './ways';

/** What the phone remembers of a binding: never numbers and codes. */
export interface Kept {
  name: string;
  /** Version of the agreement that was read. */
  agreed: string;
  /** Version of the separate consent to passing data on. */
  shared: string;
  /** The application that is under way. */
  application: string;
  /** The application for which the use of face data was agreed to. */
  faceFor: string;
}

/**
 * 业主身份绑定 from step to step. The application's id is in the address and the server knows where it stands, so a
 * refresh or a way back loses nothing. An address without `step` is the way back from the face check.
 */
export function useBinding() {
  const route = useRoute();
  const router = useRouter();
  const session = useSession();
  const kept = reactive<Kept>({ name: '', agreed: '', shared: '', application: '', faceFor: '' });
  const draft = useDraft('bind', kept);
  const application = shallowRef<BindingApplication | null>(null);
  const problem = ref<Problem | null>(null);
  const pending = ref(false);

  const id = computed(() => String(route.query.application ?? ''));
  const current = computed(() => (application.value?.id === id.value ? application.value : null));
  const step = computed(() => stepFor(route.query.step, kept.agreed === AGREEMENT_VERSION && kept.shared === SHARING_CONSENT_VERSION, current.value));

  /** The address of a step; a step that the server decided replaces the one before. */
  const go = (next: Step) => router.push({ query: next === 'notice' ? {} : { step: next } });
  const settle = (next: string) => router.replace({ query: { application: id.value, step: next } });

  function finish(): Promise<unknown> {
    draft.clear();
    return Promise.all([session.load(), router.replace('/bind/result')]);
  }

  /** An application was made, or moved on. */
  function take(next: BindingApplication): void {
    // Nothing found: reading it says why, and what to do.
    application.value = next.step === 'houses' && next.houses.length === 0 ? null : next;
    problem.value = null;
    kept.application = next.id;
    if (next.step === 'done') void finish();
    else void router.replace({ query: { application: next.id, step: next.step } });
  }

  function refuse(found: Problem): void {
    problem.value = found;
    if (found.code === 'BIND.NOT_FOUND') kept.application = '';
    // What stands in the way has a page of its own.
    if (!isFaceProblem(found.code) && waysOn(found.code).length > 0) application.value = null;
    if (!isFaceProblem(found.code)) return;
    application.value = { id: id.value, step: 'face', purpose: application.value?.purpose ?? 'bind', face: true, houses: [], turn: null };
    kept.application = id.value;
    void settle('face');
  }

  async function read(ask: (input: { params: { id: string } }) => Promise<Answer<BindingApplication>>): Promise<void> {
    if (!id.value) return;
    pending.value = true;
    const answer = await ask({ params: { id: id.value } });
    pending.value = false;
    if (answer.ok) take(answer.data);
    else refuse(answer.problem);
  }

  const reload = () => read(route.query.step === undefined ? finishFace : readBindingApplication);
  watch(id, () => !current.value && void reload(), { immediate: true });
  useReload(reload);

  /** Everything typed is asked again, except the name. */
  function restart(next: Step): void {
    application.value = null;
    problem.value = null;
    kept.application = '';
    void router.replace({ query: next === 'notice' ? {} : { step: next } });
  }

  /** The houses are bound. */
  async function bound(): Promise<void> {
    await finish();
    toast('绑定成功');
  }

  return { kept, id, application: current, step, problem, pending, go, take, refuse, reload, restart, bound };
}

export type Binding = ReturnType<typeof useBinding>;
