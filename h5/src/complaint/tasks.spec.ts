import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { answering, at, open, owner, problem, row, staff } from './spec-kit';
import { groupOf, groupTasks, tableRow, timeLook, workTitle } from './tasks';

const now = Date.parse(at('21T15:00'));
const due = (dueAt: string | null) => row({ no: `20261121-${String(Math.abs(dueAt ? Date.parse(dueAt) : 1) % 1e6).padStart(6, '0')}`, dueAt });

enableAutoUnmount(afterEach);
beforeEach(() => {
  sessionStorage.clear();
  jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
  window.matchMedia = NARROW;
});
const NARROW = window.matchMedia;

test('overdue begins with the instant itself; a due of 00:00 is still today, 24:00', () => {
  const groupAt = (state: 'submitted' | 'reopened', dueAt: string | null) => groupOf({ state, dueAt, urgedDueAt: null }, now);
  expect(groupAt('submitted', at('21T15:00'))).toBe('overdue');
  expect(groupAt('submitted', at('21T15:01'))).toBe('today');
  expect(groupAt('submitted', at('22T00:00'))).toBe('today');
  expect(groupAt('submitted', at('22T00:01'))).toBe('open');
  expect(groupAt('submitted', null)).toBe('open');
  expect(groupAt('reopened', null)).toBe('back');
  expect(groupOf({ state: 'reopened', dueAt: at('20T15:00'), urgedDueAt: at('25T00:00') }, now)).toBe('urged');
});

test('groups stand in order, the least time first, empty ones are left out', () => {
  const rows = [due(at('24T12:00')), due(at('20T09:00')), due(null), due(at('23T12:00')), due(at('19T09:00'))];
  const groups = groupTasks(rows, now);
  expect(groups.map(({ title }) => title)).toEqual(['已超时', '未办结']);
  expect(groups.map(({ rows: found }) => found.map(({ dueAt }) => dueAt))).toEqual([
    [at('19T09:00'), at('20T09:00')],
    [at('23T12:00'), at('24T12:00'), null],
  ]);
  expect(rows[0]!.dueAt).toBe(at('24T12:00'));
});

test('the tag ticks while a clock runs, and is the state where none does', () => {
  expect(timeLook(due(at('20T12:00')), now)).toEqual({ kind: 'overdue', word: '已超时 1天3小时' });
  expect(timeLook(due(at('21T16:15')), now)).toEqual({ kind: 'soon', word: '还剩 1小时15分' });
  expect(timeLook(row({ state: 'reopened', dueAt: null }), now).word).toBe('重新办理');
});

test('what the city urges stands first; what is paused says so in its time’s place', () => {
  const [urged, paused] = [
    row({ no: 'u', dueAt: at('25T00:00'), urgedDueAt: at('25T00:00') }),
    row({ state: 'responded', dueAt: null, pausedUntil: at('24T00:00') }),
  ];
  expect(groupTasks([due(at('20T09:00')), urged], now).map(({ title }) => title)).toEqual(['市里督促，限时办结', '已超时']);
  expect(timeLook(paused, now)).toEqual({ kind: 'idle', word: '暂停计时' });
  expect(tableRow(paused, now)).toMatchObject({ overdue: '–', time: { word: '暂停计时' } });
});

test('the table has the words of 附件3; a dash where no clock runs', () => {
  expect(tableRow(due(at('20T12:00')), now)).toMatchObject({ finished: '未办结', handling: '待响应', overdue: '是', time: { word: '已超时 1天3小时' } });
  expect(tableRow(row({ state: 'closed', dueAt: null }), now)).toEqual({ finished: '已办结', handling: '已办结', overdue: '–', time: null });
});

test('one list, three names', () => {
  const only = (mine: string) => workTitle((...roles) => roles.some((role) => role === mine));
  expect([only('project_manager'), only('company_head'), only('company_clerk'), only('district_officer')]).toEqual([
    '诉求处理',
    '诉求总览',
    '诉求总览',
    '诉求督办',
  ]);
});

const list = (...items: ReturnType<typeof row>[]) => ({ body: { items, next: null } });

test('the page: overdue above, then today, each a link to its task', async () => {
  answering({ 'GET /complaints/work?tab=open': () => list(due(at('22T00:00')), due(at('20T12:00'))) });
  const { page } = await open('/tasks', staff('project_manager'));
  expect(page.findAll('h2').map((each) => each.text())).toEqual(['已超时', '今天到期']);
  expect(page.findAll('main ul a').map((each) => each.attributes('href'))).toEqual([`/tasks/${due(at('20T12:00')).no}`, `/tasks/${due(at('22T00:00')).no}`]);
  expect(document.title).toBe('诉求处理');
});

test('on a desk the same rows are a table', async () => {
  window.matchMedia = (() => ({ matches: true, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia;
  answering({ 'GET /complaints/work?tab=open': () => list(due(at('20T12:00'))) });
  const { page } = await open('/tasks', staff('district_officer'));
  expect(page.findAll('thead th').map((each) => each.text())).toEqual([
    '投诉时间',
    '投诉编号',
    '投诉标题',
    '物业小区',
    '完结状态',
    '处理状态',
    '是否超时',
    '超时/剩余时间',
    '操作',
  ]);
  expect(page.get('tbody').text()).toContain('已超时 1天3小时');
  expect(document.title).toBe('诉求督办');
});

test('staff find what was given to them; a row says to whom', async () => {
  answering({
    'GET /complaints/work?tab=open': () => list({ ...row(), assignee: '邓长顺' } as never),
    'GET /complaints/work?tab=open&mine=1': () => list(),
  });
  window.matchMedia = (() => ({ matches: false, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia;
  const { page, router } = await open('/tasks', staff('staff'));
  expect(page.get('main ul').text()).toContain('由 邓长顺 办理');
  await page
    .findAll('a')
    .find((each) => each.text() === '指派给我的')!
    .trigger('click');
  await flushPromises();
  expect(router.currentRoute.value.query).toMatchObject({ mine: '1' });
  expect(page.text()).toContain('没有指派给您的诉求');
});

test('who oversees reads the month’s rates as n/N above the list, and may group it', async () => {
  const counts = { cases: 100, on_time: 98, resolved: 90, rated: 10, satisfied: 9 };
  answering({
    'GET /complaints/work?tab=open': () => list({ ...row(), companyName: '禾木物业' } as never),
    'GET /figures?from=2026-11&to=2026-11&by=month': () => ({ body: { counts, rows: [], next: null } }),
  });
  window.matchMedia = (() => ({ matches: false, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia;
  const { page } = await open('/tasks', staff('district_officer'));
  await flushPromises();
  expect(page.get('[aria-label=本月统计]').text()).toContain('响应及时率 98% 98/100');
  await page
    .findAll('a')
    .find((each) => each.text() === '按企业分组')!
    .trigger('click');
  await flushPromises();
  expect(page.findAll('h2').map((each) => each.text())).toEqual(['禾木物业']);
});

test('加载更多 asks for the page after, and an end has no such button', async () => {
  const [first, second] = [due(at('20T12:00')), due(at('20T13:00'))];
  const sent = answering({
    'GET /complaints/work?tab=open': () => ({ body: { items: [first], next: 'k~1' } }),
    'GET /complaints/work?tab=open&after=k%7E1': () => list(second),
  });
  const { page } = await open('/tasks', staff('project_manager'));
  const more = () => page.findAll('button').find((each) => each.text() === '加载更多');
  await more()!.trigger('click');
  await flushPromises();
  expect(page.findAll('main ul a')).toHaveLength(2);
  expect(more()).toBeUndefined();
  expect(sent).toHaveLength(2);
});

test('nothing open: 都办完了', async () => {
  answering({ 'GET /complaints/work?tab=open': () => list() });
  expect((await open('/tasks', staff('project_manager'))).page.text()).toContain('都办完了');
});

test('who may not see it gets the sentence and two ways out', async () => {
  answering({ 'GET /complaints/work?tab=open': () => ({ status: 403, body: problem('ACCESS.DENIED', '您现在的身份不能做这件事。', 403) }) });
  const { page } = await open('/tasks', owner);
  expect(page.get('[role=alert]').text()).toContain('您现在的身份不能做这件事。');
  expect(page.findAll('[role=alert] a').map((each) => [each.text(), each.attributes('href')])).toEqual([
    ['切换身份', '/role'],
    ['回首页', '/'],
  ]);
});

test('我的诉求: tabs by the address, empty with the way to speak up', async () => {
  const sent = answering({
    'GET /complaints/mine?tab=open': () => list(),
    'GET /complaints/mine?tab=rated': () => list(row({ state: 'solved', rating: 'satisfied', dueAt: null })),
  });
  const { page } = await open('/say/mine', owner);
  expect(page.text()).toContain('还没有诉求，看到问题拍一张');
  await page
    .findAll('nav a')
    .find((each) => each.text() === '已评价')!
    .trigger('click');
  for (let turn = 0; turn < 3; turn++) await flushPromises();
  expect(page.get('main ul').text()).toContain('已评价');
  expect(sent.map(({ path }) => path)).toEqual(['/complaints/mine?tab=open', '/complaints/mine?tab=rated']);
});
