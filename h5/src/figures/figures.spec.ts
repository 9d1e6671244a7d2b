import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FiguresReport, FiguresView } from '@wuye/shared/figures';
import type { SessionView } from '@wuye/shared/identity';
import { chengdu, huizhou, type Policy } from '@wuye/shared/policy';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { useSession } from '../app/session';
import { noteServerTime } from '../kit/clock';
import { forgetPromises } from '../policy/promise';
import { chartOf } from './chart';
import { askedOf, casesLink, monthsOf, rowScope } from './period';
import routes from './routes';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const counts = { cases: 3, responded: 3, on_time: 2, late: 1, closed: 2, resolved: 2, rated: 1, satisfied: 1, reopened: 0, grave: 1, grouped: 0, repeated: 0 };
const rates = { response: [2, 3], resolution: [2, 3], satisfaction: [1, 1], reopen: [0, 3] } as FiguresView['rates'];
const view = (change: Partial<FiguresView> = {}): FiguresView => ({
  from: '2026-11',
  to: '2026-11',
  counts,
  rates,
  medians: { respond: 70, close: null },
  rows: [{ id: 'c1', name: '华阳小区', counts, rates, medians: { respond: 70, close: 1560 } }],
  next: null,
  ...change,
});

/** One project with cases and one without. */
const report = (): FiguresReport => {
  const of = { id: 'c1', name: '华阳小区', companyName: '安居物业', districtName: '武侯区', projects: 3, active: 1, counts, rates };
  const none = Object.fromEntries(Object.keys(counts).map((key) => [key, 0])) as typeof counts;
  const nothing = { response: [0, 0], resolution: [0, 0], satisfaction: [0, 0], reopen: [0, 0] } as FiguresView['rates'];
  return {
    kind: 'month',
    from: '2026-10',
    to: '2026-10',
    counts,
    rates,
    rows: [of, { ...of, id: 'c2', name: '银杏雅苑', active: 0, counts: none, rates: nothing }],
  };
};

const json = (answer: object) => ({ status: 200, headers: { get: () => null }, text: async () => JSON.stringify(answer) });

let asked: string[] = [];
let policy: Policy = chengdu;
let page: VueWrapper | undefined;
beforeEach(() => {
  asked = [];
  policy = chengdu;
  forgetPromises();
  globalThis.fetch = (async (url: string) => {
    if (url.endsWith('/api/policy')) return json({ ...policy, version: 0, years: [] });
    asked.push(url);
    const answer = url.includes('/report') ? report() : view({ next: url.includes('after=') ? null : '3~c1' });
    return json(answer);
  }) as unknown as typeof fetch;
});
afterEach(() => page?.unmount());

async function open(path: string): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  noteServerTime(new Date(NOW).toUTCString(), Date.now(), Date.now());
  const roles = [{ role: 'district_officer', scopeType: 'district', scopeId: '510107', scopeName: '武侯区' }];
  useSession().set({ account: { id: 'a' }, person: null, roles, communities: [] } as unknown as SessionView);
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:rest(.*)*', component: { render: () => h('p') } }] });
  await router.push(path);
  page = mount({ render: () => h(RouterView) }, { global: { plugins: [pinia, router] }, attachTo: document.body });
  for (let turn = 0; turn < 5; turn++) await flushPromises();
  return page;
}

test('a period is whole months by Shanghai’s clock; months the wrong way round are turned', () => {
  expect(monthsOf('this', NOW)).toEqual({ from: '2026-11', to: '2026-11' });
  expect(monthsOf('last', Date.parse('2026-12-31T16:00:00Z'))).toEqual({ from: '2026-12', to: '2026-12' });
  expect(monthsOf('quarter', NOW)).toEqual({ from: '2026-10', to: '2026-11' });
  expect(monthsOf('custom', NOW, '2026-09', '2026-02')).toEqual({ from: '2026-02', to: '2026-09' });
  expect(monthsOf('custom', NOW, 'x', undefined)).toEqual({ from: '2026-11', to: '2026-11' });
  expect(askedOf({ by: 'nothing', rate: 'constructor', communityId: 'c1' }, NOW)).toMatchObject({
    by: 'month',
    rate: 'resolution',
    scope: { communityId: 'c1' },
  });
});

test('a number leads to the complaints that it counts', () => {
  const at = rowScope({ by: 'community', from: '2026-10', to: '2026-11', scope: { districtCode: '510107' } }, 'c1');
  expect(casesLink('on_time', at)).toEqual({
    path: '/tasks',
    query: { view: 'table', districtCode: '510107', communityId: 'c1', measure: 'on_time', from: '2026-10-01', to: '2026-11-30' },
  });
  expect(rowScope({ by: 'month', from: '2026-10', to: '2026-11', scope: {} }, '2026-10')).toEqual({ from: '2026-10', to: '2026-10', scope: {} });
});

test('a picture is never higher than its figure, and leaves out what has none', () => {
  expect(
    chartOf(
      [
        [9999, 10_000],
        [0, 0],
      ],
      true,
    ).map(({ y }) => y),
  ).toEqual([8 + 100 - 99.9, null]);
  expect(chartOf([[1, 3]], false)[0]?.width).toBe(33.3);
});

test('the page shows each rate with its fraction, medians in words, and how it was counted', async () => {
  const shown = await open('/figures?by=community');
  expect(asked[0]).toContain('/api/figures?from=2026-11&to=2026-11&by=community');
  const text = shown.text().replace(/\s+/g, '');
  for (const words of ['响应及时率66.66%2/3', '满意率100%1/1', '重开率0%0/3', '1小时10分', '怎么算的', '华阳小区']) expect(text).toContain(words);
  const links = shown.findAll('a').map((link) => link.attributes('href') ?? '');
  // The card's, the row's and the whole's.
  expect(links.filter((href) => href.includes('measure=on_time') && href.includes('from=2026-11-01'))).toHaveLength(3);
  expect(links).toContain('/api/figures/export?from=2026-11&to=2026-11&by=community');
  expect(links).toContain('/figures/report/quarter');
});

test('the table shows how long it took by row, and brings the next rows on demand', async () => {
  const shown = await open('/figures?by=community');
  expect(shown.find('tbody').text().replace(/\s+/g, '')).toContain('1小时10分1天2小时');
  await shown
    .findAll('button')
    .find((button) => button.text() === '加载更多')!
    .trigger('click');
  for (let turn = 0; turn < 3; turn++) await flushPromises();
  expect(asked[1]).toContain('after=3%7Ec1');
  expect(shown.findAll('tbody tr')).toHaveLength(2);
  expect(shown.text()).not.toContain('加载更多');
  const exported = shown.findAll('a').find((link) => link.text() === '导出 Excel')!;
  expect(exported.attributes('download')).toBe('诉求统计 2026年11月.xlsx');
});

test('a bar’s numbers open their complaints, too', async () => {
  const shown = await open('/figures?by=community');
  const links = shown.find('figure').findAll('a');
  expect(links.map((link) => link.text())).toEqual(['2', '3']);
  expect(links[0]!.attributes('href')).toContain('communityId=c1');
});

test('a report is a table with its rates, best first, each number open; who had nothing stands last, without a place', async () => {
  const shown = await open('/figures/report/month');
  expect(asked[0]).toContain('/api/figures/report?kind=month&month=2026-10');
  expect(shown.find('h1').text()).toBe('2026年10月物业项目小区问题解决情况通报');
  const [first, second] = shown.findAll('tbody tr');
  expect(first!.text().replace(/\s+/g, '')).toContain('1华阳小区安居物业33');
  expect(first!.findAll('a').length).toBe(9);
  expect(second!.text().replace(/\s+/g, '')).toContain('–银杏雅苑');
  expect(second!.findAll('a')).toHaveLength(0);
  expect(shown.text()).toContain('已解决的件数 ÷ 收到的件数');
  expect(shown.find('a.btn').attributes('href')).toBe('/api/figures/report/export?kind=month&month=2026-10');
});

test('the quarter’s report says how many projects use the system', async () => {
  const shown = await open('/figures/report/quarter');
  expect(asked[0]).toContain('kind=quarter&month=2026-07');
  expect(shown.find('tbody tr').text()).toContain('1/3');
  expect(shown.text()).toContain('现在登记的物业项目里');
});

test.each([
  ['/figures', '依据：成住建发〔2023〕62号 三(三)(四)'],
  ['/figures/report/quarter', '依据：成住建发〔2023〕62号 三(三)'],
])('%s cites the city’s own notice, and nothing where the city has none', async (path, cited) => {
  expect((await open(path)).text()).toContain(cited);
  page!.unmount();
  forgetPromises();
  policy = huizhou;
  const text = (await open(path)).text();
  expect(text).toContain('百分比');
  expect(text).not.toMatch(/依据|成住建发/);
});
