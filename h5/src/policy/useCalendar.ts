import { computed, onBeforeUnmount, watch } from 'vue';
import { useRoute } from 'vue-router';
import { useLoad } from '../kit/load';
import { readCalendar } from './client.gen';
import { bannerWords } from './words';

/** How often the page looks while the work that followed an entry goes on. */
const LOOK = 5_000;

/** 工作日历: its years, the one that is shown, the banner, and the work that followed the last entry. */
export function useCalendar() {
  const route = useRoute();
  const load = useLoad((signal) => readCalendar({ signal }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(load.data, (data) => {
    clearTimeout(timer);
    if (data?.job?.state === 'running') timer = setTimeout(() => void load.reload(), LOOK);
  });
  onBeforeUnmount(() => clearTimeout(timer));

  const years = computed(() => load.data.value?.years ?? []);
  const shown = computed(() => years.value.find(({ year }) => String(year) === route.query.tab) ?? years.value.at(-1) ?? null);
  const tabs = computed(() => years.value.map(({ year }) => ({ value: String(year), label: `${year} 年` })));
  const banner = computed(() => (load.data.value ? bannerWords(load.data.value) : ''));
  const next = computed(() => (years.value.at(-1)?.year ?? 0) + 1);
  const progress = computed(() => {
    const job = load.data.value?.job;
    if (!job) return '';
    const what = [job.started && `${job.started} 件给出了期限`, job.resumed && `${job.resumed} 件继续升级`, job.moved && `${job.moved} 件改了期限`];
    const words = what.filter(Boolean).join('，') || '没有需要更新的诉求';
    return job.state === 'running' ? `正在按 ${job.year} 年的日历更新诉求：${job.seen} / ${job.total} 件` : `${job.year} 年的日历已生效：${words}`;
  });
  return { load, years, shown, tabs, banner, next, progress };
}
