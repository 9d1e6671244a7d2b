import { computed, onBeforeUnmount, reactive, ref, type ComputedRef, type Ref } from 'vue';
import { serverNow } from './clock';
import { apiUrl, localProblem, type Problem } from './http';
import { giveUp, type Upload } from './resume';
import type { KeptPicture, Shelf } from './shelf';
import { newKey } from './submit';

/** `broken`: the line broke, and it goes on by itself. */
export type PictureState = 'waiting' | 'sending' | 'broken' | 'sent' | 'failed';

/** One picture on its way. */
export interface PictureItem {
  /** Its name on this phone. */
  key: string;
  at: number;
  /** What the tile shows: the phone's own copy, or the server's. */
  preview: string;
  state: PictureState;
  /** 0 to 100. */
  percent: number;
  id: string | null;
  problem: Problem | null;
  /** Null: it has arrived, and is on the phone no more. */
  file: Blob | null;
  /** It is as small as it gets. */
  ready: boolean;
  /** Of the upload, once it has begun. */
  uploadId: string | null;
  /** Goes on at once, while the line is broken. */
  now: (() => void) | null;
  stop: AbortController;
}

export interface Pictures {
  items: readonly PictureItem[];
  ids: ComputedRef<string[]>;
  busy: ComputedRef<boolean>;
  /** Pictures that a page which closes would lose: the phone has no room for them. */
  unkept: Readonly<Ref<boolean>>;
  /** How many of those kept earlier could not be read any more. */
  lost: Readonly<Ref<number>>;
  /** Takes as many as there is room for; how many were left out. */
  add: (files: readonly Blob[]) => number;
  retry: (item: PictureItem) => void;
  remove: (item: PictureItem) => void;
}

export interface PictureTools {
  upload: Upload;
  /** Makes the small JPEG; null when this phone can't open the file. */
  shrink: (file: Blob) => Promise<Blob | null>;
  max: number;
  /** Where pictures wait that have not arrived; null: nowhere but on this page. */
  shelf: () => Promise<Shelf | null>;
  /** Ids that the form has already. */
  known: readonly string[];
}

/** On a weak network more than two at once only makes each slower. */
const AT_ONCE = 2;

const UNREADABLE = localProblem('FILE.UNREADABLE', '这张照片打不开，请换一张。');
/** What the server can open, also where this phone can't: it goes as it is. */
const OPENED = /^(?:image\/(?:jpe?g|png|webp))?$/i;

/** What the server or the phone will not take, however often it is tried. */
export const isRefused = ({ problem }: PictureItem): boolean =>
  problem !== null && (problem.code === UNREADABLE.code || (problem.status >= 400 && problem.status < 500));

const onItsWay = ({ state }: PictureItem): boolean => state === 'sending' || state === 'broken';

function itemOf(file: Blob | null, change: Partial<PictureItem> = {}): PictureItem {
  const base = { key: newKey(), at: serverNow(), state: 'waiting', percent: 0, id: null, problem: null, ready: false, uploadId: null, now: null } as const;
  return { ...base, preview: file ? URL.createObjectURL(file) : '', file, stop: new AbortController(), ...change };
}

/** The phone's own shelf for what has not arrived. */
function useKeeping(tools: () => PictureTools) {
  const without = reactive(new Set<string>());
  const lost = ref(0);
  const of = ({ key, at, file, ready, id }: PictureItem): KeptPicture => ({ key, at, picture: id ? null : file, ready, fileId: id });

  async function keep(item: PictureItem): Promise<void> {
    const shelf = await tools().shelf();
    if (!shelf || item.stop.signal.aborted) return;
    if ((await shelf.put(of(item))) || item.state === 'sent') without.delete(item.key);
    else without.add(item.key);
  }

  async function forget({ key }: PictureItem): Promise<void> {
    without.delete(key);
    await (await tools().shelf())?.remove(key);
  }

  /** What waits from earlier. What the form's own draft has by now, need not. */
  async function earlier(): Promise<PictureItem[]> {
    const shelf = await tools().shelf();
    const found: PictureItem[] = [];
    for (const { key, at, picture, ready, fileId } of (await shelf?.list()) ?? []) {
      const done = fileId !== null && tools().known.includes(fileId);
      if (done || (!picture && !fileId)) await shelf?.remove(key);
      if (done) continue;
      if (fileId) found.push(itemOf(null, { key, at, ready, state: 'sent', percent: 100, id: fileId, preview: apiUrl(`/files/${fileId}`) }));
      else if (picture) found.push(itemOf(picture, { key, at, ready }));
      else lost.value += 1;
    }
    return found;
  }

  return { unkept: computed(() => without.size > 0), lost, keep, forget, earlier };
}

/** Makes a picture small, one after the other: each of them decoded takes 50 MB and more. */
function useShrinking(tools: () => PictureTools, keep: (item: PictureItem) => Promise<void>) {
  let line: Promise<unknown> = Promise.resolve();
  async function shrink(item: PictureItem): Promise<void> {
    if (item.ready || !item.file || item.stop.signal.aborted) return;
    const small = await tools().shrink(item.file);
    if (small) item.file = small;
    item.ready = small !== null || OPENED.test(item.file.type);
    // Not waited for: a phone whose storage hangs sends all the same.
    if (small) void keep(item);
  }
  const begun = new Map<string, Promise<unknown>>();
  return (item: PictureItem): Promise<unknown> => {
    const mine = begun.get(item.key) ?? (line = line.then(() => shrink(item)));
    begun.set(item.key, mine);
    return mine;
  };
}

/** Sends what waits, two at a time, until the page ends. */
function useSending(items: readonly PictureItem[], tools: () => PictureTools, keep: (item: PictureItem) => Promise<void>) {
  const shrink = useShrinking(tools, keep);
  let ended = false;

  function optionsOf(item: PictureItem): Parameters<Upload>[1] {
    const { key, stop } = item;
    return {
      key,
      signal: stop.signal,
      onProgress: (part) => (item.percent = Math.min(99, Math.round(part * 100))),
      onBreak: (now) => Object.assign(item, { state: now ? 'broken' : 'sending', now }),
      onBegun: (id) => (item.uploadId = id),
    };
  }

  async function send(item: PictureItem): Promise<void> {
    Object.assign(item, { state: 'sending', problem: null });
    await shrink(item);
    const answer = item.ready && item.file ? await tools().upload(item.file, optionsOf(item)) : { ok: false as const, problem: UNREADABLE };
    if (item.stop.signal.aborted) return next();
    if (answer.ok) Object.assign(item, { state: 'sent', percent: 100, id: answer.data.id, now: null });
    else Object.assign(item, { state: 'failed', problem: answer.problem, now: null });
    // What arrived needs no copy here; the form's draft may be a moment late.
    if (answer.ok) void keep(item);
    next();
  }

  function next(): void {
    if (ended) return;
    const room = AT_ONCE - items.filter(onItsWay).length;
    for (const item of items.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room))) void send(item);
  }

  return { shrink, next, end: () => (ended = true) };
}

/** Off the page; whether it is wanted any more is another question. */
function release(item: PictureItem): void {
  item.stop.abort();
  if (item.file) URL.revokeObjectURL(item.preview);
}

/** Tells the server of one that will not come. */
function giveBack({ uploadId, state }: PictureItem): void {
  if (uploadId && state !== 'sent') giveUp(uploadId);
}

/**
 * Pictures sent as soon as they are picked, two at a time, each with its own progress; a line that breaks is waited for. Those
 * that wait on the phone from earlier go on.
 */
export function usePictures(tools: () => PictureTools): Pictures {
  const items = reactive<PictureItem[]>([]) as PictureItem[];
  const { unkept, lost, keep, forget, earlier } = useKeeping(tools);
  const { shrink, next, end } = useSending(items, tools, keep);

  function add(files: readonly Blob[]): number {
    const taken = files.slice(0, Math.max(0, tools().max - items.length));
    for (const file of taken) {
      items.push(itemOf(file));
      void keep(items[items.length - 1]!);
    }
    next();
    // Small ones take less room, and go at once when their turn comes.
    for (const item of items) void shrink(item);
    return files.length - taken.length;
  }

  function remove(item: PictureItem): void {
    const at = items.findIndex(({ key }) => key === item.key);
    if (at < 0) return;
    items.splice(at, 1);
    release(item);
    giveBack(item);
    void forget(item);
    next();
  }

  function retry(item: PictureItem): void {
    if (item.now) return item.now();
    item.state = 'waiting';
    next();
  }

  let left = false;
  void earlier().then((found) => {
    if (left) return found.forEach(release);
    items.unshift(...found);
    next();
  });
  onBeforeUnmount(() => {
    left = true;
    end();
    items.forEach(release);
    // Where nothing is kept, nobody could go on with these.
    void tools()
      .shelf()
      .then((shelf) => shelf ?? items.forEach(giveBack));
  });
  const ids = computed(() => items.flatMap(({ id }) => (id ? [id] : [])));
  const busy = computed(() => items.some(({ state }) => state !== 'sent'));
  return { items, ids, busy, unkept, lost, add, retry, remove };
}
