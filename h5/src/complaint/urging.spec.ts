import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { answering, at, event, NO, open, owner, press, staff, view } from './spec-kit';
import { clockLines } from './clocks';

/** 市督促区里限时办结, and a clock that stands still. */

const GET = `GET /complaints/${NO}`;
const reading = (body: unknown) => ({ [GET]: () => ({ body }) });
const labels = (page: VueWrapper) => page.findAll('button').map((each) => each.text());
const theirs = (change: Partial<ComplaintView> = {}) => view({ mine: false, ...change });
const settle = async () => {
  for (let turn = 0; turn < 4; turn++) await flushPromises();
};
const field = (page: VueWrapper, label: string) =>
  page.get(
    `[id="${page
      .findAll('label')
      .find((each) => each.text() === label)!
      .attributes('for')}"]`,
  );
const PAUSED = { at: at('21T15:00'), until: at('25T00:00'), ground: 'supplement' as const, name: '等您补充情况' };
const closing = { ...view().clocks[0]!, clock: 'close' as const, dueAt: at('24T00:00'), sentence: '物业{from} 响应。{due} 前办结。' };

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => document.querySelectorAll('[role=alertdialog]').forEach((box) => box.parentElement?.remove()));

test('the city demands in words and working days; what lacks is said at its field', async () => {
  const after = theirs({
    level: 'district',
    can: ['urge'],
    events: [event('urged', { by: { role: 'city_officer', name: '罗*' }, words: '应在 11月26日 前办结。' })],
  });
  const sent = answering({ ...reading(theirs({ can: ['urge'] })), [`POST /complaints/${NO}/urge`]: () => ({ body: after }) });
  const { page } = await open(`/tasks/${NO}`, staff('city_officer'));
  await press(page, '督促区里限时办结');
  await field(page, '几个工作日内办结').setValue('0');
  await press(page, '发出督促');
  expect(page.text()).toContain('请写明督促的要求');
  expect(page.text()).toContain('至少 1 个工作日');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(0);
  await field(page, '督促的要求').setValue('久拖不决，请区里办结');
  await field(page, '几个工作日内办结').setValue('3');
  await press(page, '发出督促');
  await settle();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { words: '久拖不决，请区里办结', days: 3 } });
  expect(page.text()).toContain('督促提级办理、限时办结：应在 11月26日 前办结。');
  await new Promise(requestAnimationFrame);
  expect(document.querySelector('.toast')?.textContent).toBe('已发出督促');
});

test('its owner reads in plain words that the city urges, and that it was missed', async () => {
  const words = '市住建部门督促区住建部门提级办理，应在 11月25日 周三 24:00 前办结。请区里办结';
  answering(reading(view({ events: [event('urged', { by: { role: 'city_officer', name: '' }, words })] })));
  const { page } = await open(`/say/${NO}`, owner);
  expect(page.get('.raised').text()).toBe(words);
  expect(labels(page)).not.toContain('督促区里限时办结');
});

test('where the rules know no pause there is nothing to press', async () => {
  answering(reading(theirs({ state: 'responded', can: ['close', 'note'] })));
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  expect(labels(page)).not.toEqual(expect.arrayContaining(['暂停计时']));
  expect(labels(page)).not.toEqual(expect.arrayContaining(['恢复计时']));
});

test('a pause names its ground, its longest and its source; then the clock stands, and can run again', async () => {
  const pauses = [{ clock: 'close' as const, ground: 'supplement' as const, name: '等您补充情况', until: PAUSED.until, source: '示例市通知 三' }];
  const paused = theirs({ state: 'responded', can: ['close', 'resume'], clocks: [{ ...closing, pause: PAUSED }], pausedUntil: PAUSED.until, dueAt: null });
  const running = theirs({ state: 'responded', can: ['close'], clocks: [{ ...closing, dueAt: at('25T11:00') }] });
  const sent = answering({
    ...reading(theirs({ state: 'responded', can: ['close', 'pause'], pauses, clocks: [closing] })),
    [`POST /complaints/${NO}/pause`]: () => ({ body: paused }),
    [`POST /complaints/${NO}/resume`]: () => ({ body: running }),
  });
  const { page } = await open(`/tasks/${NO}`, staff('project_manager'));
  await press(page, '暂停计时');
  expect(page.text()).toContain('办结时限：等您补充情况');
  expect(page.text()).toContain('依据：示例市通知 三');
  const form = page.get('[aria-labelledby=pause]');
  await form.get('form').trigger('submit');
  expect(form.text()).toContain('请选一个原因。');
  await form.get('input[type=radio]').setValue(true);
  await form.get('textarea').setValue('请补充漏水的楼层');
  await form.get('form').trigger('submit');
  await settle();
  expect(sent.at(-1)).toMatchObject({ body: { clock: 'close', ground: 'supplement', words: '请补充漏水的楼层' } });
  expect(page.text()).toMatch(/暂停中（等您补充情况），最晚 .+ 24:00 恢复，恢复后期限顺延。/);
  expect(page.text()).toContain('前办结。');
  expect(page.text()).not.toMatch(/还剩|已超时/);
  await press(page, '恢复计时');
  const dialog = document.querySelector('[role=alertdialog]')!;
  expect(dialog.textContent).toContain('期限按暂停用掉的工作时间顺延');
  [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === '恢复计时')!.click();
  await settle();
  expect(sent.at(-1)).toMatchObject({ path: `/complaints/${NO}/resume` });
  expect(page.text()).not.toContain('暂停中');
});

test('its owner reads what is asked of them, with the form to answer it in reach', async () => {
  const asked = event('paused', { words: '办结时限暂停计时，等您补充情况：请补充漏水的楼层。最晚 11月24日 周二 24:00 恢复。' });
  const waits = (change: Partial<ComplaintView>) =>
    view({
      state: 'responded',
      can: ['supplement', 'withdraw'],
      clocks: [{ ...closing, pause: PAUSED }],
      pausedUntil: PAUSED.until,
      events: [asked],
      ...change,
    });
  const sent = answering({ ...reading(waits({})), [`POST /complaints/${NO}/supplement`]: () => ({ body: waits({ clocks: [closing], pausedUntil: null }) }) });
  const { page } = await open(`/say/${NO}`, owner);
  const card = page.get('[aria-labelledby=asked]');
  expect(card.text()).toContain('请您补充情况');
  expect(card.text()).toContain('请补充漏水的楼层');
  expect(labels(page).filter((each) => each === '补充说明')).toHaveLength(1);
  expect(labels(page).indexOf('补充说明')).toBeLessThan(labels(page).indexOf('撤回'));
  await press(page, '补充说明');
  await field(page, '要补充的情况').setValue('三楼走廊');
  await press(page, '发送补充');
  await settle();
  expect(sent.at(-1)).toMatchObject({ method: 'POST', body: { words: '三楼走廊' } });
  expect(page.find('[aria-labelledby=asked]').exists()).toBe(false);
  page.unmount();
  answering(reading(waits({ clocks: [{ ...closing, pause: { ...PAUSED, ground: 'other', name: '等配件' } }] })));
  expect((await open(`/say/${NO}`, owner)).page.find('[aria-labelledby=asked]').exists()).toBe(false);
});

test('标为重大 says why it may be read by all, and wants a reason; what is marked can be taken back', async () => {
  const marked = theirs({ can: ['grave'], flags: ['grave'] });
  const sent = answering({ ...reading(theirs({ can: ['grave'] })), [`POST /complaints/${NO}/grave`]: () => ({ body: marked }) });
  const { page } = await open(`/tasks/${NO}`, staff('district_officer'));
  await press(page, '标为重大诉求');
  expect(page.text()).toContain('重大诉求在小区公开（不含个人信息），并计入台账。操作会留痕。');
  await press(page, '标为重大');
  expect(page.text()).toContain('请写明理由，至少 4 个字');
  await field(page, '理由').setValue('多名老人被困');
  await press(page, '标为重大');
  await settle();
  expect(sent.at(-1)!.body).toEqual({ grave: true, reason: '多名老人被困' });
  await press(page, '不再标为重大');
  await field(page, '理由').setValue('已经全部恢复');
  await page.get('[aria-labelledby=grave] form').trigger('submit');
  await settle();
  expect(sent.at(-1)!.body).toEqual({ grave: false, reason: '已经全部恢复' });
});

test('a paused clock keeps its sentence', () => {
  const [line] = clockLines({ clocks: [{ ...closing, pause: PAUSED }] }, Date.parse(at('22T10:00')));
  expect(line).toMatchObject({ met: false, gone: false, paused: expect.stringContaining('暂停中（等您补充情况），最晚 11月24日 周二 24:00 恢复') });
  expect(line?.words).toContain('响应。');
});
