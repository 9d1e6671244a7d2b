import { DAY, formatDue, instantAt } from '@wuye/shared/calendar';
import { acceptComplaint, type complaintRoutes, type ComplaintView, type SortingView } from '@wuye/shared/complaint';
import type { InputOf } from '@wuye/shared/kit';
import { complaintClassNames, type ComplaintClass, explainAt } from '@wuye/shared/policy';
import { computed, reactive, watch, type Ref } from 'vue';
import { useNow } from '../kit/clock';
import { useForm, type FormSchema } from '../kit/form';
import type { Answer } from '../kit/http';
import { useSubmit } from '../kit/submit';
import { accept } from './client.gen';
import { ownProblem } from './ownProblem';

type Body = InputOf<typeof complaintRoutes.accept>['body'];
type Way = SortingView['ways'][number];

export interface AcceptValues {
  class: ComplaintClass | null;
  proposedDate: string;
  channel: string | null;
  words: string;
}

const OUTSIDE = '告知正确渠道，并报告小区网格长';

/** What waits for a class, said before it is chosen; `now` is the server's. */
export function wayWords({ class: cls, date, deadline }: Way, refers: boolean, now: number): string {
  if (date) return '由您提出办结日期，请投诉人确认，按约定日期办结';
  const from = deadline && { from: Date.parse(deadline.startedAt), dueAt: Date.parse(deadline.dueAt), sentence: deadline.sentence };
  const promise = from ? explainAt(from, now) : '';
  if (cls === 'outside') return `${OUTSIDE}${refers ? '，等区住建部门转派' : '，即办结'}。${promise}`;
  if (cls === 'bureau') return promise || '转给区住建局办理，物业的期限不再计时';
  return promise || '没有期限';
}

/** The contract's checks, and what the class needs beside: a date, or a channel with words for the case. */
export function acceptSchema(sorting: SortingView): FormSchema<Body> {
  return {
    safeParse(value) {
      const { class: cls, proposedDate, channel, words } = value as AcceptValues;
      const way = sorting.ways.find((each) => each.class === cls);
      const issues: { path: readonly PropertyKey[]; message: string }[] = [];
      if (!way) issues.push({ path: ['class'], message: '请选一类。' });
      const inRange = proposedDate >= sorting.earliest && proposedDate <= sorting.latest;
      if (way?.date && !inRange) issues.push({ path: ['proposedDate'], message: '请选一个今天起、期限以内的办结日期。' });
      const outside = cls === 'outside';
      if (way?.date && [...words.trim()].length < 4) issues.push({ path: ['words'], message: '请写明处置措施：打算怎么处理，至少 4 个字。' });
      if (outside && !channel) issues.push({ path: ['channel'], message: '请选正确的渠道。' });
      if (outside && [...words.trim()].length < 10) issues.push({ path: ['words'], message: '请写清怎么反映，至少 10 个字。' });
      const form = { class: cls, words, ...(way?.date && { proposedDate }), ...(outside && channel && { channel }) };
      const result = acceptComplaint.safeParse(form);
      if (!result.success && issues.length === 0) issues.push(...result.error.issues);
      return result.success && issues.length === 0 ? { success: true, data: result.data } : { success: false, error: { issues } };
    },
  };
}

/** 受理登记: a class, with its deadline in sight before it is chosen, and what the class needs. */
export function useAccept(
  view: ComplaintView,
  sorting: SortingView,
  box: Readonly<Ref<HTMLElement | null>>,
  tell: (answer: Answer<ComplaintView> | null) => void,
) {
  const now = useNow();
  const values = reactive<AcceptValues>({ class: null, proposedDate: '', channel: null, words: '' });
  const form = useForm(acceptSchema(sorting), values, box);
  const sending = useSubmit((key, body: Body) => accept({ params: { no: view.no }, body }, { idempotencyKey: key }));
  const way = computed(() => sorting.ways.find((each) => each.class === values.class) ?? null);
  const ways = computed(() =>
    sorting.ways.map((each) => ({ value: each.class, label: complaintClassNames[each.class], hint: wayWords(each, sorting.refers, now.value) })),
  );
  const channels = sorting.channels.map(({ name, phone }) => ({ value: name, label: name, hint: phone }));
  const until = computed(() => (values.proposedDate ? `办结期限：${formatDue(instantAt(values.proposedDate) + DAY, now.value)} 前` : ''));
  const ready = computed(() => sorting.channels.find((each) => each.name === values.channel)?.words ?? '');
  // The channel's own words stand ready, to be made fit for the case; untouched, they are no word on a matter of another class.
  watch(ready, (words) => (values.words = words));
  watch(
    () => values.class === 'outside',
    (outside) => {
      if (outside) values.words ||= ready.value;
      else if (values.words === ready.value) values.words = '';
    },
  );

  async function send(): Promise<void> {
    const body = form.parse();
    if (!body) return;
    const answer = await sending.submit(body);
    if (answer && !answer.ok) form.accept(answer.problem);
    tell(answer);
  }

  return { values, errors: form.errors, way, ways, channels, until, send, loading: sending.loading, problem: ownProblem(sending, form.errors) };
}
