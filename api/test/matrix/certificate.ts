import { certificateRoutes } from '@wuye/shared/certificate';
import { newKey, upload } from '../acts.js';
import type { Browser } from '../kit.js';
import { type Actor, type Call, fixturesOf, type Matrix } from './kit.js';

const SUBJECT = { name: '证人甲', idType: 'resident', idNumber: '11010519491231002X', idNumberRaw: null, nationality: null };

const proofs = async (browser: Browser) => ({ title: [await upload(browser)], identity: [await upload(browser)], holding: [await upload(browser)] });

/** A house in the right community that the register holds under the applicant's name. */
async function title(m: Matrix): Promise<void> {
  const [{ vault, dataSource, clock }, { name, idType, idNumber }] = [m.world, SUBJECT];
  const [house] = (await dataSource.query('SELECT id FROM house WHERE community_id = ? ORDER BY id LIMIT 1', [m.right.communityId])) as { id: string }[];
  await m.insert('title', {
    houseId: house?.id,
    ownerName: vault.seal('title.owner_name', name),
    ownerNameHash: vault.index('title.owner_name', name),
    idType,
    idNumber: vault.seal('title.id_number', idNumber),
    idNumberHash: vault.index('title.id_number', idNumber),
    registeredAt: clock.now(),
  });
}

/** Somebody with an account and nothing else. */
const somebody = (m: Matrix): Promise<string> =>
  m.insert('account', { openid: `omatrix-owner-${newKey()}`, personId: null, createdAt: m.world.clock.now(), subscribed: true, subscribedAt: null });

/** An application that waits; its owner is the matrix's own person, or somebody who stays as they are. */
async function made(m: Matrix, accountId: string): Promise<Call> {
  const [{ vault, clock }, phone] = [m.world, '13970008888'];
  await title(m);
  const now = clock.now();
  const id = await m.insert('certificate_case', {
    accountId,
    openFor: null,
    applicationId: null,
    state: 'submitted',
    subject: vault.seal('certificate_case.subject', JSON.stringify({ ...SUBJECT, phone })),
    idNumberHash: vault.index('certificate_case.id_number', SUBJECT.idNumber),
    proofs: { title: [], identity: [], holding: [] },
    submittedAt: now,
    endsAt: new Date(now.getTime() + 3_600_000),
  });
  return { params: { id }, owner: accountId, marks: [id, SUBJECT.name] };
}

const own = (m: Matrix) => made(m, m.self.accountId);
const ownMarks = async (m: Matrix) => {
  const call = await own(m);
  return { ...call, marks: [call.params?.id ?? ''] };
};

/** A binding of the caller's own that waits for the face check. */
async function application(m: Matrix, { accountId, phone }: Actor): Promise<string> {
  const [{ vault, clock }, { name, idType, idNumber }] = [m.world, SUBJECT];
  const now = clock.now();
  return m.insert('binding_application', {
    accountId,
    state: 'face',
    name: vault.seal('binding_application.name', name),
    idType,
    idNumber: vault.seal('binding_application.id_number', idNumber),
    phone: vault.seal('binding_application.phone', phone),
    faceVerifyId: null,
    faceFailures: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  });
}

export default fixturesOf('certificate', certificateRoutes, {
  applyCertificate: {
    call: async (m, actor) => ({ owner: actor.accountId, body: { application: await application(m, actor), proofs: await proofs(actor.browser) } }),
  },
  myCertificate: { call: ownMarks },
  supplementCertificate: { call: async (m, actor) => ({ ...(await own(m)), body: { proofs: await proofs(actor.browser) } }) },
  withdrawCertificate: { call: own },
  lookUpCertificate: { list: true, call: async (m) => ({ ...(await made(m, await somebody(m))), body: { idNumber: SUBJECT.idNumber } }) },
  certify: {
    call: async (m, actor) => ({ ...(await made(m, await somebody(m))), body: { evidence: await proofs(actor.browser), originals: true } }),
  },
  returnCertificate: { call: async (m) => ({ ...(await made(m, await somebody(m))), body: { reason: '产权证明看不清，请重拍' } }) },
});
