import { afterEach, expect, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { intakeColumnNames, intakeSourceNames } from '@wuye/shared/intake';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useSession } from '../app/session';
import { answering, press, staff } from '../complaint/spec-kit';
import IntakePage from './IntakePage.vue';
import RegisterPage from './RegisterPage.vue';
import routes from './routes';
import { COLUMNS, SOURCES } from './useIntake';

enableAutoUnmount(afterEach);

async function show(page: unknown, props: Record<string, unknown>) {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().set(staff('project_manager'));
  const router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:any(.*)*', component: { template: '' } }] });
  const mounted = mount(page as never, { props: props as never, global: { plugins: [pinia, router] }, attachTo: document.body });
  for (let turn = 0; turn < 3; turn++) await flushPromises();
  return mounted;
}

test('names are those of the contract', () => {
  expect(COLUMNS).toEqual(intakeColumnNames);
  expect(Object.fromEntries(SOURCES.map(({ value, label }) => [value, label]))).toEqual(intakeSourceNames);
});

test('代业主登记 says what lacks, sends once, and gives the number to tell the caller', async () => {
  const made = { no: '20261121-004712', title: '电梯·报事报修', dueAt: null };
  const sent = answering({ 'POST /communities/c1/complaints': () => ({ status: 201, body: made }) });
  const page = await show(RegisterPage, { cid: 'c1' });
  await page.get('form').trigger('submit');
  expect([page.text().includes('请选一类问题'), sent.length]).toEqual([true, 0]);
  await page.get('input[type=tel]').setValue('13900000101');
  await page.get('textarea').setValue('电梯停了');
  await page.get('input[value=elevator]').setValue(true);
  await page.get('form').trigger('submit');
  await flushPromises();
  expect(sent.find(({ method }) => method === 'POST')?.body).toMatchObject({ phone: '13900000101', words: '电梯停了', category: 'elevator', kind: 'repair' });
  expect(page.text()).toContain('编号 20261121-004712');
});

test('导入诉求: a row that nobody could place is sorted by hand', async () => {
  const row = { id: 'u1', source: 'hotline', outsideNo: 'A-2', community: '没听过', category: 'noise', words: '有噪音', place: '', importedAt: '' };
  const sent = answering({
    'GET /intake/mappings/hotline': () => ({ body: { columns: { words: '市民原话' } } }),
    'GET /intake/unsorted': () => ({ body: { items: [row], next: null } }),
    'GET /intake/places': () => ({ body: { items: [{ id: 'c9', name: '华阳小区' }] } }),
    'POST /intake/unsorted/u1/assign': () => ({ body: { no: '20261121-004712', title: '', dueAt: null } }),
  });
  const page = await show(IntakePage, {});
  expect(page.text()).toContain('没听过');
  await page.get('select').setValue('c9');
  await press(page, '分到这个小区');
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ communityId: 'c9' });
  await press(page, '设置列名');
  expect(page.findAll('input').find(({ element }) => (element as HTMLInputElement).value === '市民原话')).toBeDefined();
});
