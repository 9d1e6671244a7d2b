import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { NO_LINE } from './release';

type Release = typeof import('./release');

/** What is held of a release belongs to one page: each test opens its own. */
let release: Release;
let opened: string[];
let html: (() => Promise<Response>) | string;

const pageOf = (entry: string): string => `<div id="app"></div><script type="module" src="/h5/assets/${entry}"></script>`;

const missed = (message: string): void => void window.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload: new Error(message) }));

beforeEach(() => {
  jest.useFakeTimers();
  jest.resetModules();
  sessionStorage.clear();
  document.head.innerHTML = '<script type="module" src="/h5/assets/index-Old.js"></script>';
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  release = require('./release') as Release;
  opened = [];
  release.page.open = (href) => void opened.push(href);
  globalThis.fetch = (async () => {
    if (typeof html === 'function') return html();
    return { ok: true, text: async () => html } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  jest.useRealTimers();
  document.head.innerHTML = '';
});

test('the page names the files of its release', async () => {
  html = pageOf('index-Old.js');
  expect(await release.standing()).toBe('same');
  html = pageOf('index-New.js');
  expect(await release.standing()).toBe('newer');
});

test('no line, a failing server and somebody else’s page are no release', async () => {
  html = () => Promise.reject(new TypeError('cut'));
  expect(await release.standing()).toBe('away');
  html = async () => ({ ok: false, text: async () => pageOf('index-New.js') }) as Response;
  expect(await release.standing()).toBe('away');
  html = '<h1>请先登录无线网络</h1>';
  expect(await release.standing()).toBe('away');
});

test('after a release a missing file is said, and the page opened anew once it is read', async () => {
  html = pageOf('index-New.js');
  release.watchRelease();
  missed('Failed to fetch dynamically imported module');
  await jest.advanceTimersByTimeAsync(0);
  expect([release.trouble.words.value, release.isLeaving(), opened]).toEqual(['页面已更新，正在重新打开。', true, []]);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(opened).toEqual([window.location.href]);
});

test('where somebody typed, the page stays until they say so', async () => {
  html = pageOf('index-New.js');
  release.watchRelease();
  window.dispatchEvent(new Event('input'));
  missed('Failed to fetch dynamically imported module');
  await jest.advanceTimersByTimeAsync(5_000);
  expect([release.trouble.words.value.slice(0, 5), release.isLeaving(), opened]).toEqual(['页面已更新', false, []]);
  await release.openWanted();
  expect(opened).toEqual([window.location.href]);
});

test('a lost page that is wanted no more neither opens nor accuses the one that is open', async () => {
  let answer!: (response: Response) => void;
  html = () => new Promise((resolve) => (answer = resolve));
  const lost = release.notePageLost('http://localhost/h5/messages');
  release.forgetPageLost();
  answer({ ok: true, text: async () => pageOf('index-Old.js') } as Response);
  await lost;
  expect([opened, release.trouble.words.value]).toEqual([[], '']);
});

test('while old and new answer in turn, the page is not opened again and again', async () => {
  html = pageOf('index-New.js');
  await release.noteMissing();
  await jest.advanceTimersByTimeAsync(2_000);
  release.trouble.words.value = '';
  await release.noteMissing();
  await jest.advanceTimersByTimeAsync(2_000);
  expect(opened).toHaveLength(1);
});

test('a link whose page did not come goes there from the start, or says that it did not', async () => {
  html = pageOf('index-Old.js');
  await release.notePageLost('http://localhost/h5/messages');
  expect([opened, release.trouble.words.value]).toEqual([['http://localhost/h5/messages'], '']);
  await release.notePageLost('http://localhost/h5/messages');
  expect([opened.length, release.trouble.words.value, release.isLeaving()]).toEqual([1, '这一页没有加载出来，请检查网络。', false]);
  release.forgetPageLost();
  expect(release.trouble.words.value).toBe('');
});

test('重新加载 leaves the page only when there is one to come back to', async () => {
  html = () => Promise.reject(new TypeError('cut'));
  await release.notePageLost('http://localhost/h5/messages');
  await release.openWanted();
  expect([opened, release.trouble.words.value]).toEqual([[], NO_LINE]);
  html = pageOf('index-Old.js');
  await release.openWanted();
  expect(opened).toEqual(['http://localhost/h5/messages']);
});

test('a stylesheet that did not come is asked for again, until it comes', async () => {
  html = pageOf('index-Old.js');
  document.head.innerHTML += '<link rel="stylesheet" href="/h5/assets/a.css"><link rel="stylesheet" href="/h5/assets/b.css">';
  const links = (): HTMLLinkElement[] => [...document.querySelectorAll('link')];
  const [first, other] = links();
  release.watchRelease();
  missed(`Unable to preload CSS for ${first!.href}`);
  await jest.advanceTimersByTimeAsync(300);
  const [second] = links();
  expect([second!.href === first!.href, second === first, links()[1] === other]).toEqual([true, false, true]);
  second!.dispatchEvent(new Event('error'));
  await jest.advanceTimersByTimeAsync(600);
  expect([links()[0]!.href === first!.href, links()[0] === second, links().length]).toEqual([true, false, 2]);
});
