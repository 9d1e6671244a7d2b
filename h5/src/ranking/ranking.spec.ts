import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SessionView } from '@wuye/shared/identity';
import { LISTS } from '@wuye/shared/policy';
import type { AdviceView, ListingView } from '@wuye/shared/ranking';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { useSession } from '../app/session';
import { noteServerTime } from '../kit/clock';
import routes from './routes';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const counts = { respondedOnTime: 16, resolved: 12, satisfied: 6, cases: 20, rated: 10 };
const standing = { month: '2026-10', from: '2026-08', list: 'black', tooFew: false, counts } as const;
const view = (change: Partial<ListingView> = {}): ListingView => ({
  id: 'l1',
  type: 'community',
  scopeId: 'c1',
  name: '华阳小区',
  companyId: 'o1',
  companyName: '禾木物业',
  districtCode: '510107',
  districtName: '武侯区',
  list: 'black',
  month: '2026-10',
  state: 'noticed',
  counts,
  noticeEndsAt: '2026-11-27T16:00:00.000Z',
  rule: LISTS,
  standings: [standing],
  noticedAt: '2026-11-20T02:00:00.000Z',
  appeal: null,
  decision: null,
  publishedAt: null,
  ended: null,
  advices: [],
  can: ['appeal'],
  ...change,
});

let sent: { at: string; body: unknown }[] = [];
let replies: Record<string, () => [number, unknown]> = {};
let page: VueWrapper | undefined;
beforeEach(() => {
  [sent, replies] = [[], {}];
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const at = `${init.method} ${url.replace('/api', '')}`;
    sent.push({ at, body: init.body ? JSON.parse(String(init.body)) : undefined });
    const [status, answer] = replies[at.split('?')[0] ?? '']?.() ?? [404, { type: '', code: 'ROUTE.NOT_FOUND', title: '没有', status: 404 }];
    return { status, headers: { get: () => null }, text: async () => JSON.stringify(answer) };
  }) as unknown as typeof fetch;
});
afterEach(() => page?.unmount());

async function visit(path: string, role = 'company_head'): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  noteServerTime(new Date(NOW).toUTCString(), Date.now(), Date.now());
  const roles = [{ role, scopeType: 'company', scopeId: 'x', scopeName: '禾木物业' }];
  const communities = [{ id: 'c1', name: '华阳小区', code: 'x' }];
  useSession().set({ account: { id: 'a' }, person: null, roles, communities } as unknown as SessionView);
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:rest(.*)*', component: { render: () => h('p') } }] });
  await router.push(path);
  page = mount({ render: () => h(RouterView) }, { global: { plugins: [pinia, router] }, attachTo: document.body });
  for (let turn = 0; turn < 6; turn++) await flushPromises();
  return page;
}

const press = async (words: string) => {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === words);
  if (!found) throw new Error(`No ${words}`);
  found.click();
  for (let turn = 0; turn < 4; turn++) await flushPromises();
};
const write = (field: HTMLTextAreaElement, words: string) => {
  field.value = words;
  field.dispatchEvent(new Event('input'));
};
const submit = async () => {
  document.querySelector('form')!.dispatchEvent(new Event('submit'));
  for (let turn = 0; turn < 4; turn++) await flushPromises();
};

test('the company sees its figures, the rule and until when it may appeal; the appeal goes with its words', async () => {
  replies = {
    'GET /rankings/l1': () => [200, view()],
    'POST /rankings/l1/appeal': () => [
      200,
      view({ state: 'appealed', can: [], appeal: { at: '2026-11-20T02:00:00.000Z', words: '十月停电两天。', pictures: [] } }),
    ],
  };
  const shown = await visit('/rankings/l1');
  for (const words of [
    '响应及时率 80%（16/20）',
    '解决率 60%（12/20）',
    '满意率 60%（6/10）',
    '11月27日 周五 24:00',
    '少于 20 件',
    '连续 2 期',
    '现在的办理情况',
  ])
    expect(shown.text()).toContain(words);
  const links = shown.findAll('.period a').map((link) => link.attributes('href'));
  const at = 'communityId=c1&companyId=o1&districtCode=510107';
  expect(links).toHaveLength(6);
  expect(links[0]).toBe(`/tasks?view=table&${at}&measure=on_time&from=2026-08-01&to=2026-10-31`);
  expect(links[5]).toBe(`/tasks?view=table&${at}&measure=rated&from=2026-08-01&to=2026-10-31`);
  await press('申诉');
  await submit();
  expect(document.body.textContent).toContain('请写明申诉的理由');
  write(document.querySelector('textarea')!, '十月停电两天，响应记录没有计入。');
  await submit();
  expect(sent.at(-1)).toEqual({ at: 'POST /rankings/l1/appeal', body: { words: '十月停电两天，响应记录没有计入。', pictures: [] } });
  expect(shown.text()).toContain('申诉待答复');
});

test('an answer to an appeal chooses nothing beforehand', async () => {
  replies = {
    'GET /rankings/l1': () => [200, view({ state: 'appealed', can: ['decide'] })],
    'POST /rankings/l1/decide': () => [200, view({ state: 'confirmed', can: [] })],
  };
  await visit('/rankings/l1', 'district_officer');
  await press('答复申诉');
  write(document.querySelector('textarea')!, '停电当日的记录已经计入');
  await submit();
  expect(document.body.textContent).toContain('请选择申诉是否成立');
  expect(sent).toHaveLength(1);
  [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].find(({ value }) => value === 'no')!.click();
  await submit();
  expect(sent.at(-1)).toEqual({ at: 'POST /rankings/l1/decide', body: { upheld: false, reason: '停电当日的记录已经计入' } });
});

test('nothing is published by one tap', async () => {
  replies = {
    'GET /rankings/l1': () => [200, view({ can: ['publish'] })],
    'POST /rankings/l1/publish': () => [200, view({ state: 'published', can: [] })],
  };
  await visit('/rankings/l1', 'district_officer');
  await press('公布');
  expect(sent).toHaveLength(1);
  const [asked] = [...document.querySelectorAll('[role=alertdialog] button, [role=dialog] button')] as HTMLButtonElement[];
  expect(asked?.textContent).toContain('公布');
  asked!.click();
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  expect(sent.at(-1)?.at).toBe('POST /rankings/l1/publish');
});

test('the published lists are those of the district of one’s community, with figures and rule', async () => {
  const { id, type, scopeId, name, companyId, companyName, districtCode, districtName } = view();
  const item = {
    id,
    type,
    scopeId,
    name,
    companyId,
    companyName,
    districtCode,
    districtName,
    list: 'red',
    month: '2026-10',
    counts,
    from: '2026-08',
    rule: LISTS,
    publishedAt: '2026-11-28T02:00:00.000Z',
  };
  replies = { 'GET /rankings/published': () => [200, { month: '2026-10', months: ['2026-10'], items: [item] }] };
  const shown = await visit('/rankings/published', 'owner');
  expect(sent[0]?.at).toBe('GET /rankings/published?communityId=c1');
  for (const words of ['2026年10月 红榜', '统计期 2026年8月至2026年10月', '怎么评的', '2026年11月28日']) expect(shown.text()).toContain(words);
});

test('a 行政建议书 is dated, numbered and addressed, its figures filled in', async () => {
  const advice: AdviceView = {
    id: 'v1',
    no: '物建议〔2026〕510107-3号',
    bureauName: '武侯区住房建设和交通运输局',
    districtName: '武侯区',
    type: 'community',
    name: '华阳小区',
    companyName: '禾木物业',
    addressees: ['street', 'tax'],
    month: '2026-10',
    standings: [standing],
    rule: LISTS,
    advice: '请实施联合监管。',
    issuedAt: '2026-11-28T02:00:00.000Z',
  };
  replies = { 'GET /advices/v1': () => [200, advice] };
  const text = (await visit('/advices/v1', 'district_officer')).text();
  for (const words of ['物建议〔2026〕510107-3号', '街道办事处（镇人民政府）、税务部门：', '解决率 60%（12/20）', '请实施联合监管。', '2026年11月28日'])
    expect(text).toContain(words);
});

test('how everyone stood: each number leads to the complaints of its period, a company’s within its district', async () => {
  const { scopeId, companyId, companyName, districtCode, districtName } = view();
  const row = { ...standing, id: 's1', type: 'company', scopeId: companyId, companyId, name: companyName, companyName, districtCode, districtName };
  replies = { 'GET /rankings/standings': () => [200, { month: '2026-10', rule: LISTS, items: [row] }] };
  const shown = await visit('/rankings/standings?type=company', 'district_officer');
  const links = shown.findAll('tbody a').map((link) => link.attributes('href'));
  expect(links).toHaveLength(6);
  expect(links[2]).toBe(`/tasks?view=table&companyId=o1&districtCode=510107&measure=resolved&from=2026-08-01&to=2026-10-31`);
  expect(links.join()).not.toContain(scopeId);
  expect(shown.text()).toContain('数字是每期统计那天的');
});
