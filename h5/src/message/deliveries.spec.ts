import type { SessionView } from '@wuye/shared/identity';
import type { Role } from '@wuye/shared/kit';
import type { DeliveryRow, DeliveryTotals } from '@wuye/shared/message';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { answering, openAmong, press, problem, type Sent, settle } from '../app/spec-kit';
import { at, NO } from '../complaint/spec-kit';
import { sumsOf, waysOf } from './deliveries';
import routes from './routes';
import { fieldTime, handSchema } from './useDeliveries';

enableAutoUnmount(afterEach);
beforeEach(() => {
  sessionStorage.clear();
  jest.useFakeTimers({ now: Date.parse(at('21T16:00')), doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});
afterEach(() => {
  jest.useRealTimers();
});

const PICTURE = '01AAAAAAAAAAAAAAAAAAAAAAAA';
const row = (id: string, change: Partial<DeliveryRow> = {}): DeliveryRow => ({
  id,
  kind: '新诉求',
  communityName: '华阳小区',
  name: '王*',
  outcome: 'missed',
  at: null,
  wechat: 'not_following',
  sms: 'no_phone',
  hand: null,
  read: false,
  ...change,
});
const hand = { by: '<i>李</i>小力', at: at('21T15:30'), pictures: [PICTURE], edition: 1 };
const totals: DeliveryTotals = {
  communityId: 'c1',
  communityName: '华阳小区',
  due: 300,
  wechat: 250,
  sms: 30,
  hand: 7,
  sent: 0,
  waiting: 0,
  missed: 13,
  reasons: { not_following: 8, refused: 2, failed: 3, never_signed_in: 0 },
  noPhone: 1,
  uncertain: 0,
};
const list = (items: DeliveryRow[], next: string | null = null, all: DeliveryTotals[] = [totals]) => ({ body: { items, next, totals: all } });
const GET = (rest = '') => `GET /deliveries?limit=50&subject=${NO}${rest}`;
/** The page's queries, whatever the order of their parameters. */
const sorted = (replies: Parameters<typeof answering>[0]): Sent[] =>
  answering(
    new Proxy(replies, {
      get: (target, name: string) => {
        const [path = '', query = ''] = name.split('?');
        const pairs = [...new URLSearchParams(query)].map((pair) => pair.join('=')).sort();
        return target[pairs.length > 0 ? `${path}?${pairs.join('&')}` : path];
      },
    }),
  );

function open(role: Role, path = `/deliveries/${NO}`) {
  const roles = [{ role, scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' }];
  return openAmong(routes, path, { account: { id: 'a' }, person: null, roles, communities: [], unread: 0 } as unknown as SessionView);
}
const labels = (page: VueWrapper) => page.findAll('button').map((each) => each.text());

test('the totals stand on top, with why not; each row shows its ways in their order', async () => {
  sorted({
    [GET()]: () =>
      list([
        row('m1'),
        row('m2', { outcome: 'hand', at: hand.at, hand }),
        row('m3', { outcome: 'wechat', wechat: null, sms: null, at: at('21T10:05'), read: true }),
      ]),
  });
  const { page } = await open('project_manager');
  expect(page.findAll('dd').map((each) => each.text())).toEqual(['300', '287', '13']);
  expect(page.text()).toContain('未送原因：未关注 8，拒收 2，发送失败 3');
  const [missed, brought, arrived] = page.findAll('li > article').map((each) => each.text());
  expect(missed).toMatch(/^王\* 新诉求未送达.*微信未关注短信没有手机号登记上门送达$/);
  expect(brought).toContain('上门<i>李</i>小力，今天 15:30');
  expect(brought).toContain('更正上门送达');
  expect(arrived).toMatch(/微信已送达$/);
  expect(page.get('a[download]').attributes('href')).toBe(`/api/deliveries/export?subject=${NO}`);
});

test('who only oversees records nothing; another’s matter is refused with a way on', async () => {
  sorted({ [GET()]: () => list([row('m1')]) });
  const { page } = await open('district_officer');
  expect(labels(page)).not.toContain('登记上门送达');
  page.unmount();
  sorted({ [GET()]: () => ({ status: 403, body: problem('ACCESS.DENIED', '您现在的身份不能做这件事，请切换身份或联系物业。', 403) }) });
  expect((await open('staff')).page.get('[role=alert]').text()).toContain('切换身份');
});

test('the tab is in the address and asks for its outcome; nothing there says so; more comes by key', async () => {
  const sent = sorted({
    [`GET /deliveries?limit=50&outcome=missed&subject=${NO}`]: () => list([]),
    [GET()]: () => list([row('m1')], 'm1'),
    [`GET /deliveries?after=m1&limit=50&subject=${NO}`]: () => list([row('m2')], null, []),
  });
  const { page, router } = await open('project_manager', `/deliveries/${NO}?tab=missed`);
  expect(page.text()).toContain('没有未送达的');
  await router.push(`/deliveries/${NO}`);
  await settle();
  expect(page.text()).toContain('打印只含已加载的 1 条');
  await press(page, '加载更多');
  expect(page.findAll('li > article')).toHaveLength(2);
  // The totals of the first page stay.
  expect(page.findAll('dd')[0]?.text()).toBe('300');
  expect(sent.length).toBeGreaterThan(0);
});

test('a list that does not come offers 重试', async () => {
  let up = false;
  sorted({ [GET()]: () => (up ? list([row('m1')]) : 'offline') });
  const { page } = await open('project_manager');
  expect(page.text()).toContain('网络断开');
  up = true;
  await press(page, '重试');
  await settle();
  expect(page.findAll('li > article')).toHaveLength(1);
});

test('a correction keeps the photos, names the edition it replaces, and the list is read anew', async () => {
  const after = row('m1', { outcome: 'hand', hand: { ...hand, by: '王大力', edition: 2 } });
  const rows = [row('m1', { outcome: 'hand', hand }), after];
  const sent = sorted({ [GET()]: () => list([rows.shift() as DeliveryRow]), 'POST /deliveries/m1/hand': () => ({ body: after.hand }) });
  const { page } = await open('project_manager');
  await press(page, '更正上门送达');
  await settle();
  const sheet = document.querySelector('[role=dialog]') as HTMLElement;
  const [by, time] = sheet.querySelectorAll('input');
  expect([by?.value, time?.value]).toEqual(['<i>李</i>小力', '2026-11-21T15:30']);
  (by as HTMLInputElement).value = '王大力';
  by?.dispatchEvent(new Event('input'));
  sheet.querySelector('form')?.dispatchEvent(new Event('submit'));
  await settle();
  expect(sent.find(({ method }) => method === 'POST')).toMatchObject({
    body: { by: '王大力', at: '2026-11-21T15:30:00+08:00', pictures: [PICTURE], replaces: 1 },
    key: expect.any(String),
  });
  expect(document.querySelector('[role=dialog]')).toBeNull();
  expect(page.text()).toContain('王大力，今天 15:30');
});

test('the form says all that lacks, and what the server refuses stands at its field', async () => {
  const refused = problem('MESSAGE.HAND_TIME', '送达时间要在通知发出之后、现在之前。', 422);
  sorted({ [GET()]: () => list([row('m1', { outcome: 'hand', hand })]), 'POST /deliveries/m1/hand': () => ({ status: 422, body: refused }) });
  const lacks = (values: object, busy = false) => {
    const result = handSchema(() => busy, [], 0).safeParse({ by: '', at: '', pictures: [], ...values });
    return result.success ? [] : [...new Set(result.error.issues.map(({ path }) => path[0]))];
  };
  expect(lacks({})).toEqual(['by', 'at', 'pictures']);
  expect(lacks({ by: '王大力', at: '2026-11-21T15:30', pictures: [PICTURE] })).toEqual([]);
  expect(lacks({ by: '王大力', at: '2026-11-21T15:30', pictures: [PICTURE] }, true)).toEqual(['pictures']);
  const { page } = await open('project_manager');
  await press(page, '更正上门送达');
  await settle();
  const sheet = document.querySelector('[role=dialog]') as HTMLElement;
  sheet.querySelector('form')?.dispatchEvent(new Event('submit'));
  await settle();
  expect(sheet.querySelector('[role=alert]')?.textContent).toContain('送达时间要在通知发出之后、现在之前。');
  expect(sheet.querySelectorAll('[role=alert]')).toHaveLength(1);
});

test('from the grid a number leads there; what is none is said', async () => {
  const { page, router } = await open('committee_member', '/deliveries');
  await page.get('form').trigger('submit');
  expect(page.get('[role=alert]').text()).toContain('诉求编号像');
  // As pages write it, and as an SMS does.
  for (const written of [` ${NO} `, NO.slice(2).replace('-', '')]) {
    await router.push('/deliveries');
    await settle();
    await page.get('input').setValue(written);
    await page.get('form').trigger('submit');
    await settle();
    expect(router.currentRoute.value.path).toBe(`/deliveries/${NO}`);
  }
});

test('words: sums over communities, ways that were not needed, the field’s time', () => {
  expect(sumsOf([totals, totals])).toMatchObject({ due: 600, reached: 574, missed: 26, open: 0 });
  expect(waysOf(row('m', { outcome: 'sent', wechat: null, sms: null })).map(({ words }) => words)).toEqual(['已发出，没有回执']);
  expect(waysOf(row('m', { outcome: 'waiting', wechat: null, sms: null })).map(({ words }) => words)).toEqual(['发送中']);
  expect(fieldTime(Date.parse(at('21T09:05')))).toBe('2026-11-21T09:05');
});
