import { certificateRoutes } from '@wuye/shared/certificate';
import { newKey, upload } from '../acts.js';
import type { Browser } from '../kit.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';
import { insertApplication, insertTitle } from './kit.subjects.js';

const SUBJECT = { name: '证人甲', idType: 'resident', idNumber: '11010519491231002X', idNumberRaw: null, nationality: null };

const proofs = async (browser: Browser) => ({ title: [await upload(browser)], identity: [await upload(browser)], holding: [await upload(browser)] });

/** Somebody with an account and nothing else. */
const somebody = (m: Matrix): Promise<string> =>
  m.insert('account', { openid: `omatrix-owner-${newKey()}`, personId: null, createdAt: m.world.clock.now(), subscribed: true, subscribedAt: null });

/** An application that waits; its owner is the matrix's own person, or somebody who stays as they are. */
async function made(m: Matrix, accountId: string): Promise<Call> {
  const [{ vault, clock }, phone] = [m.world, '13970008888'];
  await insertTitle(m, SUBJECT);
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

export default fixturesOf('certificate', certificateRoutes, {
  applyCertificate: {
    call: async (m, actor) => ({
      owner: actor.accountId,
      body: { application: await insertApplication(m, actor, SUBJECT, 'face'), proofs: await proofs(actor.browser) },
    }),
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
