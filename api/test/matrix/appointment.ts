import { appointmentRoutes, type Appointable, offices } from '@wuye/shared/appointment';
import { Signer } from '../../src/platform/crypto/index.js';
import { newId } from '../../src/platform/database/index.js';
import { nthCreditCode } from '../../src/seed/identifiers.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

let count = 0;
const nextPhone = (): string => `1396000${String(count++).padStart(4, '0')}`;

/** An office in the right place, held by someone who is none of those who ask. */
async function office(m: Matrix, role: Appointable, more: object = {}): Promise<Call> {
  const [now, { vault }, phone] = [m.world.clock.now(), m.world, nextPhone()];
  const { scopeType } = offices[role];
  const sealed = {
    name: vault.seal('appointment.name', '岗位人'),
    phone: vault.seal('appointment.phone', phone),
    phoneHash: vault.index('person.phone', phone),
  };
  const id = await m.insert('appointment', {
    role,
    scopeType,
    scopeId: m.right.scopeIds[scopeType],
    ...sealed,
    personId: newId(now),
    appointedAt: now,
    ...more,
  });
  return { params: { id }, marks: [id] };
}

/** Staff are for the manager of the community and the head of its company: the act that most may do. */
const STAFF = { action: 'appointment.staff', call: (m: Matrix) => office(m, 'staff') };

/** A company without a head that the right district entered. */
async function company(m: Matrix): Promise<string> {
  const creditCode = nthCreditCode(900 + count++);
  const companyId = await m.insert('company', { name: '新来物业', creditCode, hotline: '02800000000' });
  const admission = { companyId, districtCode: m.right.scopeIds.district, doubtful: false, admittedBy: companyId, admittedAt: m.world.clock.now() };
  await m.world.dataSource.getRepository('company_admission').insert(admission);
  return creditCode;
}

export default fixturesOf('appointment', appointmentRoutes, {
  duties: { list: true, call: () => ({}) },
  places: { list: true, call: () => ({ query: { role: 'staff' } }) },
  history: {
    list: true,
    call: (m) => ({ query: { role: 'staff', scopeId: m.right.communityId } }),
    answers: ['APPOINT.PLACE_UNKNOWN'],
  },
  make: {
    action: 'appointment.staff',
    call: (m) => ({ body: { role: 'staff', scopeIds: [m.right.communityId], name: '新员工', phone: nextPhone() } }),
  },
  invite: {
    action: 'appointment.company_head',
    call: async (m) => ({
      body: { creditCode: await company(m), companyName: '新来物业', hotline: '02800000000', name: '新来人', phone: nextPhone() },
    }),
  },
  edit: { ...STAFF, call: async (m) => ({ ...(await office(m, 'staff')), body: { name: '改名', phone: nextPhone() } }) },
  dismiss: STAFF,
  unbind: STAFF,
  resetAuthenticator: STAFF,
  invitation: {
    call: async (m) => {
      const { params } = await office(m, 'company_head', { personId: null, takeUpUntil: new Date(m.world.clock.now().getTime() + 86_400_000) });
      return { params: { code: m.world.app.get(Signer, { strict: false }).sign('invitation', params?.id ?? '') } };
    },
  },
});
