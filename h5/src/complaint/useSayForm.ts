import type { CommunityView } from '@wuye/shared/community';
import { computed, nextTick, reactive, ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useSession } from '../app/session';
import { dropPictures, useDraft } from '../kit/draft';
import { useForm, type Form } from '../kit/form';
import type { Problem } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { usePromise } from '../policy/promise';
import { submit } from './client.gen';
import { emptySay, isTouched, roomLeft, saySchema, type SayBody, type SayValues } from './sayForm';
import { handOver } from './useComplaint';
import { useRecheck } from './useRecheck';

/** Problems of the whole that belong to one field. */
const AT: Readonly<Partial<Record<string, keyof SayValues>>> = { 'COMPLAINT.EMPTY': 'pictures', 'COMPLAINT.PICTURE_UNKNOWN': 'pictures' };

/** The values and their draft: kept per community for 7 days, and put back with a word about it. */
function useSayDraft(communityId: string) {
  const values = reactive(emptySay());
  const name = `say:${communityId}`;
  const draft = useDraft(name, values);
  const restored = ref(isTouched(values) ? draft.restoredAt.value : null);
  /** Changes when the form is emptied: the pictures begin anew with it. */
  const round = ref(0);
  function startOver(): void {
    Object.assign(values, emptySay());
    restored.value = null;
    void dropPictures(name).then(() => (round.value += 1));
  }
  return { name, values, draft, restored, round, startOver };
}

/**
 * Sending once: a retry has the same key; a refusal goes to its field, and a code that ended to the page. Pictures that are still on
 * their way are waited for: 提交 was said, and it goes when the last of them has arrived.
 */
function useSaySending(form: Form<SayValues, SayBody>, busy: Readonly<Ref<boolean>>, clearDraft: () => void, onCodeInvalid: () => void) {
  const router = useRouter();
  const waiting = ref(false);
  const sending = useSubmit((key, body: SayBody) => submit({ body }, { idempotencyKey: key }));

  function refuse(problem: Problem): void {
    if (problem.code === 'COMPLAINT.CODE_INVALID') onCodeInvalid();
    const at = AT[problem.code];
    form.accept(at ? { ...problem, errors: [{ path: at, message: problem.title }] } : problem);
  }

  async function send(): Promise<void> {
    const body = form.parse();
    waiting.value = busy.value && Object.entries(form.errors).every(([name, words]) => name === 'pictures' || words === '');
    if (!body) return;
    const answer = await sending.submit(body);
    if (!answer) return;
    if (!answer.ok) return refuse(answer.problem);
    clearDraft();
    handOver(answer.data);
    await router.replace(`/say/${answer.data.no}/done`);
  }

  watch(busy, (now) => {
    // The last picture's id comes to the form within this tick.
    if (!now && waiting.value) void nextTick().then(send);
  });

  /** Not what already stands at a field. */
  const problem = computed(() => (Object.values(form.errors).some(Boolean) ? null : sending.problem.value));
  return { send, waiting, loading: sending.loading, problem };
}

/**
 * 业主有话说 for one community: values, draft, the promise, and sending once.
 * @param box the form's element: its first field with an error takes the focus
 * @param onCodeInvalid the poster's code ended meanwhile
 */
export function useSayForm(community: CommunityView, code: string, box: Readonly<Ref<HTMLElement | null>>, onCodeInvalid: () => void) {
  const session = useSession();
  const { name, values, draft, restored, round, startOver } = useSayDraft(community.id);
  const busy = ref(false);
  const schema = saySchema(code, () => busy.value, useRoute().query.code === undefined);
  const form = useForm(schema, values, box);
  useRecheck(values, form, busy);
  return {
    ...useSaySending(form, busy, draft.clear, onCodeInvalid),
    name,
    values,
    errors: form.errors,
    check: form.check,
    busy,
    round,
    restored,
    startOver,
    room: computed(() => roomLeft(values.words)),
    promise: usePromise(),
    /** Who is known needs no number asked again. */
    asksPhone: computed(() => session.person === null && !values.anonymous),
  };
}
