import { messageRoutes } from '@wuye/shared/message';
import { newId } from '../../src/platform/database/index.js';
import { upload } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

const data = {
  no: '20261120-000001',
  title: '电梯·报事报修',
  community: '华阳小区',
  due: '2026年11月20日 14:00',
  outcome: '已办结',
  at: '2026年11月20日 10:00',
};

/** A message to the matrix's own person about something in the right community. */
async function sent(m: Matrix): Promise<{ id: string; subject: string }> {
  const now = m.world.clock.now();
  const subject = newId(now);
  const base = { kind: 'complaint.closed', recipient: m.self.accountId, communityId: m.right.communityId, data, state: 'failed', error: '43004' };
  const id = await m.insert('outbox_message', { ...base, subject, attempts: 1, dueAt: now, createdAt: now });
  return { id, subject };
}

const own = async (m: Matrix): Promise<Call> => ({ owner: m.self.accountId, marks: [(await sent(m)).id] });

async function toDeliver(m: Matrix): Promise<Call> {
  const { id, subject } = await sent(m);
  return { query: { subject }, marks: [id] };
}

export default fixturesOf('message', messageRoutes, {
  mine: { call: own },
  unread: { call: own },
  markRead: {
    call: async (m) => {
      const { id } = await sent(m);
      const stays = () => m.world.dataSource.query('SELECT read_at FROM outbox_message WHERE id = ?', [id]);
      return { body: { ids: [id] }, owner: m.self.accountId, stays };
    },
  },
  recordHand: {
    call: async (m, { browser }) => {
      const { id } = await sent(m);
      const at = m.world.clock.now().toISOString();
      return { params: { id }, body: { by: '送达人', at, pictures: [await upload(browser)] }, marks: [id] };
    },
  },
  deliveries: { list: true, call: toDeliver },
  exportDeliveries: { list: true, call: async (m) => ({ query: (await toDeliver(m)).query }) },
});
