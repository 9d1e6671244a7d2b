import { expect, it } from '@jest/globals';
import { STATE_CALENDAR } from '@wuye/shared/calendar';
import { chengdu, huizhou, type Policy } from '@wuye/shared/policy';
import type { Complaint } from './entities.js';
import { owedClocks } from './recalendar-rules.js';

const NOW = new Date('2026-11-20T02:00:00.000Z');
const names = (policy: Policy, change: Partial<Complaint>): string[] => {
  const complaint = { id: 'c', round: 1, level: 'manager', class: null, acceptedAt: null, ...change } as Complaint;
  return owedClocks({ policy, calendar: STATE_CALENDAR } as never, complaint, [], NOW).map(({ clock }) => clock);
};

it.each<[string, Policy, Partial<Complaint>, string[]]>([
  ['成都 answered: closing', chengdu, { state: 'responded' }, ['close']],
  ['惠州 answered and not registered: registering is still owed', huizhou, { state: 'responded' }, ['accept']],
  ['惠州 received', huizhou, { state: 'submitted' }, ['accept']],
  ['惠州 outside: it was explained in the step that sorted it', huizhou, { state: 'accepted', class: 'outside', acceptedAt: NOW }, []],
  ['成都 simple, sorted beyond the calendar', chengdu, { state: 'accepted', class: 'simple', acceptedAt: NOW }, ['close']],
])('%s', (_name, policy, change, owed) => {
  expect(names(policy, change)).toEqual(owed);
});
