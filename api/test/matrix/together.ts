import { togetherRoutes } from '@wuye/shared/complaint';
import { complaint, submit } from '../acts.js';
import { type Actor, type Call, fixturesOf, type Matrix } from './kit.js';

const WORDS = '同诉的电梯停在七楼';

/** One of the matrix's own person, in the right community. */
async function made(m: Matrix): Promise<Call> {
  const { no } = await submit(m.world, m.self.browser, { words: WORDS, phone: '13970008888', category: 'noise' });
  return { params: { no }, owner: m.self.accountId, marks: [WORDS, '13970008888'] };
}

/** Someone else's that the caller may join. */
async function foreign(m: Matrix, actor: Actor): Promise<Call> {
  const other = m.actors.find(({ role, scope }) => role === 'owner' && scope === 'wrong') as Actor;
  const by = actor.accountId === other.accountId ? m.self : other;
  const { no } = await submit(m.world, by.browser, { words: WORDS, category: 'noise' });
  // Its words are no mark: those who work in the community read them and may not join.
  return { params: { no }, body: { code: complaint(m.world).code } };
}

async function joined(m: Matrix, actor: Actor): Promise<Call> {
  const call = await foreign(m, actor);
  await actor.browser.post(`/api/complaints/${call.params?.no}/join`).send(call.body).expect(200);
  return { params: { no: call.params?.no ?? '' }, marks: [WORDS] };
}

export default fixturesOf('complaint', togetherRoutes, {
  similar: { call: async (m) => ({ ...(await made(m)), params: {}, body: { code: String(complaint(m.world).code), category: 'noise' } }) },
  join: { call: foreign },
  leave: { call: joined },
  joined: { call: async (m) => ({ ...(await made(m)), params: {} }) },
  grave: { call: async (m) => ({ ...(await made(m)), body: { grave: true, reason: '电梯困人，有老人受伤' } }) },
  published: {
    call: async (m) => {
      const { params } = await made(m);
      await m.world.dataSource.getRepository('complaint').update({ no: params?.no }, { grave: true, publishedAt: m.world.clock.now() });
      return { params: { id: m.right.communityId }, marks: [WORDS, '噪音·报事报修'], shows: ['噪音·报事报修'] };
    },
  },
});
