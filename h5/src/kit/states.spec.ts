import { expect, test } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { lookAt } from './deadline';
import DeadlineLine from './DeadlineLine.vue';
import ProblemText from './ProblemText.vue';
import StatusTag, { type StatusKind } from './StatusTag.vue';
import StepsBar from './StepsBar.vue';
import TextField from './TextField.vue';
import Timeline from './Timeline.vue';

const at = (text: string) => Date.parse(`2026-11-${text}+08:00`);

test.each<StatusKind>(['overdue', 'soon', 'running', 'good', 'bad', 'idle'])('%s is always an icon and a word', (kind) => {
  for (const word of [undefined, '', '投票中']) {
    const tag = mount(StatusTag, { props: { kind, word } });
    expect(tag.find('i.van-icon').classes()).toHaveLength(2);
    expect(tag.text()).toBe(word || tag.text());
    expect(tag.text().length).toBeGreaterThan(0);
  }
});

test('a due of 00:00 is 24:00 of the day before', () => {
  expect(lookAt(at('25T00:00'), at('21T10:00')).by).toBe('11月24日 周二 24:00 前');
  expect(lookAt(at('22T00:00'), at('21T10:00')).by).toBe('今天 24:00 前');
  expect(lookAt(at('21T18:05'), at('21T10:05')).by).toBe('今天 18:05 前');
});

test('soon is under two hours or under a quarter of the clock; due itself is too late', () => {
  expect(lookAt(at('21T18:00'), at('21T15:59')).kind).toBe('running');
  expect(lookAt(at('21T18:00'), at('21T16:01'))).toMatchObject({ kind: 'soon', remaining: '还剩 1小时59分' });
  expect(lookAt(at('25T00:00'), at('24T00:00'), at('21T00:00')).kind).toBe('running');
  expect(lookAt(at('25T00:00'), at('24T00:01'), at('21T00:00')).kind).toBe('soon');
  expect(lookAt(at('21T18:00'), at('21T18:00')).kind).toBe('overdue');
  expect(lookAt(at('21T18:00'), at('22T21:00')).remaining).toBe('已超时 1天3小时');
});

test('the last started minute still counts as one', () => {
  expect(lookAt(at('21T18:00'), at('21T17:59:30')).remaining).toBe('还剩 1分');
});

test('DeadlineLine says the rule in its own words, and its basis on request', async () => {
  const explain = '今天 10:05 收到，非工作时间。物业应在 8 小时内响应：今天 18:05 前。';
  const line = mount(DeadlineLine, { props: { due: at('21T18:05'), explain, basis: '成住建发〔2023〕62号' } });
  expect(line.text()).toContain(explain);
  expect(line.text()).not.toContain('62号');
  await line.get('button').trigger('click');
  expect(line.text()).toContain('成住建发〔2023〕62号');
  expect(
    mount(DeadlineLine, { props: { due: at('21T18:05'), explain, met: true } })
      .find('.status')
      .exists(),
  ).toBe(false);
});

test('a timeline is newest first, whatever order it comes in', () => {
  const entry = (id: string, time: string) => ({ id, at: `2026-11-${time}.000Z`, who: '系统', words: id });
  const entries = [entry('b', '20T10:00:00'), entry('c', '21T09:00:00'), entry('a', '19T10:00:00')];
  const line = mount(Timeline, { props: { entries } });
  expect(line.element.tagName).toBe('OL');
  expect(line.findAll('.words').map((each) => each.text())).toEqual(['c', 'b', 'a']);
  expect(entries[0]!.id).toBe('b');
});

test('StepsBar says the step in words', () => {
  expect(mount(StepsBar, { props: { step: 3, labels: ['温馨提示', '填写信息', '人脸识别', '选择房屋', '完成'] } }).text()).toBe('第 3 步，共 5 步 · 人脸识别');
});

test('ProblemText alerts, with the code last; without a problem it is not there', () => {
  const problem = { type: 'about:blank', title: '尚未登记，请企业负责人在“权限管理”添加您。', status: 404, code: 'ROLE.NOT_REGISTERED' };
  const text = mount(ProblemText, { props: { problem } });
  expect(text.attributes('role')).toBe('alert');
  expect(text.text()).toBe(`${problem.title}代码 ROLE.NOT_REGISTERED`);
  expect(mount(ProblemText).find('p').exists()).toBe(false);
});

test('a field is tied to its label, hint and error', async () => {
  const field = mount(TextField, { props: { label: '手机号码', hint: '用来收通知', error: '请核对 11 位号码' }, attrs: { inputmode: 'tel' } });
  const input = field.get('input');
  expect(field.get('label').attributes('for')).toBe(input.attributes('id'));
  expect(input.attributes('inputmode')).toBe('tel');
  expect(input.attributes('aria-invalid')).toBe('true');
  for (const id of input.attributes('aria-describedby')!.split(' ')) expect(field.find(`[id="${id}"]`).exists()).toBe(true);
  await input.setValue('138');
  expect(field.emitted('update:modelValue')).toEqual([['138']]);
});
