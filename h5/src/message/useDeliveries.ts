import { localTime } from '@wuye/shared/calendar';
import { type DeliveryRow, type DeliveryTotals, type HandDelivery, type messageRoutes, MOST_HAND_PICTURES, recordHand as schema } from '@wuye/shared/message';
import type { InputOf } from '@wuye/shared/kit';
import { reactive, ref, shallowRef, type Ref } from 'vue';
import { useSession } from '../app/session';
import { serverNow } from '../kit/clock';
import { type FormSchema, useForm } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { usePages } from '../kit/usePages';
import { deliveries, recordHand } from './client.gen';
import type { DeliveryTab } from './deliveries';

/** Who was reached about one matter; the totals come with the first page. */
export function useDeliveries(subject: string, tab: DeliveryTab) {
  const session = useSession();
  const totals = shallowRef<readonly DeliveryTotals[]>([]);
  const outcome = tab === 'all' ? undefined : tab;
  async function read(after: string | undefined, signal?: AbortSignal) {
    const answer = await deliveries({ query: { subject, after, outcome, limit: 50 } }, { signal });
    if (answer.ok && after === undefined) totals.value = answer.data.totals;
    return answer;
  }
  const pages = usePages<DeliveryRow>(read, `deliveries:${session.account?.id ?? ''}:${subject}:${tab}`);
  return { pages, totals };
}

type Body = InputOf<typeof messageRoutes.recordHand>['body'];

interface Values {
  by: string;
  /** As `datetime-local` has it: Shanghai's time, without a zone. */
  at: string;
  pictures: string[];
}

/** An instant as the field writes it. */
export function fieldTime(instant: number): string {
  const { date, time } = localTime(instant);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${date}T${two(time / 3_600_000)}:${two((time / 60_000) % 60)}`;
}

/** The contract's checks on the form's fields. `kept`: photos of the record that is corrected. */
export function handSchema(busy: () => boolean, kept: readonly string[], replaces: number): FormSchema<Body> {
  return {
    safeParse(value) {
      const { by, at, pictures } = value as Values;
      const result = schema.safeParse({ by, at: at && `${at}:00+08:00`, pictures: [...kept, ...pictures], replaces });
      const issues: { path: readonly PropertyKey[]; message: string }[] = busy()
        ? [{ path: ['pictures'], message: '照片还没有传完，请稍等，或删掉没传成的。' }]
        : [];
      if (!result.success) issues.push(...result.error.issues);
      if (result.success && issues.length === 0) return { success: true, data: result.data };
      return { success: false, error: { issues } };
    },
  };
}

const AT: Readonly<Partial<Record<string, keyof Values>>> = { 'MESSAGE.HAND_TIME': 'at', 'MESSAGE.PICTURE_UNKNOWN': 'pictures' };

/** 登记上门送达, or the correction of what was recorded. */
export function useHand({ id, hand }: DeliveryRow, box: Readonly<Ref<HTMLElement | null>>, done: () => void) {
  const kept = hand?.pictures ?? [];
  const values = reactive<Values>({ by: hand?.by ?? '', at: fieldTime(hand ? Date.parse(hand.at) : serverNow()), pictures: [] });
  const busy = ref(false);
  const form = useForm(
    handSchema(() => busy.value, kept, hand?.edition ?? 0),
    values,
    box,
  );
  const sending = useSubmit((key, body: Body): Promise<Answer<HandDelivery>> => recordHand({ params: { id }, body }, { idempotencyKey: key }));

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await sending.submit(body);
    if (answer?.ok) return done();
    const at = answer && AT[answer.problem.code];
    if (answer) form.accept(at ? { ...answer.problem, errors: [{ path: at, message: answer.problem.title }] } : answer.problem);
  }

  return { values, errors: form.errors, check: form.check, busy, kept, max: MOST_HAND_PICTURES - kept.length, send, ...sending };
}
