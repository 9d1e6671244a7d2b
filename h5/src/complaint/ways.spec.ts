import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { ComplaintView, SortingView } from '@wuye/shared/complaint';
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { clockLines, withoutClock } from './clocks';
import { answering, at, event, NO, open, owner, press, problem, staff, view } from './spec-kit';
import { actsOf } from './tasks';
import { acceptSchema, wayWords } from './useAccept';
import { dayWords, raisedWords } from './words';

const GET = `GET /complaints/${NO}`;
const reading = (body: unknown) => ({ [GET]: () => ({ body }) });
const labels = (page: VueWrapper) => page.findAll('button').map((each) => each.text());
const theirs = (change: Partial<ComplaintView> = {}) => view({ mine: false, ...change });
const now = Date.parse(at('21T17:00'));
const settled = async () => {
  for (let turn = 0; turn < 4; turn++) await flushPromises();
};

const CLOSE = {
  startedAt: at('21T12:10'),
  dueAt: at('25T00:00'),
  sentence: '物业{from} 响应。一般问题 2 个工作日内办结：{due} 前。',
  source: '成住建发〔2023〕62号 一(三)',
};
const sorting: SortingView = {
  ways: [
    { class: 'simple', date: false, deadline: CLOSE },
    { class: 'complex', date: true, deadline: null },
    { class: 'bureau', date: false, deadline: null },
    { class: 'outside', date: false, deadline: null },
  ],
  earliest: '2026-11-21',
  latest: '2027-05-20',
  channels: [{ name: '12345 政务服务便民热线', phone: '12345', words: '可以反映政府各部门职责内的事。' }],
  refers: false,
};
const answered = (change: Partial<ComplaintView> = {}) => theirs({ state: 'responded', can: ['accept', 'close', 'supplement'], sorting, ...change });

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  document.querySelectorAll('[role=alertdialog]').forEach((box) => box.parentElement?.remove());
  jest.restoreAllMocks();
});

test('受理登记: each of the four classes says its deadline before it is pressed', async () => {
  answering(reading(answered()));
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  const card = page.get('#accept').element.closest('section')!.textContent!;
  for (const words of [
    '一般问题',
    '2 个工作日内办结',
    '重大复杂（约定时间）',
    '由您提出办结日期',
    '报告住建部门',
    '物业的期限不再计时',
    '非物业和住建职责',
    '报告小区网格长',
  ])
    expect(card).toContain(words);
  expect(page.findAll('#accept ~ form input[type=radio]').every((each) => !(each.element as HTMLInputElement).checked)).toBe(true);
});

test('一般问题 is two taps', async () => {
  const sent = answering({ ...reading(answered()), [`POST /complaints/${NO}/accept`]: () => ({ body: answered({ state: 'accepted', class: 'simple' }) }) });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await page.get('input[value=simple]').setValue(true);
  await press(page, '受理');
  await settled();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { class: 'simple' } });
  expect(labels(page)).toContain('更正类别');
});

test('重大复杂 asks for a date in range, 非物业 for a channel whose words stand ready to be edited', async () => {
  const sent = answering({ ...reading(answered()), [`POST /complaints/${NO}/accept`]: () => ({ body: answered({ state: 'accepted' }) }) });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await page.get('input[value=complex]').setValue(true);
  await press(page, '受理');
  expect(page.text()).toContain('请选一个今天起、期限以内的办结日期。');
  await page.get('input[value=outside]').setValue(true);
  await press(page, '受理');
  expect(page.text()).toContain('请选正确的渠道。');
  await page.get('input[value="12345 政务服务便民热线"]').setValue(true);
  await flushPromises();
  await press(page, '受理');
  await settled();
  expect(sent.at(-1)!.body).toEqual({ class: 'outside', channel: '12345 政务服务便民热线', words: '可以反映政府各部门职责内的事。' });
});

test('a channel’s words are no measure: another class begins without them; what was written stays', async () => {
  const sent = answering({ ...reading(answered()), [`POST /complaints/${NO}/accept`]: () => ({ body: answered({ state: 'accepted' }) }) });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  const words = () => page.get('#accept ~ form').get('textarea');
  const choose = (value: string) => page.get(`input[value="${value}"]`).setValue(true).then(flushPromises);
  await choose('outside');
  await choose('12345 政务服务便民热线');
  expect(words().element.value).toBe('可以反映政府各部门职责内的事。');
  await choose('complex');
  expect(words().element.value).toBe('');
  await page.get('input[type=date]').setValue('2026-11-27');
  await press(page, '受理');
  expect(page.text()).toContain('请写明处置措施');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  await choose('outside');
  expect(words().element.value).toBe('可以反映政府各部门职责内的事。');
  await words().setValue('夜间施工由城管管理，请拨打 12345。');
  await choose('simple');
  expect(words().element.value).toBe('夜间施工由城管管理，请拨打 12345。');
});

test('what a class lacks is said at its field, and only what it needs is sent', () => {
  const values = { class: null, proposedDate: '', channel: null, words: '' };
  const check = (change: object) => {
    const result = acceptSchema(sorting).safeParse({ ...values, ...change });
    return result.success ? result.data : result.error.issues.map(({ path }) => path[0]);
  };
  expect(check({})).toEqual(['class']);
  expect(check({ class: 'complex' })).toEqual(['proposedDate', 'words']);
  expect(check({ class: 'complex', proposedDate: '2026-11-20', words: '更换主板' })).toEqual(['proposedDate']);
  expect(check({ class: 'complex', proposedDate: '2026-11-27', words: '收到' })).toEqual(['words']);
  expect(check({ class: 'outside' })).toEqual(['channel', 'words']);
  expect(check({ class: 'simple', proposedDate: '2026-11-27', channel: 'x' })).toEqual({ class: 'simple', words: '' });
});

test('惠州: outside shows its day from receipt; registering comes first and is the first answer', () => {
  const explain = { startedAt: at('20T10:00'), dueAt: at('24T00:00'), sentence: '{from} 收到。物业应说明：{due} 前。', source: '惠州通知 三' };
  expect(wayWords({ class: 'outside', date: false, deadline: explain }, true, now)).toContain(
    '等区住建部门转派。昨天 10:00 收到。物业应说明：11月23日 周一 24:00 前。',
  );
  const clock = { ...view().clocks[0]!, clock: 'accept' as const };
  expect(actsOf({ can: ['respond', 'accept', 'contact'], clocks: [clock] })).toEqual(['accept', 'contact']);
  expect(actsOf({ can: ['respond', 'accept', 'contact'], clocks: view().clocks })).toEqual(['respond', 'contact']);
  expect(actsOf({ can: ['accept', 'close'], clocks: [] })).toEqual(['accept', 'close']);
});

const proposed = view({ state: 'accepted', class: 'complex', proposedDate: '2026-11-27', can: ['answer', 'withdraw', 'supplement'] });

test('a proposed date: 同意 is one tap', async () => {
  const after = { ...proposed, proposedDate: null, agreedDate: '2026-11-27', can: ['withdraw', 'supplement'] };
  const sent = answering({ ...reading(proposed), [`POST /complaints/${NO}/date`]: () => ({ body: after }) });
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.get('#date').text()).toBe('物业建议 11月27日 周五 办结');
  await press(page, '同意');
  await settled();
  expect(sent.at(-1)!.body).toEqual({ date: '2026-11-27', agree: true, words: '' });
  expect(page.find('#date').exists()).toBe(false);
});

test('另约 may name a day', async () => {
  const sent = answering({ ...reading(proposed), [`POST /complaints/${NO}/date`]: () => ({ body: { ...proposed, proposedDate: null, can: [] } }) });
  const { page } = await open(`/say/${NO}`, owner);
  await press(page, '另约');
  await page.get('input[type=date]').setValue('2026-11-24');
  await press(page, '请求另约');
  expect(sent.at(-1)!.body).toEqual({ date: '2026-11-27', agree: false, wish: '2026-11-24', words: '' });
});

test('撤回 asks once more, by name; 补充说明 goes with its words', async () => {
  const withdrawn = view({ state: 'withdrawn', dueAt: null, can: [] });
  const sent = answering({
    ...reading(view({ can: ['withdraw', 'supplement'] })),
    [`POST /complaints/${NO}/supplement`]: () => ({ body: view({ can: ['withdraw', 'supplement'], events: [event('supplemented', { words: '又停了' })] }) }),
    [`POST /complaints/${NO}/withdraw`]: () => ({ body: withdrawn }),
  });
  const { page } = await open(`/say/${NO}`, owner);
  await press(page, '补充说明');
  await press(page, '发送补充');
  expect(page.text()).toContain('请写一句说明');
  await page.get('textarea').setValue('又停了');
  await press(page, '发送补充');
  await settled();
  expect(sent.at(-1)!.body).toEqual({ words: '又停了', pictures: [] });
  await press(page, '撤回');
  await settled();
  const dialog = document.querySelector('[role=alertdialog]')!;
  expect(dialog.textContent).toContain('撤回后不再办理');
  [...dialog.querySelectorAll('button')].find((each) => each.textContent?.trim() === '撤回诉求')!.click();
  await settled();
  expect(sent.at(-1)!.path).toBe(`/complaints/${NO}/withdraw`);
  expect(page.text()).toContain('已撤回');
  expect(labels(page)).not.toContain('撤回');
});

test('撤回 after a closing says what goes with it, and that 未解决 is another button', async () => {
  answering(reading(view({ state: 'closed', dueAt: null, can: ['judge', 'withdraw'], events: [event('closed', { words: '已更换主板' })] })));
  const { page } = await open(`/say/${NO}`, owner);
  await press(page, '撤回');
  await settled();
  const dialog = document.querySelector('[role=alertdialog]')!.textContent;
  expect(dialog).toContain('已办结的结果不再计入评价');
  expect(dialog).toContain('没有解决请点“未解决”，不要撤回');
  expect(dialog).not.toContain('撤回后不再办理');
});

test('moved on: the manager reads how late it was and who has it, and can still add', async () => {
  const late = { ...view().clocks[0]!, dueAt: new Date(Date.now() - 15 * 60_000).toISOString() };
  answering(reading(theirs({ level: 'company', handler: { level: 'company', name: '禾木物业', phone: '028-1' }, clocks: [late], can: ['supplement'] })));
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  expect(page.get('.moved').text()).toMatch(/^已超时 15分，应在(今天|昨天) \d\d:\d\d 前响应。已转公司接办，您可补充情况。$/);
  expect(labels(page)).toContain('补充说明');
  expect(page.text()).toContain('公司 · 禾木物业');
});

test('moved on while the answer was written: said, and read again', async () => {
  const views = [theirs({ can: ['respond'] }), theirs({ level: 'company', can: ['supplement'] })];
  answering({
    [GET]: () => ({ body: views.shift() }),
    [`POST /complaints/${NO}/respond`]: () => ({ status: 409, body: problem('COMPLAINT.MOVED', '已由上一级接办，您可以补充情况。', 409) }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await page.get('form').trigger('submit');
  await settled();
  expect(page.get('.notice').text()).toContain('已由上一级接办，您可以补充情况。');
  expect(page.find('#respond').exists()).toBe(false);
});

test('the district refers it, and writes down what the body did', async () => {
  const body = { id: '01CCCCCCCCCCCCCCCCCCCCCCCC', name: '武侯区城市管理局', kind: 'urban', phone: '028-8555', districtCode: '510107' };
  const lying = theirs({ state: 'accepted', class: 'outside', dueAt: null, clocks: [], can: ['refer'] });
  const referred = { ...lying, state: 'referred', can: ['settle'], referral: { name: body.name, phone: body.phone, received: false, returns: 0 } };
  const sent = answering({
    ...reading(lying),
    'GET /complaint-bodies': () => ({ body: { items: [body] } }),
    [`POST /complaints/${NO}/refer`]: () => ({ body: referred }),
    [`POST /complaints/${NO}/referral`]: () => ({ body: { ...referred, referral: { ...referred.referral, received: true } } }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await settled();
  await press(page, '转派');
  expect(page.text()).toContain('请选一个部门。');
  await page.get(`input[value="${body.id}"]`).setValue(true);
  await page.get('textarea').setValue('路灯不亮');
  await press(page, '转派');
  await settled();
  expect(sent.at(-1)!.body).toEqual({ bodyId: body.id, words: '路灯不亮' });
  await press(page, '退回');
  expect(page.text()).toContain('请写明退回的原因。');
  await press(page, '已接收');
  await settled();
  expect(sent.at(-1)!.body).toEqual({ answer: 'received', words: '' });
  expect(page.get('#referral').text()).toBe('武侯区城市管理局已接收');
});

test('转派部门: added, and stopped after a word', async () => {
  const sent = answering({
    'GET /complaint-bodies': () => ({ body: { items: [] } }),
    'POST /complaint-bodies': () => ({
      status: 201,
      body: { id: '01CCCCCCCCCCCCCCCCCCCCCCCC', name: '供水公司', kind: 'water', phone: '028-1', districtCode: '510107' },
    }),
  });
  const { page } = await open('/bodies', staff('district_officer'));
  await settled();
  expect(page.text()).toContain('还没有可以转派的部门');
  const [name, phone] = page.findAll('input[type=text]');
  await name!.setValue('供水公司');
  await phone!.setValue('028-80001111');
  await page.get('input[value=water]').setValue(true);
  await press(page, '添加');
  expect(sent.find(({ method }) => method === 'POST')!.body).toEqual({ name: '供水公司', kind: 'water', phone: '028-80001111' });
});

test('clocks that were set aside say so, and stay late where they were; each has a line of its own', () => {
  const respond = view().clocks[0]!;
  const gone = { ...respond, clock: 'close' as const, voidAt: at('21T12:00') };
  expect(clockLines({ clocks: [gone] }, now)[0]).toMatchObject({ met: true, gone: true, late: false, words: '办结期限不再计时' });
  expect(clockLines({ clocks: [{ ...gone, voidAt: at('21T19:05') }] }, now)[0]).toMatchObject({ late: true, words: '办结期限不再计时，当时已超时 1小时' });
  const rounds = clockLines({ clocks: [respond, { ...respond, round: 2, startedAt: at('21T16:00') }] }, now);
  expect(new Set(rounds.map(({ id }) => id)).size).toBe(2);
});

test('words for where it stands: no clock, one level up, a day', () => {
  expect(withoutClock(view({ state: 'referred', clocks: [] }))).toContain('已转派给有关部门');
  expect(withoutClock(view({ state: 'accepted', class: 'outside', clocks: [] }))).toContain('由区住建部门办理或转派');
  expect(withoutClock(view({ state: 'accepted', class: 'simple', clocks: [] }))).toContain('工作日历');
  expect(withoutClock(view({ state: 'accepted', class: 'complex', clocks: [] }))).toBe('');
  expect(withoutClock(view({ state: 'accepted' }))).toBe('');
  const raised = [event('supervise', { words: '' }), event('takeover', { words: '公司已接手' })];
  expect(raisedWords(view({ events: raised }))).toBe('公司已接手');
  expect(raisedWords(view({ state: 'closed', events: raised }))).toBe('');
  expect(raisedWords(view({ events: [event('responded'), ...raised] }))).toBe('');
  expect(dayWords('2026-11-27')).toBe('11月27日 周五');
});
