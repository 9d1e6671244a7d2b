import { expect, test } from '@jest/globals';
import { elderTiles, tilesOf, type TileContext } from './tiles';

const PAGES = /^\/(bind|role|say|say\/mine|tasks|c\/c1)$/;
const context = (roles: TileContext['session']['roles'], communityId: string | null = 'c1'): TileContext => ({
  session: { roles, unread: 0 },
  communityId,
  exists: (path) => PAGES.test(path),
});
const manager = { role: 'project_manager', scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' } as const;
const labels = (tiles: { label: string }[]) => tiles.map(({ label }) => label);

test('a function whose page does not exist shows no tile', () => {
  expect(labels(tilesOf('community', context([])))).toEqual(['物业服务', '业主身份绑定']);
  expect(labels(tilesOf('talk', context([])))).toEqual(['业主有话说', '我的诉求']);
});

test('who serves sees their work, others do not', () => {
  expect(labels(tilesOf('work', context([manager])))).toEqual(['诉求处理']);
  expect(tilesOf('work', context([]))).toEqual([]);
});

test('物业服务 leads to the community, and without one to 身份认证', () => {
  expect(tilesOf('community', context([]))[0]).toMatchObject({ to: '/c/c1' });
  expect(tilesOf('community', context([], null))[0]).toMatchObject({ to: '/role' });
});

test('长辈版 offers the call only when the number is known', () => {
  expect(labels(elderTiles(context([])))).toEqual(['业主有话说', '我的诉求', '业主身份绑定']);
  expect(elderTiles(context([]), '0755-1234')[1]).toMatchObject({ label: '打电话给物业', href: 'tel:0755-1234' });
});

test('长辈版 shows four at most, one’s work first', () => {
  expect(labels(elderTiles(context([manager]), '0755-1234'))).toEqual(['诉求处理', '业主有话说', '打电话给物业', '我的诉求']);
});

test('消息 shows how many are unread, among the others and among the large ones', () => {
  const some: TileContext = { session: { roles: [], unread: 3 }, communityId: 'c1', exists: (path) => path === '/messages' };
  const tile = { label: '消息', to: '/messages', count: 3 };
  expect(tilesOf('talk', some)).toMatchObject([tile]);
  expect(elderTiles(some)).toMatchObject([tile]);
});

test('an office that was given for some features alone shows no others', () => {
  expect(labels(tilesOf('work', context([{ ...manager, only: ['community'] }])))).toEqual([]);
  expect(labels(tilesOf('work', context([{ ...manager, only: ['complaint'] }])))).toEqual(['诉求处理']);
});

test('who may appoint finds the page under its own name', () => {
  const page = (roles: TileContext['session']['roles']): TileContext => ({ ...context(roles), exists: (path) => path === '/appoint' });
  const office = (role: 'company_head' | 'street_officer' | 'company_clerk') => ({ role, scopeType: 'company', scopeId: 'x', scopeName: '某处' }) as const;
  expect(labels(tilesOf('work', page([office('company_head')])))).toEqual(['权限管理']);
  expect(labels(tilesOf('work', page([office('street_officer')])))).toEqual(['人员任命']);
  expect(labels(tilesOf('work', page([manager])))).toEqual(['人员管理']);
  expect(labels(tilesOf('work', page([office('company_clerk')])))).toEqual([]);
});

test('who oversees many communities finds what no single community leads to', () => {
  const page = (roles: TileContext['session']['roles']): TileContext => ({
    ...context(roles, null),
    exists: (path) => ['/intake', '/boards'].includes(path),
  });
  const office = (role: 'company_head' | 'district_officer' | 'city_officer') => ({ role, scopeType: 'district', scopeId: 'x', scopeName: '某处' }) as const;
  expect(labels(tilesOf('work', page([office('district_officer')])))).toEqual(['导入诉求', '公示牌张贴']);
  expect(labels(tilesOf('work', page([office('city_officer')])))).toEqual(['导入诉求', '公示牌张贴']);
  expect(labels(tilesOf('work', page([office('company_head')])))).toEqual(['公示牌张贴']);
});

test('who serves a community writes down a caller and finds the board from the first page', () => {
  const page: TileContext = { ...context([manager]), exists: (path) => ['/c/c1/register', '/c/c1/board'].includes(path) };
  expect(labels(tilesOf('work', page))).toEqual(['代业主登记', '公示牌']);
});
