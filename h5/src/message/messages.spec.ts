import type { SessionView } from '@wuye/shared/identity';
import type { MessageRow } from '@wuye/shared/message';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { answering, openAmong, press, problem } from '../app/spec-kit';
import { at } from '../complaint/spec-kit';
import { useSession } from '../app/session';
import routes from './routes';
import { countWords } from './useMessages';

enableAutoUnmount(afterEach);
beforeEach(() => {
  sessionStorage.clear();
  jest.useFakeTimers({ now: Date.parse(at('21T16:00')), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const message = (id: string, change: Partial<MessageRow> = {}): MessageRow => ({
  id,
  tab: 'todo',
  title: '投诉处理提醒',
  summary: '<i>电梯</i>停运',
  link: '/tasks/20261121-004712',
  at: at('21T15:30'),
  read: false,
  ...change,
});
const session = (unread: number) => ({ account: { id: 'a' }, person: null, roles: [], communities: [], unread }) as unknown as SessionView;
const listed = (items: MessageRow[], next: string | null = null) => ({ body: { items, next } });
const count = (unread: number) => () => ({ body: { unread } });

const open = (path: string, unread = 1) => openAmong(routes, path, session(unread));

test('a row says what, when and that it is unread; a tap marks it and goes where it leads', async () => {
  const sent = answering({
    'GET /messages?tab=all': () => listed([message('m1'), message('m2', { read: true, title: '办结通知', at: at('20T09:05') })]),
    'GET /messages/unread': count(1),
    'POST /messages/read': count(0),
  });
  const { page, router } = await open('/messages');
  const [first, second] = page.findAll('li a').map((row) => row.text());
  expect(first).toMatch(/^未读 投诉处理提醒<i>电梯<\/i>停运今天 15:30$/);
  expect(second).toMatch(/^办结通知.*昨天 09:05$/);
  await page.findAll('li a')[0]!.trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/tasks/20261121-004712');
  expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([{ ids: ['m1'] }]);
  expect(useSession().unread).toBe(0);
});

test('one that was read is not marked again', async () => {
  const sent = answering({ 'GET /messages?tab=all': () => listed([message('m1', { read: true })]), 'GET /messages/unread': count(0) });
  const { page } = await open('/messages', 0);
  expect(page.find('li').text()).not.toContain('未读');
  await page.find('li a').trigger('click');
  await flushPromises();
  expect(sent.filter(({ method }) => method === 'POST')).toEqual([]);
});

test('without network a tap still leads on, and the count stays', async () => {
  answering({ 'GET /messages?tab=all': () => listed([message('m1')]), 'GET /messages/unread': count(1), 'POST /messages/read': () => 'offline' });
  const { page, router } = await open('/messages');
  await page.find('li a').trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.path).toBe('/tasks/20261121-004712');
  expect(useSession().unread).toBe(1);
});

test('全部已读 marks all at once: dots, count and button go, the list keeps its place', async () => {
  const sent = answering({
    'GET /messages?tab=all': () => listed([message('m1')], 'm1'),
    'GET /messages?tab=all&after=m1': () => listed([message('m0')]),
    'GET /messages/unread': count(2),
    'POST /messages/read': count(0),
  });
  const { page } = await open('/messages');
  await press(page, '加载更多');
  expect(page.text()).toContain('2 条未读');
  await press(page, '全部已读');
  expect(page.text()).toContain('没有未读消息');
  expect(page.find('.dot').exists()).toBe(false);
  expect(page.findAll('button').map((each) => each.text())).not.toContain('全部已读');
  expect(page.findAll('li a')).toHaveLength(2);
  expect(document.activeElement).toBe(page.find('nav p').element);
  expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([{ all: true }]);
});

test('全部已读 that failed says so and can be tried again with the same key', async () => {
  let tries = 0;
  const sent = answering({
    'GET /messages?tab=all': () => listed([message('m1')]),
    'GET /messages/unread': count(1),
    'POST /messages/read': () => (tries++ ? count(0)() : { status: 503, body: problem('SERVER.BUSY', '现在办理的人很多，请稍后重试。', 503) }),
  });
  const { page } = await open('/messages');
  await press(page, '全部已读');
  expect(page.find('[role=alert]').text()).toContain('请稍后重试');
  expect(page.text()).toContain('1 条未读');
  await press(page, '全部已读');
  expect(page.find('[role=alert]').exists()).toBe(false);
  const keys = sent.filter(({ method }) => method === 'POST').map(({ key }) => key);
  expect(keys[0]).toBeTruthy();
  expect(keys[1]).toBe(keys[0]);
});

test('the tab is in the address; an unknown one is 全部; nothing there says so', async () => {
  answering({ 'GET /messages?tab=notice': () => listed([]), 'GET /messages?tab=all': () => listed([message('m1')]), 'GET /messages/unread': count(0) });
  const { page, router } = await open('/messages?tab=notice', 0);
  expect(page.find('[aria-current=page]').text()).toBe('公示');
  expect(page.text()).toContain('没有新消息');
  await router.push('/messages?tab=x');
  await flushPromises();
  expect(page.find('[aria-current=page]').text()).toBe('全部');
  expect(page.findAll('li a')).toHaveLength(1);
});

test('a list that does not come offers 重试', async () => {
  let up = false;
  answering({ 'GET /messages?tab=all': () => (up ? listed([message('m1')]) : 'offline'), 'GET /messages/unread': count(1) });
  const { page } = await open('/messages');
  expect(page.text()).toContain('网络断开');
  up = true;
  await press(page, '重试');
  expect(page.findAll('li a')).toHaveLength(1);
});

test('from a hundred on nobody counts', () => {
  expect([1, 99, 100].map(countWords)).toEqual(['1', '99', '99+']);
});
