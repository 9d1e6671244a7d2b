import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../calendar/index.js';
import { completed } from './policy.js';
import { chengdu, huizhou } from './presets.js';
import { announcedDeadline, ladderOf, proposable, raisedDeadline, urgedDeadline, wayOf } from './ways.js';

const at = (text: string): number => parseInstant(`${text}+08:00`) ?? NaN;
const FRIDAY = at('2026-11-20T10:00:00');
const BEGUN = { receivedAt: FRIDAY, respondedAt: null };

describe('the way of a class', () => {
  it('成都: closing counts from the answer, from now where there is none yet; a complex one is asked about; the others have no clock', () => {
    const now = at('2026-11-23T09:00:00');
    expect(wayOf(chengdu, 'simple', { ...BEGUN, respondedAt: FRIDAY }, now)).toMatchObject({ clock: 'close', deadline: { dueAt: at('2026-11-25T00:00:00') } });
    expect(wayOf(chengdu, 'simple', BEGUN, now)).toMatchObject({ deadline: { from: now, dueAt: at('2026-11-26T00:00:00') } });
    expect(wayOf(chengdu, 'complex', BEGUN, now)).toMatchObject({ date: true, deadline: null });
    for (const cls of ['bureau', 'outside'] as const) expect(wayOf(chengdu, cls, BEGUN, now)).toEqual({ class: cls, clock: null, date: false, deadline: null });
  });

  it('惠州: a date for what is its own; explaining counts from receipt, however late it is sorted', () => {
    const now = at('2026-11-25T09:00:00');
    for (const cls of ['simple', 'complex'] as const) expect(wayOf(huizhou, cls, BEGUN, now).date).toBe(true);
    expect(wayOf(huizhou, 'outside', BEGUN, now)).toMatchObject({ clock: 'explain', deadline: { from: FRIDAY, dueAt: at('2026-11-24T00:00:00') } });
  });

  it('where the calendar ends there is none', () => {
    const now = at('2026-12-31T10:00:00');
    expect(wayOf(chengdu, 'simple', { receivedAt: now, respondedAt: now }, now).deadline).toBeNull();
    expect(raisedDeadline(chengdu, now)).toBeNull();
  });
});

describe('dates', () => {
  it('from today, by Shanghai’s calendar, to the policy’s last', () => {
    expect(proposable(chengdu, at('2026-11-20T23:59:59'))).toEqual({ earliest: '2026-11-20', latest: '2027-05-19' });
    expect(proposable(chengdu, at('2026-11-21T00:00:00')).earliest).toBe('2026-11-21');
  });

  it('announced where nothing else runs: 24:00 of the day, in words that claim no consent', () => {
    const deadline = announcedDeadline(huizhou, FRIDAY, '2026-11-22');
    expect(deadline.dueAt).toBe(at('2026-11-23T00:00:00'));
    expect(deadline.explain).toContain('等您确认');
    expect(deadline.explain).toContain('11月22日 周日 24:00 前');
  });
});

describe('提级办理', () => {
  it.each([chengdu, huizhou])('$key: the limit of the rung of this name, and only 部门会商 above it', (policy) => {
    const raised = raisedDeadline(policy, FRIDAY);
    expect(raised?.deadline.dueAt).toBe(at('2026-11-26T00:00:00'));
    expect(
      ladderOf(policy, 'close')
        .slice((raised?.rung ?? 0) + 1)
        .map(({ step }) => step),
    ).toEqual(['confer']);
  });

  it('a ladder without that rung gives none', () => {
    expect(raisedDeadline({ ...chengdu, ladders: {} }, FRIDAY)).toBeNull();
    expect(ladderOf({ ...chengdu, ladders: {} }, 'respond')).toEqual([]);
  });
});

describe('what the city urges the district on', () => {
  it('ends at 24:00 of the last of its working days; the day of urging is not counted', () => {
    const found = urgedDeadline(chengdu, FRIDAY, 3);
    expect(found).toMatchObject({ from: FRIDAY, dueAt: at('2026-11-26T00:00:00'), source: '成住建发〔2023〕62号 三(二)' });
    expect('explain' in found && found.explain).toBe('11月20日 周五 10:00 市住建部门督促区住建部门提级办理，应在 3 个工作日内办结：11月25日 周三 24:00 前。');
  });

  it('where the calendar ends there is none', () => {
    expect(urgedDeadline(chengdu, at('2026-12-30T10:00:00'), 3)).toMatchObject({ error: 'CALENDAR.OUT_OF_RANGE' });
  });

  it('has a ladder that reports back to the city, also in a version of before', () => {
    const { urged: _, ...before } = chengdu.ladders;
    for (const policy of [chengdu, huizhou, completed({ ...chengdu, ladders: before })])
      expect(ladderOf(policy, 'urged').map(({ step, to }) => [step, to[0]])).toEqual([
        ['remind', 'district_officer'],
        ['report', 'city_officer'],
      ]);
  });
});
