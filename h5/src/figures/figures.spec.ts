import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FiguresView } from '@wuye/shared/figures';
import type { SessionView } from '@wuye/shared/identity';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView } from 'vue-router';
import { useSession } from '../app/session';
import { noteServerTime } from '../kit/clock';
import { chartOf } from './chart';
import { askedOf, casesLink, monthsOf, rowScope } from './period';
import { reportOf } from './report';
import routes from './routes';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const counts = { cases: 3, responded: 3, on_time: 2, late: 1, closed: 2, resolved: 2, rated: 1, satisfied: 1, reopened: 0, grave: 1, grouped: 0, repeated: 0 };
const rates = { response: [2, 3], resolution: [2, 3], satisfaction: [1, 1], reopen: [0, 2] } as FiguresView['rates'];
const view = (change: Partial<FiguresView> = {}): FiguresView => ({
  from: '2026-11',
  to: '2026-11',
  counts,
  rates,
  medians: { respond: 70, close: null },
  rows: [{ id: 'c1', name: '华阳小区', counts, rates }],
  ...change,
});

let asked: string[] = [];
let page: VueWrapper | undefined;
beforeEach(() => {
  asked = [];
  globalThis.fetch = (async (url: string) => {
    asked.push(url);
    return { status: 200, headers: { get: () => null }, text: async () => JSON.stringify(view()) };
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

test('a report is of what is over: the last quarter, the last month', () => {
  expect(reportOf('quarter', undefined, NOW)).toMatchObject({ from: '2026-07', to: '2026-09', by: 'district', newest: true });
  expect(reportOf('quarter', '2026-05', NOW)).toMatchObject({ from: '2026-04', title: '2026年第二季度区（县）小区问题解决情况通报', newest: false });
  expect(reportOf('month', '2027-01', NOW)).toMatchObject({ from: '2026-10', to: '2026-10', by: 'community' });
});

test('the page shows each rate with its fraction, medians in words, and how it was counted', async () => {
  const shown = await open('/figures?by=community');
  expect(asked[0]).toContain('/api/figures?from=2026-11&to=2026-11&by=community');
  const text = shown.text().replace(/\s+/g, '');
  for (const words of ['响应及时率66.66%2/3', '满意率100%1/1', '重开率0%0/2', '1小时10分', '怎么算的', '华阳小区']) expect(text).toContain(words);
  const links = shown.findAll('a').map((link) => link.attributes('href') ?? '');
  expect(links.filter((href) => href.includes('measure=on_time') && href.includes('from=2026-11-01'))).toHaveLength(1);
  expect(links).toContain('/api/figures/export?from=2026-11&to=2026-11&by=community');
  expect(links).toContain('/figures/report/quarter');
});

test('a report is a table with its rates, best first', async () => {
  const shown = await open('/figures/report/month');
  expect(asked[0]).toContain('from=2026-10&to=2026-10&by=community');
  expect(shown.find('h1').text()).toBe('2026年10月物业项目小区问题解决情况通报');
  expect(shown.find('tbody').text()).toContain('66.66% 2/3');
});
