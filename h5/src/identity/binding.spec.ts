import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AGREEMENT_VERSION, identityErrors, identityRoutes } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { browser } from '../kit/http';
import { disconnect, sdkSource } from '../kit/wechat';
import BindPage from './BindPage.vue';
import { stepFor } from './steps';
import { lookAgainAfter, waitWords } from './useQueue';
import { isFaceProblem, waysOn } from './ways';

const ID = '01KE5TP1M44NR9VG8P569SKD6V';
const HOUSE = { id: '01KE5TP1M44NR9VG8P569SKD6W', communityId: '01KE5TP1M44NR9VG8P569SKD6X', communityName: '华阳小区', name: '3栋2单元501', area: 9027 };
const page = { template: '<p />' };
const VIEW = { purpose: 'bind', face: true, houses: [], turn: null };

/** Answers by method and path; the calls made so far. */
let answers: Record<string, [status: number, body: unknown]>;
let calls: string[];
let wrapper: VueWrapper | undefined;

const refusal = (code: keyof typeof identityErrors): [number, unknown] => [
  identityErrors[code].status,
  { type: 'about:blank', code, title: identityErrors[code].title, status: identityErrors[code].status },
];

async function open(address: string): Promise<{ wrapper: VueWrapper; router: Router }> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/bind', component: BindPage },
      { path: '/:rest(.*)*', component: page },
    ],
  });
  await router.push(address);
  wrapper = mount({ template: '<router-view />' }, { global: { plugins: [router, createPinia()] }, attachTo: document.body });
  await flushPromises();
  return { wrapper, router };
}
const button = (name: string) => wrapper!.findAll('button, a').find((each) => each.text() === name);

beforeEach(() => {
  localStorage.clear();
  calls = [];
  answers = { 'POST /api/captchas': [201, { id: ID, svg: '<svg/>' }] };
  globalThis.fetch = jest.fn(async (input: unknown, init?: RequestInit) => {
    const name = `${init?.method ?? 'GET'} ${String(input)}`;
    calls.push(name);
    const [status, body] = answers[name] ?? [404, { code: 'ROUTE.NOT_FOUND', title: name }];
    return { status, headers: new Headers(), text: async () => JSON.stringify(body) } as Response;
  }) as typeof fetch;
});
afterEach(() => {
  jest.restoreAllMocks();
  wrapper?.unmount();
  wrapper = undefined;
});

test('no step is reached before the one that opens it', () => {
  expect(stepFor('form', false, null)).toBe('notice');
  expect(stepFor('form', true, null)).toBe('form');
  expect(stepFor('houses', true, null)).toBe('notice');
  // Where an application stands is the server's word, whatever the address asks for.
  expect(stepFor('houses', true, { step: 'face' })).toBe('face');
  expect(stepFor('notice', true, { step: 'houses' })).toBe('houses');
});

test('the form waits for the agreement, and remembers that it was read', async () => {
  const { router } = await open('/bind?step=form');
  expect(wrapper!.text()).toContain('第 1 步，共 5 步');
  await button('下一步')!.trigger('click');
  expect(wrapper!.get('[role=alert]').text()).toContain('请先阅读《用户协议》');
  await wrapper!.get('input[type=checkbox]').setValue(true);
  await button('下一步')!.trigger('click');
  expect(wrapper!.get('[role=alert]').text()).toContain('不同意就不能线上绑定');
  await wrapper!.findAll('input[type=checkbox]')[1]!.setValue(true);
  await button('下一步')!.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query.step).toBe('form');
  expect(wrapper!.text()).toContain('第 2 步，共 5 步');
});

test('numbers and codes are never kept on the phone', async () => {
  localStorage.setItem('wuye:draft:bind', JSON.stringify({ at: Date.now(), data: { agreed: AGREEMENT_VERSION, shared: SHARING_CONSENT_VERSION } }));
  await open('/bind?step=form');
  const [name, idNumber, , phone, code] = wrapper!.findAll('input:not([type=radio])');
  await name!.setValue('陈静文');
  await idNumber!.setValue('519900198808089022');
  await phone!.setValue('13800000100');
  await code!.setValue('770743');
  wrapper!.unmount();
  wrapper = undefined;
  const kept = localStorage.getItem('wuye:draft:bind')!;
  expect(kept).toContain('陈静文');
  expect(kept).not.toMatch(/5199|1380|770743/);
});

test('back from the face check the server is asked, and a failure leaves the try open', async () => {
  answers[`POST /api/bindings/${ID}/face/result`] = refusal('BIND.FACE_FAILED');
  const { router } = await open(`/bind?application=${ID}`);
  expect(calls).toEqual([`POST /api/bindings/${ID}/face/result`]);
  expect(wrapper!.text()).toContain('第 3 步，共 5 步');
  expect(wrapper!.text()).toContain('BIND.FACE_FAILED');
  expect(button('重试')).toBeDefined();
  // A refresh from here must not count as another way back.
  expect(router.currentRoute.value.query.step).toBe('face');
});

test('a passed check shows the houses, all ticked; a refresh there only reads', async () => {
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'houses', houses: [HOUSE] }];
  await open(`/bind?application=${ID}&step=houses`);
  expect(calls).toEqual([`GET /api/bindings/${ID}`]);
  expect(wrapper!.text()).toContain('华阳小区 3栋2单元501');
  expect(wrapper!.text()).toContain('90.27 m²');
  expect(wrapper!.get<HTMLInputElement>('input[type=checkbox]').element.checked).toBe(true);
  await wrapper!.get('input[type=checkbox]').setValue(false);
  await button('提交绑定')!.trigger('click');
  expect(wrapper!.text()).toContain('请至少选一套房屋');
});

test('face data is used after separate consent alone; then the browser goes where the server says', async () => {
  const leave = jest.spyOn(browser, 'leave').mockImplementation(() => {});
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'face' }];
  answers[`POST /api/bindings/${ID}/face`] = [200, { page: 'https://face.example/1', verifyId: null }];
  await open(`/bind?application=${ID}&step=face`);
  await button('开始')!.trigger('click');
  expect(wrapper!.text()).toContain('请先勾选同意');
  expect(calls).toHaveLength(1);
  await wrapper!.get('input[type=checkbox]').setValue(true);
  await button('开始')!.trigger('click');
  await flushPromises();
  expect(leave).toHaveBeenCalledWith('https://face.example/1');
});

test('a check that only WeChat’s own window can begin, outside WeChat: said as a device without, and nobody is sent anywhere', async () => {
  const leave = jest.spyOn(browser, 'leave').mockReset();
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'face' }];
  answers[`POST /api/bindings/${ID}/face`] = [200, { page: null, verifyId: 'v'.repeat(64) }];
  await open(`/bind?application=${ID}&step=face`);
  await wrapper!.get('input[type=checkbox]').setValue(true);
  await button('开始')!.trigger('click');
  await flushPromises();
  expect(wrapper!.text()).toContain(identityErrors['BIND.FACE_UNSUPPORTED'].title);
  expect(leave).not.toHaveBeenCalled();
});

/** WeChat around the page: its SDK configures, and its window answers so. */
function inWechat(window: 'success' | 'cancel' | 'fail', result: object = {}): void {
  disconnect();
  jest.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Android MicroMessenger/8.0.50');
  answers['POST /api/wechat/signature'] = [200, { appId: 'wx1', timestamp: 1, nonceStr: 'n', signature: 's', script: 'https://res.example/1.js' }];
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'face' }];
  // Where there is a page as well, WeChat's window comes first.
  answers[`POST /api/bindings/${ID}/face`] = [200, { page: 'https://face.example/1', verifyId: 'v1' }];
  sdkSource.load = async () =>
    ({
      error: () => undefined,
      ready: (then: () => void) => setTimeout(then),
      config: () => undefined,
      checkIsSupportFaceDetect: ({ success }: { success: (said: object) => void }) => success({ errCode: 0 }),
      requestFacialVerify: (options: Record<string, (said: object) => void>) => options[window]!(result),
    }) as never;
}

async function startFace(): Promise<void> {
  await open(`/bind?application=${ID}&step=face`);
  await wrapper!.get('input[type=checkbox]').setValue(true);
  await button('开始')!.trigger('click');
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setTimeout(resolve));
    await flushPromises();
  }
}

describe('WeChat’s own face window', () => {
  test('over: the server says that it passed, and the houses are shown; the page was never left', async () => {
    const leave = jest.spyOn(browser, 'leave').mockImplementation(() => {});
    inWechat('success', { errCode: 0 });
    answers[`POST /api/bindings/${ID}/face/result`] = [200, { id: ID, ...VIEW, step: 'houses', houses: [HOUSE] }];
    await startFace();
    expect(wrapper!.text()).toContain('华阳小区 3栋2单元501');
    expect(leave).not.toHaveBeenCalled();
  });

  test('the phone says that all is well, the server that it failed: the server’s word counts', async () => {
    inWechat('success', { errCode: 0 });
    answers[`POST /api/bindings/${ID}/face/result`] = refusal('BIND.FACE_FAILED');
    await startFace();
    expect(wrapper!.text()).toContain('代码 BIND.FACE_FAILED');
    expect(button('重试')).toBeDefined();
  });

  test.each([
    ['cancel', {}, '人脸识别已取消，可以重新开始。', 'BIND.FACE_CANCELLED'],
    ['fail', { errCode: 90109 }, '该设备不支持人脸识别！', 'BIND.FACE_UNSUPPORTED'],
    ['fail', { errCode: 90012 }, '人脸识别时网络断开了', 'NETWORK.OFFLINE'],
  ] as const)('%s %p, of which the server knows nothing yet: %s', async (said, result, words, code) => {
    inWechat(said, result);
    answers[`POST /api/bindings/${ID}/face/result`] = refusal('BIND.FACE_PENDING');
    await startFace();
    expect(wrapper!.text()).toContain(words);
    expect(wrapper!.text()).toContain(code);
    expect(button('重试')).toBeDefined();
    expect(Boolean(button('换设备'))).toBe(code === 'BIND.FACE_UNSUPPORTED');
  });

  test('the SDK can’t be had: the provider’s page where there is one, else a sentence', async () => {
    const leave = jest.spyOn(browser, 'leave').mockImplementation(() => {});
    inWechat('success');
    sdkSource.load = async () => null;
    await startFace();
    expect(leave).toHaveBeenCalledWith('https://face.example/1');
    wrapper!.unmount();
    disconnect();
    answers[`POST /api/bindings/${ID}/face`] = [200, { page: null, verifyId: 'v1' }];
    localStorage.clear();
    await startFace();
    expect(wrapper!.text()).toContain('微信暂时没有回应');
    expect(button('重试')).toBeDefined();
  });
});

test('an answer that was lost is asked for again before another check begins', async () => {
  inWechat('success');
  answers[`POST /api/bindings/${ID}/face/result`] = [200, { id: ID, ...VIEW, step: 'houses', houses: [HOUSE] }];
  const answering = globalThis.fetch;
  globalThis.fetch = (async (input: string, init?: RequestInit) => {
    if (String(input).endsWith('/result')) throw new TypeError('network');
    return answering(input, init);
  }) as typeof fetch;
  await startFace();
  expect(wrapper!.text()).toContain('网络断开');
  globalThis.fetch = answering;
  calls = [];
  await button('重试')!.trigger('click');
  await flushPromises();
  expect(calls).toEqual([`POST /api/bindings/${ID}/face/result`]);
  expect(wrapper!.text()).toContain('华阳小区 3栋2单元501');
});

test('without a title one goes back to the form, the name still there', async () => {
  localStorage.setItem(
    'wuye:draft:bind',
    JSON.stringify({ at: Date.now(), data: { agreed: AGREEMENT_VERSION, shared: SHARING_CONSENT_VERSION, name: '赵一行', application: ID } }),
  );
  answers[`POST /api/bindings/${ID}/face/result`] = refusal('BIND.NO_TITLE');
  await open(`/bind?application=${ID}`);
  expect(wrapper!.text()).toContain('暂未获取到您的产权登记信息');
  expect(button('致电客服')!.attributes('href')).toBe('tel:12345');
  await button('返回修改')!.trigger('click');
  await flushPromises();
  expect(wrapper!.findAll('input')[0]!.element.value).toBe('赵一行');
});

test('another paper is chosen, its own form checked, and goes on without a face', async () => {
  localStorage.setItem(
    'wuye:draft:bind',
    JSON.stringify({ at: Date.now(), data: { agreed: AGREEMENT_VERSION, shared: SHARING_CONSENT_VERSION, name: '黄志强' } }),
  );
  await open('/bind?step=form');
  expect(wrapper!.text()).toContain('大陆二代身份证');
  await wrapper!.get('input[value=other]').setValue(true);
  expect(wrapper!.text()).toContain('填不动产登记证书上的号码');
  const fields = () => wrapper!.findAll('input:not([type=radio])');
  await fields()[1]!.setValue('A123');
  await fields()[1]!.trigger('blur');
  expect(wrapper!.text()).toContain('应为 H 或 M 加 8 位数字');
  await wrapper!.get('input[value=passport]').setValue(true);
  expect(wrapper!.text()).not.toContain('应为 H 或 M');
  expect(wrapper!.text()).toContain('国家或地区');
});

test('before the register one sees the place and the wait, may leave, and the answer comes by itself', async () => {
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
  try {
    answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'register', turn: { place: 41, seconds: 4 } }];
    await open(`/bind?application=${ID}&step=register`);
    expect(wrapper!.text()).toContain('产权查询排队中，位置已保留。您可以离开，查到后微信通知您。');
    expect(wrapper!.text()).toContain('40 人');
    expect(button('好的')).toBeDefined();
    answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, face: false, step: 'houses', houses: [HOUSE] }];
    jest.advanceTimersByTime(2_100);
    await flushPromises();
    expect(calls).toHaveLength(2);
    expect(wrapper!.text()).toContain('华阳小区 3栋2单元501');
    expect(wrapper!.text()).toContain('线下认证后才能投票');
    expect(wrapper!.text()).not.toContain('人脸识别已通过');
  } finally {
    jest.useRealTimers();
  }
});

test('an answer that is too old shows the queue again instead of a refusal', async () => {
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'houses', houses: [HOUSE] }];
  await open(`/bind?application=${ID}&step=houses`);
  answers[`POST /api/bindings/${ID}/confirm`] = refusal('BIND.ASKED_AGAIN');
  answers[`GET /api/bindings/${ID}`] = [200, { id: ID, ...VIEW, step: 'register', turn: { place: 1, seconds: 2 } }];
  await button('提交绑定')!.trigger('click');
  await flushPromises();
  expect(wrapper!.text()).toContain('查询排队中，位置已保留');
});

test('the queue is asked less often the longer it is, and its wait is rounded up', () => {
  expect([undefined, 1, 10, 3600].map(lookAgainAfter)).toEqual([2_000, 2_000, 5_000, 15_000]);
  expect([1, 59, 61, 7000].map(waitWords)).toEqual(['10 秒', '60 秒', '2 分钟', '2 小时']);
});

test('an application under way is offered again', async () => {
  localStorage.setItem('wuye:draft:bind', JSON.stringify({ at: Date.now(), data: { application: ID } }));
  answers[`GET /api/bindings/${ID}`] = refusal('BIND.NOT_FOUND');
  await open('/bind');
  await button('接着办')!.trigger('click');
  await flushPromises();
  await button('重新开始')!.trigger('click');
  await flushPromises();
  expect(wrapper!.text()).toContain('温馨提示');
  expect(button('接着办')).toBeUndefined();
});

test('every refusal of binding leaves something to press', () => {
  // Shown at the face step these are tried again there; a call that got no answer has [重试] of its own.
  const own = (code: string) => isFaceProblem(code) || code.startsWith('SMS.CODE_') || code === 'SESSION.WECHAT_AWAY';
  const codes = ['startBinding', 'readBindingApplication', 'startFace', 'finishFace', 'confirmBinding'].flatMap(
    (name) => identityRoutes[name as 'startBinding'].errors ?? [],
  );
  for (const code of codes) expect([code, own(code) || waysOn(code).length > 0]).toEqual([code, true]);
});
