import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { serverNow } from './clock';
import { KEPT, SHELF } from './keeping';

const PREFIX = 'wuye:draft:';
const PAUSE = 400;

/** Fields that never reach the phone's storage, by name … */
const PRIVATE_NAME = /id_?(number|no|card)|certificate|phone|mobile|tel$|code|captcha|sms|password|token/i;
/** … and by look: a mainland mobile number, an id number; inside a longer text the number alone is left out.
 * No lookbehind: iOS learnt it with 16.4. */
const PRIVATE_NUMBER = /(^|\D)(?:1[3-9]\d(?:[ -]?\d{4}){2}|\d{17}[\dXx])(?!\d)/g;
const LEFT_OUT = '（号码未保存，请重填）';

function withoutPrivate(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(PRIVATE_NUMBER, `$1${LEFT_OUT}`);
  if (Array.isArray(value)) return value.map(withoutPrivate);
  if (value === null || typeof value !== 'object') return value;
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) if (!PRIVATE_NAME.test(name)) kept[name] = withoutPrivate(field);
  return kept;
}

/** A whole field that is nothing but a private number is dropped, not replaced by a sentence. */
function storable(form: object): Record<string, unknown> {
  const fields = Object.entries(withoutPrivate(form) as Record<string, unknown>);
  return Object.fromEntries(fields.filter(([, value]) => value !== LEFT_OUT));
}

interface Stored {
  at: number;
  data: Record<string, unknown>;
}

function read(key: string): Stored | null {
  const text = localStorage.getItem(key);
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as Stored;
    return typeof stored.at === 'number' && serverNow() - stored.at < KEPT ? stored : null;
  } catch {
    // Written by another version or cut short: a draft that can't be read is no draft.
    return null;
  }
}

function write(key: string, data: Record<string, unknown>): void {
  try {
    localStorage.setItem(key, JSON.stringify({ at: serverNow(), data } satisfies Stored));
  } catch {
    // Storage full or forbidden: the page works without drafts.
  }
}

const draftKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

const hasPictures = () => localStorage.getItem(SHELF) !== null;

/** Drops the pictures of a form that have not arrived. */
export async function dropPictures(name: string): Promise<void> {
  if (hasPictures()) await (await import('./shelf')).emptyShelf(name);
}

/** Drops every draft and its pictures: on signing out, for the phone may be shared. */
export function clearDrafts(): void {
  if (hasPictures()) void import('./shelf').then(({ emptyShelves }) => emptyShelves());
  for (const key of draftKeys()) localStorage.removeItem(key);
}

/** Drops drafts older than 7 days: at start, also those of pages that are never opened again. */
export function sweepDrafts(): void {
  if (hasPictures()) void import('./shelf').then(({ sweepShelves }) => sweepShelves());
  for (const key of draftKeys()) if (!read(key)) localStorage.removeItem(key);
}

export interface Draft {
  /** When the draft that was put back was last saved (milliseconds); null when there was none. */
  restoredAt: Readonly<Ref<number | null>>;
  /** After the form was sent. */
  clear: () => void;
}

/**
 * Keeps a form on the phone for 7 days and puts it back. Id numbers, phone numbers and codes are never stored,
 * neither by field name nor inside a text.
 * @param name one form, e.g. `say` or `close:20261121-004712`
 * @param form reactive object; only fields that it has are put back
 */
export function useDraft<T extends object>(name: string, form: T): Draft {
  const key = PREFIX + name;
  const stored = read(key);
  if (stored) for (const field of Object.keys(form)) if (Object.hasOwn(stored.data, field)) Object.assign(form, { [field]: stored.data[field] });

  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = false;
  const save = () => {
    pending = false;
    write(key, storable(form));
  };
  const stop = watch(
    () => JSON.stringify(form),
    () => {
      clearTimeout(timer);
      pending = true;
      timer = setTimeout(save, PAUSE);
    },
  );
  const flush = () => {
    clearTimeout(timer);
    if (pending) save();
  };
  // The page may go in the middle of a word: reloaded, or pushed out of memory.
  window.addEventListener('pagehide', flush);
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', flush);
    flush();
  });
  return {
    restoredAt: ref(stored?.at ?? null),
    clear: () => {
      stop();
      window.removeEventListener('pagehide', flush);
      clearTimeout(timer);
      pending = false;
      localStorage.removeItem(key);
      void dropPictures(name);
    },
  };
}
