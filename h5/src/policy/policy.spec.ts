import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { SessionView } from '@wuye/shared/identity';
import { type CalendarYear, year2026 } from '@wuye/shared/calendar';
import { chengdu, huizhou, type PolicyPreview, type VersionView, type YearPreview } from '@wuye/shared/policy';
import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { h } from 'vue';
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router';
import { useSession } from '../app/session';
import { promisedAt } from './promise';
import routes from './routes';
import todos from './todos';
import { bannerWords, dueOf, limitOf, wholeOf } from './words';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const version = (change: Partial<VersionView> = {}): VersionView => ({
  version: 2,
  note: '早一天提醒评价',
  by: '罗*',
  at: '2026-11-19T02:00:00.000Z',
  document: JSON.parse(JSON.stringify(chengdu)) as VersionView['document'],
  changes: [{ part: '办结后提醒评价', from: '48 小时', to: '24 小时' }],
  current: 2,
  ...change,
});
const looked = (change: Partial<PolicyPreview> = {}): PolicyPreview => ({
  faults: [],
  changes: [{ part: '响应时限', from: '4 小时', to: '2 小时' }],
  open: 37,
  touched: 0,
  ...change,
});
const calendar = (change: object = {}) => ({
  years: [{ ...year2026, by: '', enteredAt: null }],
  last: '2026-12-31',
  daysLeft: 41,
  warns: true,
  undated: 0,
  job: null,
  ...change,
});
const seen = (change: Partial<YearPreview> = {}): YearPreview => ({
  faults: [],
  adds: true,
  changes: [],
  touched: { count: 0, items: [] },
  basedOn: null,
  ...change,
});

interface Sent {
  at: string;
  body: Record<string, unknown>;
  key: string | undefined;
}
let sent: Sent[] = [];
let replies: Record<string, () => [number, unknown]> = {};
let page: VueWrapper;
let router: Router;
enableAutoUnmount(afterEach);

beforeEach(() => {
  sent = [];
  document.body.innerHTML = '';
  globalThis.fetch = (async (url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>;
    const one = {
      at: `${init.method} ${url.replace('/api', '')}`,
      body: (init.body ? JSON.parse(String(init.body)) : {}) as Record<string, unknown>,
      key: headers['Idempotency-Key'],
    };
    sent.push(one);
    const [status, body] = replies[one.at]?.() ?? [404, { code: 'ROUTE.NOT_FOUND', title: '没有', status: 404, type: '' }];
    return { status, headers: { get: () => null }, text: async () => JSON.stringify(body) };
  }) as unknown as typeof fetch;
});
afterEach(() => void jest.useRealTimers());

const settle = async () => {
  for (let turn = 0; turn < 8; turn++) await flushPromises();
};
async function open(path: string): Promise<void> {
  const pinia = createPinia();
  setActivePinia(pinia);
  useSession().set({
    account: { id: 'a' },
    person: null,
    roles: [{ role: 'city_officer', scopeType: 'city', scopeId: '510100', scopeName: '成都市' }],
    communities: [],
  } as unknown as SessionView);
  router = createRouter({ history: createMemoryHistory(), routes: [...routes, { path: '/:rest(.*)*', component: { render: () => h('p', '别处') } }] });
  await router.push(path);
  page = mount(RouterView, { global: { plugins: [pinia, router] }, attachTo: document.body });
  await settle();
}
const button = (words: string) => [...document.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === words)!;
const press = async (words: string) => {
  button(words).click();
  await settle();
};
/** Answers the dialog with the act that it names. */
const confirm = async (words: string) => {
  const dialog = document.querySelector('[role=alertdialog], [role=dialog]')!;
  [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === words)!.click();
  await settle();
};
const field = (label: string) => {
  const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)!;
  return document.getElementById(found.htmlFor) as HTMLInputElement;
};
const type = async (label: string, value: string) => {
  const input = field(label);
  input.value = value;
  input.dispatchEvent(new Event('input'));
  await settle();
};

test('the rules stand as a form in words: a clock’s number is changed, looked at, and saved as the next version', async () => {
  replies = {
    'GET /policy/versions/current': () => [200, version()],
    'POST /policy/preview': () => [200, looked()],
    'POST /policy': () => [201, version({ version: 3 })],
  };
  await open('/rules');
  expect(page.text()).toContain('响应时限：工作时间 4 小时，非工作时间 8 小时');
  expect(page.text()).toContain('到期提醒 · 到期前 1 小时');
  expect(page.text()).not.toContain('{');
  await press('修改响应时限');
  await type('工作时间内收到的', '2');
  await press('预览改动');
  expect(page.text()).toContain('响应时限');
  expect(page.text()).toContain('没办完的 37 件：0 件受影响');
  await press('保存新版规则');
  expect(page.text()).toContain('请写明改了什么、为什么');
  await type('改了什么、为什么', '试行两小时响应');
  await press('保存新版规则');
  const dialog = document.querySelector('[role=alertdialog], [role=dialog]')!;
  expect(dialog.textContent).toContain('保存第 3 版规则？');
  expect(dialog.textContent).toContain('现在没办完的 37 件按提交时的规则办到底');
  await confirm('保存新版规则');
  const saved = sent.find(({ at }) => at === 'POST /policy')!;
  expect(saved.body).toMatchObject({ basedOn: 2, note: '试行两小时响应', document: { clocks: { respond: { limit: { inWorkingTime: 2, otherwise: 8 } } } } });
  expect(saved.key).toBeTruthy();
  expect(router.currentRoute.value.path).toBe('/rules/versions/3');
});

test('faults stand before the form, each with its place, and nothing is saved', async () => {
  replies = {
    'GET /policy/versions/current': () => [200, version()],
    'POST /policy/preview': () => [200, looked({ faults: [{ at: '工作时间 › 第 1 项', words: '开始时间要早于结束时间' }], changes: [] })],
  };
  await open('/rules');
  await type('第 1 段开始', '13:00');
  await press('预览改动');
  expect(document.getElementById('faults')?.textContent).toContain('工作时间 › 第 1 项：开始时间要早于结束时间');
  expect(document.activeElement?.id).toBe('faults');
  expect(button('保存新版规则')).toBeUndefined();
});

test('an old version is restored as a draft upon the one in force', async () => {
  replies = {
    'GET /policy/versions/current': () => [200, version()],
    'GET /policy/versions/1': () => [200, version({ version: 1, document: { ...version().document, ratingReminder: 72 } })],
    'POST /policy/preview': () => [200, looked()],
  };
  await open('/rules?from=1');
  expect(field('办结后没有评价，提醒一次，隔').value).toBe('72');
  await press('预览改动');
  expect(field('改了什么、为什么').value).toBe('恢复第 1 版的规则');
});

test('a step of the staircase opens: who is told is ticked, a limit of its own is given or taken', async () => {
  replies = { 'GET /policy/versions/current': () => [200, version()], 'POST /policy/preview': () => [200, looked()] };
  await open('/rules');
  await press('修改超时预警');
  const box = [...document.querySelectorAll<HTMLLabelElement>('label.check')].find(({ textContent }) => textContent === '区主管部门')!.querySelector('input')!;
  expect(box.checked).toBe(true);
  box.click();
  await settle();
  await press('预览改动');
  const [, warn] = (sent.at(-1)?.body.document as typeof chengdu).ladders.respond!;
  expect(warn?.to).toEqual(['project_manager', 'company_head']);
});

const steps = () => (sent.at(-1)?.body.document as typeof chengdu).ladders.respond!.map(({ step }) => step);
/** The card of one clock's ladder. */
const staircase = (title: string) => page.findAll('section').find((each) => each.find('h3').exists() && each.get('h3').text() === `${title}超时，逐级升级`)!;
const inCard = async (title: string, words: string, at = 0) => {
  const found = staircase(title)
    .findAll('button')
    .filter((each) => each.text() === words);
  await found[at]!.trigger('click');
  await settle();
};

test('what the city cites is edited with its rules', async () => {
  replies = { 'GET /policy/versions/current': () => [200, version()], 'POST /policy/preview': () => [200, looked()] };
  await open('/rules');
  const reports = field('通报');
  expect(reports.value).toBe('成住建发〔2023〕62号 三(三)');
  reports.value = '示例市通知 五';
  reports.dispatchEvent(new Event('input'));
  await press('预览改动');
  const { body } = sent.find(({ at }) => at === 'POST /policy/preview')!;
  expect(body).toMatchObject({ document: { sources: { ...chengdu.sources, reports: '示例市通知 五' } } });
});

test('a step that was taken off is added again where it belongs, with what it lacks said before the preview', async () => {
  replies = { 'GET /policy/versions/current': () => [200, version()], 'POST /policy/preview': () => [200, looked()] };
  await open('/rules');
  await press('修改企业接办');
  await inCard('响应', '去掉这一级');
  expect(staircase('响应').text()).not.toContain('企业接办');
  await inCard('响应', '给响应加一级');
  // What stands there already is not offered twice; a reminder may be.
  expect(
    staircase('响应')
      .findAll('input[type=radio]')
      .map((each) => each.attributes('value')),
  ).toEqual(['remind', 'takeover', 'report']);
  await staircase('响应').get('input[value=takeover]').setValue(true);
  await settle();
  expect(staircase('响应').get('[role=alert]').text()).toBe('“企业接办”没有写依据');
  expect(staircase('响应').get('[role=status]').text()).toContain('已加上“企业接办”');
  await press('修改企业接办');
  const fields = staircase('响应')
    .findAll('label')
    .filter((each) => each.text() === '依据');
  await page.get(`[id="${fields[0]!.attributes('for')}"]`).setValue('成住建发〔2023〕62号 附件3');
  await settle();
  expect(staircase('响应').find('[role=alert]').exists()).toBe(false);
  await press('预览改动');
  expect(steps()).toEqual(['remind', 'warn', 'takeover', 'supervise', 'list', 'raise', 'confer']);
  const [, , takeover] = (sent.at(-1)?.body.document as typeof chengdu).ladders.respond!;
  expect(takeover).toMatchObject({ beforeHours: 0, limit: { unit: 'working-days', days: 1 }, to: ['company_head', 'company_clerk'] });
});

test('steps change places, and an order that can’t be is said at once in plain words', async () => {
  replies = { 'GET /policy/versions/current': () => [200, version()], 'POST /policy/preview': () => [200, looked()] };
  await open('/rules');
  await inCard('响应', '下移督办');
  expect(staircase('响应').get('[role=alert]').text()).toBe('后一级不能低于前一级');
  expect(staircase('响应').get('[role=status]').text()).toBe('“督办”已移到第 5 级');
  await inCard('响应', '上移督办');
  expect(staircase('响应').find('[role=alert]').exists()).toBe(false);
  expect(
    staircase('响应')
      .findAll('button')
      .some((each) => each.text() === '上移到期提醒'),
  ).toBe(false);
  await inCard('响应', '给响应加一级');
  await staircase('响应').get('input[value=remind]').setValue(true);
  await settle();
  expect(staircase('响应').text()).toContain('到期提醒 · 到期前 5 小时');
  await inCard('响应', '下移到期提醒');
  expect(staircase('响应').get('[role=alert]').text()).toContain('提醒要排在最前，早的在前');
});

test('a pause is added for a clock that counts working time, and taken off; without one it is said that none is', async () => {
  replies = { 'GET /policy/versions/current': () => [200, version()], 'POST /policy/preview': () => [200, looked()] };
  await open('/rules');
  expect(page.text()).toContain('现在都不能暂停。两地的通知都没有规定暂停。');
  await press('加一种可以暂停的情况');
  const card = page.findAll('section').find((each) => each.find('h2').exists() && each.get('h2').text() === '暂停计时')!;
  // Hours on the wall clock can't be paused, and are not offered as its longest either.
  expect(card.findAll('input[type=radio]').map((each) => each.attributes('value'))).toEqual(['close', 'supplement', 'other', 'working-hours', 'working-days']);
  await card.get('input[value=other]').setValue(true);
  await type('告诉业主的原因', '等配件');
  await press('预览改动');
  expect((sent.at(-1)?.body.document as typeof chengdu).pauses).toEqual([
    { clock: 'close', ground: 'other', name: '等配件', longest: { unit: 'working-days', days: 1 }, source: '' },
  ]);
  await router.push('/rules');
  await settle();
  await press('去掉情况 1');
  expect(page.text()).toContain('现在都不能暂停');
});

test('the calendar warns, shows what is off and what is made up by a word, and how the work goes', async () => {
  const job = { year: 2026, moves: false, state: 'running', total: 40, seen: 20, started: 3, resumed: 0, moved: 0 };
  replies = { 'GET /calendar': () => [200, calendar({ job })] };
  await open('/calendar');
  expect(page.text()).toContain('工作日历还剩 41 天到期');
  expect(page.text()).toContain('正在按 2026 年的日历更新诉求：20 / 40 件');
  const made = [...document.querySelectorAll('td.made')].map(({ textContent }) => textContent);
  expect(made).toHaveLength(6);
  expect(made[0]).toBe('4班调休');
  expect(page.findAll('table')).toHaveLength(12);
});

test('the notice is pasted, read, looked at and saved', async () => {
  replies = { 'GET /calendar': () => [200, calendar()], 'POST /calendar/preview': () => [200, seen()], 'POST /calendar/years': () => [201, calendar()] };
  await open('/calendar/enter');
  expect(field('年份').value).toBe('2027');
  const table = ['国办发明电〔2026〕9号', '元旦,2027-01-01,2027-01-03', '上班,2027-01-31'].join('\n');
  await type('国务院办公厅通知的正文', table);
  await press('从粘贴的内容读出');
  expect(field('文号').value).toBe('国办发明电〔2026〕9号');
  await press('预览');
  expect(page.text()).toContain('没有诉求的期限受影响');
  await press('保存 2027 年日历');
  await confirm('保存 2027 年日历');
  const saved = sent.find(({ at }) => at === 'POST /calendar/years')!;
  const document_: CalendarYear = {
    year: 2027,
    source: '国办发明电〔2026〕9号',
    holidays: [{ name: '元旦', first: '2027-01-01', last: '2027-01-03' }],
    workdays: ['2027-01-31'],
  };
  expect(saved.body).toEqual({ document: document_, basedOn: null, moves: false });
});

test('a correction lists what it touches, and waits for the officer’s word', async () => {
  const item = { no: '20261120-000001', title: '电梯·报事报修', clock: 'close' as const, from: '2026-11-24T16:00:00.000Z', to: '2026-11-23T16:00:00.000Z' };
  replies = {
    'GET /calendar': () => [200, calendar()],
    'POST /calendar/preview': () => [
      200,
      seen({ adds: false, touched: { count: 1, items: [item] }, changes: [{ day: '2026年11月22日 周日', from: '周末休息', to: '调休上班' }] }),
    ],
    'POST /calendar/years': () => [201, calendar()],
  };
  await open('/calendar/enter?year=2026');
  await press('预览');
  expect(page.text()).toContain('20261120-000001 电梯·报事报修 · 办结：11月24日 周二 24:00 前 → 11月23日 周一 24:00 前');
  await press('保存 2026 年日历');
  expect(page.text()).toContain('请选择这些诉求的期限改不改');
  await page.get('input[value=move]').setValue(true);
  await press('保存 2026 年日历');
  const dialog = document.querySelector('[role=alertdialog], [role=dialog]')!;
  expect(dialog.textContent).toContain('1 件没办完的诉求会改期限，逐件告诉业主和办理人');
  await confirm('保存 2026 年日历');
  expect(sent.find(({ at }) => at === 'POST /calendar/years')!.body).toMatchObject({ moves: true });
});

test('versions, one in full, and the way back', async () => {
  replies = {
    'GET /policy/versions': () => [200, { items: [version(), { version: 0, note: '平台自带的规则', by: '', at: null }] }],
    'GET /policy/versions/0': () => [200, version({ version: 0, at: null, changes: [] })],
  };
  await open('/rules/versions');
  expect(page.text()).toContain('第 2 版 · 现在用的');
  await router.push('/rules/versions/0');
  await settle();
  expect(page.text()).toContain('09:00–12:00、13:00–17:00');
  expect(page.get('.btn.primary').text()).toBe('恢复第 0 版');
});

test('words', () => {
  expect([wholeOf('12'), wholeOf(' 3 '), wholeOf('1.5'), wholeOf('-1'), wholeOf('')]).toEqual([12, 3, '1.5', '-1', '']);
  expect(dueOf('2026-12-31')).toBe('2026-12-31T16:00:00.000Z');
  expect(bannerWords({ warns: false, daysLeft: 200, last: '2026-12-31' })).toBe('');
  expect(bannerWords({ warns: true, daysLeft: -3, last: '2026-12-31' })).toContain('已经到期');
  expect(limitOf('working-hours')).toEqual({ unit: 'working-hours', hours: 4 });
});

test('the promise is each city’s own; beyond the calendar there is none', () => {
  const of = (policy: typeof chengdu) => ({ ...policy, version: 0, years: [year2026] }) as unknown as Parameters<typeof promisedAt>[0];
  expect(promisedAt(of(chengdu), NOW).words).toBe('现在提交，今天 14:00 前有人响应');
  expect(promisedAt(of(huizhou), NOW)).toMatchObject({ state: 'known', words: '现在提交，11月23日 周一 24:00 前受理登记' });
  expect(promisedAt(of(huizhou), Date.parse('2027-02-01T02:00:00Z'))).toMatchObject({ state: 'none', explain: '' });
});

test('待办 of the city: the year that is lacking', async () => {
  replies = { 'GET /calendar': () => [200, calendar()] };
  await open('/elsewhere');
  const answer = await todos(new AbortController().signal);
  expect(answer).toMatchObject({ ok: true, data: [{ title: '录入 2027 年工作日历', to: '/calendar' }] });
});
