import { computed, onBeforeUnmount, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { serverNow, useReload } from './clock';
import { isOffline, type Answer, type Problem } from './http';

const PREFIX = 'wuye:last:';

export interface Load<T> {
  data: Readonly<ShallowRef<T | null>>;
  problem: Readonly<Ref<Problem | null>>;
  pending: Readonly<Ref<boolean>>;
  /** Set while old data stands in for what could not be fetched: the time it is from (milliseconds). */
  keptSince: ComputedRef<number | null>;
  reload: () => Promise<void>;
  /** Puts an answer of a write in the place of what was read. */
  set: (data: T) => void;
}

interface Kept<T> {
  at: number;
  data: T;
}

function readKept<T>(key: string | undefined): Kept<T> | null {
  const text = key === undefined ? null : sessionStorage.getItem(PREFIX + key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as Kept<T>;
  } catch {
    // Cut short by a full storage: as if nothing had been kept.
    return null;
  }
}

function writeKept<T>(key: string | undefined, kept: Kept<T>): void {
  if (key === undefined) return;
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(kept));
  } catch {
    // Full storage only costs the offline view.
  }
}

/** Drops what reads kept: on signing out. */
export function clearKept(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

/**
 * Reads something for a page: at once, again on `reload()` and when the browser brings the page back from its cache.
 * Without network the last data stays, with its time; `keep` lets it outlive the page, within this visit.
 * Show it with LoadView, which draws the skeleton, the error and [重试].
 */
export function useLoad<T>(fetch: (signal: AbortSignal) => Promise<Answer<T>>, options: { keep?: string } = {}): Load<T> {
  const data = shallowRef<T | null>(null);
  const problem = ref<Problem | null>(null);
  const pending = ref(false);
  let at = 0;
  let running: AbortController | undefined;

  function set(value: T): void {
    data.value = value;
    problem.value = null;
    at = serverNow();
    writeKept(options.keep, { at, data: value });
  }

  function refuse(found: Problem): void {
    const kept = data.value === null && isOffline(found) ? readKept<T>(options.keep) : null;
    if (kept) [data.value, at] = [kept.data, kept.at];
    // A refusal (gone, not allowed) must not leave what was there before on the screen.
    if (!isOffline(found)) data.value = null;
    problem.value = found;
  }

  async function reload(): Promise<void> {
    running?.abort();
    const mine = (running = new AbortController());
    pending.value = true;
    const answer = await fetch(mine.signal);
    if (running !== mine) return;
    pending.value = false;
    if (answer.ok) set(answer.data);
    else refuse(answer.problem);
  }

  useReload(reload);
  onBeforeUnmount(() => {
    running?.abort();
    running = undefined;
  });
  void reload();
  const keptSince = computed(() => (problem.value && data.value !== null ? at : null));
  return { data, problem, pending, keptSince, reload, set };
}
