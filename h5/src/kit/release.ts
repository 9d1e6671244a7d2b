import { ref } from 'vue';

/** What stands behind a file that did not come: no line or no server, this page's own release, or a newer one that no longer has the file. */
export type Standing = 'away' | 'same' | 'newer';

const RELOADED_AT = 'wuye:reloaded-at';
/** A page that was just loaded anew is not loaded anew again by itself: while a release goes out, old and new may answer in turn. */
const LOOP = 60_000;
const PATIENCE = 8_000;
/** As long as the sentence takes to read; what was typed last is kept meanwhile. */
const READ = 1_500;

/** The one place where the page is loaded anew; tests put theirs in. */
export const page = { open: (href: string): void => (href === window.location.href ? window.location.reload() : window.location.assign(href)) };

const words = ref('');
/** Where the person wanted to go when the page's file did not come; the page itself else. */
let wanted: string | null = null;
let asking: Promise<Standing> | undefined;

/** What the person is told above the page, and whether it can be tried again by hand. */
export const trouble = { words };

const PAGE_LOST = '这一页没有加载出来，请检查网络。';
export const NO_LINE = '网络断开，连上网络后请重试。';
const RENEWED = '页面已更新，正在重新打开。';
const RENEW = '页面已更新，重新打开后才能接着办。还没提交的内容可能要重填，可以先抄下来。';
/** True once somebody typed or chose something on a page of this release: what they did is not thrown away without them. */
let touched = false;

async function ask(): Promise<Standing> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(window.location.pathname, {
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { Accept: 'text/html' },
      signal: stop.signal,
    });
    const text = answer.ok ? await answer.text() : '';
    // Not our page: a proxy's, or that of a network one has to sign in to.
    if (!text.includes('id="app"')) return 'away';
    const entry = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';
    return text.includes(entry) ? 'same' : 'newer';
  } catch {
    return 'away';
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for the page itself: it names the files of its release. Calls at the same time share one request. */
export function standing(): Promise<Standing> {
  asking ??= ask().finally(() => (asking = undefined));
  return asking;
}

function mayReload(): boolean {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED_AT) ?? 0) < LOOP) return false;
  sessionStorage.setItem(RELOADED_AT, String(Date.now()));
  return true;
}

const openPage = (): void => page.open(wanted ?? window.location.href);

/** A file did not come. After a release the page says so and is loaded anew, once by itself; where somebody typed, when they say so. */
export async function noteMissing(): Promise<Standing> {
  const found = await standing();
  if (found !== 'newer' || words.value === RENEWED) return found;
  if (touched && wanted === null) words.value = RENEW;
  else if (mayReload()) {
    words.value = RENEWED;
    setTimeout(openPage, READ);
  }
  return found;
}

/** The page one wanted to go to did not come. With a server that answers it is asked for from the start, once; else the person is told. */
export async function notePageLost(href: string): Promise<void> {
  wanted = href;
  const found = await noteMissing();
  // Meanwhile they went elsewhere: what is missing is missed by nobody.
  if (words.value === RENEWED || wanted !== href) return;
  if (found === 'same' && mayReload()) openPage();
  else words.value = PAGE_LOST;
}

/** Another page was opened after all. */
export function forgetPageLost(): void {
  wanted = null;
  if (words.value !== RENEWED) words.value = '';
}

/** [重新加载]: the answer is the sentence why not, '' when the page goes. */
export async function loadAnew(): Promise<string> {
  if ((await standing()) === 'away') return NO_LINE;
  openPage();
  return '';
}

/** [重新加载] of the page that one wanted to go to. */
export async function openWanted(): Promise<void> {
  words.value = (await loadAnew()) || words.value;
}

/** True while the page goes by itself: nothing is to be pressed. */
export const isLeaving = (): boolean => words.value === RENEWED;

const STYLE_TRIES = 5;
const STYLE_WAIT = 300;

/** Asks for a stylesheet again, after a longer wait each time. */
function fetchAgain(broken: HTMLLinkElement, turn = 1): void {
  setTimeout(
    () => {
      const next = broken.cloneNode() as HTMLLinkElement;
      if (turn < STYLE_TRIES) next.addEventListener('error', () => fetchAgain(next, turn + 1));
      broken.replaceWith(next);
    },
    STYLE_WAIT * 2 ** (turn - 1),
  );
}

/** Vite asks for a stylesheet once in a page's life: the part's next try would show it without its looks. */
function mendStyle({ message }: Error): void {
  const href = /CSS for (\S+)/.exec(message)?.[1];
  const broken = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].find((link) => link.href === href);
  if (broken) fetchAgain(broken);
}

/** Vite tells of each file of a page that did not come, whoever asked for it. */
export function watchRelease(): void {
  window.addEventListener('input', () => (touched = true), { passive: true });
  window.addEventListener('vite:preloadError', ({ payload }) => {
    mendStyle(payload);
    void noteMissing();
  });
}
