import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { disconnect, sdkSource } from '../kit/wechat';
import { posterCode } from './poster-link';
import { answering, NO, open, owner, press, stranger, view } from './spec-kit';

const COMMUNITY = { id: 'c1', name: '华阳小区', districtName: '武侯区', address: '', companyName: '禾木物业', servicePhone: '028-1234' };
const SIGNED = { appId: 'wx1', timestamp: 1, nonceStr: 'n', signature: 's', script: 'https://res.example/1.js' };
const replies = {
  'GET /communities/by-code/code-1': () => ({ body: COMMUNITY }),
  'GET /communities/by-code/code-2': () => ({ body: { ...COMMUNITY, id: 'c2', name: '金桂苑' } }),
  'POST /wechat/signature': () => ({ body: SIGNED }),
  'POST /complaints': () => ({ status: 201, body: view() }),
};

type Say = (said: object) => void;
/** WeChat around the page, answering one api. */
function inWechat(api: string, outcome: 'success' | 'cancel', result: object): void {
  jest.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Android MicroMessenger/8.0.50');
  const sdk = {
    error: () => undefined,
    config: () => undefined,
    ready: (then: () => void) => then(),
    [api]: (options: Record<string, Say>) => options[outcome]!(result),
  };
  sdkSource.load = async () => sdk as never;
}
const settle = async () => {
  for (let turn = 0; turn < 6; turn++) await flushPromises();
};
const field = (page: VueWrapper) => page.get<HTMLInputElement>('input[placeholder^=例如]');

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  disconnect();
});
afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(navigator, 'geolocation');
});

test('the place is attached beside the words, and can be taken off again', async () => {
  inWechat('getLocation', 'success', { latitude: 30.657214, longitude: 104.0658, accuracy: 30 });
  const sent = answering({ ...replies, [`GET /complaints/${NO}`]: () => ({ body: view() }) });
  const { page } = await open('/say?code=code-1', owner);
  await field(page).setValue('3栋');
  await press(page, '用我现在的位置');
  await settle();
  expect(page.text()).toContain('已附上您现在的位置（误差约 30 米）');
  await press(page, '去掉');
  expect(page.text()).not.toContain('已附上');
  await press(page, '用我现在的位置');
  await settle();
  await page.get('textarea').setValue('漏水');
  await page.get('input[value=water]').setValue(true);
  await page.get('form').trigger('submit');
  await settle();
  const position = { latitude: 30.65721, longitude: 104.0658, system: 'gcj02', accuracy: 30 };
  expect(sent.find(({ path, method }) => path === '/complaints' && method === 'POST')?.body).toMatchObject({ place: '3栋', position });
});

test.each([
  ['inside WeChat', () => inWechat('getLocation', 'cancel', {})],
  [
    'in a browser',
    () => {
      const getCurrentPosition = (_success: Say, failure: Say) => failure({ code: 1 });
      Object.defineProperty(navigator, 'geolocation', { value: { getCurrentPosition }, configurable: true });
    },
  ],
])('refused %s: a plain sentence, nothing is lost, and the field is as good', async (_where, refuse) => {
  refuse();
  const sent = answering(replies);
  const { page } = await open('/say?code=code-1', owner);
  await field(page).setValue('3栋2单元');
  await press(page, '用我现在的位置');
  await settle();
  expect(page.text()).toContain('没有得到您的位置');
  expect(field(page).element.value).toBe('3栋2单元');
  await page.get('textarea').setValue('漏水');
  await page.get('input[value=water]').setValue(true);
  await page.get('form').trigger('submit');
  await settle();
  const body = sent.find(({ path, method }) => path === '/complaints' && method === 'POST')?.body;
  expect(body).toMatchObject({ place: '3栋2单元' });
  expect(body).not.toHaveProperty('position');
});

test('扫一扫 inside WeChat leads to the poster’s community; outside there is no such button', async () => {
  answering(replies);
  const scanned = { resultStr: `${window.location.origin}/q/code-2` };
  const outside = (await open('/say', stranger)).page;
  expect(outside.findAll('button').map((each) => each.text())).not.toContain('扫一扫');
  inWechat('scanQRCode', 'success', scanned);
  const { page, router } = await open('/say', stranger);
  await press(page, '扫一扫');
  await settle();
  expect(router.currentRoute.value.fullPath).toBe('/say?code=code-2');
  expect(page.text()).toContain('金桂苑');
});

test('a code of anything else is refused in words', async () => {
  answering(replies);
  inWechat('scanQRCode', 'success', { resultStr: 'https://evil.example/q/code-2' });
  const { page, router } = await open('/say', stranger);
  await press(page, '扫一扫');
  await settle();
  expect(page.text()).toContain('这里认不出这个码');
  expect(router.currentRoute.value.fullPath).toBe('/say');
});

test('only a link of our own host holds a poster’s code', () => {
  const origin = window.location.origin;
  expect(posterCode(`${origin}/q/a.b-c_1`)).toBe('a.b-c_1');
  for (const text of [
    '',
    'a.b-c_1',
    `${origin}/h5/say?code=a`,
    `${origin}/q/a/b`,
    `${origin}/q/`,
    `${origin}/q/a?x=1`,
    `https://x@${window.location.host}/q/a`,
  ])
    expect([text, posterCode(text)]).toEqual([text, null]);
  for (const host of ['evil.example', `${window.location.host}.evil.example`, `evil.${window.location.host}`])
    expect(posterCode(`https://${host}/q/a`)).toBeNull();
});
