import { securityRoutes } from '@wuye/shared/security';
import { type Actor, fixturesOf, type Matrix } from './kit.js';

/** A fresh code to the phone of an actor's office; any six digits for who has none. */
async function code(m: Matrix, { browser, phone }: Actor): Promise<string> {
  m.world.clock.advance(61_000);
  const { status } = await browser.post('/api/session/confirm/sms').send({});
  return status === 201 ? m.world.smsCode(phone) : '000000';
}

const APP = 'the code comes from an authenticator app, see security.spec.ts';

export default fixturesOf('security', securityRoutes, {
  readConfirm: { call: () => ({}) },
  sendConfirmCode: {
    call: (m) => {
      m.world.clock.advance(61_000);
      return {};
    },
  },
  confirm: { call: async (m, actor) => ({ body: { way: 'sms', code: await code(m, actor) } }) },
  startAuthenticator: { call: () => ({}), answers: ['ACCESS.CONFIRM'] },
  activateAuthenticator: { call: () => ({ body: { code: '000000' } }), answers: ['ACCESS.CONFIRM'], nobody: APP },
  endAuthenticator: { call: () => ({}), answers: ['ACCESS.CONFIRM'], nobody: APP },
});
