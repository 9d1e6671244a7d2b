import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SessionView } from '@wuye/shared/identity';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { useSession } from '../app/session';
import TableForm from './TableForm.vue';
import { wordsOf } from './tableSearch';

const DISTRICTS = [
  { id: '510107', name: '武侯区' },
  { id: '510104', name: '锦江区' },
];
let asked: string[] = [];
let form: VueWrapper | undefined;
beforeEach(() => {
  asked = [];
  localStorage.clear();
  globalThis.fetch = (async (url: string) => {
    asked.push(url);
    return { status: 200, headers: { get: () => null }, text: async () => JSON.stringify({ rows: DISTRICTS }) };
  }) as unknown as typeof fetch;
});
afterEach(() => form?.unmount());

async function open(role: 'city_officer' | 'district_officer'): Promise<VueWrapper> {
  const pinia = createPinia();
  setActivePinia(pinia);
  const roles = [{ role, scopeType: 'district', scopeId: '510107', scopeName: '武侯区' }];
  useSession().set({ account: { id: 'a' }, person: null, roles, communities: [], unread: 0 } as unknown as SessionView);
  form = mount(TableForm, { props: { filters: {} }, global: { plugins: [pinia] }, attachTo: document.body });
  await flushPromises();
  return form;
}

test('行政区域 is there for who oversees several, and is searched by its code', async () => {
  const page = await open('city_officer');
  const select = page
    .findAll('label')
    .find((label) => label.text().startsWith('行政区域'))!
    .get('select');
  await select.setValue('510104');
  await page.get('form').trigger('submit');
  expect(page.emitted('search')).toEqual([[{ districtCode: '510104' }]]);
});

test('one district is no choice, and is not asked for', async () => {
  const page = await open('district_officer');
  expect(page.text()).not.toContain('行政区域');
  expect(asked).toEqual([]);
});

test('a search is kept under a name; without one it says so', async () => {
  const page = await open('district_officer');
  const save = page.findAll('button').find((button) => button.text() === '保存')!;
  await save.trigger('click');
  expect(page.get('[role=alert]').text()).toContain('请先写个名称');
  await page.get('input[placeholder=名称]').setValue('我的');
  await save.trigger('click');
  expect(page.find('[role=alert]').exists()).toBe(false);
  expect(page.get('.chip').text()).toContain('我的');
});

test('the search on paper names places as they are called', () => {
  const found = { communityName: '华阳小区', companyName: '某物业', districtName: '武侯区' };
  expect(wordsOf({ communityId: 'c1', measure: 'cases', from: '2026-11-01' }, [found])).toBe('小区：华阳小区；统计口径：收到；从：2026-11-01');
  expect(wordsOf({})).toBe('全部');
});
