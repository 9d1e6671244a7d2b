import { afterEach, expect, test } from '@jest/globals';
import type { Role } from '@wuye/shared/kit';
import { rowActs, showAct } from './rowActs';

const names = (role: Role, change: Partial<Parameters<typeof rowActs>[0]> = {}) =>
  rowActs({ state: 'responded', ...change }, [{ role }]).map(({ name }) => name);

afterEach(() => document.body.replaceChildren());

test('操作 by what one may do, where the case stands', () => {
  expect(names('project_manager', { state: 'submitted' })).toEqual(['回复']);
  expect(names('project_manager')).toEqual(['处理']);
  expect(names('project_manager', { level: 'company' })).toEqual([]);
  expect(names('company_head', { level: 'company' })).toEqual(['处理']);
  expect(names('company_head')).toEqual([]);
  expect(names('staff')).toEqual([]);
  expect(names('district_officer')).toEqual(['督办']);
  expect(names('district_officer', { level: 'district' })).toEqual(['处理', '督办']);
  expect(names('district_officer', { state: 'closed' })).toEqual([]);
});

test('an act is shown once its part is there, and not before', () => {
  document.body.innerHTML = '<main><p>正在加载</p></main>';
  expect(showAct('supervise')).toBe(false);
  document.body.innerHTML = '<main><section id="act-supervise"><label>要求<textarea></textarea></label></section></main>';
  expect([showAct(undefined), showAct('close')]).toEqual([false, false]);
  expect(showAct('supervise')).toBe(true);
  expect(document.activeElement?.tagName).toBe('TEXTAREA');
});
