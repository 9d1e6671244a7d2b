import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { Answer, Problem } from './http';
import { useLoad, type Load } from './load';

/** One page of a list that is paged by key. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> {
  /** The first page: for LoadView. */
  first: Load<Page<T>>;
  items: ComputedRef<T[]>;
  hasMore: ComputedRef<boolean>;
  loading: Readonly<Ref<boolean>>;
  /** Why the next page did not come; what is there stays. */
  problem: Readonly<Ref<Problem | null>>;
  more: () => Promise<void>;
}

/**
 * A list read page by page: [加载更多] puts the next ones below. Reading anew starts over from the first page.
 * @param fetch reads the page after this key
 * @param keep under which name the first page outlives a lost network, within this visit
 */
export function usePages<T>(fetch: (after: string | undefined, signal?: AbortSignal) => Promise<Answer<Page<T>>>, keep: string): Pages<T> {
  const first = useLoad((signal) => fetch(undefined, signal), { keep });
  const rest = shallowRef<readonly Page<T>[]>([]);
  const loading = ref(false);
  const problem = ref<Problem | null>(null);

  watch(first.data, () => {
    rest.value = [];
    problem.value = null;
  });
  const last = computed(() => rest.value[rest.value.length - 1] ?? first.data.value);
  const items = computed(() => [...(first.data.value?.items ?? []), ...rest.value.flatMap((page) => page.items)]);

  async function more(): Promise<void> {
    const [begun, after] = [first.data.value, last.value?.next];
    if (!after || loading.value) return;
    loading.value = true;
    const answer = await fetch(after);
    loading.value = false;
    // The list was read anew meanwhile: this page belongs to the old one.
    if (first.data.value !== begun) return;
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) rest.value = [...rest.value, answer.data];
  }

  return { first, items, hasMore: computed(() => Boolean(last.value?.next)), loading, problem, more };
}
