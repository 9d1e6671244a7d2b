import { figuresRoutes } from '@wuye/shared/figures';
import { submit } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

/** A case in the right community: its row is seen by those whose scope it lies in. */
async function counted(m: Matrix): Promise<Call> {
  await submit(m.world, m.self.browser);
  const month = new Date(m.world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
  return { query: { from: month, to: month, by: 'community' }, marks: [m.right.communityId] };
}

export default fixturesOf('figures', figuresRoutes, {
  readFigures: { list: true, call: counted },
  exportFigures: { list: true, call: async (m) => ({ ...(await counted(m)), marks: [] }) },
  readReport: { list: true, call: (m) => ({ query: { kind: 'month' }, marks: [m.right.communityId] }) },
  exportReport: { list: true, call: () => ({ query: { kind: 'quarter' } }) },
});
