import { expect, test } from '@jest/globals';
import { mayUse } from '../app/permissions';
import { qrSource } from './qr';
import { gridOf, type GridContext } from './tiles';

const context = (roles: GridContext['roles'], code = 'a.b', only?: string[]): GridContext => ({
  id: 'c1',
  code,
  roles,
  may: (action) =>
    mayUse(
      action,
      roles.map((role) => ({ role, only })),
    ),
  exists: (path) => /^\/(say|say\/mine|tasks|c\/c1\/board)(\?|$)/.test(path),
});
const labels = (given: GridContext) => gridOf(given).map(({ label }) => label);

test('owners speak up with the community’s own code, in the manual’s order', () => {
  expect(gridOf(context(['owner']))).toEqual([
    { label: '业主有话说', icon: 'chat', to: '/say?code=a.b' },
    { label: '我的诉求', icon: 'notes-o', to: '/say/mine' },
  ]);
  expect(labels(context(['owner'], ''))).toEqual(['我的诉求']);
});

test('work comes first, each function once, and the board is theirs who work there', () => {
  expect(labels(context(['owner', 'staff', 'project_manager']))).toEqual(['诉求处理', '公示牌', '业主有话说', '我的诉求']);
  expect(labels(context(['staff']))).toContain('公示牌');
  expect(labels(context([]))).toEqual([]);
});

test('the QR picture is told its size once, and stays a picture', () => {
  const source = decodeURIComponent(qrSource('<svg xmlns="x" viewBox="0 0 45 45"></svg>', 300));
  expect(source).toBe('data:image/svg+xml,<svg width="300" height="300" xmlns="x" viewBox="0 0 45 45"></svg>');
  expect(qrSource('<svg width="9"></svg>')).not.toContain('600');
});

test('an office that was given for some features alone shows no others', () => {
  expect(labels(context(['project_manager'], '', ['board']))).toEqual(['公示牌']);
  expect(labels(context(['project_manager'], '', ['appointment']))).toEqual([]);
});
