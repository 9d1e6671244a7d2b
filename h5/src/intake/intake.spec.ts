import { afterEach, expect, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { intakeColumnNames, intakeSourceNames } from '@wuye/shared/intake';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useSession } from '../app/session';
import { answering, press, staff } from '../complaint/spec-kit';
import ImportReportCard from './ImportReportCard.vue';
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
    'GET /intake/places': () => ({ body: { items: [{ id: 'c9', name: '华阳小区' }], districts: [{ code: '510104', name: '锦江区' }] } }),
    'POST /intake/unsorted/u1/hand-over': () => ({ status: 204, body: null }),
    'POST /intake/unsorted/u1/assign': () => ({ body: { no: '20261121-004712', title: '', dueAt: null } }),
  });
  const page = await show(IntakePage, {});
  expect(page.text()).toContain('没听过');
  await page.get('select').setValue('c9');
  await press(page, '分到这个小区');
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ communityId: 'c9' });
  await page.get('select').setValue('district:510104');
  await press(page, '转给这个区');
  expect(sent.filter(({ method }) => method === 'POST').at(-1)).toMatchObject({ path: '/intake/unsorted/u1/hand-over', body: { districtCode: '510104' } });
  await press(page, '设置列名');
  expect(page.findAll('input').find(({ element }) => (element as HTMLInputElement).value === '市民原话')).toBeDefined();
});

test('导出答复: what moved on, or some days; days that end before they begin give no link', async () => {
  answering({ 'GET /intake/mappings/hotline': () => ({ body: { columns: {} } }), 'GET /intake/unsorted': () => ({ body: { items: [], next: null } }) });
  const page = await show(IntakePage, {});
  const links = () => page.findAll('a[download]').map(({ element }) => element.getAttribute('href'));
  expect(links()).toEqual(['/api/intake/answers/hotline']);
  const [from, until] = page.findAll('input[type=date]');
  await from?.setValue('2026-11-01');
  await until?.setValue('2026-10-31');
  expect(links()).toHaveLength(1);
  await until?.setValue('2026-11-20');
  expect(links()).toEqual(['/api/intake/answers/hotline', '/api/intake/answers/hotline?from=2026-11-01&until=2026-11-20']);
});

test('what became of a table says what was cut, what went to another district and where it stopped', () => {
  const report = { rows: 9, created: 2, known: 0, unsorted: 0, elsewhere: 3, stoppedAt: 6, faults: [{ line: 6, column: '整行', why: '没有存进去' }] };
  const page = mount(ImportReportCard, { props: { report: { ...report, notes: [{ line: 2, column: '诉求内容', what: '只收了前 2000 个字' }] } } });
  for (const words of ['转给小区所在的区 3', '到第 6 行时系统存不进去', '第 6 行 整行：没有存进去', '第 2 行 诉求内容：只收了前 2000 个字'])
    expect(page.text()).toContain(words);
});
