import { type CalendarYear, formatDue, readNotice, withYear } from '@wuye/shared/calendar';
import { type CalendarView, clockTitles, type YearPreview } from '@wuye/shared/policy';
import { computed, nextTick, reactive, ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { confirmAct, toast } from '../kit/feedback';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { previewYear, readCalendar, saveYear } from './client.gen';
import { forgetPromises } from './promise';
import { wholeOf } from './words';

interface Holiday {
  name: string;
  first: string;
  last: string;
}

/** What stands in the form; dates are text until the server has checked them. */
interface Entry {
  year: string;
  source: string;
  holidays: Holiday[];
  workdays: string[];
}

const SEVEN = ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节'];
const emptyOf = (year: number): Entry => ({ year: String(year), source: '', holidays: SEVEN.map((name) => ({ name, first: '', last: '' })), workdays: [] });
const entryOf = ({ year, source, holidays, workdays }: CalendarYear): Entry => ({
  year: String(year || ''),
  source,
  holidays: holidays.map((holiday) => ({ ...holiday })),
  workdays: [...workdays],
});

/** The table as it is sent; a form's year is a number only once it is one. */
const documentOf = ({ year, source, holidays, workdays }: Entry) => ({
  year: wholeOf(year),
  source: source.trim(),
  holidays: holidays.map((holiday) => ({ ...holiday })),
  workdays: [...workdays],
});
type Document = ReturnType<typeof documentOf>;

const days = (iso: string): string => formatDue(Date.parse(iso));

/** A touched deadline in a line. */
export const touchedWords = ({ no, title, clock, from, to }: YearPreview['touched']['items'][number]): string =>
  `${no} ${title} · ${clockTitles[clock]}：${days(from)} 前 → ${days(to)} 前`;

/** What follows, said before it is done. */
function followsOf({ adds, touched }: YearPreview, moves: boolean): string {
  if (touched.count === 0) return adds ? '没有期限的诉求从现在起计时，已经给出的期限不变。' : '没有诉求的期限受影响。';
  return moves ? `${touched.count} 件没办完的诉求会改期限，逐件告诉业主和办理人，并留下记录。` : `${touched.count} 件没办完的诉求保持已经给出的期限，不改。`;
}

/** Entering the next year, or correcting one: paste or fields, then what it does, then saving. */
export function useEntry() {
  const [route, router] = [useRoute(), useRouter()];
  const load = useLoad((signal) => readCalendar({ signal }));
  const entry = reactive<Entry>(emptyOf(0));
  const [pasted, moves] = [ref(''), ref<'leave' | 'move' | null>(null)];
  const preview = ref<YearPreview | null>(null);
  const movesError = ref('');
  const asked = typeof route.query.year === 'string' ? Number(route.query.year) : null;

  function begin({ years }: CalendarView): void {
    const corrected = years.find(({ year }) => year === asked);
    Object.assign(entry, corrected ? entryOf(corrected) : emptyOf((years.at(-1)?.year ?? 0) + 1));
  }
  watch(load.data, (data) => data && entry.year === '0' && begin(data), { immediate: true });

  function readPasted(): void {
    const read = readNotice(pasted.value);
    Object.assign(entry, { ...entryOf(read), year: read.year ? String(read.year) : entry.year, source: read.source || entry.source });
    toast(read.holidays.length ? `读出 ${read.holidays.length} 个节日，请对照通知核对` : '没有读出节日，请检查粘贴的内容');
  }

  async function readFile(file: File | undefined): Promise<void> {
    if (!file) return;
    pasted.value = await file.text();
    readPasted();
  }

  const looking = useSubmit((_key, document: Document) => previewYear({ body: { document } }));
  const saving = useSubmit((key, body: { document: Document; basedOn: string | null; moves: boolean }) => saveYear({ body }, { idempotencyKey: key }));
  const step = computed(() => (route.query.step === 'preview' && preview.value ? 'preview' : 'form'));
  const calendar = computed(() => withYear(load.data.value?.years ?? [], documentOf(entry) as CalendarYear));

  async function look(): Promise<void> {
    const answer = await looking.submit(documentOf(entry));
    if (!answer?.ok) return;
    preview.value = answer.data;
    if (answer.data.faults.length === 0) await router.push({ query: { ...route.query, step: 'preview' } });
    else await nextTick(() => document.getElementById('faults')?.focus());
  }

  async function save(): Promise<void> {
    const found = preview.value;
    if (!found) return;
    movesError.value = found.touched.count > 0 && moves.value === null ? '请选择这些诉求的期限改不改' : '';
    if (movesError.value) return;
    const moving = moves.value === 'move';
    const title = `${found.adds ? '录入' : '更正'} ${entry.year} 年的工作日历？`;
    if (!(await confirmAct({ title, words: followsOf(found, moving), act: `保存 ${entry.year} 年日历`, cancel: '再核对' }))) return;
    const answer = await saving.submit({ document: documentOf(entry), basedOn: found.basedOn, moves: moving });
    if (!answer?.ok) return;
    forgetPromises();
    await router.replace({ path: '/calendar', query: { tab: entry.year } });
    toast('已保存');
  }

  return { load, entry, pasted, readPasted, readFile, preview, moves, movesError, step, calendar, look, looking, save, saving };
}
