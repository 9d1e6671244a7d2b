/** What the specs of this folder share: a complaint, a session, an api that answers, and a page in its surroundings. */
import type { SessionView } from '@wuye/shared/identity';
import type { ComplaintRow, ComplaintView } from '@wuye/shared/complaint';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h, type Component } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';
import { useSession } from '../app/session';
import routes from './routes';

export const NO = '20261121-004712';
export const at = (text: string): string => new Date(`2026-11-${text}:00+08:00`).toISOString();

const SENTENCE = '{from} 收到，非工作时间。物业应在 8 小时内响应：{due} 前。';

export const row = (change: Partial<ComplaintRow> = {}): ComplaintRow => ({
  no: NO,
  kind: 'repair',
  category: 'elevator',
  title: '电梯·报事报修',
  state: 'submitted',
  rating: null,
  communityName: '华阳小区',
  submittedAt: at('21T10:05'),
  dueAt: at('21T18:05'),
  joiners: 0,
  flags: [],
  urgedDueAt: null,
  pausedUntil: null,
  ...change,
});

export const view = (change: Partial<ComplaintView> = {}): ComplaintView => ({
  ...row(),
  words: '<b>老人</b>下不了楼\n第二行',
  place: '3栋2单元',
  position: null,
  pictures: ['01AAAAAAAAAAAAAAAAAAAAAAAA'],
  anonymous: false,
  closingReason: null,
  source: 'code',
  outsideNo: null,
  mine: true,
  joined: false,
  submitter: { name: '李*', phone: '138****0101' },
  class: null,
  level: 'manager',
  proposedDate: null,
  agreedDate: null,
  referral: null,
  sorting: null,
  handler: { level: 'manager', name: '禾木物业', phone: '028-1234' },
  clocks: [
    {
      clock: 'respond',
      round: 1,
      startedAt: at('21T10:05'),
      dueAt: at('21T18:05'),
      metAt: null,
      voidAt: null,
      pause: null,
      sentence: SENTENCE,
      source: '成住建发〔2023〕62号 一(二)',
    },
  ],
  events: [event('submitted', { by: { role: 'submitter', name: '' } })],
  pauses: [],
  can: [],
  ...change,
});

export const event = (
  kind: ComplaintView['events'][number]['kind'],
  change: Partial<ComplaintView['events'][number]> = {},
): ComplaintView['events'][number] => ({
  id: kind,
  at: at('21T12:10'),
  kind,
  by: { role: 'project_manager', name: '王*' },
  words: '',
  pictures: [],
  ...change,
});

/** A closing that waits for its verdict. */
export const closed = (change: Partial<ComplaintView> = {}): ComplaintView =>
  view({
    state: 'closed',
    dueAt: null,
    can: ['judge'],
    events: [event('closed', { words: '已更换电梯主板，恢复运行', pictures: ['01BBBBBBBBBBBBBBBBBBBBBBBB'] })],
    ...change,
  });

export interface Sent {
  method: string;
  path: string;
  body: unknown;
  key: string | undefined;
}

type Reply = { status?: number; body: unknown } | 'offline';

/** An api by `METHOD /path`; what has no answer is not found. */
export function answering(replies: Record<string, (sent: Sent) => Reply>): Sent[] {
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

export const problem = (code: string, title: string, status: number) => ({ type: 'about:blank', code, title, status });

export const owner: SessionView = {
  account: { id: 'a' },
  person: { name: '李*', phone: '138****0101', certified: 'face' },
  roles: [{ role: 'owner', scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }],
  communities: [{ id: 'c1', name: '华阳小区', code: 'code-1' }],
} as unknown as SessionView;

export const staff = (role: 'project_manager' | 'staff' | 'company_head' | 'district_officer' | 'city_officer'): SessionView =>
  ({ ...owner, roles: [{ role, scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }] }) as SessionView;

export const stranger: SessionView = { ...owner, person: null, roles: [], communities: [] };

/** Opens a path as the app does, signed in as `session`. */
export async function open(path: string, session: SessionView): Promise<{ page: VueWrapper; router: Router }> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().set(session);
  const home: Component = { render: () => h('p', '首页') };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [...routes, { path: '/', component: home }, { path: '/role', component: home }, { path: '/:missing(.*)*', name: 'not-found', component: home }],
  });
  await router.push(path);
  const page = mount(
    { render: () => h(RouterView, { key: router.currentRoute.value.path }) },
    { global: { plugins: [pinia, router] }, attachTo: document.body },
  );
  // Pages and panels arrive as chunks of their own.
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  return { page, router };
}

/** The button, link or field that says this. */
export function press(page: VueWrapper, words: string): Promise<void> {
  const found = page.findAll('button, a').find((each) => each.text() === words);
  if (!found) throw new Error(`No ${words} in: ${page.text()}`);
  return found
    .trigger(found.attributes('type') === 'submit' ? 'submit' : 'click')
    .then(flushPromises)
    .then(() => undefined);
}
