import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CallerView } from '@wuye/shared/complaint';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { nextTick } from 'vue';
import { answering, at, NO, open, press, problem, row, stranger, view } from './spec-kit';

enableAutoUnmount(afterEach);
beforeEach(() => sessionStorage.clear());

const TOKEN = 'Ab3_-Ab3_-Ab3_-Ab3_-Ab';
const line = (kind: CallerView['events'][number]['kind'], words = '', role: CallerView['events'][number]['role'] = 'project_manager') => ({
  id: kind,
  at: at('21T12:10'),
  kind,
  words,
  role,
});
const caller = (change: Partial<CallerView> = {}): CallerView => {
  const { class: cls, level, closingReason, handler, clocks } = view();
  return { ...row(), class: cls, level, closingReason, handler, clocks, events: [line('submitted')], can: [], ...change };
};
const closed = (change: Partial<CallerView> = {}): CallerView =>
  caller({ state: 'closed', dueAt: null, can: ['judge', 'reopen'], events: [line('closed', '主板已更换'), line('submitted')], ...change });
const settle = async () => {
  for (let turn = 0; turn < 6; turn++) await flushPromises();
};

test('the link of an SMS: where it stands and until when, with the token in the body, and nothing is kept on the phone', async () => {
  const sent = answering({ 'POST /caller/complaint': () => ({ body: caller() }) });
  const { page } = await open(`/t#${TOKEN}`, stranger);
  expect(sent).toEqual([expect.objectContaining({ path: '/caller/complaint', body: { token: TOKEN } })]);
  expect(page.text()).toContain(NO);
  expect(page.text()).toContain('物业应在 8 小时内响应');
  expect(page.get('a[href^="tel:"]').attributes('href')).toContain('028');
  expect(page.text()).not.toContain('微信');
  expect(Object.keys(sessionStorage).join()).not.toContain('last');
});

test('已解决, then a rating: by the token, each under a key of its own', async () => {
  const solved = closed({ state: 'solved', can: ['reopen', 'rate'] });
  const sent = answering({
    'POST /caller/complaint': () => ({ body: closed() }),
    'POST /caller/verdict': () => ({ body: solved }),
    'POST /caller/rating': () => ({ body: { ...solved, rating: 'satisfied', can: [] } }),
  });
  const { page } = await open(`/t#${TOKEN}`, stranger);
  expect(page.text()).toContain('主板已更换');
  await press(page, '已解决');
  await settle();
  await page.get('input[value=satisfied]').setValue(true);
  await press(page, '提交评价');
  await settle();
  expect(sent.slice(1).map(({ path, body }) => [path, body])).toEqual([
    ['/caller/verdict', { token: TOKEN, solved: true, reason: '' }],
    ['/caller/rating', { token: TOKEN, rating: 'satisfied', words: '' }],
  ]);
  expect(new Set(sent.slice(1).map(({ key }) => key)).size).toBe(2);
  expect(page.text()).toContain('已评价');
});

test('未解决 asks why and goes back to the property; a step that has gone is shown as it is', async () => {
  const sent = answering({
    'POST /caller/complaint': () => ({ body: closed() }),
    'POST /caller/verdict': () => ({ status: 409, body: problem('COMPLAINT.STEP_WRONG', '这件诉求已经到了下一步，请刷新后再看。', 409) }),
  });
  const { page } = await open(`/t#${TOKEN}`, stranger);
  await press(page, '未解决');
  await settle();
  await page.get('textarea').setValue('还是困人');
  await press(page, '重新办理');
  await settle();
  expect(sent.map(({ path }) => path)).toEqual(['/caller/complaint', '/caller/verdict', '/caller/complaint']);
  expect(sent[1]!.body).toEqual({ token: TOKEN, solved: false, reason: '还是困人' });
  expect(page.text()).toContain('已为您刷新');
});

test('the link of another SMS, tapped while the page is open, shows the other complaint', async () => {
  const other = 'Zz9_-Zz9_-Zz9_-Zz9_-Zz';
  const sent = answering({
    'POST /caller/complaint': ({ body }) => ({ body: caller((body as { token: string }).token === other ? { no: '20261121-000009' } : {}) }),
  });
  const { page, router } = await open(`/t#${TOKEN}`, stranger);
  await router.push(`/t#${other}`);
  await settle();
  expect(page.text()).toContain('20261121-000009');
  expect(sent).toHaveLength(2);
});

test('what was begun on one complaint is not taken over to the one of the next SMS, nor is the one before shown meanwhile', async () => {
  const other = 'Zz9_-Zz9_-Zz9_-Zz9_-Zz';
  const solved = closed({ state: 'solved', can: ['reopen', 'rate'] });
  answering({
    'POST /caller/complaint': ({ body }) => ({ body: { ...solved, ...((body as { token: string }).token === other && { no: '20261121-000009' }) } }),
  });
  const { page, router } = await open(`/t#${TOKEN}`, stranger);
  await page.get('input[value=satisfied]').setValue(true);
  await press(page, '其实没有解决，重新办理');
  expect(page.text()).toContain('哪里没有解决');
  await router.push(`/t#${other}`);
  await nextTick();
  expect(page.text()).not.toContain(NO);
  await settle();
  expect(page.text()).toContain('20261121-000009');
  expect(page.text()).not.toContain('哪里没有解决');
  expect(page.findAll('input[type=radio]').some((each) => (each.element as HTMLInputElement).checked)).toBe(false);
});

test('a link that is over says what to do now', async () => {
  answering({
    'POST /caller/complaint': () => ({
      status: 404,
      body: problem('COMPLAINT.LINK_INVALID', '这个链接不能用了。要了解进展，请打物业服务电话，报诉求编号。', 404),
    }),
  });
  const { page } = await open(`/t#${TOKEN}`, stranger);
  expect(page.get('[role=alert]').text()).toContain('请打物业服务电话');
});
