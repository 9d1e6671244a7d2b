import { AGREEMENT_VERSION, FACE_CONSENT_VERSION, identityRoutes } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { CAPTCHA, castPerson } from '../kit.js';
import { type Actor, type Call, fixturesOf, type Matrix } from './kit.js';

const { name, idNumber } = castPerson('owner-chen');

/** A half-way application of the matrix's own person. */
async function application(m: Matrix, state: 'face' | 'houses'): Promise<Call> {
  const [now, { vault }] = [m.world.clock.now(), m.world];
  const sealed = {
    name: vault.seal('binding_application.name', name),
    idType: 'resident',
    idNumber: vault.seal('binding_application.id_number', idNumber),
    phone: vault.seal('binding_application.phone', m.self.phone),
  };
  const columns = new Set(m.world.dataSource.getMetadata('binding_application').columns.map(({ propertyName }) => propertyName));
  const row = Object.fromEntries(Object.entries(sealed).filter(([column]) => columns.has(column)));
  const rest = { accountId: m.self.accountId, state, faceVerifyId: null, faceFailures: 0, createdAt: now, expiresAt: new Date(now.getTime() + 3_600_000) };
  const id = await m.insert('binding_application', { ...row, ...rest });
  return { params: { id }, owner: m.self.accountId, marks: [id] };
}

async function confirmed(m: Matrix): Promise<Call> {
  const [title] = (await m.world.dataSource.query('SELECT house_id FROM title WHERE id_number_hash = ?', [
    m.world.vault.index('title.id_number', idNumber),
  ])) as { house_id: string }[];
  return { ...(await application(m, 'houses')), body: { houseIds: [title?.house_id ?? ''] } };
}

const homesOf = (m: Matrix, accountId: string) =>
  m.world.dataSource.query('SELECT b.house_id FROM binding b JOIN account a ON a.person_id = b.person_id WHERE a.id = ?', [accountId]) as Promise<
    { house_id: string }[]
  >;

/** An owner leaves their own home, in a twin's place; everyone else tries at a neighbour's. */
async function leaving(m: Matrix, actor: Actor): Promise<Call> {
  const neighbour = m.actors.find(({ role, scope }) => role === 'owner' && scope === 'right') as Actor;
  const as = actor.role === 'owner' ? await m.twin(actor) : undefined;
  const [home] = await homesOf(m, (as ?? neighbour).accountId);
  return { params: { houseId: home?.house_id ?? '' }, ...(as ? { as } : { stays: () => homesOf(m, neighbour.accountId) }) };
}

/** All of one's homes: in a twin's place, for the role goes with them. */
async function leavingAll(m: Matrix, actor: Actor): Promise<Call> {
  const others = m.actors.filter(({ role }) => role === 'owner');
  return { as: await m.twin(actor), stays: () => Promise.all(others.map(({ accountId }) => homesOf(m, accountId))) };
}

/** A phone and its fresh code, as the forms have them. */
async function proof(m: Matrix, { browser, phone }: Actor): Promise<{ phone: string; smsCode: string }> {
  m.world.clock.advance(61_000);
  return { phone, smsCode: await m.world.requestCode(browser, phone) };
}

export default fixturesOf('identity', identityRoutes, {
  startSession: { call: () => ({ query: { to: '/h5/' } }) },
  finishSession: { call: () => ({ query: { code: 'x', state: 'y' } }), nobody: 'a state is used by the browser that began, see sign-in.spec.ts' },
  readSession: { call: () => ({}) },
  endSession: { call: async (m, { accountId }) => ({ browser: await m.signIn(accountId) }) },
  drawCaptcha: { call: () => ({}) },
  hearCaptcha: {
    // A captcha is heard by whom it was drawn for; to others it is spent.
    call: async (m) => {
      const { id } = (await m.self.browser.post('/api/captchas').expect(201)).body as { id: string };
      return { params: { id }, owner: m.self.accountId };
    },
  },
  sendSmsCode: {
    call: async (m, { browser, phone }) => {
      m.world.clock.advance(61_000);
      const { id } = (await browser.post('/api/captchas').expect(201)).body as { id: string };
      return { body: { phone, captchaId: id, captcha: CAPTCHA } };
    },
  },
  startBinding: {
    call: async (m, actor) => ({
      body: { name, idType: 'resident', idNumber, ...(await proof(m, actor)), agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION },
    }),
  },
  readBindingApplication: { call: (m) => application(m, 'houses') },
  startFace: { call: async (m) => ({ ...(await application(m, 'face')), body: { consent: FACE_CONSENT_VERSION } }) },
  finishFace: { call: (m) => application(m, 'houses') },
  confirmBinding: { call: confirmed },
  readBindings: { call: () => ({}) },
  endBindings: { call: leavingAll },
  startCertificate: { call: () => ({}), nobody: 'for who is bound and not certified, see binding.spec.ts' },
  leaveHouse: { call: leaving, answers: ['BIND.HOUSE_NOT_BOUND'] },
  claimRole: {
    call: async (m, actor) => ({ body: { role: actor.role ?? 'project_manager', ...(await proof(m, actor)) } }),
    answers: ['ROLE.NOT_REGISTERED'],
  },
});
