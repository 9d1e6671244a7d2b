import { expect, test } from '@jest/globals';
import { complaintKindNames, complaintSourceNames, complaintStateNames, ratingNames } from '@wuye/shared/complaint';
import { cameBy, SOURCE_NAMES } from './cameBy';
import { clockLines, withoutClock } from './clocks';
import { historyOf } from './history';
import { notSolvedWords } from './notSolved';
import { roomLeft } from './sayForm';
import { at, event, view } from './spec-kit';
import { KIND_NAMES, RATING_NAMES, STATE_NAMES } from './words';

test('names here are the contract’s', () => {
  expect(KIND_NAMES).toEqual(complaintKindNames);
  expect(RATING_NAMES).toEqual(ratingNames);
  expect(STATE_NAMES).toEqual(complaintStateNames);
  expect(SOURCE_NAMES).toEqual(complaintSourceNames);
});

test('how it came in is said, with the number that the other system knows it by', () => {
  expect(cameBy({ source: 'code', outsideNo: null })).toBe('来源：扫码');
  expect(cameBy({ source: 'hotline', outsideNo: 'A-2' })).toBe('来源：12345 热线，编号 A-2');
});

const respond = view().clocks[0]!;
const now = Date.parse(at('21T17:00'));

test('a running clock says the rule; one that was met stays, with what became of it', () => {
  expect(clockLines({ clocks: [respond] }, now)[0]).toMatchObject({ met: false, words: '今天 10:05 收到，非工作时间。物业应在 8 小时内响应：今天 18:05 前。' });
  expect(clockLines({ clocks: [{ ...respond, metAt: at('21T12:10') }] }, now)[0]).toMatchObject({ met: true, late: false, words: '已于 今天 12:10 响应' });
  expect(clockLines({ clocks: [{ ...respond, metAt: at('21T18:20') }] }, now)[0]).toMatchObject({ late: true, words: '已于 今天 18:20 响应，超时 15分' });
});

test('no clock: why, where something is to be done; silence where nothing is', () => {
  const met = [{ ...respond, metAt: at('21T12:10') }];
  expect(withoutClock(view({ state: 'submitted', clocks: [], level: 'manager' }))).toContain('新一年的工作日历公布后会给出期限');
  expect(withoutClock(view({ state: 'responded', clocks: met, level: 'manager' }))).toContain('新一年的工作日历公布后会给出期限');
  expect(withoutClock(view({ state: 'submitted', clocks: [respond], level: 'manager' }))).toBe('');
  expect(withoutClock(view({ state: 'reopened', clocks: met, level: 'company' }))).toContain('物业公司重新办理');
  expect(withoutClock(view({ state: 'reopened', clocks: met, level: 'district' }))).toContain('区住建局重新办理');
  expect(withoutClock(view({ state: 'solved', clocks: met, level: 'manager' }))).toBe('');
});

test.each([
  ['manager', false, '重新办理', '交给物业公司的负责人'],
  ['company', false, '重新办理', '交给区住建局'],
  ['district', false, '重新办理', '由区住建局重新办理'],
  ['company', true, '提级办理', '提级由区住建局办理'],
  ['district', true, '提交', '如实记下并计入解决率'],
] as const)('未解决 of what the %s closed, reopened before %s: %s', (level, before, act, words) => {
  const said = notSolvedWords({ level, events: before ? [event('closed'), event('reopened')] : [event('closed')] });
  expect(said).toEqual({ act, words: expect.stringContaining(words) });
});

test('the timeline names roles, says what was done, and 您 to who did it', () => {
  const events = [event('rated', { by: { role: 'submitter', name: '' }, words: '很快' }), event('responded', { words: '已收到' })];
  const rated = view({ state: 'solved', rating: 'satisfied', events });
  expect(historyOf(rated).map(({ who, words }) => [who, words])).toEqual([
    ['您', '评价：满意\n很快'],
    ['项目经理 王*', '响应：已收到'],
  ]);
  expect(historyOf({ ...rated, mine: false })[0]!.who).toBe('投诉人');
  // A rating that no longer stands was 不满意: it had it done anew.
  const anew = { ...rated, state: 'reopened' as const, rating: null, events: [event('reopened'), ...events] };
  expect(historyOf(anew)[1]!.words).toBe('评价：不满意\n很快');
  const brought = { ...rated.events[0]!, kind: 'submitted' as const, by: { role: 'department' as const, name: '城运中心' } };
  expect(historyOf({ ...rated, events: [brought] })[0]!.who).toBe('其他系统 城运中心');
});

test('the counter speaks near the end, in signs as people count them', () => {
  expect(roomLeft('字'.repeat(1799))).toBe('');
  expect(roomLeft('字'.repeat(1850))).toBe('还可以写 150 个字');
  expect(roomLeft('😀'.repeat(2003))).toBe('超出 3 个字，请删短一些');
});
