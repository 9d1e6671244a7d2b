import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { WorkRow } from '@wuye/shared/complaint';
import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { answering, open, press, row, staff } from './spec-kit';

enableAutoUnmount(afterEach);
beforeEach(() => sessionStorage.clear());
const NARROW = window.matchMedia;
afterEach(() => {
  window.matchMedia = NARROW;
  document.body.innerHTML = '';
});

const A = '01AAAAAAAAAAAAAAAAAAAAAAA1';
const B = '01AAAAAAAAAAAAAAAAAAAAAAA2';
/** What of a row these tests look at. */
const one = (digits: string, news: string | null) =>
  ({ ...row({ no: `20261121-${digits}`, dueAt: null }), districtName: '高新区', companyName: '禾木物业', assignee: null, news }) as WorkRow;
const list = (...items: WorkRow[]) => ({ body: { items, next: null as string | null } });
const settle = async () => {
  for (let turn = 0; turn < 6; turn++) await flushPromises();
};
const bodies = (sent: readonly { method: string; body: unknown }[]) => sent.filter(({ method }) => method === 'POST').map(({ body }) => body);

test('what is unread says so, on a phone and at a desk; where nothing is, nothing is offered', async () => {
  answering({ 'GET /complaints/work?tab=open': () => list(one('000001', A), one('000002', null)) });
  const { page } = await open('/tasks', staff('project_manager'));
  expect(page.findAll('main ul a').map((each) => each.text().startsWith('未读'))).toEqual([true, false]);
  page.unmount();
  window.matchMedia = (() => ({ matches: true, addEventListener() {}, removeEventListener() {} })) as unknown as typeof window.matchMedia;
  const { page: desk } = await open('/tasks', staff('district_officer'));
  expect(desk.findAll('tbody th').map((each) => each.text())).toEqual(['未读 电梯·报事报修', '电梯·报事报修']);
  desk.unmount();
  answering({ 'GET /complaints/work?tab=open': () => list(one('000002', null)) });
  expect((await open('/tasks', staff('project_manager'))).page.text()).not.toContain('标为已读');
});

test('选择: those chosen are marked by the news that they showed, with the word that this is no answer', async () => {
  const sent = answering({
    'GET /complaints/work?tab=open': () => list(one('000001', A), one('000002', B), one('000003', null)),
    'POST /complaints/reads': () => ({ status: 204, body: undefined }),
  });
  const { page } = await open('/tasks', staff('project_manager'));
  await press(page, '选择');
  await settle();
  expect(page.findAll('input[type=checkbox]')).toHaveLength(3);
  expect(page.text()).toContain('不算响应，期限照走');
  await press(page, '标为已读（0 件）');
  expect(bodies(sent)).toEqual([]);
  await page.findAll('input[type=checkbox]')[2]!.setValue(true);
  await press(page, '标为已读（1 件）');
  await settle();
  expect(bodies(sent)).toEqual([{ seen: [B] }]);
  expect(page.findAll('main ul a').map((each) => each.text().startsWith('未读'))).toEqual([true, false, false]);
  await press(page, '选择');
  await settle();
  await page.findAll('input[type=checkbox]')[0]!.setValue(true);
  await press(page, '标为已读（1 件）');
  await settle();
  expect(bodies(sent)).toEqual([{ seen: [B] }, { seen: [A] }]);
});

test('全部标为已读 says how many, up to 99, and is asked once more', async () => {
  const until = '2026-11-21T07:00:00.000Z';
  const sent = answering({
    'GET /complaints/work?tab=open': () => list(one('000001', A)),
    'GET /complaints/work/unread?tab=open': () => ({ body: { count: 99, more: true, until } }),
    'POST /complaints/reads': () => ({ status: 204, body: undefined }),
  });
  const { page } = await open('/tasks', staff('project_manager'));
  const answer = async (word: string) => {
    await press(page, '全部标为已读');
    await settle();
    const dialog = document.querySelector('[role=dialog], [role=alertdialog]')!;
    expect(dialog.textContent).toContain('把“未办结”里的 99 件以上未读都标为已读？');
    expect(dialog.textContent).toContain('不算响应');
    [...dialog.querySelectorAll('button')].find((each) => each.textContent?.trim() === word)!.click();
    await settle();
  };
  await answer('先不了');
  expect(bodies(sent)).toEqual([]);
  await answer('全部标为已读');
  expect(bodies(sent)).toEqual([{ tab: 'open', until }]);
});

test('只看未读 asks for these alone; a stretch without any says that it can go on', async () => {
  const sent = answering({
    'GET /complaints/work?tab=open&unread=1': () => ({ body: { items: [], next: 'k~1' } }),
    'GET /complaints/work?tab=open&after=k%7E1&unread=1': () => list(one('000001', A)),
  });
  const { page } = await open('/tasks?tab=open&unread=1', staff('project_manager'));
  expect(page.text()).toContain('可以继续往下找');
  await press(page, '加载更多');
  await settle();
  expect(page.findAll('main ul a')).toHaveLength(1);
  expect(sent).toHaveLength(2);
  expect(
    page
      .findAll('a')
      .find((each) => each.text() === '看全部')!
      .attributes('href'),
  ).toBe('/tasks?tab=open');
});
