import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant, urgencyOf } from '../calendar/index.js';
import { deadline, deadlineOf, explainAt, type Deadline } from './deadline.js';
import type { Policy } from './policy.js';
import { chengdu, huizhou, POLICIES } from './presets.js';

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
const given = (policy: Policy, clock: string, from: number): Deadline => {
  const result = deadlineOf(policy, clock, from);
  if ('error' in result) throw new Error(result.error);
  return result;
};

describe('deadline', () => {
  it.each([
    ['chengdu', 'respond', '2026-02-13T16:40:00+08:00', '2026-02-13T20:40:00+08:00'],
    ['chengdu', 'respond', '2026-02-13T08:40:00Z', '2026-02-13T20:40:00+08:00'],
    ['chengdu', 'respond', '2026-02-13T12:00:00+08:00', '2026-02-13T20:00:00+08:00'],
    ['chengdu', 'respond', '2026-02-14T10:00:00+08:00', '2026-02-14T14:00:00+08:00'],
    ['chengdu', 'respond', '2026-02-16T10:00:00+08:00', '2026-02-16T18:00:00+08:00'],
    ['chengdu', 'respond', '2026-12-31T16:59:59.999+08:00', '2026-12-31T20:59:59.999+08:00'],
    ['chengdu', 'respond', '2026-12-31T23:00:00+08:00', '2027-01-01T07:00:00+08:00'],
    ['chengdu', 'respond', '2027-03-01T03:00:00+08:00', '2027-03-01T11:00:00+08:00'],
    ['chengdu', 'close', '2026-11-21T12:10:00+08:00', '2026-11-25T00:00:00+08:00'],
    ['chengdu', 'close', '2026-02-13T09:00:00+08:00', '2026-02-25T00:00:00+08:00'],
    ['chengdu', 'close', '2025-12-31T23:59:59+08:00', '2026-01-06T00:00:00+08:00'],
    ['huizhou', 'accept', '2026-09-30T17:00:00+08:00', '2026-10-09T00:00:00+08:00'],
    ['huizhou', 'explain', '2026-12-30T00:00:00+08:00', '2027-01-01T00:00:00+08:00'],
  ])('%s %s from %s', (policy, clock, from, due) => {
    expect(deadline({ policy, clock, from })).toMatchObject({ due });
  });

  it.each([
    ['chengdu', 'accept', '2026-02-13T16:40:00Z', 'POLICY.NO_CLOCK'],
    ['huizhou', 'respond', '2027-02-13T16:40:00Z', 'POLICY.NO_CLOCK'],
    ['Chengdu', 'respond', '2026-02-13T16:40:00Z', 'POLICY.NO_CLOCK'],
    ['__proto__', 'constructor', '2026-02-13T16:40:00Z', 'POLICY.NO_CLOCK'],
    ['chengdu', 'toString', '2026-02-13T16:40:00Z', 'POLICY.NO_CLOCK'],
    ['nowhere', 'respond', '2026-02-13T16:40:00', 'INPUT.INVALID'],
    ['chengdu', 'respond', '2027-03-01T10:00:00+08:00', 'CALENDAR.OUT_OF_RANGE'],
    ['chengdu', 'respond', '2025-12-31T10:00:00+08:00', 'CALENDAR.OUT_OF_RANGE'],
    ['chengdu', 'respond', '9999-12-31T20:00:00+08:00', 'CALENDAR.OUT_OF_RANGE'],
    ['chengdu', 'respond', '9999-12-31T23:00:00-12:00', 'CALENDAR.OUT_OF_RANGE'],
    ['chengdu', 'respond', '0001-01-01T00:00:00+14:00', 'CALENDAR.OUT_OF_RANGE'],
    ['chengdu', 'close', '2026-12-30T10:00:00+08:00', 'CALENDAR.OUT_OF_RANGE'],
    ['huizhou', 'accept', '2026-12-31T00:00:00+08:00', 'CALENDAR.OUT_OF_RANGE'],
  ])('%s %s from %s fails with %s', (policy, clock, from, error) => {
    expect(deadline({ policy, clock, from })).toMatchObject({ error });
  });

  it('gives due and explain alone', () => {
    expect(Object.keys(deadline({ policy: 'chengdu', clock: 'respond', from: '2026-02-13T16:40:00+08:00' }))).toEqual(['due', 'explain']);
  });
});

describe('explain', () => {
  it('keeps absolute dates to be stored, and says 今天 only to a reader', () => {
    const respond = given(chengdu, 'respond', at('2026-11-21T10:05:00'));
    expect(respond.explain).toBe('11月21日 周六 10:05 收到，非工作时间。物业应在 8 小时内响应：11月21日 周六 18:05 前。');
    expect(explainAt(respond, at('2026-11-21T11:00:00'))).toBe('今天 10:05 收到，非工作时间。物业应在 8 小时内响应：今天 18:05 前。');
    expect(explainAt(respond, at('2026-11-22T11:00:00'))).toBe('昨天 10:05 收到，非工作时间。物业应在 8 小时内响应：昨天 18:05 前。');
    const close = given(chengdu, 'close', at('2026-11-21T12:10:00'));
    expect(explainAt(close, at('2026-11-21T12:10:00'))).toBe('物业今天 12:10 响应。一般问题 2 个工作日内办结：11月24日 周二 24:00 前。');
  });

  it('says what Huizhou asks', () => {
    expect(given(huizhou, 'accept', at('2026-09-30T17:00:00')).explain).toBe('9月30日 周三 17:00 收到。物业应在 1 个工作日内受理登记：10月8日 周四 24:00 前。');
    expect(given(huizhou, 'explain', at('2026-09-30T17:00:00')).explain).toBe(
      '9月30日 周三 17:00 收到。不属于物业责任的，物业应在 1 个工作日内说明并引导至相关部门：10月8日 周四 24:00 前。',
    );
  });

  it('follows a changed limit, and leaves no place unfilled in any preset', () => {
    const hours: Policy = { ...chengdu, clocks: { respond: { ...chengdu.clocks['respond']!, limit: { unit: 'working-hours', hours: 3 } } } };
    expect(given(hours, 'respond', at('2026-02-13T16:00:00'))).toMatchObject({ due: '2026-02-14T11:00:00+08:00' });
    for (const policy of POLICIES.values())
      for (const clock of Object.keys(policy.clocks)) expect(given(policy, clock, at('2026-02-13T10:00:00')).explain).not.toMatch(/[{}]/);
  });
});

describe('deadlineOf', () => {
  it('is after the event, and monotone among events of the same limit', () => {
    const instant = fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2026-12-20T00:00:00') });
    fc.assert(
      fc.property(
        instant,
        fc.nat(3 * 86_400_000),
        fc.constantFrom<[Policy, string]>([chengdu, 'close'], [huizhou, 'accept'], [huizhou, 'explain']),
        (from, gap, [policy, clock]) => {
          const [first, second] = [given(policy, clock, from), given(policy, clock, from + gap)];
          expect(first.dueAt).toBeGreaterThan(from);
          expect(second.dueAt).toBeGreaterThanOrEqual(first.dueAt);
        },
      ),
    );
  });

  it('gives a response 4 or 8 hours, by nothing but the time of its receipt', () => {
    fc.assert(
      fc.property(fc.integer({ min: at('2026-01-01T00:00:00'), max: at('2026-12-31T23:59:59') }), (from) => {
        const { dueAt, explain } = given(chengdu, 'respond', from);
        expect(dueAt - from).toBe((explain.includes('非工作时间') ? 8 : 4) * 3_600_000);
      }),
    );
  });

  it('has no deadline from an instant that is none', () => {
    expect(deadlineOf(chengdu, 'respond', NaN)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });
});

it('tells how pressing a clock is', () => {
  const clock = { from: 0, dueAt: 48 * 3_600_000 };
  const after = (hours: number): string => urgencyOf(clock, hours * 3_600_000);
  expect([0, 36, 36.01, 47.99, 48, 50].map(after)).toEqual(['running', 'running', 'soon', 'soon', 'overdue', 'overdue']);
  expect(urgencyOf({ from: 0, dueAt: 4 * 3_600_000 }, 2.01 * 3_600_000)).toBe('soon');
});
