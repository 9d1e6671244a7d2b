import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { closingReasonNames, complaintFlagNames, nearnessNames } from '@wuye/shared/complaint';
import { chengdu } from '@wuye/shared/policy';
import { forgetPromises } from '../policy/promise';
import { answering, at, event, NO, open, owner, press, row, view } from './spec-kit';
import { FLAG_NAMES, NEAR_NAMES, nearWords, publicResult, togetherTags, togetherWords } from './together';

const COMMUNITY = { id: 'c1', name: '华阳小区', districtName: '武侯区', address: '', companyName: '禾木物业', servicePhone: '028-1234' };
const OTHER = '20261120-004711';
const like = { no: OTHER, title: '电梯·报事报修', near: 'unit', homes: 5, submittedAt: at('20T10:05'), joined: false };
const asked = '/complaints/similar';

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  forgetPromises();
  jest.useFakeTimers({ now: Date.parse(at('21T10:05')), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => void jest.useRealTimers());

const form = {
  'GET /communities/by-code/code-1': () => ({ body: COMMUNITY }),
  'GET /policy': () => ({ body: { ...chengdu, version: 0, years: [] } }),
  [`POST ${asked}`]: () => ({ body: { items: [like] } }),
};

async function typed(more: Parameters<typeof answering>[0] = {}) {
  const sent = answering({
    ...form,
    ...more,
    [`POST /complaints/${OTHER}/join`]: () => ({
      body: view({ no: OTHER, mine: false, joined: true, joiners: 5, words: '', pictures: [], submitter: null, can: ['leave'] }),
    }),
  });
  const { page, router } = await open('/say?code=code-1', owner);
  await page.get('input[value=elevator]').setValue(true);
  jest.advanceTimersByTime(600);
  for (let turn = 0; turn < 3; turn++) await flushPromises();
  return { sent, page, router };
}

test('names are those of the contract', () => {
  expect(NEAR_NAMES).toEqual(nearnessNames);
  expect(FLAG_NAMES).toEqual(complaintFlagNames);
  for (const [reason, name] of Object.entries(closingReasonNames))
    expect(publicResult({ closedAt: at('21T10:05'), closingReason: reason as never, state: 'closed' })).toContain(name);
});

test('words', () => {
  expect(nearWords(like as never)).toBe('同单元已有5户反映“电梯”');
  expect(togetherTags(row())).toBe('');
  expect(togetherTags(row({ joiners: 3, flags: ['grave', 'grouped'] }))).toBe('4人同诉 · 重大 · 群体');
  expect(togetherWords(view({ joiners: 6, state: 'solved' }))).toBe('您和另外 6 人一起等到了结果');
  expect(togetherWords(view({ joiners: 6, mine: false, joined: true, state: 'withdrawn' }))).toContain('请您再提交一件');
  expect(togetherWords(view({ joiners: 0 }))).toBe('');
});

test('what is typed is compared, in a body and after a pause', async () => {
  const { sent, page } = await typed();
  const asks = () => sent.filter(({ path }) => path === asked).map(({ body }) => body);
  await page.get('textarea').setValue('电梯异');
  jest.advanceTimersByTime(1000);
  await page.get('textarea').setValue(`电梯异响${'！'.repeat(300)}`);
  jest.advanceTimersByTime(1000);
  await flushPromises();
  expect(asks()).toEqual([{ code: 'code-1', category: 'elevator', words: '', place: '' }]);
  jest.advanceTimersByTime(600);
  await flushPromises();
  expect(asks()[1]).toEqual({ code: 'code-1', category: 'elevator', words: `电梯异响${'！'.repeat(196)}`, place: '' });
  expect(sent.every(({ path }) => !path.includes('?words') && !decodeURIComponent(path).includes('异响'))).toBe(true);
});

test('what neighbours said is shown while typing; one tap joins, and leads to its progress', async () => {
  const { sent, page, router } = await typed();
  expect(page.text()).toContain('同单元已有5户反映“电梯”');
  await press(page, '一键同诉');
  await flushPromises();
  const post = sent.find(({ path }) => path.endsWith('/join'));
  expect([post?.path, post?.body]).toEqual([`/complaints/${OTHER}/join`, { code: 'code-1' }]);
  expect(router.currentRoute.value.path).toBe(`/say/${OTHER}`);
});

test.each([
  ['补充进去', [{ words: '电梯又停了', pictures: [] }], ''],
  ['先留作草稿', [], '电梯又停了'],
])('what was written before joining is asked after: %s', async (choice, added, left) => {
  const { page, sent, router } = await typed({ [`POST /complaints/${OTHER}/supplement`]: () => ({ body: view({ no: OTHER }) }) });
  await page.get('textarea').setValue('电梯又停了');
  await press(page, '一键同诉');
  for (let turn = 0; turn < 5; turn++) await flushPromises();
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === choice);
  button!.click();
  for (let turn = 0; turn < 5; turn++) await flushPromises();
  expect(sent.filter(({ path }) => path.endsWith('/supplement')).map(({ body }) => body)).toEqual(added);
  expect(router.currentRoute.value.path).toBe(`/say/${OTHER}`);
  expect(JSON.stringify({ ...localStorage })).toContain(left);
});

test('不是同一件事 takes it away and leaves the form as it is', async () => {
  const { page } = await typed();
  await press(page, '不是同一件事');
  expect(page.text()).not.toContain('同单元已有');
  expect(page.get<HTMLInputElement>('input[value=elevator]').element.checked).toBe(true);
});

test('who joined reads where it stands, and how to leave', async () => {
  const mine = {
    mine: false,
    joined: true,
    joiners: 2,
    words: '',
    pictures: [],
    submitter: null,
    can: ['leave' as const],
    events: [event('responded', { words: '马上到' })],
  };
  answering({ [`GET /complaints/${NO}`]: () => ({ body: view(mine) }) });
  const { page, router } = await open(`/say/${NO}`, owner);
  expect(router.currentRoute.value.path).toBe(`/say/${NO}`);
  expect(page.text()).toContain('您和另外 2 人一起反映了这件事');
  expect(page.text()).toContain('退出同诉');
  expect(page.text()).not.toContain('李*');
});

test('公开诉求: kinds and dates, flags and the result', async () => {
  const one = {
    title: '电梯·投诉',
    kind: 'complaint',
    category: 'elevator',
    state: 'closed',
    flags: ['grouped'],
    homes: 6,
    submittedAt: at('20T10:05'),
    closedAt: at('21T09:00'),
    closingReason: 'fund',
    steps: [{ kind: 'submitted', at: at('20T10:05') }],
  };
  answering({ 'GET /communities/c1/public-complaints': () => ({ body: { items: [one], next: null } }) });
  const { page } = await open('/c/c1/public', owner);
  expect(page.text()).toContain('群体诉求 · 6户');
  expect(page.text()).toContain('已办结，暂未解决：需专项资金');
});
