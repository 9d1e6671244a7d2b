import { complaintRoutes } from '@wuye/shared/complaint';
import { chengdu } from '@wuye/shared/policy';
import { CityPolicy } from '../../src/policy/entities.js';
import { Policies } from '../../src/policy/index.js';
import { close, complaint, respond, submit, upload } from '../acts.js';
import { type Actor, type Call, fixturesOf, type Matrix } from './kit.js';

type Stage = 'submitted' | 'responded' | 'closed' | 'solved';
const WORDS = '三单元电梯停在七楼';

/** A complaint of the matrix's own person in the right community, brought as far as the act needs. */
async function made(m: Matrix, stage: Stage): Promise<Call> {
  const { no } = await submit(m.world, m.self.browser, { words: WORDS, phone: '13970009999' });
  const manager = m.actors.find(({ role, scope }) => role === 'project_manager' && scope === 'right') as Actor;
  if (stage !== 'submitted') await respond(manager.browser, no);
  if (stage === 'closed' || stage === 'solved') await close(manager.browser, no);
  if (stage === 'solved') await m.self.browser.post(`/api/complaints/${no}/verdict`).send({ solved: true }).expect(200);
  return { params: { no }, owner: m.self.accountId, marks: [no, WORDS, '13970009999'] };
}

/** One that stands first in the lists, however many there are. */
async function pressing(m: Matrix): Promise<Call> {
  const call = await made(m, 'submitted');
  const no = call.params?.no ?? '';
  const early = new Date(m.world.clock.now().getTime() - 30 * 86_400_000);
  await m.world.dataSource.getRepository('complaint').update({ no }, { dueAt: early, sortAt: early });
  return { ...call, params: {}, shows: [no] };
}

/** The same with the body of the act. */
const acted =
  (stage: Stage, body?: (actor: Actor) => object | Promise<object>) =>
  async (m: Matrix, actor: Actor): Promise<Call> => ({ ...(await made(m, stage)), ...(body && { body: await body(actor) }) });

/** Sorted into a class by the manager; with a date the owner is asked about it. */
async function sorted(m: Matrix, body: object): Promise<Call> {
  const call = await made(m, 'responded');
  const manager = m.actors.find(({ role, scope }) => role === 'project_manager' && scope === 'right') as Actor;
  await manager.browser.post(`/api/complaints/${call.params?.no}/accept`).send(body).expect(200);
  return call;
}

/** Of many, so that it may be conferred on. */
async function conferable(m: Matrix): Promise<Call> {
  const call = await made(m, 'submitted');
  await m.world.dataSource.getRepository('complaint').update({ no: call.params?.no }, { grouped: true });
  const dueAt = new Date(m.world.clock.now().getTime() + 86_400_000).toISOString();
  return { ...call, body: { bodies: ['街道办'], words: '会商电梯更换', dueAt } };
}

/** A body of the right district. */
const bodyOf = (m: Matrix): Promise<string> =>
  m.insert('referral_body', {
    districtCode: m.right.scopeIds.district,
    name: '某城市管理局',
    kind: 'urban',
    phone: '02885550000',
    createdBy: m.self.accountId,
    createdAt: m.world.clock.now(),
  });

/** Reported to the bureau, and a body to refer it to. */
async function referable(m: Matrix): Promise<Call> {
  return { ...(await sorted(m, { class: 'bureau' })), body: { bodyId: await bodyOf(m), words: '路灯不亮' } };
}

async function referred(m: Matrix): Promise<Call> {
  const call = await referable(m);
  const officer = m.actors.find(({ role, scope }) => role === 'district_officer' && scope === 'right') as Actor;
  await officer.browser.post(`/api/complaints/${call.params?.no}/refer`).send(call.body).expect(200);
  return { ...call, body: { answer: 'received' } };
}

const PAUSE = { clock: 'close', ground: 'other', name: '等配件', longest: { unit: 'working-days', days: 1 }, source: '示例市通知' };
const VERSION = 900;

/** A city whose rules know a pause, and a complaint that was born under them. */
async function pausable(m: Matrix): Promise<Call> {
  const document = { ...chengdu, pauses: [PAUSE] };
  const row = { version: VERSION, document, note: '', createdBy: m.self.accountId, createdAt: m.world.clock.now() };
  if (!(await m.world.dataSource.manager.existsBy(CityPolicy, { version: VERSION }))) await m.insert('city_policy', row);
  m.world.app.get(Policies, { strict: false }).forget();
  return { ...(await made(m, 'responded')), body: { clock: 'close', ground: 'other', words: '配件在路上' } };
}

async function paused(m: Matrix): Promise<Call> {
  const call = await pausable(m);
  const manager = m.actors.find(({ role, scope }) => role === 'project_manager' && scope === 'right') as Actor;
  await manager.browser.post(`/api/complaints/${call.params?.no}/pause`).send(call.body).expect(200);
  return { ...call, body: {} };
}

/** What was born under them keeps them; what comes after has the city's own again. */
async function unpaused(m: Matrix): Promise<void> {
  await m.world.dataSource.manager.delete(CityPolicy, { version: VERSION });
  m.world.app.get(Policies, { strict: false }).forget();
}

/** The newest one: the table's first row for whoever sees it. */
async function listed(m: Matrix): Promise<Call> {
  const call = await made(m, 'submitted');
  return { params: {}, marks: call.marks ?? [], shows: [call.params?.no ?? ''] };
}

export default fixturesOf('complaint', complaintRoutes, {
  takeOver: { call: acted('submitted', () => ({ words: '' })) },
  supervise: {
    call: async (m) => ({
      ...(await made(m, 'submitted')),
      body: { words: '请今天办好', dueAt: new Date(m.world.clock.now().getTime() + 86_400_000).toISOString() },
    }),
  },
  confer: { call: (m) => conferable(m) },
  conferred: {
    call: async (m) => {
      const call = await conferable(m);
      const officer = m.actors.find(({ role, scope }) => role === 'district_officer' && scope === 'right') as Actor;
      await officer.browser.post(`/api/complaints/${call.params?.no}/confer`).send(call.body).expect(200);
      return { ...call, body: { words: '由街道牵头更换' } };
    },
  },
  urge: { call: acted('submitted', () => ({ words: '请区里办结', days: 3 })) },
  pause: { call: pausable, after: unpaused },
  resume: { call: paused, after: unpaused },
  note: { call: acted('submitted', () => ({ words: '已电话联系' })) },
  staff: { call: async (m) => ({ ...(await made(m, 'submitted')), shows: [] }) },
  assign: {
    call: async (m) => {
      const call = await made(m, 'submitted');
      const manager = m.actors.find(({ role, scope }) => role === 'project_manager' && scope === 'right') as Actor;
      const { body } = await manager.browser.get(`/api/complaints/${call.params?.no}/staff`).expect(200);
      return { ...call, body: { staffId: (body as { items: { id: string }[] }).items[0]?.id ?? '' } };
    },
  },
  table: { list: true, call: listed },
  exportTable: { list: true, call: async (m) => ({ ...(await listed(m)), marks: [], shows: [] }) },
  submit: { call: (m, actor) => ({ body: complaint(m.world), owner: actor.accountId }) },
  mine: { call: (m) => made(m, 'submitted') },
  work: { list: true, call: pressing },
  read: { call: (m) => made(m, 'responded') },
  respond: { call: acted('submitted', () => ({ words: '已收到，马上处理' })) },
  accept: { call: acted('responded', () => ({ class: 'simple' })) },
  date: {
    call: async (m) => ({
      ...(await sorted(m, { class: 'complex', proposedDate: '2026-11-27', words: '今天派人更换主板' })),
      body: { date: '2026-11-27', agree: true },
    }),
  },
  supplement: { call: acted('responded', async ({ browser }) => ({ words: '又停了一次', pictures: [await upload(browser)] })) },
  withdraw: { call: acted('responded', () => ({})) },
  refer: { call: referable },
  referral: { call: referred },
  bodies: { list: true, call: async (m) => ({ marks: [await bodyOf(m)] }) },
  addBody: { list: true, call: () => ({ body: { name: '某供水公司', kind: 'water', phone: '02885551111' } }) },
  endBody: { call: async (m) => ({ params: { id: await bodyOf(m) } }) },
  close: { call: acted('responded', async ({ browser }) => ({ words: '主板已经更换，电梯恢复运行。', pictures: [await upload(browser)] })) },
  judge: { call: acted('closed', () => ({ solved: true })) },
  rate: { call: acted('solved', () => ({ rating: 'satisfied' })) },
  contact: { call: acted('submitted', () => ({ reason: { kind: 'handle' } })) },
});
