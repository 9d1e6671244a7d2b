import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { createMemoryHistory, createRouter } from 'vue-router';
import { useSession } from '../app/session';
import DevicesPage from './DevicesPage.vue';
import ProofBar from './ProofBar.vue';
import ProofSheet from './ProofSheet.vue';
import { endOthersQuestion, endQuestion } from './useDevices';

const person = { name: '王**', phone: '138****0104', certified: 'none' as const };
const manager = { role: 'project_manager' as const, scopeType: 'community' as const, scopeId: '1', scopeName: '华阳小区' };
const view = (proven: boolean) => ({ account: { id: '01' }, person, roles: [manager], communities: [], unread: 0, proven });
const device = (id: string, current: boolean) => ({
  id,
  current,
  device: '苹果手机·微信',
  proven: true,
  signedInAt: '2026-11-20T02:00:00.000Z',
  seenAt: '2026-11-20T02:00:00.000Z',
});

let answers: Record<string, [number, unknown]>;
let asked: string[];
let wrapper: VueWrapper | undefined;
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
const show = async (component: Parameters<typeof mount>[0]) => {
  wrapper = mount(component, { attachTo: document.body, global: { plugins: [router] } }) as VueWrapper;
  await flushPromises();
  return wrapper;
};
const press = async (words: string) => {
  const button = [...document.querySelectorAll('button')].find((each) => each.textContent?.includes(words));
  if (!button) throw new Error(`no button ${words}`);
  button.click();
  for (let turn = 0; turn < 5; turn++) await flushPromises();
};

beforeEach(() => {
  setActivePinia(createPinia());
  [answers, asked] = [{}, []];
  globalThis.fetch = jest.fn(async (input: unknown, options?: { method?: string }) => {
    const call = `${options?.method ?? 'GET'} ${String(input)}`;
    asked.push(call);
    const [status, body] = answers[call] ?? [500, {}];
    return { status, headers: new Headers(), text: async () => JSON.stringify(body) } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  wrapper?.unmount();
  document.body.innerHTML = '';
});

test('a new device is told of until the phone is proved, and then no more', async () => {
  const session = useSession();
  session.set(view(false));
  await show(ProofBar);
  expect(wrapper?.text()).toContain('这是新设备，验证登记的手机后才能办理工作。');
  session.set(view(true));
  await flushPromises();
  expect(wrapper?.find('aside').exists()).toBe(false);
});

test('the code goes to the registered phone; proved, the session knows', async () => {
  const session = useSession();
  session.set(view(false));
  answers['POST /api/session/proof/sms'] = [201, { phone: '138****0104', resendAfter: 60 }];
  answers['POST /api/session/proof'] = [422, { code: 'SMS.CODE_WRONG', title: '短信验证码不对，还可以试 4 次。' }];
  await show(ProofSheet);
  await press('获取验证码');
  expect(document.body.textContent).toContain('验证码已发到 138****0104');
  const field = document.querySelector('input') as HTMLInputElement;
  const type = async (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event('input'));
    document.querySelector('form')?.dispatchEvent(new Event('submit'));
    for (let turn = 0; turn < 5; turn++) await flushPromises();
  };
  await type('12');
  expect(document.body.textContent).toContain('请填写 6 位短信验证码');
  await type('111111');
  expect([field.getAttribute('aria-invalid'), document.body.textContent?.includes('还可以试 4 次')]).toEqual(['true', true]);
  answers['POST /api/session/proof'] = [200, view(true)];
  await type('123456');
  expect(session.view?.proven).toBe(true);
  expect(wrapper?.emitted('close')).toHaveLength(1);
});

test('devices: this one can’t be ended here, another after a question that names the act', async () => {
  answers['GET /api/sessions'] = [200, { sessions: [device('A', true), device('B', false)] }];
  answers['DELETE /api/sessions/B'] = [200, { sessions: [device('A', true)] }];
  await show(DevicesPage);
  expect(wrapper?.findAll('li').map((each) => each.findAll('button').length)).toEqual([0, 1]);
  expect(wrapper?.text()).toContain('正在使用的这台');
  await press('让它退出');
  expect(asked).not.toContain('DELETE /api/sessions/B');
  const dialog = document.querySelector('[role=alertdialog]') as HTMLElement;
  ([...dialog.querySelectorAll('button')].find((each) => each.textContent?.includes('让它退出')) as HTMLElement).click();
  for (let turn = 0; turn < 5; turn++) await flushPromises();
  expect(asked).toContain('DELETE /api/sessions/B');
  expect(wrapper?.findAll('li')).toHaveLength(1);
});

test('the questions say what follows', () => {
  expect(endQuestion('苹果手机·微信')).toMatchObject({ title: '让“苹果手机·微信”退出登录？', act: '让它退出' });
  expect(endOthersQuestion(2).act).toBe('退出 2 台设备');
});
