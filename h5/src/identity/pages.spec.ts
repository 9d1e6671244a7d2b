import { expect, test } from '@jest/globals';
import { identityErrors } from '@wuye/shared/identity';
import { roles } from '@wuye/shared/kit';
import { problemView } from './problem-page';
import { identityOf, IDENTITIES } from './roles';
import { leaveQuestion, unbindQuestion } from './useBindings';
import { switchedTo } from './useRole';

test('unbinding names the act and what follows', () => {
  expect(unbindQuestion(2)).toMatchObject({ act: '解除 2 套房屋', words: expect.stringContaining('解除后不能投票、收不到通知；已投的票仍有效') });
});

test('leaving one home names it', () => {
  expect(leaveQuestion('华阳小区 3栋501')).toMatchObject({ act: '解除 华阳小区 3栋501', words: expect.stringContaining('已投的票仍有效') });
});

test('a problem on the way in is said in its own sentence', () => {
  expect(problemView('SESSION.WECHAT_AWAY').words).toBe(identityErrors['SESSION.WECHAT_AWAY'].title);
  expect(problemView('ACCESS.DENIED').canSwitch).toBe(true);
  expect(problemView('SESSION.SNAPSHOT_USER').words).toContain('使用完整服务');
});

test.each([undefined, 'toString', '<b>x</b>', 'BIND.FACE_FAILED', ['SESSION.CODE_INVALID']])('%j gets the general sentence, without gaps', (code) => {
  const view = problemView(code);
  expect(view.words).toContain('请从公众号菜单重新进入');
  expect(view.words).not.toContain('{');
  expect(view.code).not.toContain('<');
});

test('every role but the entrusted person has an identity to choose; only owners have no phone form', () => {
  expect(IDENTITIES.flatMap((identity) => identity.roles).sort()).toEqual(roles.filter((role) => role !== 'entrusted_person').sort());
  expect(identityOf('owner')).toBeNull();
  expect(identityOf('city_officer')?.label).toBe('主管部门');
  expect(identityOf(['staff'])).toBeNull();
});

test('switching says to what', () => {
  expect(switchedTo({ role: 'project_manager', scopeName: '华阳小区' })).toBe('已切换到 项目经理 · 华阳小区');
});
