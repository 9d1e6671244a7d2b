import { expect, test } from '@jest/globals';
import { localProblem, type Answer } from './http';
import { newKey, useSubmit } from './submit';

const lost: Answer<string> = { ok: false, problem: localProblem('NETWORK.TIMEOUT', '网络较慢') };
const done: Answer<string> = { ok: true, data: 'no' };

function acts(answers: Answer<string>[]) {
  const keys: string[] = [];
  const send = async (key: string, _content: { words: string }) => {
    keys.push(key);
    return answers.shift()!;
  };
  return { keys, ...useSubmit(send) };
}

test('a retry of the same content keeps the key', async () => {
  const { submit, keys, problem } = acts([lost, lost, done]);
  await submit({ words: '漏水' });
  expect(problem.value?.code).toBe('NETWORK.TIMEOUT');
  await submit({ words: '漏水' });
  await submit({ words: '漏水' });
  expect(new Set(keys).size).toBe(1);
  expect(problem.value).toBeNull();
});

test('edited content and the time after a success get a new key', async () => {
  const { submit, keys } = acts([lost, done, done]);
  await submit({ words: '漏水' });
  await submit({ words: '厨房漏水' });
  await submit({ words: '厨房漏水' });
  expect(new Set(keys).size).toBe(3);
});

test('a second tap while sending does nothing', async () => {
  const { submit, keys, loading } = acts([done]);
  const first = submit({ words: '漏水' });
  expect(loading.value).toBe(true);
  expect(await submit({ words: '漏水' })).toBeNull();
  await first;
  expect(loading.value).toBe(false);
  expect(keys).toHaveLength(1);
});

test('after an exception the button is usable again', async () => {
  const { submit, loading } = useSubmit<[], string>(() => Promise.reject(new Error('bug')));
  await expect(submit()).rejects.toThrow('bug');
  expect(loading.value).toBe(false);
});

test('keys are version 4 UUIDs', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newKey()).not.toBe(newKey());
});
