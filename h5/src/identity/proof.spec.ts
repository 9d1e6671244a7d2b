import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { defineComponent, h, ref } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { localProblem } from '../kit/http';
import PhoneProof from './PhoneProof.vue';
import { atField, standsAlone, usePhoneProof } from './usePhoneProof';

let answer: [number, unknown];
let pictures = 0;
let wrapper: VueWrapper;

const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
const Form = defineComponent(() => {
  const box = ref<HTMLElement>();
  const proof = usePhoneProof(box);
  return () => h('form', { ref: box }, h(PhoneProof, { proof }));
});
const sms = () => wrapper.find('.sms button');

async function ask(captcha: string): Promise<void> {
  const [picture, phone] = wrapper.findAll('input');
  await picture!.setValue(captcha);
  await phone!.setValue('138 0000 0100');
  await sms().trigger('click');
  await flushPromises();
}

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance'] });
  pictures = 0;
  globalThis.fetch = jest.fn(async (input: unknown) => {
    const [status, body] = String(input).endsWith('/captchas') ? [201, { id: '01KE5TP1M44NR9VG8P569SKD6V', svg: `<svg>${(pictures += 1)}</svg>` }] : answer;
    return { status, headers: new Headers(), text: async () => JSON.stringify(body) } as Response;
  }) as typeof fetch;
  wrapper = mount(Form, { attachTo: document.body, global: { plugins: [router] } });
  await flushPromises();
});
afterEach(() => {
  wrapper.unmount();
  jest.useRealTimers();
});

test('after a code was sent the next waits, counted by the clock, and then needs a new picture', async () => {
  answer = [201, { resendAfter: 60 }];
  await ask('2468');
  expect(sms().text()).toBe('60 秒后重发');
  expect(wrapper.text()).toContain('验证码已发到 138****0100');
  jest.advanceTimersByTime(1000);
  await flushPromises();
  expect(sms().text()).toBe('59 秒后重发');
  await sms().trigger('click');
  expect(globalThis.fetch).toHaveBeenCalledTimes(2);
  // The phone showed the SMS for a minute and ran no timers.
  jest.setSystemTime(Date.now() + 60_000);
  jest.advanceTimersByTime(1000);
  await flushPromises();
  expect(sms().text()).toBe('重新获取');
  expect(pictures).toBe(2);
  expect(wrapper.findAll('input')[0]!.element.value).toBe('');
});

test('a wrong captcha brings a new picture, its sentence at the field, and the focus', async () => {
  answer = [422, { code: 'CAPTCHA.WRONG', title: '图形验证码不对或已过期，请看新的图再填一次。' }];
  await ask('9999');
  const field = wrapper.findAll('input')[0]!;
  expect(pictures).toBe(2);
  expect(field.element.value).toBe('');
  expect(field.attributes('aria-invalid')).toBe('true');
  expect(wrapper.findAll('[role=alert]')).toHaveLength(1);
  expect(document.activeElement).toBe(field.element);
});

test('what is no field’s fault stands below', async () => {
  answer = [503, { code: 'SMS.NOT_SENT', title: '短信没有发出去，您填写的内容还在，请一分钟后再获取。' }];
  await ask('2468');
  expect(wrapper.find('.sms [role=alert]').text()).toContain('SMS.NOT_SENT');
  expect(wrapper.findAll('[aria-invalid]')).toHaveLength(0);
});

test('[听验证码] fetches the sound once and plays it as often as it is asked for', async () => {
  const played = jest.fn();
  class Sound {
    destination = {};
    decodeAudioData = (_bytes: ArrayBuffer, done: (buffer: object) => void) => done({});
    createBufferSource = () => ({ connect: () => undefined, start: played });
    resume = () => Promise.resolve();
  }
  Object.assign(window, { AudioContext: Sound });
  const calls: string[] = [];
  globalThis.fetch = jest.fn(async (input: unknown) => {
    calls.push(String(input));
    return { status: 200, headers: new Headers(), arrayBuffer: async () => new ArrayBuffer(4), text: async () => '' } as Response;
  }) as typeof fetch;
  const ear = wrapper.find('.ear button');
  expect(ear.attributes('aria-label')).toContain('听验证码');
  await ear.trigger('click');
  await flushPromises();
  await ear.trigger('click');
  await flushPromises();
  expect([calls, played.mock.calls.length, ear.text()]).toEqual([['/api/captchas/01KE5TP1M44NR9VG8P569SKD6V/speech'], 2, '再听一遍']);
  expect(wrapper.find('.ear [role=status]').text()).toBe('请把听到的数字填在图形验证码里。');
});

test('a sound that was spent says what to do', async () => {
  answer = [410, { code: 'CAPTCHA.SPOKEN', title: '这段语音已经播放过或已过期，请换一张图再听。' }];
  await wrapper.find('.ear button').trigger('click');
  await flushPromises();
  expect(wrapper.find('.ear [role=alert]').text()).toContain('请换一张图再听');
});

test('a code’s refusals go to its field, others to none', () => {
  expect(atField(localProblem('SMS.CODE_WRONG', '短信验证码不对')).errors).toEqual([{ path: 'smsCode', message: '短信验证码不对' }]);
  expect(standsAlone(localProblem('SMS.CODE_EXPIRED', ''))).toBe(false);
  expect(standsAlone(localProblem('ROLE.NOT_REGISTERED', ''))).toBe(true);
  expect(standsAlone({ ...localProblem('REQUEST.INVALID', ''), errors: [{ path: 'body.phone', message: '' }] })).toBe(false);
});
