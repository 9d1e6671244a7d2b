import { deviceRoutes } from '@wuye/shared/device';
import { type Actor, type Call, fixturesOf, type Matrix } from './kit.js';

/** A session of the matrix's own person. */
async function session(m: Matrix): Promise<Call> {
  await m.signIn(m.self.accountId);
  const [row] = (await m.world.dataSource.query('SELECT id FROM session WHERE account_id = ? ORDER BY id DESC LIMIT 1', [m.self.accountId])) as {
    id: string;
  }[];
  const id = row?.id ?? '';
  const stays = () => m.world.dataSource.query('SELECT revoked_at FROM session WHERE id = ?', [id]);
  return { params: { id }, owner: m.self.accountId, marks: [id], stays };
}

/** A fresh code to the registered phone; any six digits for who has none. */
async function code(m: Matrix, { browser, phone }: Actor): Promise<string> {
  m.world.clock.advance(61_000);
  const { status } = await browser.post('/api/session/proof/sms').send({});
  return status === 201 ? m.world.smsCode(phone) : '000000';
}

export default fixturesOf('device', deviceRoutes, {
  sessions: { call: session },
  // Another's session is not there; on a device that was not proved, nobody ends any.
  endOne: { call: session, answers: ['DEVICE.NOT_FOUND'] },
  endOthers: { call: session },
  sendProof: {
    call: (m) => {
      m.world.clock.advance(61_000);
      return {};
    },
  },
  prove: { call: async (m, actor) => ({ body: { smsCode: await code(m, actor) } }) },
});
