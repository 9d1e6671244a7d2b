import { complaintRoutes } from '@wuye/shared/complaint';
import { submit } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

/** One of the matrix's own person, by the news that it is. */
async function seen(m: Matrix): Promise<Call> {
  const { events } = await submit(m.world, m.self.browser, { words: '三单元漏水', category: 'water' });
  return { body: { seen: events.map(({ id }) => id) } };
}

export default fixturesOf('complaint', complaintRoutes, {
  unread: { list: true, call: () => ({ query: { tab: 'open' } }) },
  markRead: { list: true, call: seen },
});
