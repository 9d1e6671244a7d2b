import { expect, test } from '@jest/globals';
import { mount } from '@vue/test-utils';
import { clockLines, withoutClock } from './clocks';
import MovedLine from './MovedLine.vue';
import { at, view } from './spec-kit';

const respond = view().clocks[0]!;
const now = Date.parse(at('21T17:00'));
const called = { ...respond, clock: 'conferred', dueAt: at('21T16:00'), sentence: '{from} 区住建局召集部门会商，应在 {due} 前有结果。' } as const;

test('a conference that ended is no closing: its outcome is said, or that it is waited for no more', () => {
  const [met] = clockLines({ clocks: [{ ...called, metAt: at('21T15:00') }] }, now);
  expect(met).toMatchObject({ met: true, late: false, words: '已于 今天 15:00 有了会商结果' });
  const [gone] = clockLines({ clocks: [{ ...called, voidAt: at('21T15:00') }] }, now);
  expect(gone).toMatchObject({ gone: true, words: '会商期限不再计时' });
});

test('what was demanded or urged and set aside is named by who set it', () => {
  const words = (clock: 'demanded' | 'urged') => clockLines({ clocks: [{ ...called, clock, voidAt: at('21T15:00') }] }, now)[0]?.words;
  expect([words('demanded'), words('urged')]).toEqual(['督办期限不再计时', '市督促期限不再计时']);
});

test('a conference is no promise of the property: that none stands is said beside it', () => {
  expect(withoutClock(view({ state: 'submitted', clocks: [called], level: 'manager' }))).toContain('新一年的工作日历公布后会给出期限');
  expect(withoutClock(view({ state: 'submitted', clocks: [called, respond], level: 'manager' }))).toBe('');
});

test('the manager from whom it moved on is not told the time of a conference, nor that of the city, as their own', () => {
  const past = new Date(Date.now() - 3_600_000).toISOString();
  const line = (clocks: Parameters<typeof view>[0] & object) => mount(MovedLine, { props: { complaint: view({ level: 'district', ...clocks }) } }).text();
  expect(
    line({
      clocks: [
        { ...called, dueAt: past },
        { ...called, clock: 'urged', dueAt: past },
      ],
    }),
  ).toBe('已转区住建局接办，您可补充情况。');
  expect(
    line({
      clocks: [
        { ...called, dueAt: past },
        { ...respond, dueAt: past },
      ],
    }),
  ).toMatch(/应在.* 前响应。已转区住建局接办/);
});
