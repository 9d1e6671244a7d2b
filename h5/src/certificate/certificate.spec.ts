import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { applyProofs, type CertifierCase, type MyCertificate, proofKinds, type Proofs } from '@wuye/shared/certificate';
import type { SessionView } from '@wuye/shared/identity';
import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils';
import { answering, closeDialogs, confirmBy, openAmong, press, type Replies, type Sent, settle } from '../app/spec-kit';
import type { FormSchema } from '../kit/form';
import routes from './routes';
import todos from './todos';
import { proofsSchema } from './useProofs';
import { obstacle, PROOF_KINDS } from './words';

const ID = '01AAAAAAAAAAAAAAAAAAAAAAAA';
const PROOFS: Proofs = { title: [ID], identity: ['01BBBBBBBBBBBBBBBBBBBBBBBB'], holding: ['01CCCCCCCCCCCCCCCCCCCCCCCC'] };
const NUMBER = '11010519491231002X';
let sent: Sent[] = [];

const session = (...roles: string[]): SessionView =>
  ({
    account: { id: 'a' },
    person: null,
    roles: roles.map((role) => ({ role, scopeType: 'community', scopeId: 'c1', scopeName: '华阳小区' })),
    communities: [],
    unread: 0,
  }) as unknown as SessionView;
const current = (change: object = {}): MyCertificate => ({
  current: {
    id: ID,
    state: 'submitted',
    submittedAt: '2026-11-20T02:00:00.000Z',
    endsAt: '2027-01-19T02:00:00.000Z',
    proofs: PROOFS,
    reason: '',
    decidedAt: null,
    communityName: '',
    ...change,
  },
  certified: 'none',
  mayApply: false,
});
const found = (change: Partial<CertifierCase> = {}): CertifierCase => ({
  ...(current().current as NonNullable<MyCertificate['current']>),
  name: '陈静文',
  idType: '大陆居民身份证',
  idNumber: NUMBER,
  phone: '138****0100',
  rows: [{ titleId: ID, house: '华阳小区 3栋2单元501', ownerName: '陈静文', registeredAt: '2020-01-01T00:00:00.000Z', differences: [] }],
  mine: false,
  evidence: null,
  ...change,
});

async function open(path: string, view: SessionView, replies: Replies): Promise<VueWrapper> {
  sent = answering(replies);
  return (await openAmong(routes, path, view)).page;
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

test('the kinds of proof are the contract’s', () => {
  expect(PROOF_KINDS).toEqual(proofKinds);
});

test('every kind is asked for, and a picture under way is waited for', () => {
  const lacks = (values: object, busy: object = {}) => {
    const waits = { title: false, identity: false, holding: false, ...busy };
    const result = proofsSchema(applyProofs as FormSchema<Proofs>, () => waits).safeParse(values);
    return result.success ? [] : result.error.issues.map(({ path }) => path[0]);
  };
  expect(lacks({ title: [], identity: [], holding: [] })).toEqual(['title', 'identity', 'holding']);
  expect(lacks(PROOFS, { holding: true })).toEqual(['holding']);
  expect(lacks(PROOFS)).toEqual([]);
});

test('what stands in the way of certifying is said', () => {
  expect(obstacle(found())).toBe('');
  expect(obstacle(found({ mine: true }))).toContain('您本人的申请');
  expect(obstacle(found({ state: 'returned' }))).toContain('等业主补充');
  const row = { ...found().rows[0]!, differences: [{ words: '姓名不同', blocks: true }] };
  expect(obstacle(found({ rows: [row] }))).toContain('不能认证');
  expect(obstacle(found({ rows: [row, found().rows[0]!] }))).toBe('');
});

test('an owner applies with a draft’s pictures; the binding under way goes along', async () => {
  localStorage.setItem(`wuye:draft:offline:${ID}`, JSON.stringify({ at: Date.now(), data: PROOFS }));
  const page = await open(`/offline?application=${ID}`, session('owner'), {
    [`GET /certificates/mine?application=${ID}`]: () => ({ body: { current: null, certified: 'none', mayApply: true } }),
    'POST /certificates': () => ({ status: 201, body: current().current }),
  });
  expect(page.text()).toContain('不刷脸，权利一样');
  await page.get('form').trigger('submit');
  await settle();
  expect(sent.find(({ method }) => method === 'POST')?.body).toEqual({ application: ID, proofs: PROOFS });
});

test('without pictures it says which lack, and sends nothing', async () => {
  const page = await open('/offline', session('owner'), { 'GET /certificates/mine': () => ({ body: { current: null, certified: 'none', mayApply: true } }) });
  await page.get('form').trigger('submit');
  await settle();
  expect(page.findAll('[role=alert]').map((each) => each.text())).toEqual(['请拍产权证明', '请拍证件', '请拍一张手持证件的照片']);
  expect(sent).toHaveLength(1);
});

test.each([
  [current(), '请带产权证明、证件原件'],
  [current({ state: 'returned', reason: '产权证明看不清', communityName: '华阳小区' }), '华阳小区退回：产权证明看不清'],
  [current({ state: 'approved', communityName: '华阳小区' }), '您可以投票了'],
  [{ current: null, certified: 'face', mayApply: false }, '您已经认证过了'],
  [{ current: null, certified: 'none', mayApply: false }, '请先填写业主姓名和证件'],
] as const)('the owner’s page says what to do next: %#', async (body, words) => {
  const page = await open('/offline', session('owner'), { 'GET /certificates/mine': () => ({ body }) });
  expect(page.text()).toContain(words);
});

test('a committee looks up by the whole number: nothing found says what to do', async () => {
  const page = await open('/offline', session('committee_member'), { 'POST /certificates/look-up': () => ({ body: { items: [] } }) });
  await page.get('input').setValue('110105194912310021');
  await press(page, '查询');
  expect(page.get('[role=alert]').text()).toContain('请核对 18 位号码');
  expect(sent).toHaveLength(0);
  await page.get('input').setValue(NUMBER);
  await press(page, '查询');
  expect(page.text()).toContain('没有申请，请业主先在手机提交');
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(NUMBER);
});

test('certifying asks for the originals, then once more by name', async () => {
  localStorage.setItem(`wuye:draft:certify:${ID}`, JSON.stringify({ at: Date.now(), data: PROOFS }));
  const page = await open('/offline', session('street_officer'), {
    'POST /certificates/look-up': () => ({ body: { items: [found()] } }),
    [`POST /certificates/${ID}/certify`]: () => ({ body: found({ state: 'approved' }) }),
  });
  await page.get('input').setValue(NUMBER);
  await press(page, '查询');
  expect(page.text()).toContain('与申请一致');
  await press(page, '提交认证');
  expect(page.text()).toContain('请核对原件后勾选');
  await page.get('input[type=checkbox]').setValue(true);
  await press(page, '提交认证');
  await confirmBy('认证 陈静文');
  expect(sent.at(-1)).toMatchObject({ method: 'POST', path: `/certificates/${ID}/certify`, body: { evidence: PROOFS, originals: true } });
  expect(page.text()).toContain('已认证');
});

test('what differs forbids certifying and leaves sending back', async () => {
  const row = { ...found().rows[0]!, ownerName: '陈静雯', differences: [{ words: '姓名不同：申请“陈静文”，登记“陈静雯”', blocks: true }] };
  const page = await open('/offline', session('committee_member'), { 'POST /certificates/look-up': () => ({ body: { items: [found({ rows: [row] })] } }) });
  await page.get('input').setValue(NUMBER);
  await press(page, '查询');
  expect(page.text()).toContain('姓名不同：申请“陈静文”，登记“陈静雯”');
  expect(page.findAll('button').map((each) => each.text())).not.toContain('提交认证');
  expect(page.findAll('button').map((each) => each.text())).toContain('退回补充');
});

test('待办 tells an owner what waits', async () => {
  await open('/', session('owner'), { 'GET /certificates/mine': () => ({ body: current({ state: 'returned' }) }) });
  expect(await todos(new AbortController().signal)).toMatchObject({ ok: true, data: [{ title: '线下认证需要补充', to: '/offline' }] });
});
