import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SessionView } from '@wuye/shared/identity';
import type { LedgerView, PublishedLedger } from '@wuye/shared/ledger';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { useSession } from '../app/session';
import { noteServerTime } from '../kit/clock';
import routes from './routes';
import { monthOfQuery, stateLook } from './words';

const NOW = Date.parse('2026-12-02T02:00:00.000Z');
const counts = { cases: 2, responded: 2, on_time: 2, late: 0, closed: 1, resolved: 1, rated: 0, satisfied: 0, reopened: 0, grave: 1, grouped: 0, repeated: 0 };
const figures = {
  counts,
  rates: { response: [2, 2], resolution: [1, 2], satisfaction: [0, 0], reopen: [0, 1] },
  medians: { respond: 12, close: 300 },
} as LedgerView['figures'];
const view = (change: Partial<LedgerView> = {}): LedgerView => ({
  communityId: 'c1',
  communityName: '华阳小区',
  companyName: '禾木物业',
  districtName: '武侯区',
  month: '2026-11',
  state: 'open',
  dueAt: '2026-12-03T16:00:00.000Z',
  overdue: false,
  figures,
  rows: [
    {
      no: '20261121-004712',
      submittedAt: '2026-11-21T02:05:00.000Z',
      category: 'elevator',
      title: '电梯·报事报修',
      class: 'simple',
      state: 'solved',
      overdue: false,
      result: '已解决',
      rating: null,
      flags: ['grave'],
      carried: false,
      note: null,
    },
  ],
  lacking: 1,
  submittedAt: null,
  signedAt: null,
  returned: null,
  can: ['fill', 'submit'],
  ...change,
});
const open: PublishedLedger = {
  communityName: '华阳小区',
  companyName: '禾木物业',
  months: ['2026-11'],
  month: '2026-11',
  signedAt: '2026-12-02T02:00:00.000Z',
  figures,
  flagged: [{ category: 'elevator', title: '电梯·报事报修', flags: ['grave'], result: '已解决', cause: '控制板老化', remedy: '全部更换' }],
};

let sent: { at: string; body: unknown }[] = [];
let replies: Record<string, (body: unknown) => [number, unknown]> = {};
let page: VueWrapper | undefined;
beforeEach(() => {
  [sent, replies] = [[], {}];
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const at = `${init.method} ${url.replace('/api', '').split('?')[0]}`;
    const body: unknown = init.body ? JSON.parse(String(init.body)) : undefined;
    sent.push({ at, body });
    const [status, answer] = replies[at]?.(body) ?? [404, { type: '', code: 'ROUTE.NOT_FOUND', title: '没有', status: 404 }];
    return { status, headers: { get: () => null }, text: async () => JSON.stringify(answer) };
  }) as unknown as typeof fetch;
});
afterEach(() => page?.unmount());

async function visit(path: string, role: string): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  noteServerTime(new Date(NOW).toUTCString(), Date.now(), Date.now());
  const roles = [{ role, scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }];
  useSession().set({ account: { id: 'a' }, person: null, roles, communities: [] } as unknown as SessionView);
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:rest(.*)*', component: { render: () => h('p') } }] });
  await router.push(path);
  page = mount({ render: () => h(RouterView) }, { global: { plugins: [pinia, router] }, attachTo: document.body });
  for (let turn = 0; turn < 6; turn++) await flushPromises();
  return page;
}

test('the month is the last one; what is late says so before all else', () => {
  expect(monthOfQuery(undefined, NOW)).toBe('2026-11');
  expect(monthOfQuery('2026-13', NOW)).toBe('2026-11');
  expect(monthOfQuery('2026-03', NOW)).toBe('2026-03');
  expect(stateLook({ state: 'open', overdue: true })).toEqual({ kind: 'overdue', word: '已逾期 · 待复盘' });
  expect(stateLook({ state: 'signed', overdue: false })).toEqual({ kind: 'good', word: '已签发' });
});

test('the manager writes cause and remedy of a flagged one; too little is said at its field', async () => {
  replies = {
    'GET /communities/c1/ledger': () => [200, view()],
    'POST /communities/c1/ledger/notes': () => [200, view({ lacking: 0 })],
  };
  const shown = await visit('/c/c1/ledger', 'project_manager');
  expect(shown.text()).toContain('应在 12月3日 周四 24:00 前完成复盘'.replace('12月3日 周四', '明天'));
  expect(shown.text()).toContain('还有 1 件');
  await shown
    .findAll('button')
    .find((each) => each.text().startsWith('填写'))!
    .trigger('click');
  await flushPromises();
  const form = document.querySelector('form')!;
  form.dispatchEvent(new Event('submit'));
  await flushPromises();
  expect(form.textContent).toContain('原因至少 4 个字');
  expect(form.textContent).toContain('请不要写姓名');
  const [cause, remedy] = form.querySelectorAll('textarea');
  for (const [field, words] of [
    [cause!, '控制板老化'],
    [remedy!, '全部更换'],
  ] as const) {
    field.value = words;
    field.dispatchEvent(new Event('input'));
  }
  form.dispatchEvent(new Event('submit'));
  for (let turn = 0; turn < 3; turn++) await flushPromises();
  expect(sent.at(-1)).toEqual({
    at: 'POST /communities/c1/ledger/notes',
    body: { month: '2026-11', no: '20261121-004712', cause: '控制板老化', remedy: '全部更换' },
  });
  expect(shown.text()).not.toContain('还有 1 件');
  expect(document.querySelector('form')).toBeNull();
});

test('an owner reads the signed month alone', async () => {
  replies = { 'GET /communities/c1/ledger/published': () => [200, open] };
  const shown = await visit('/c/c1/ledger', 'owner');
  expect(sent.map(({ at }) => at)).toEqual(['GET /communities/c1/ledger/published']);
  for (const words of ['2026年11月问题办理情况', '解决率 50%（1/2）', '满意率 –（0/0）', '原因：控制板老化', '整改：全部更换'])
    expect(shown.text()).toContain(words);
  expect(shown.text()).not.toContain('20261121');
});

test('where nothing is signed yet it says so', async () => {
  replies = { 'GET /communities/c1/ledger/published': () => [200, { ...open, months: [], month: null, figures: null, flagged: [] }] };
  expect((await visit('/c/c1/ledger', 'owner')).text()).toContain('还没有公开');
});
