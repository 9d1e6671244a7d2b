import { privacyRoutes } from '@wuye/shared/privacy';
import { fixturesOf } from './kit.js';

export default fixturesOf('privacy', privacyRoutes, {
  readPrivacy: { call: () => ({}) },
  exportPrivacy: { call: () => ({}) },
  // A body that the contract refuses would not come to the question of who asks; this one ends whoever is let in: see privacy.spec.ts.
  erase: { call: async (m, actor) => ({ as: await m.twin(actor), body: { confirm: '注销' } }), answers: ['PRIVACY.OFFICE_HELD'] },
  changePhone: {
    call: () => ({ body: { phone: '13970001234', smsCode: '000000' } }),
    answers: ['PRIVACY.NO_PERSON', 'SMS.CODE_EXPIRED'],
    nobody: 'a code is sent for it, see privacy.spec.ts',
  },
  consents: { call: () => ({}) },
  withdrawConsent: {
    call: () => ({ params: { document: 'face' } }),
    answers: ['PRIVACY.CONSENT_NOT_GIVEN'],
    nobody: 'nobody of the matrix has given one, see privacy.spec.ts',
  },
  looks: { call: () => ({}) },
});
