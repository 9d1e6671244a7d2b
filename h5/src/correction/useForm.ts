import { submitCorrection } from '@wuye/shared/correction';
import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch, type Ref } from 'vue';
import { useDraft } from '../kit/draft';
import { type FormSchema, useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { correctionPlaces, submitCorrection as send } from './client.gen';

type Body = Parameters<typeof send>[0]['body'];
type Places = typeof correctionPlaces extends (...args: never[]) => Promise<Answer<infer T>> ? T : never;

/** What the person fills in. `place`: a community's id, `none` for one that the list lacks. */
export interface CorrectionValues {
  community: string;
  place: string | null;
  district: string | null;
  building: string;
  house: string;
  certificateNo: string;
  words: string;
  pictures: string[];
}

const PAUSE = 300;
const WAITING = '照片还没有传完，请稍等，或删掉没传成的。';
/** Not in the list. */
export const NONE = 'none';

/** The contract's checks, and where it is: a community of the list, or a district. */
export function correctionSchema(application: string, busy: () => boolean): FormSchema<Body> {
  return {
    safeParse(value) {
      const { place, district, ...rest } = value as CorrectionValues;
      const listed = place !== null && place !== NONE;
      const result = submitCorrection.safeParse({ ...rest, application, communityId: listed ? place : null, districtCode: listed ? null : district });
      const issues: { path: readonly PropertyKey[]; message: string }[] = [];
      if (place === null) issues.push({ path: ['place'], message: '请选小区；列表里没有的，选“列表里没有”' });
      if (place === NONE && district === null) issues.push({ path: ['district'], message: '请选小区所在的区' });
      if (busy()) issues.push({ path: ['pictures'], message: WAITING });
      if (!result.success) issues.push(...result.error.issues);
      if (result.success && issues.length === 0) return { success: true, data: result.data };
      return { success: false, error: { issues } };
    },
  };
}

/** Communities as one types their name; the districts come with the first answer. */
function usePlaces(name: () => string) {
  const places = shallowRef<Places>({ communities: [], districts: [] });
  const asked = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function ask(): Promise<void> {
    const q = name().trim();
    const answer = await correctionPlaces({ query: { q } });
    // Typed on meanwhile: an older answer must not stand in the place of a newer.
    if (!answer.ok || q !== name().trim()) return;
    places.value = answer.data;
    asked.value = q;
  }
  watch(
    name,
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), PAUSE);
    },
    { immediate: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return { places, asked };
}

/** @param box the form's element */
export function useCorrectionForm(application: string, box: Readonly<Ref<HTMLElement | null | undefined>>, sent: (id: string) => void) {
  const begin: CorrectionValues = { community: '', place: null, district: null, building: '', house: '', certificateNo: '', words: '', pictures: [] };
  const values = reactive(begin);
  const draft = useDraft(`correction:${application}`, values);
  const busy = ref(false);
  const form = useForm(
    correctionSchema(application, () => busy.value),
    values,
    box,
  );
  const { places, asked } = usePlaces(() => values.community);
  const choices = computed(() => [
    ...places.value.communities.map(({ id, name, districtName }) => ({ value: id, label: name, hint: districtName })),
    { value: NONE, label: '列表里没有' },
  ]);
  // Another name: what was chosen for the one before no longer holds.
  watch(choices, (all) => !all.some(({ value }) => value === values.place) && (values.place = null));
  const { submit, loading, problem } = useSubmit((key, body: Body) => send({ body }, { idempotencyKey: key }));

  async function go(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await submit(body);
    if (answer?.ok) {
      draft.clear();
      sent(answer.data.id);
    } else if (answer) form.accept(answer.problem);
  }

  return { values, form, busy, places, asked, choices, go, loading, problem };
}
