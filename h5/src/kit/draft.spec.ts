import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { flushPromises, mount } from '@vue/test-utils';
import { defineComponent, h, nextTick, reactive } from 'vue';
import { clearDrafts, dropPictures, sweepDrafts, useDraft, type Draft } from './draft';

const DAY = 24 * 60 * 60_000;

beforeEach(() => {
  localStorage.clear();
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

function open<T extends object>(form: T) {
  const state = reactive(form) as T;
  let draft!: Draft;
  const page = mount(
    defineComponent({
      setup() {
        draft = useDraft('say', state);
        return () => h('p');
      },
    }),
  );
  return { state, draft, page };
}

async function type(state: object, values: object) {
  Object.assign(state, values);
  await nextTick();
  jest.advanceTimersByTime(1000);
}

test('what was typed comes back, also when the page was left in the same moment', async () => {
  const first = open({ words: '', kind: null as string | null });
  Object.assign(first.state, { words: '厨房漏水', kind: 'repair' });
  await nextTick();
  first.page.unmount();
  const second = open({ words: '', kind: null as string | null });
  expect(second.state).toEqual({ words: '厨房漏水', kind: 'repair' });
  expect(second.draft.restoredAt.value).not.toBeNull();
});

test('id numbers, phones and codes are never stored, by name or inside a text', async () => {
  const form = { words: '', idNumber: '', phone: '', smsCode: '', captcha: '', contact: '', nested: { mobilePhone: '', place: '' } };
  const { state } = open(form);
  await type(state, {
    words: '请打 13800138000 或 138 0013 8000，证号11010519491231002X。',
    idNumber: '11010519491231002X',
    phone: '13800138000',
    smsCode: '123456',
    captcha: 'a1b2',
    contact: '13800138000',
    nested: { mobilePhone: '13800138000', place: '3栋' },
  });
  const stored = JSON.stringify({ ...localStorage });
  for (const secret of ['13800138000', '138 0013 8000', '11010519491231002X', '123456', 'a1b2']) expect(stored).not.toContain(secret);
  const again = open({ ...form, words: '', contact: '', nested: {} as object });
  expect(again.state.words).toBe('请打 （号码未保存，请重填） 或 （号码未保存，请重填），证号（号码未保存，请重填）。');
  expect(again.state.contact).toBe('');
  expect(again.state.nested).toEqual({ place: '3栋' });
});

test('a draft lives seven days', async () => {
  const { state } = open({ words: '' });
  await type(state, { words: '漏水' });
  jest.setSystemTime(Date.now() + 7 * DAY - 2000);
  expect(open({ words: '' }).state.words).toBe('漏水');
  jest.setSystemTime(Date.now() + 4000);
  expect(open({ words: '' }).state.words).toBe('');
  sweepDrafts();
  expect(localStorage.length).toBe(0);
});

test('sent, signed out or broken: gone, and other keys stay', async () => {
  localStorage.setItem('other', '1');
  const { state, draft, page } = open({ words: '' });
  await type(state, { words: '漏水' });
  draft.clear();
  await type(state, { words: '' });
  page.unmount();
  expect(Object.keys(localStorage)).toEqual(['other']);
  localStorage.setItem('wuye:draft:say', '{"at":');
  expect(open({ words: '' }).state.words).toBe('');
  clearDrafts();
  expect(Object.keys(localStorage)).toEqual(['other']);
});

test('with the drafts go the pictures that lie on the phone', async () => {
  const settled = async () => {
    for (let turn = 0; turn < 10; turn++) await flushPromises();
    return localStorage.getItem('wuye:shelf');
  };
  for (const act of [clearDrafts, sweepDrafts, () => void dropPictures('say')]) {
    localStorage.setItem('wuye:shelf', '1');
    act();
    expect(await settled()).toBeNull();
  }
});

test('fields that the form no longer has are not put back', async () => {
  localStorage.setItem('wuye:draft:say', JSON.stringify({ at: Date.now(), data: { words: '漏水', old: 1 } }));
  expect(open({ words: '' }).state).toEqual({ words: '漏水' });
});
