/** What specs of pages share: an api that answers, someone who is signed in, a page in its surroundings, and what one presses there. */
import type { SessionView } from '@wuye/shared/identity';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h, type Component } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type RouteRecordRaw, type Router } from 'vue-router';
import { useSession } from './session';

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  key: string | undefined;
}

type Reply = { status?: number; body: unknown } | 'offline';
export type Replies = Record<string, (sent: Sent) => Reply>;

export const problem = (code: string, title: string, status: number) => ({ type: 'about:blank', code, title, status });

/** An api by `METHOD /path`; what has no answer is not found. */
export function answering(replies: Replies): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    const one: Sent = {
      method: init.method ?? 'GET',
      path: url.replace('/api', ''),
      body: init.body ? JSON.parse(String(init.body)) : undefined,
      key: headers['Idempotency-Key'],
    };
    sent.push(one);
    const reply = replies[`${one.method} ${one.path}`]?.(one) ?? { status: 404, body: problem('COMPLAINT.NOT_FOUND', '没有找到这件诉求，或您不能查看。', 404) };
    if (reply === 'offline') throw new TypeError('network');
    return { status: reply.status ?? 200, headers: { get: () => null }, text: async () => JSON.stringify(reply.body) };
  }) as unknown as typeof fetch;
  return sent;
}

/** Pages and panels arrive as chunks of their own. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await flushPromises();
}

/** Opens a path among a feature's routes as the app does, signed in as `session`. */
export async function openAmong(routes: readonly RouteRecordRaw[], path: string, session: SessionView): Promise<{ page: VueWrapper; router: Router }> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().set(session);
  const component: Component = { render: () => h('p', '别页') };
  const others = ['/', '/role'].map((each) => ({ path: each, component }));
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, ...others, { path: '/:missing(.*)*', name: 'not-found', component }] });
  await router.push(path);
  const page = mount(
    { render: () => h(RouterView, { key: router.currentRoute.value.path }) },
    { global: { plugins: [pinia, router] }, attachTo: document.body },
  );
  await settle();
  return { page, router };
}

/** The button or link that says this. */
export async function press(page: VueWrapper, words: string): Promise<void> {
  const found = page.findAll('button, a').find((each) => each.text() === words);
  if (!found) throw new Error(`No ${words} in: ${page.text()}`);
  await found.trigger(found.attributes('type') === 'submit' ? 'submit' : 'click');
  await settle();
}

/** Presses what says this in the dialog that asks once more. */
export async function confirmBy(words: string): Promise<void> {
  const found = [...document.querySelectorAll<HTMLElement>('[role=alertdialog] button')].find((each) => each.textContent?.trim() === words);
  if (!found) throw new Error(`No ${words} in: ${document.body.textContent}`);
  found.click();
  await settle();
}

/** Takes the dialogs away that a test left open. */
export const closeDialogs = (): void => document.querySelectorAll('[role=alertdialog]').forEach((box) => box.parentElement?.remove());
