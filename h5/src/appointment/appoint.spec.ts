import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Duty, OfficeView } from '@wuye/shared/appointment';
import type { SessionView } from '@wuye/shared/identity';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';
import { useSession } from '../app/session';
import { useConfirming } from '../kit/http';
import { askConfirm } from '../security/confirm';
import routes from './routes';
import { addWords, dismissWords, historyLine, pageTitle, standOf } from './words';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const office = (change: Partial<OfficeView> = {}): OfficeView => ({
  id: '01AAAAAAAAAAAAAAAAAAAAAAAA',
  role: 'project_manager',
  scopeType: 'community',
  scopeId: 'c1',
  scopeName: '华阳小区',
  name: '王*',
  phone: '138****0104',
  taken: true,
  permissions: null,
  appointedAt: '2026-11-19T02:00:00.000Z',
  appointedBy: '周*',
  termEndsAt: null,
  takeUpUntil: null,
  link: null,
  endedAt: null,
  endedBy: '',
  endReason: null,
  ...change,
});
const manager: Duty = {
  role: 'project_manager',
  scopeType: 'community',
  single: true,
  term: false,
  invited: false,
  permissions: [
    { feature: 'complaint', named: false },
    { feature: 'community', named: false },
  ],
};
const head = { account: { id: 'a' }, person: null, roles: [{ role: 'company_head', scopeType: 'company', scopeId: 'x', scopeName: '物业' }], communities: [] };

interface Sent {
  at: string;
  body: unknown;
  key: string | undefined;
}
let sent: Sent[] = [];
let replies: Record<string, (sent: Sent) => [number, unknown]> = {};
let page: VueWrapper;
let router: Router;

beforeEach(() => {
  sent = [];
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const one = {
      at: `${init.method} ${url.replace('/api', '').split('?')[0]}`,
      body: init.body ? JSON.parse(String(init.body)) : undefined,
      key: (init.headers as Record<string, string>)['Idempotency-Key'],
    };
    sent.push(one);
    const [status, body] = replies[one.at]?.(one) ?? [404, { code: 'ROUTE.NOT_FOUND', title: '没有', status: 404, type: '' }];
    return { status, headers: { get: () => null }, text: async () => JSON.stringify(body) };
  }) as unknown as typeof fetch;
});
afterEach(() => {
  page?.unmount();
  document.body.innerHTML = '';
  jest.useRealTimers();
});

const problem = (code: string, title: string, status: number): [number, unknown] => [status, { type: 'about:blank', code, title, status }];
const settle = async () => {
  for (let turn = 0; turn < 6; turn++) await flushPromises();
};

async function open(path: string): Promise<void> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().set(head as unknown as SessionView);
  router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:rest(.*)*', component: { render: () => h('p', '别处') } }] });
  await router.push(path);
  page = mount(RouterView, { global: { plugins: [pinia, router] }, attachTo: document.body });
  await settle();
}
/** A button of the whole document: dialogs stand outside the page. */
async function press(words: string): Promise<void> {
  const found = [...document.querySelectorAll<HTMLElement>('button, a')].find(({ textContent }) => textContent?.trim() === words);
  if (!found) throw new Error(`No ${words} in: ${document.body.textContent}`);
  found.click();
  await settle();
}

test('what an office is called and how it stands', () => {
  expect(pageTitle((...roles) => roles.includes('company_head'))).toBe('权限管理');
  expect(pageTitle((...roles) => roles.includes('street_officer'))).toBe('人员任命');
  expect(pageTitle(() => false)).toBe('人员管理');
  expect(addWords({ role: 'company_head', invited: true })).toBe('邀请企业负责人');
  expect(addWords({ role: 'committee_member', invited: false })).toBe('添加业委会成员');
  const word = (change: Partial<OfficeView>) => standOf(office(change), NOW).word;
  expect(word({})).toBe('已认证');
  expect(word({ taken: false })).toBe('待本人认证');
  expect(word({ taken: false, takeUpUntil: '2026-11-21T02:00:00.000Z' })).toBe('待接受邀请');
  expect(word({ taken: false, takeUpUntil: '2026-11-20T02:00:00.000Z' })).toBe('邀请已过期');
  expect(word({ endedAt: '2026-11-20T01:00:00.000Z', endReason: 'term' })).toBe('任期届满');
  expect(historyLine(office({ endedAt: '2026-11-20T01:00:00.000Z', endReason: 'dismissed', endedBy: '周*' }), NOW)).toBe(
    '昨天 10:00 由周*任命；今天 09:00 由周*注销',
  );
  expect(dismissWords('project_manager', '华阳小区')).toContain('留在企业负责人那里');
});

test('a place without a manager says so, one with a manager names them', async () => {
  replies = {
    'GET /appointments/duties': () => [200, { duties: [manager] }],
    'GET /appointments/places': () => [
      200,
      {
        items: [
          { scopeId: 'c1', scopeName: '华阳小区', holders: [office()] },
          { scopeId: 'c2', scopeName: '荷塘里', holders: [] },
        ],
        next: null,
      },
    ],
  };
  await open('/appoint');
  expect(page.text()).toContain('王* 138****0104');
  expect(page.text()).toContain('未设置项目经理');
  expect(page.find('a[href="/appoint/project_manager/new"]').text()).toBe('添加项目经理');
});

test('who may give no office is told, and an error can be tried again', async () => {
  replies = { 'GET /appointments/duties': () => problem('ACCESS.DENIED', '您现在的身份不能做这件事，请切换身份或联系物业。', 403) };
  await open('/appoint');
  expect(page.text()).toContain('您现在的身份不能做这件事');
  replies = { 'GET /appointments/duties': () => [200, { duties: [] }] };
  await press('重试');
  expect(page.text()).toContain('没有可以任命的人员');
});

test('注销 asks first, then for the second factor, and repeats the same request under the same key', async () => {
  let confirmed = false;
  const state = { confirmedUntil: null, phone: '138****0106', authenticator: true };
  replies = {
    'GET /appointments/duties': () => [200, { duties: [manager] }],
    'GET /appointments/places': () => [200, { items: [{ scopeId: 'c1', scopeName: '华阳小区', holders: [office()] }], next: null }],
    'GET /appointments/history': () => [200, { items: [office()] }],
    'POST /appointments/01AAAAAAAAAAAAAAAAAAAAAAAA/dismiss': () =>
      confirmed ? [200, office({ endedAt: '2026-11-20T02:00:00.000Z' })] : problem('ACCESS.CONFIRM', '这一步要先确认是您本人。', 403),
    'GET /session/confirm': () => [200, state],
    'POST /session/confirm': ({ body }) => {
      if ((body as { code: string }).code !== '123456') return problem('SECURITY.CODE_WRONG', '动态口令不对或已用过，请等下一个再试。', 422);
      confirmed = true;
      return [200, { ...state, confirmedUntil: '2026-11-20T02:15:00.000Z' }];
    },
  };
  useConfirming(askConfirm);
  await open('/appoint/project_manager/c1');
  expect(page.text()).toContain('换人前，先注销现在的项目经理');
  await press('注销');
  expect(document.body.textContent).toContain('注销王*的项目经理身份？');
  expect(sent.some(({ at }) => at.startsWith('POST'))).toBe(false);
  await press('注销 王*');
  const code = () => document.querySelector<HTMLInputElement>('[role="dialog"] input[inputmode="numeric"]')!;
  const type = async (digits: string) => {
    code().value = digits;
    code().dispatchEvent(new Event('input'));
    document.querySelector('[role="dialog"] form')!.dispatchEvent(new Event('submit'));
    await settle();
  };
  await type('12');
  expect(document.body.textContent).toContain('请填写 6 位数字');
  await type('654321');
  expect(document.body.textContent).toContain('动态口令不对或已用过');
  await type('123 456');
  const tries = sent.filter(({ at }) => at.endsWith('/dismiss'));
  expect(tries).toHaveLength(2);
  expect(tries[0]?.key).toBe(tries[1]?.key);
  expect(document.querySelector('[role="dialog"]')).toBeNull();
});

test('closing the sheet leaves the refusal, and nothing is sent again', async () => {
  replies = { ...replies, 'POST /appointments/01AAAAAAAAAAAAAAAAAAAAAAAA/unbind': () => problem('ACCESS.CONFIRM', '这一步要先确认是您本人。', 403) };
  await open('/appoint/project_manager/c1');
  await press('解除绑定');
  await press('解除绑定 王*');
  document.querySelector<HTMLElement>('[role="dialog"] [aria-label="关闭"]')!.click();
  await settle();
  expect(sent.filter(({ at }) => at.endsWith('/unbind'))).toHaveLength(1);
  expect(page.text()).toContain('这一步要先确认是您本人');
});

test('the form wants a name, a phone, a place and a permission; all permissions are the role itself', async () => {
  replies = {
    'GET /appointments/duties': () => [200, { duties: [manager] }],
    'GET /appointments/places': () => [
      200,
      {
        items: [
          { scopeId: 'c1', scopeName: '华阳小区', holders: [office()] },
          { scopeId: 'c2', scopeName: '荷塘里', holders: [] },
        ],
        next: null,
      },
    ],
    'POST /appointments': () => [201, { items: [office({ scopeId: 'c2' })] }],
  };
  await open('/appoint/project_manager/new');
  expect(page.text()).toContain('已有项目经理 王*，换人请先注销');
  const submit = async () => {
    await page.find('form').trigger('submit');
    await settle();
  };
  await submit();
  for (const words of ['请填写姓名', '手机号码不正确', '请至少选一处']) expect(page.text()).toContain(words);
  const [name, phone] = page.findAll('input');
  await name!.setValue('刘海燕');
  await phone!.setValue('138 0000 0105');
  const box = (words: string) =>
    page
      .findAll('label')
      .find((each) => each.text() === words)!
      .find('input');
  await box('荷塘里').setValue(true);
  await box('小区二维码').setValue(false);
  await box('小区二维码').setValue(true);
  await submit();
  const posted = sent.find(({ at }) => at === 'POST /appointments');
  expect(posted?.body).toEqual({ role: 'project_manager', name: '刘海燕', phone: '13800000105', lastDay: null, scopeIds: ['c2'], permissions: null });
  expect(router.currentRoute.value.path).toBe('/appoint/project_manager/c2');
});
