import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { year2026 } from '@wuye/shared/calendar';
import { chengdu, huizhou, type Policy } from '@wuye/shared/policy';
import { forgetPromises } from '../policy/promise';
import { answering, at, NO, open, owner, problem, stranger, view } from './spec-kit';

const COMMUNITY = { id: 'c1', name: '华阳小区', districtName: '武侯区', address: '', companyName: '禾木物业', servicePhone: '028-1234' };
const promises = (policy: Policy) => ({ 'GET /policy': () => ({ body: { ...policy, version: 0, years: [year2026] } }) });
const byCode = { 'GET /communities/by-code/code-1': () => ({ body: COMMUNITY }), ...promises(chengdu) };
const created = { 'POST /complaints': () => ({ status: 201, body: view() }) };
const PICTURE = '01AAAAAAAAAAAAAAAAAAAAAAAA';

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forgetPromises();
  jest.useFakeTimers({ now: Date.parse(at('21T10:05')), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => void jest.useRealTimers());

const send = async (page: VueWrapper) => {
  await page.get('form').trigger('submit');
  await flushPromises();
};
const choose = (page: VueWrapper, value: string) => page.get(`input[value=${value}]`).setValue(true);

test('three taps are enough: a picture, a category, 提交', async () => {
  const sent = answering({ ...byCode, ...created, [`GET /complaints/${NO}`]: () => ({ body: view() }) });
  localStorage.setItem('wuye:draft:say:c1', JSON.stringify({ at: Date.now(), data: { pictures: [PICTURE] } }));
  const { page, router } = await open('/say?code=code-1', owner);
  await choose(page, 'elevator');
  await send(page);
  const post = sent.find(({ method }) => method === 'POST')!;
  expect(post.body).toEqual({ code: 'code-1', kind: 'repair', category: 'elevator', words: '', place: '', pictures: [PICTURE], anonymous: false });
  expect(router.currentRoute.value.path).toBe(`/say/${NO}/done`);
  expect(localStorage.getItem('wuye:draft:say:c1')).toBeNull();
});

test('提交 stays enabled and says what lacks; the first of it has the focus, and it goes when it is there', async () => {
  const sent = answering({ ...byCode, ...created });
  const { page } = await open('/say?code=code-1', owner);
  const button = page.get('button[type=submit]');
  expect(button.attributes('disabled')).toBeUndefined();
  await send(page);
  expect(page.text()).toContain('拍照或文字，至少一样。');
  expect(page.text()).toContain('请选一类问题');
  expect(document.activeElement?.getAttribute('role')).toBe('group');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  await page.get('textarea').setValue('电梯停运');
  await flushPromises();
  expect(page.text()).not.toContain('拍照或文字，至少一样。');
  await send(page);
  expect(document.activeElement?.tagName).toBe('FIELDSET');
});

test('the promise is the rule, ticking with the clock', async () => {
  answering(byCode);
  const { page } = await open('/say?code=code-1', owner);
  // Saturday: outside working time, eight hours.
  expect(page.text()).toContain('现在提交，今天 18:05 前有人响应');
  jest.advanceTimersByTime(61_000);
  await flushPromises();
  expect(page.text()).toContain('现在提交，今天 18:06 前有人响应');
});

test('another city promises what its own rules say, read once for all pages', async () => {
  const sent = answering({ ...byCode, ...promises(huizhou) });
  const { page } = await open('/say?code=code-1', owner);
  expect(page.text()).toContain('现在提交，11月23日 周一 24:00 前受理登记');
  page.unmount();
  await open('/say?code=code-1', owner);
  expect(sent.filter(({ path }) => path === '/policy')).toHaveLength(1);
});

test('rules that could not be read promise nothing, and hold nobody up', async () => {
  answering({ ...byCode, 'GET /policy': () => 'offline' });
  const { page } = await open('/say?code=code-1', owner);
  expect(page.text()).toContain('提交后马上告诉您办理期限');
  expect(page.text()).not.toContain('依据：');
});

test('where the working calendar ends the form says so and still sends', async () => {
  jest.setSystemTime(Date.parse('2031-03-03T10:00:00+08:00'));
  const sent = answering({ ...byCode, ...created });
  const { page } = await open('/say?code=code-1', owner);
  expect(page.text()).toContain('新一年的工作日历公布后会给出期限');
  await choose(page, 'water');
  await page.get('textarea').setValue('漏水');
  await send(page);
  expect(sent.some(({ method }) => method === 'POST')).toBe(true);
});

test('the draft keeps words, kind, category, place and pictures, never the phone', async () => {
  answering(byCode);
  const { page } = await open('/say?code=code-1', stranger);
  await page.get('textarea').setValue('漏水，电话 13800138000');
  await page.get('input[type=tel]').setValue('13900139000');
  await page.get('input[placeholder^=例如]').setValue('3栋');
  await choose(page, 'water');
  await choose(page, 'complaint');
  jest.advanceTimersByTime(1000);
  const stored = JSON.stringify({ ...localStorage });
  expect(stored).not.toMatch(/13800138000|13900139000|phone/);
  page.unmount();
  const again = (await open('/say?code=code-1', stranger)).page;
  expect(again.text()).toContain('已恢复 今天 10:05 填写的内容');
  expect(again.get('textarea').element.value).toContain('漏水');
  expect(again.get<HTMLInputElement>('input[value=water]').element.checked).toBe(true);
  expect(again.get<HTMLInputElement>('input[value=complaint]').element.checked).toBe(true);
  expect(again.get<HTMLInputElement>('input[type=tel]').element.value).toBe('');
  await again
    .findAll('button')
    .find((each) => each.text() === '清空重填')!
    .trigger('click');
  expect(again.get('textarea').element.value).toBe('');
});

test('who is known is not asked for a phone; who hides is not either', async () => {
  answering(byCode);
  expect((await open('/say?code=code-1', owner)).page.find('input[type=tel]').exists()).toBe(false);
  const { page } = await open('/say?code=code-1', stranger);
  expect(page.find('input[type=tel]').exists()).toBe(true);
  await page.get('input[type=checkbox]').setValue(true);
  expect(page.find('input[type=tel]').exists()).toBe(false);
});

test('sent again after a lost network: the same key, and nothing typed is lost', async () => {
  let lost = true;
  const sent = answering({ ...byCode, 'POST /complaints': () => (lost ? 'offline' : { status: 201, body: view() }) });
  const { page } = await open('/say?code=code-1', owner);
  await choose(page, 'noise');
  await page.get('textarea').setValue('半夜施工');
  await send(page);
  expect(page.text()).toContain('网络断开，已填内容已保存');
  expect(page.get('textarea').element.value).toBe('半夜施工');
  lost = false;
  await send(page);
  const keys = sent.filter(({ method }) => method === 'POST').map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('提交 while a picture is still on its way: said so, and it goes by itself, with the picture, when that has arrived', async () => {
  URL.createObjectURL = () => 'blob:1';
  URL.revokeObjectURL = () => {};
  // This phone opens no picture: it goes as it is.
  globalThis.Image = class {
    onerror = () => {};
    set src(_url: string) {
      queueMicrotask(() => this.onerror());
    }
  } as never;
  const file = { id: PICTURE, width: 1, height: 1, bytes: 1 };
  let away = true;
  const begin = () => (away ? ('offline' as const) : { status: 201, body: { id: 'u1', bytes: 1, received: 1, piece: 1, file } });
  const sent = answering({ ...byCode, ...created, [`GET /complaints/${NO}`]: () => ({ body: view() }), 'POST /uploads': begin });
  const { page, router } = await open('/say?code=code-1', owner);
  const input = page.findAll('input[type=file]')[1]!;
  Object.defineProperty(input.element, 'files', { value: [new File(['x'], 'a.jpg', { type: 'image/jpeg' })], configurable: true });
  await input.trigger('change');
  for (let turn = 0; turn < 10; turn++) await flushPromises();
  expect(page.get('.broken').text()).toContain('网络不好，正在续传');
  await choose(page, 'elevator');
  await send(page);
  expect(page.text()).toContain('照片还没有传完，传完会自动提交');
  expect(page.get('button[type=submit]').text()).toBe('照片传完自动提交');
  expect(sent.some(({ path }) => path === '/complaints')).toBe(false);
  away = false;
  await jest.advanceTimersByTimeAsync(2_000);
  for (let turn = 0; turn < 10; turn++) await flushPromises();
  expect(sent.find(({ method, path }) => method === 'POST' && path === '/complaints')?.body).toMatchObject({ pictures: [PICTURE] });
  expect(router.currentRoute.value.path).toBe(`/say/${NO}/done`);
});

test('a picture that the server does not know is said at the pictures', async () => {
  answering({ ...byCode, 'POST /complaints': () => ({ status: 422, body: problem('COMPLAINT.PICTURE_UNKNOWN', '有照片没有传好，请删掉重新上传。', 422) }) });
  const { page } = await open('/say?code=code-1', owner);
  await choose(page, 'noise');
  await page.get('textarea').setValue('半夜施工');
  await send(page);
  expect(page.get('[role=group] [role=alert]').text()).toContain('有照片没有传好');
  expect(page.findAll('[role=alert]')).toHaveLength(1);
});

test('a code that is no good: the sentence and the picker; the pick opens the form', async () => {
  answering(byCode);
  const { page, router } = await open('/say?problem=COMMUNITY.CODE_INVALID', owner);
  expect(page.get('[role=alert]').text()).toContain('二维码已失效');
  await page
    .findAll('button')
    .find((each) => each.text() === '华阳小区')!
    .trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.fullPath).toBe('/say');
  expect(page.find('form').exists()).toBe(true);
});

test('without a community: how to come by one', async () => {
  answering({});
  const { page } = await open('/say', stranger);
  expect(page.text()).toContain('扫小区门口的海报');
  expect(page.text()).not.toContain('我的小区');
});

test('done: the number, and one sentence that says until when', async () => {
  answering({ [`GET /complaints/${NO}`]: () => ({ body: view() }) });
  const { page } = await open(`/say/${NO}/done`, owner);
  expect(page.text()).toContain(NO);
  expect(page.text()).toContain('今天 10:05 收到，非工作时间。物业应在 8 小时内响应：今天 18:05 前。');
  expect(page.get(`a[href="/say/${NO}"]`).text()).toBe('看看进度');
});

test('done without a clock says when there will be one', async () => {
  answering({ [`GET /complaints/${NO}`]: () => ({ body: view({ clocks: [], dueAt: null }) }) });
  expect((await open(`/say/${NO}/done`, owner)).page.text()).toContain('新一年的工作日历公布后会给出期限');
});
