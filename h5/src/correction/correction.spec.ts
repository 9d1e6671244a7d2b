import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { correctionKindNames, type CorrectionRow, type CorrectionView } from '@wuye/shared/correction';
import type { SessionView } from '@wuye/shared/identity';
import { enableAutoUnmount } from '@vue/test-utils';
import { answering, closeDialogs, confirmBy, openAmong, type Replies, type Sent, settle } from '../app/spec-kit';
import routes from './routes';
import todos from './todos';
import { correctionSchema, NONE } from './useForm';
import { areaOf, KIND_NAMES, timeLook } from './words';

const ID = '01AAAAAAAAAAAAAAAAAAAAAAAA';
const TITLE = '01BBBBBBBBBBBBBBBBBBBBBBBB';
const COMMUNITY = '01CCCCCCCCCCCCCCCCCCCCCCCC';
const PICTURE = '01DDDDDDDDDDDDDDDDDDDDDDDD';
let sent: Sent[] = [];

const session = (role: string): SessionView =>
  ({
    account: { id: 'a' },
    person: null,
    roles: [{ role, scopeType: 'district', scopeId: '510107', scopeName: '武侯区' }],
    communities: [],
    unread: 0,
  }) as unknown as SessionView;
const row = (change: Partial<CorrectionRow> = {}): CorrectionRow => ({
  id: ID,
  kind: 'house',
  state: 'submitted',
  community: '华阳小区',
  house: '9栋1单元101',
  submittedAt: '2026-11-20T02:00:00.000Z',
  dueAt: '2026-11-27T16:00:00.000Z',
  ...change,
});
const view = (change: Partial<CorrectionView> = {}): CorrectionView => ({
  ...row(),
  building: '9栋',
  room: '1单元101',
  certificateNo: '',
  words: '<b>新楼</b>',
  pictures: [PICTURE],
  answeredAt: null,
  reason: '',
  binding: null,
  mine: true,
  desk: null,
  ...change,
});
const desk = (rows: NonNullable<CorrectionView['desk']>['rows']): Partial<CorrectionView> => ({
  mine: false,
  desk: { name: '孙晓晴', idType: '大陆居民身份证', idNumber: '11010519491231002X', communityId: COMMUNITY, rows },
});
const fits = (change: object = {}) => ({ titleId: TITLE, house: null, ownerName: '孙晓晴', differences: [], fits: 'fill' as const, ...change });

function open(path: string, who: SessionView, replies: Replies) {
  sent = answering(replies);
  return openAmong(routes, path, who);
}

enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => {
  closeDialogs();
  jest.restoreAllMocks();
});

test('names are the contract’s; an area is what a certificate prints', () => {
  expect(KIND_NAMES).toEqual(correctionKindNames);
  expect(['89.5', '89.50 m²', '１２０', '89.505', '-3', 'x', ''].map(areaOf)).toEqual([8950, 8950, 12000, null, null, null, null]);
});

test('a row that is late says so; an answered one says what was answered', () => {
  expect(timeLook(row(), Date.parse('2026-11-20T03:00:00Z'))).toMatchObject({ kind: 'running' });
  expect(timeLook(row(), Date.parse('2026-11-28T17:00:00Z'))).toEqual({ kind: 'overdue', word: '已超时 1天1小时' });
  expect(timeLook(row({ state: 'refused', dueAt: null }), 0)).toEqual({ kind: 'bad', word: '不予更正' });
});

test('the form says all that lacks, and a community outside the list needs its district', () => {
  const whole = {
    community: '华阳小区',
    place: COMMUNITY,
    district: null,
    building: '9栋',
    house: '1单元101',
    certificateNo: '',
    words: '',
    pictures: [PICTURE],
  };
  const lacks = (change: object, busy = false) => {
    const result = correctionSchema(ID, () => busy).safeParse({ ...whole, ...change });
    return result.success ? result.data : result.error.issues.map(({ path }) => path[0]);
  };
  expect(lacks({ community: '', place: null, building: '', pictures: [] })).toEqual(['place', 'community', 'building', 'pictures']);
  expect(lacks({ place: NONE })).toEqual(['district']);
  expect(lacks({}, true)).toEqual(['pictures']);
  expect(lacks({ place: NONE, district: '510107' })).toMatchObject({ communityId: null, districtCode: '510107' });
  expect(lacks({})).toMatchObject({ application: ID, communityId: COMMUNITY, districtCode: null });
});

test('what was sent for this binding is shown instead of a second form', async () => {
  const { router } = await open(`/bind/correction?application=${ID}`, session('owner'), {
    [`GET /corrections/mine?application=${ID}`]: () => ({ body: { items: [row()] } }),
  });
  expect(router.currentRoute.value.path).toBe(`/bind/correction/${ID}`);
});

test('the form promises before it is sent', async () => {
  const { page } = await open(`/bind/correction?application=${ID}`, session('owner'), {
    [`GET /corrections/mine?application=${ID}`]: () => ({ body: { items: [] } }),
    'GET /corrections/places': () => ({ body: { communities: [], districts: [] } }),
  });
  expect(page.text()).toMatch(/区住建局的经办人核对后通知您，.+答复/);
});

test('once put right, the message leads on to the list of houses', async () => {
  const { router } = await open(`/bind/correction/${ID}`, session('owner'), {
    [`GET /corrections/${ID}`]: () => ({ body: view({ state: 'filled', dueAt: null, binding: TITLE }) }),
  });
  expect(router.currentRoute.value.fullPath).toBe(`/bind?application=${TITLE}&step=houses`);
});

test('a refusal shows its reason and the way on; words are words', async () => {
  const { page } = await open(`/bind/correction/${ID}`, session('owner'), {
    [`GET /corrections/${ID}`]: () => ({ body: view({ state: 'refused', dueAt: null, reason: '请先办理产权登记' }) }),
  });
  expect(page.text()).toContain('请先办理产权登记');
  expect(page.text()).toContain('<b>新楼</b>');
  expect(page.find('main b').exists()).toBe(false);
});

test('the clerk fills a house in, with the area as printed', async () => {
  const { page } = await open(`/corrections/${ID}`, session('district_officer'), {
    [`GET /corrections/${ID}`]: () => ({ body: view(desk([fits()])) }),
    [`POST /corrections/${ID}/fill`]: () => ({ body: view({ ...desk([]), state: 'filled', dueAt: null }) }),
  });
  await page.get('form').trigger('submit');
  await settle();
  expect(page.text()).toContain('请填写专有部分面积');
  await page.get('input[inputmode=decimal]').setValue('89.50');
  await page.get('form').trigger('submit');
  await settle();
  await confirmBy('补入房屋并绑定');
  expect(sent.at(-1)).toMatchObject({
    method: 'POST',
    path: `/corrections/${ID}/fill`,
    body: { titleId: TITLE, communityId: COMMUNITY, building: '9栋', house: '1单元101', area: 8950 },
  });
  expect(page.text()).toContain('已补入房屋');
});

test('改正登记 says from whom to whom; with no row there is only the refusal', async () => {
  const candidate = fits({ fits: 'amend', house: '华阳小区 3栋2单元501', ownerName: '孙小晴', differences: ['姓名不同'] });
  const { page } = await open(`/corrections/${ID}`, session('district_officer'), { [`GET /corrections/${ID}`]: () => ({ body: view(desk([candidate])) }) });
  await page.get('form').trigger('submit');
  await settle();
  expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('由 孙小晴 改为 孙晓晴');
  page.unmount();
  const empty = await open(`/corrections/${ID}`, session('district_officer'), { [`GET /corrections/${ID}`]: () => ({ body: view(desk([])) }) });
  expect(empty.page.findAll('form button').map((each) => each.text())).toEqual(['不予更正']);
});

test('待办: the clerk’s own; above only what is late', async () => {
  const rows = [row({ dueAt: '2020-01-01T00:00:00.000Z' }), row({ id: TITLE, dueAt: '2999-01-01T00:00:00.000Z' })];
  const answers = { 'GET /corrections/work?tab=open&limit=3': () => ({ body: { items: rows, next: null } }) };
  await open('/', session('district_officer'), answers);
  expect(await todos(new AbortController().signal)).toMatchObject({ data: [{ id: ID }, { id: TITLE }] });
  await open('/', session('city_officer'), answers);
  expect(await todos(new AbortController().signal)).toMatchObject({ data: [{ id: ID }] });
});
