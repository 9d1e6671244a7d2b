import type { ImportReport, IntakeColumn, IntakeSource, MappingBody, UnsortedRow } from '@wuye/shared/intake';
import { computed, reactive, ref, watch, type Ref } from 'vue';
import { toast } from '../kit/feedback';
import type { Problem } from '../kit/http';
import { useLoad } from '../kit/load';
import { useSubmit } from '../kit/submit';
import { upload } from '../kit/upload';
import { usePages } from '../kit/usePages';
import { assign, handOver, mapping, places, saveMapping, unsorted } from './client.gen';

/** Names repeat the contract's, whose module brings zod with it; intake.spec.ts holds the two together. */
export const SOURCES: readonly { value: IntakeSource; label: string }[] = [
  { value: 'hotline', label: '12345 热线' },
  { value: 'letter', label: '信访' },
];
export const COLUMNS: Readonly<Record<IntakeColumn, string>> = {
  outsideNo: '外部编号',
  words: '诉求内容',
  community: '小区',
  category: '类别',
  kind: '类型',
  place: '位置',
  name: '姓名',
  phone: '电话',
};

/** Sends a table, and says what became of it row by row. */
export function useImport(source: Readonly<Ref<IntakeSource>>, done: () => void) {
  const report = ref<ImportReport | null>(null);
  const problem = ref<Problem | null>(null);
  const loading = ref(false);
  async function send(file: File): Promise<void> {
    if (loading.value) return;
    [loading.value, report.value, problem.value] = [true, null, null];
    const answer = await upload<ImportReport>(`/intake/imports/${source.value}`, file);
    loading.value = false;
    if (answer.ok) report.value = answer.data;
    else problem.value = answer.problem;
    if (answer.ok) done();
  }
  watch(source, () => ([report.value, problem.value] = [null, null]));
  return { report, problem, loading, send };
}

/** What a source's tables call their columns. */
export function useMapping(source: Readonly<Ref<IntakeSource>>) {
  const columns = reactive<Record<IntakeColumn, string>>(
    Object.fromEntries(Object.keys(COLUMNS).map((column) => [column, ''])) as Record<IntakeColumn, string>,
  );
  const saving = useSubmit((key, body: MappingBody) => saveMapping({ params: { source: source.value }, body }, { idempotencyKey: key }));
  async function read(): Promise<void> {
    const answer = await mapping({ params: { source: source.value } });
    for (const column of Object.keys(columns) as IntakeColumn[]) columns[column] = (answer.ok && answer.data.columns[column]) || '';
  }
  watch(source, () => void read(), { immediate: true });
  return { columns, save: () => saving.submit({ columns: { ...columns } }), loading: saving.loading, problem: saving.problem };
}

/** Where the answers are downloaded: what moved on since the last time, or of the days that were chosen. */
export function useAnswers(source: Readonly<Ref<IntakeSource>>) {
  const [from, until] = [ref(''), ref('')];
  const since = computed(() => `/api/intake/answers/${source.value}`);
  const chosen = computed(() => from.value !== '' && until.value !== '' && from.value <= until.value);
  const ofDays = computed(() => (chosen.value ? `${since.value}?from=${from.value}&until=${until.value}` : null));
  return { from, until, since, ofDays };
}

/** Rows that nobody could place, and the communities that they may be of. */
export function useUnsorted() {
  const pages = usePages((after, signal) => unsorted({ query: { after } }, { signal }), 'intake');
  const communities = useLoad((signal) => places({ signal }), { keep: 'intake-places' });
  const sending = useSubmit((key, row: UnsortedRow, communityId: string) => assign({ params: { id: row.id }, body: { communityId } }, { idempotencyKey: key }));
  async function sort(row: UnsortedRow, communityId: string): Promise<void> {
    const answer = await sending.submit(row, communityId);
    if (answer?.ok) toast(`已分到${communities.data.value?.items.find(({ id }) => id === communityId)?.name ?? '小区'}，已通知物业`);
    if (answer) await pages.first.reload();
  }
  const handing = useSubmit((key, row: UnsortedRow, districtCode: string) =>
    handOver({ params: { id: row.id }, body: { districtCode } }, { idempotencyKey: key }),
  );
  async function hand(row: UnsortedRow, districtCode: string): Promise<void> {
    const answer = await handing.submit(row, districtCode);
    if (answer?.ok) toast(`已转给${communities.data.value?.districts.find(({ code }) => code === districtCode)?.name ?? '这个区'}，由那里分到小区`);
    if (answer) await pages.first.reload();
  }
  const loading = computed(() => sending.loading.value || handing.loading.value);
  const problem = computed(() => sending.problem.value ?? handing.problem.value);
  return { pages, communities, sort, handOver: hand, loading, problem };
}
