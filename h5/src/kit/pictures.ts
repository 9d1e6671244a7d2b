import { computed, onBeforeUnmount, reactive, type ComputedRef } from 'vue';
import type { Problem } from './http';
import { localProblem } from './http';
import type { Upload } from './upload';

export type PictureState = 'waiting' | 'sending' | 'sent' | 'failed';

/** One picture on its way. */
export interface PictureItem {
  key: number;
  /** What the tile shows: the phone's own copy. */
  preview: string;
  state: PictureState;
  /** 0 to 100. */
  percent: number;
  id: string | null;
  problem: Problem | null;
  file: Blob;
  stop: AbortController;
}

export interface Pictures {
  items: readonly PictureItem[];
  ids: ComputedRef<string[]>;
  busy: ComputedRef<boolean>;
  /** Takes as many as there is room for; how many were left out. */
  add: (files: readonly Blob[]) => number;
  retry: (item: PictureItem) => void;
  remove: (item: PictureItem) => void;
}

/** On a weak network more than two at once only makes each slower. */
const AT_ONCE = 2;

const UNREADABLE = localProblem('FILE.UNREADABLE', '这张照片打不开，请换一张。');

/**
 * Pictures sent as soon as they are picked, two at a time, each with its own progress and retry.
 * @param shrink makes the small JPEG; null when the file is no picture
 */
export function usePictures(upload: () => Upload, shrink: () => (file: Blob) => Promise<Blob | null>, max: () => number): Pictures {
  const items = reactive<PictureItem[]>([]) as PictureItem[];
  let count = 0;

  async function send(item: PictureItem): Promise<void> {
    item.state = 'sending';
    item.percent = 0;
    item.problem = null;
    const small = await shrink()(item.file);
    const answer = small
      ? await upload()(small, { signal: item.stop.signal, onProgress: (part) => (item.percent = Math.round(part * 100)) })
      : { ok: false as const, problem: UNREADABLE };
    if (answer.ok) Object.assign(item, { state: 'sent', id: answer.data.id });
    else Object.assign(item, { state: 'failed', problem: answer.problem });
    next();
  }

  function next(): void {
    const room = AT_ONCE - items.filter(({ state }) => state === 'sending').length;
    for (const item of items.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room))) void send(item);
  }

  function add(files: readonly Blob[]): number {
    const taken = files.slice(0, Math.max(0, max() - items.length));
    for (const file of taken) {
      count += 1;
      const preview = URL.createObjectURL(file);
      items.push({ key: count, preview, state: 'waiting', percent: 0, id: null, problem: null, file, stop: new AbortController() });
    }
    next();
    return files.length - taken.length;
  }

  function remove(item: PictureItem): void {
    const at = items.findIndex(({ key }) => key === item.key);
    if (at < 0) return;
    items.splice(at, 1);
    item.stop.abort();
    URL.revokeObjectURL(item.preview);
    next();
  }

  function retry(item: PictureItem): void {
    item.state = 'waiting';
    next();
  }

  onBeforeUnmount(() => [...items].forEach(remove));
  const ids = computed(() => items.flatMap(({ id }) => (id ? [id] : [])));
  const busy = computed(() => items.some(({ state }) => state !== 'sent'));
  return { items, ids, busy, add, retry, remove };
}
