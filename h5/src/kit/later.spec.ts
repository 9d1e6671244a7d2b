import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { defineComponent, h } from 'vue';
import { later } from './later';

const Part = defineComponent({ render: () => h('p', 'here') });

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a part whose line breaks is asked for again, a little later each time', async () => {
  const load = jest.fn<() => Promise<typeof Part>>().mockRejectedValueOnce(new Error('cut')).mockRejectedValueOnce(new Error('cut')).mockResolvedValue(Part);
  const Later = later(load);
  const page = mount(defineComponent({ render: () => h('div', [h(Later)]) }));
  await jest.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(300);
  expect(load).toHaveBeenCalledTimes(2);
  await jest.advanceTimersByTimeAsync(599);
  expect([load.mock.calls.length, page.text()]).toEqual([2, '正在加载']);
  await jest.advanceTimersByTimeAsync(1);
  expect([load.mock.calls.length, page.text()]).toEqual([3, 'here']);
});

test('a row stands in its place from 300 ms on, which takes nothing meant for the part', async () => {
  const Later = later(() => new Promise<typeof Part>(() => undefined));
  const page = mount(defineComponent({ render: () => h('div', [h(Later, { id: 'act', words: 'x' } as object)]) }));
  await jest.advanceTimersByTimeAsync(299);
  expect(page.text()).toBe('');
  await jest.advanceTimersByTimeAsync(1);
  expect(page.get('[role=status]').text()).toBe('正在加载');
  expect(page.find('#act').exists()).toBe(false);
});

test('one that never comes is given up after five seconds, and said; 重新加载 asks whether there is a line first', async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const load = jest.fn<() => Promise<typeof Part>>().mockRejectedValue(new Error('cut'));
  const Later = later(load);
  const page = mount(defineComponent({ render: () => h('div', [h(Later)]) }), { global: { config: { errorHandler: () => undefined } } });
  await jest.advanceTimersByTimeAsync(4_400);
  expect([load.mock.calls.length, page.text()]).toEqual([4, '正在加载']);
  await jest.advanceTimersByTimeAsync(200);
  expect(load).toHaveBeenCalledTimes(5);
  expect(page.get('[role=alert]').text()).toBe('没有加载出来重新加载');
  globalThis.fetch = (() => Promise.reject(new TypeError('cut'))) as typeof fetch;
  await page.get('button').trigger('click');
  await jest.advanceTimersByTimeAsync(0);
  expect(page.get('[role=alert]').text()).toBe('网络断开，连上网络后请重试。重新加载');
  jest.restoreAllMocks();
});
