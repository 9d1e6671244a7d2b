import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { closeSchema, emptyClose } from './closeForm';
import { answering, closed, event, NO, open, owner, press, problem, staff, view } from './spec-kit';

const PICTURE = '01AAAAAAAAAAAAAAAAAAAAAAAA';
const GET = `GET /complaints/${NO}`;
const reading = (body: unknown) => ({ [GET]: () => ({ body }) });
const labels = (page: VueWrapper) => page.findAll('button').map((each) => each.text());
const theirs = (can: Parameters<typeof view>[0] = {}) => view({ mine: false, ...can });

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  document.querySelectorAll('[role=alertdialog]').forEach((box) => box.parentElement?.remove());
  jest.restoreAllMocks();
});

test('响应 is one tap: the text is ready', async () => {
  const after = theirs({ state: 'responded', can: ['close', 'contact'] });
  const sent = answering({ ...reading(theirs({ can: ['respond', 'contact'] })), [`POST /complaints/${NO}/respond`]: () => ({ body: after }) });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  expect(page.get('textarea').element.value).toBe('已收到，30分钟内联系您');
  await page.get('form').trigger('submit');
  await flushPromises();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { words: '已收到，30分钟内联系您' } });
  expect(page.find('#respond').exists()).toBe(false);
});

test('what `can` does not name is not there: who only reads sees who handles it and a call', async () => {
  answering(reading(theirs({ can: [] })));
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  expect(labels(page)).not.toEqual(expect.arrayContaining(['响应']));
  expect(labels(page)).not.toEqual(expect.arrayContaining(['提交']));
  expect(labels(page)).not.toEqual(expect.arrayContaining(['查看电话']));
  expect(page.text()).toContain('禾木物业');
  expect(page.get('a[href="tel:028-1234"]').text()).toContain('打电话');
});

test('words are words: markup stays as it was typed', async () => {
  answering(reading(theirs()));
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  expect(page.text()).toContain('<b>老人</b>下不了楼');
  expect(page.find('main b').exists()).toBe(false);
});

test('查看电话 asks why, says that it leaves a trace, and then is a link to call', async () => {
  const sent = answering({ ...reading(theirs({ can: ['contact'] })), [`POST /complaints/${NO}/contact`]: () => ({ body: { phone: '13800000101' } }) });
  const { page } = await open(`/tasks/${NO}`, staff('company_head'));
  expect(page.text()).toContain('138****0101');
  expect(page.text()).toContain('查看会留痕');
  await press(page, '查看电话');
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  const sheet = document.querySelector('[role=dialog]')!;
  const submitted = async () => {
    sheet.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    for (let turn = 0; turn < 4; turn++) await flushPromises();
  };
  await submitted();
  expect(sheet.textContent).toContain('请选择查看的原因');
  expect(sent).toHaveLength(1);
  const handle = sheet.querySelector<HTMLInputElement>('input[value=handle]')!;
  handle.checked = true;
  handle.dispatchEvent(new Event('change'));
  await submitted();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { reason: { kind: 'handle', words: '' } } });
  expect(page.get('a[href="tel:13800000101"]').text()).toContain('13800000101');
});

test('a step that had gone is read again and said', async () => {
  const views = [theirs({ can: ['respond'] }), theirs({ state: 'responded', can: ['close'] })];
  answering({
    [GET]: () => ({ body: views.shift() }),
    [`POST /complaints/${NO}/respond`]: () => ({ status: 409, body: problem('COMPLAINT.STEP_WRONG', '这件诉求已经到了下一步，请刷新后再看。', 409) }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await page.get('form').trigger('submit');
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  expect(page.text()).toContain('这件诉求已经到了下一步，已为您刷新。');
  expect(page.find('#close').exists()).toBe(true);
});

test('办结 says all that lacks: words, proof, how it ended, and why not solved', () => {
  const lacks = (change: Partial<ReturnType<typeof emptyClose>>, busy = false) => {
    const result = closeSchema(() => busy).safeParse({ ...emptyClose(), ...change });
    return result.success ? result.data : result.error.issues.map(({ path }) => path[0]);
  };
  expect(lacks({})).toEqual(['pictures', 'outcome', 'words']);
  expect(lacks({ words: '电梯主板已更换，恢复运行', pictures: [PICTURE], outcome: 'unsolved' })).toEqual(['reason']);
  expect(lacks({ words: '电梯主板已更换，恢复运行', pictures: [PICTURE], outcome: 'solved' }, true)).toEqual(['pictures']);
  const whole = { words: '电梯主板已更换，恢复运行', pictures: [PICTURE], reason: 'fund' as const };
  expect(lacks({ ...whole, outcome: 'unsolved' })).toEqual({ ...whole });
  expect(lacks({ ...whole, outcome: 'solved' })).toEqual({ ...whole, reason: null });
});

async function fillClose(page: VueWrapper): Promise<void> {
  await page.get('textarea').setValue('电梯主板已更换，恢复运行');
  await page.get('input[value=unsolved]').setValue(true);
  await page.get('input[value=fund]').setValue(true);
  await page.get('form').trigger('submit');
  for (let turn = 0; turn < 4; turn++) await flushPromises();
}

test('办结 asks once more with the act on its button; what the server refuses stands at its field', async () => {
  localStorage.setItem(`wuye:draft:close:${NO}`, JSON.stringify({ at: Date.now(), data: { pictures: [PICTURE] } }));
  const sent = answering({
    ...reading(theirs({ state: 'responded', can: ['close'] })),
    [`POST /complaints/${NO}/close`]: () => ({ status: 422, body: problem('COMPLAINT.PROOF_MISSING', '办结需要文字和照片。', 422) }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await fillClose(page);
  const dialog = document.querySelector('[role=alertdialog]')!;
  expect(dialog.textContent).toContain('该结果将作为最终处理结果反馈给投诉人');
  expect(sent).toHaveLength(1);
  const act = [...dialog.querySelectorAll('button')].find((each) => each.textContent?.trim() === '办结：未解决，需专项资金')!;
  act.click();
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { words: '电梯主板已更换，恢复运行', pictures: [PICTURE], reason: 'fund' } });
  expect(page.get('[role=group] [role=alert]').text()).toContain('办结需要文字和照片');
  expect(page.get('textarea').element.value).toBe('电梯主板已更换，恢复运行');
});

const VERDICT = `POST /complaints/${NO}/verdict`;

test('已解决 is one tap and then asks 满意, choosing nothing for the person', async () => {
  const solved = closed({ state: 'solved', can: ['rate'] });
  const sent = answering({
    ...reading(closed()),
    [VERDICT]: () => ({ body: solved }),
    [`POST /complaints/${NO}/rating`]: () => ({ body: { ...solved, rating: 'basically', can: [] } }),
  });
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.findAll('figcaption').map((each) => each.text())).toEqual(['处理前', '处理后']);
  await press(page, '已解决');
  expect(sent.at(-1)!.body).toEqual({ solved: true, reason: '' });
  expect(page.findAll('input[type=radio]').every((each) => !(each.element as HTMLInputElement).checked)).toBe(true);
  await press(page, '提交评价');
  expect(page.text()).toContain('请先选一项评价。');
  await page.get('input[value=basically]').setValue(true);
  await press(page, '提交评价');
  expect(sent.at(-1)!.body).toEqual({ rating: 'basically', words: '' });
  expect(labels(page)).not.toContain('提交评价');
});

test('未解决 asks why, and says before what it will do: the company anew, then the district', async () => {
  const sent = answering({ ...reading(closed()), [VERDICT]: () => ({ body: view({ state: 'reopened', level: 'company', dueAt: null, can: [] }) }) });
  const { page } = await open(`/say/${NO}`, owner);
  await press(page, '未解决');
  expect(page.text()).toContain('会交给物业公司的负责人重新办理，不再由项目经理办。');
  await press(page, '重新办理');
  expect(page.text()).toContain('请说明没有解决的原因。');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  await page.get('textarea').setValue('还在漏');
  await press(page, '重新办理');
  expect(sent.at(-1)!.body).toEqual({ solved: false, reason: '还在漏' });
  expect(page.text()).toContain('已转由物业公司重新办理');
  page.unmount();
  answering(reading(closed({ level: 'company', events: [event('closed'), event('reopened', { by: { role: 'submitter', name: '' } })] })));
  const second = (await open(`/say/${NO}`, owner)).page;
  await press(second, '未解决');
  expect(labels(second)).toContain('提级办理');
  expect(labels(second)).not.toContain('重新办理');
  expect(second.text()).toContain('这是第二次未解决，会提级由区住建局办理');
});

test('不满意 leaves the way back open, by the same form; closed although not fixed, it is rated beside the verdict', async () => {
  answering(reading(closed({ state: 'solved', rating: 'dissatisfied', can: ['reopen'] })));
  const { page } = await open(`/say/${NO}`, owner);
  await press(page, '不满意，要求重新办理');
  expect(page.text()).toContain('会交给物业公司的负责人重新办理');
  expect(labels(page)).toContain('重新办理');
  page.unmount();
  answering(reading(closed({ closingReason: 'fund', can: ['judge', 'reopen', 'rate', 'withdraw'] })));
  const both = (await open(`/say/${NO}`, owner)).page;
  expect(labels(both)).toEqual(expect.arrayContaining(['已解决', '未解决', '提交评价', '撤回']));
  expect(labels(both)).not.toContain('其实没有解决，重新办理');
});

test('a rating is the last word: said before it is sent, with where to say that it is not solved', async () => {
  answering(reading(closed({ closingReason: 'fund', can: ['judge', 'reopen', 'rate', 'withdraw'] })));
  const both = (await open(`/say/${NO}`, owner)).page;
  expect(both.get('.rating').text()).toContain('评价只能交一次。还没有解决，请先点上面的“未解决”。');
  both.unmount();
  answering(reading(closed({ state: 'solved', can: ['reopen', 'rate'] })));
  const after = (await open(`/say/${NO}`, owner)).page;
  expect(after.get('.rating').text()).toContain('评价只能交一次。还没有解决，请点“其实没有解决，重新办理”。');
  after.unmount();
  answering(reading(closed({ state: 'unsolved', can: ['rate'] })));
  expect((await open(`/say/${NO}`, owner)).page.get('.rating').text()).not.toContain('还没有解决');
});

test.each([
  ['responded', [event('responded'), event('reopened'), event('closed', { words: '已更换主板' })]],
  ['accepted', [event('accepted'), event('escalated'), event('closed', { words: '已更换主板' })]],
  ['withdrawn', [event('withdrawn'), event('reopened'), event('closed', { words: '已更换主板' })]],
] as const)('done anew and %s, the result of before is in the history alone', async (state, events) => {
  answering(reading(view({ state, events: [...events] })));
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.find('#result').exists()).toBe(false);
  expect(page.text()).toContain('办结：已更换主板');
});

test('督办 has a deadline that is watched; 挂牌 is offered only where it may be', async () => {
  const sent = answering({ ...reading(theirs({ can: ['supervise', 'list'] })), [`POST /complaints/${NO}/supervise`]: () => ({ body: theirs() }) });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await press(page, '督办');
  expect(page.text()).toContain('到时没有办好，会通知您');
  await page.get('textarea').setValue('请按时恢复电梯运行');
  await page.get('[role=switch]').trigger('click');
  await press(page, '发出督办');
  expect(sent.at(-1)!.body).toMatchObject({ words: '请按时恢复电梯运行', listed: true, dueAt: expect.any(String) });
  page.unmount();
  answering(reading(theirs({ can: ['supervise'] })));
  const plain = (await open(`/tasks/${NO}`, staff('district_officer'))).page;
  await press(plain, '督办');
  expect(plain.find('[role=switch]').exists()).toBe(false);
});

/** The message at a field, by its label. */
const wrong = (page: VueWrapper, label: string) =>
  page
    .findAll('.field')
    .find((each) => each.find('label').text() === label)
    ?.find('[role=alert]')
    .text();

test.each([
  ['督办', '督办要求', '办好的时限', '发出督办', 'supervise', '请选办好的时限'],
  ['部门会商', '会商事项', '出结果的时限', '发起会商', 'confer', '请选出结果的时限'],
] as const)('%s without a time, or with one that is over: said at the time', async (act, words, time, go, can, lacks) => {
  const past = { status: 422, body: problem('COMPLAINT.DUE_PAST', '办理时限要晚于现在，请重新选择。', 422) };
  const sent = answering({ ...reading(theirs({ can: [can] })), [`POST /complaints/${NO}/${can}`]: () => past });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await press(page, act);
  await page.get('textarea').setValue(`${words}：电梯恢复运行`);
  if (can === 'confer') await page.get('input[type=text]').setValue('街道办');
  const field = page.get('input[type=datetime-local]');
  const before = (field.element as HTMLInputElement).value;
  await field.setValue('');
  await press(page, go);
  expect(wrong(page, time)).toBe(lacks);
  expect(field.attributes('aria-invalid')).toBe('true');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  await field.setValue(before);
  await press(page, go);
  await flushPromises();
  expect(wrong(page, time)).toBe('办理时限要晚于现在，请重新选择。');
  expect(page.text().match(/办理时限要晚于现在/g)).toHaveLength(1);
});

test('a 督办 that was sent leaves nothing for the next one; 挂牌 is sent only where it is offered', async () => {
  let can: ('supervise' | 'list')[] = ['supervise', 'list'];
  const sent = answering({ ...reading(theirs({ can })), [`POST /complaints/${NO}/supervise`]: () => ({ body: theirs({ can }) }) });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  for (let turn = 0; turn < 2; turn++) {
    await press(page, '督办');
    expect(page.get('textarea').element.value).toBe('');
    expect(page.get('[role=switch]').attributes('aria-checked')).toBe('false');
    await page.get('textarea').setValue('请按时恢复电梯运行');
    await page.get('[role=switch]').trigger('click');
    can = turn === 0 ? ['supervise', 'list'] : ['supervise'];
    await press(page, '发出督办');
    await flushPromises();
  }
  await press(page, '督办');
  await page.get('textarea').setValue('请按时恢复电梯运行');
  await press(page, '发出督办');
  expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => (body as { listed: boolean }).listed)).toEqual([true, true, false]);
});

test('挂牌 that was chosen and then is no longer offered is not sent', async () => {
  let can: ('supervise' | 'list')[] = ['supervise', 'list'];
  let refused = true;
  const gone = { status: 409, body: problem('COMPLAINT.STEP_WRONG', '这件诉求已经到了下一步，请刷新后再看。', 409) };
  const sent = answering({
    [GET]: () => ({ body: theirs({ can }) }),
    [`POST /complaints/${NO}/supervise`]: () => (refused ? gone : { body: theirs({ can }) }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await press(page, '督办');
  await page.get('textarea').setValue('请按时恢复电梯运行');
  await page.get('[role=switch]').trigger('click');
  [can, refused] = [['supervise'], true];
  await press(page, '发出督办');
  for (let turn = 0; turn < 4; turn++) await flushPromises();
  refused = false;
  expect(page.find('[role=switch]').exists()).toBe(false);
  await press(page, '发出督办');
  expect(sent.at(-1)!.body).toMatchObject({ words: '请按时恢复电梯运行', listed: false });
});

test('部门会商 names its bodies and its deadline; what came of it is written down after', async () => {
  const called = theirs({ can: ['conferred'] });
  const sent = answering({
    ...reading(theirs({ can: ['confer'] })),
    [`POST /complaints/${NO}/confer`]: () => ({ body: called }),
    [`POST /complaints/${NO}/confer/outcome`]: () => ({ body: theirs() }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await press(page, '部门会商');
  await press(page, '发起会商');
  expect(page.text()).toContain('请写至少一个会商单位');
  await page.get('input[type=text], input:not([type])').setValue('区市场监管局、街道办');
  await page.get('textarea').setValue('电梯更换的资金和工期');
  await press(page, '发起会商');
  expect(sent.at(-1)!.body).toMatchObject({ bodies: ['区市场监管局', '街道办'], words: '电梯更换的资金和工期' });
  await press(page, '填写会商结果');
  await page.get('textarea').setValue('由街道牵头，下周一进场');
  await press(page, '提交会商结果');
  expect(sent.at(-1)!.body).toEqual({ words: '由街道牵头，下周一进场' });
});

test('without `judge` there is no verdict, and without a closing no result', async () => {
  answering(reading(view()));
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.text()).not.toContain('处理结果');
  expect(labels(page)).not.toContain('已解决');
});

test('each opens on their own page: a stranger to it on the staff page, the submitter on theirs', async () => {
  answering(reading(theirs()));
  const one = await open(`/say/${NO}`, staff('project_manager'));
  expect(one.router.currentRoute.value.path).toBe(`/tasks/${NO}`);
  one.page.unmount();
  answering(reading(view()));
  expect((await open(`/tasks/${NO}`, owner)).router.currentRoute.value.path).toBe(`/say/${NO}`);
});

test('what is not there has ways on', async () => {
  answering({});
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.get('[role=alert]').text()).toContain('没有找到这件诉求，或您不能查看。');
  expect(page.findAll('[role=alert] a').map((each) => each.text())).toEqual(['切换身份', '回首页']);
});
