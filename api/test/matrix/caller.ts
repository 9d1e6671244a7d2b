import { complaintRoutes } from '@wuye/shared/complaint';
import { digest } from '../../src/platform/crypto/index.js';
import { close, respond } from '../acts.js';
import { type Actor, fixturesOf, type Matrix } from './kit.js';

let count = 0;

/** A caller's complaint in the right community, and the token of their SMS. */
async function registered(m: Matrix): Promise<{ no: string; token: string; manager: Actor }> {
  const manager = m.actors.find(({ role, scope }) => role === 'project_manager' && scope === 'right') as Actor;
  const body = { kind: 'repair', category: 'parking', words: '来电反映车位被占', phone: '13970006666' };
  const answer = await manager.browser.post(`/api/communities/${m.right.communityId}/complaints`).send(body).expect(201);
  const { no } = answer.body as { no: string };
  const { id } = (await m.world.dataSource.getRepository('complaint').findOneByOrFail({ no })) as { id: string };
  const token = String(count++).padStart(22, 'm');
  await m.world.dataSource.getRepository('caller_link').insert({ tokenHash: digest(token), complaintId: id, createdAt: m.world.clock.now() });
  return { no, token, manager };
}

async function closed(m: Matrix): Promise<string> {
  const { no, token, manager } = await registered(m);
  await respond(manager.browser, no);
  await close(manager.browser, no);
  return token;
}

/** Public: whoever brings the token is let in, signed in or not. */
export default fixturesOf('complaint', complaintRoutes, {
  callerRead: { call: async (m) => ({ body: { token: (await registered(m)).token } }) },
  callerJudge: { call: async (m) => ({ body: { token: await closed(m), solved: true } }) },
  callerRate: {
    call: async (m) => {
      const token = await closed(m);
      await m.world.browser().post('/api/caller/verdict').send({ token, solved: true }).expect(200);
      return { body: { token, rating: 'satisfied' } };
    },
  },
});
