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
  expect([load.mock.calls.length, page.text()]).toEqual([2, '']);
  await jest.advanceTimersByTimeAsync(1);
  expect([load.mock.calls.length, page.text()]).toEqual([3, 'here']);
});

test('one that never comes is given up', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const load = jest.fn<() => Promise<typeof Part>>().mockRejectedValue(new Error('cut'));
  mount(later(load), { global: { config: { errorHandler: () => undefined } } });
  await jest.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(7);
  said.mockRestore();
});
