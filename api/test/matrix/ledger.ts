import { ledgerRoutes, type LedgerState } from '@wuye/shared/ledger';
import { LedgerMonth } from '../../src/ledger/entities.js';
import { Complaint } from '../../src/complaint/entities.js';
import { submit } from '../acts.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

const monthNow = (m: Matrix) => new Date(m.world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);

/** The right community's review of a month, in this state. */
async function month(m: Matrix, of: string, state: LedgerState): Promise<string> {
  await m.world.dataSource.manager.delete(LedgerMonth, { communityId: m.right.communityId, month: of });
  return m.insert('ledger_month', { communityId: m.right.communityId, month: of, state });
}

/** A case in the right community, in its ledger. */
async function withCase(m: Matrix): Promise<Call> {
  const { no } = await submit(m.world, m.self.browser);
  return { params: { id: m.right.communityId }, query: { month: monthNow(m) }, marks: [no] };
}

const act = async (m: Matrix, state: LedgerState, more: object = {}): Promise<Call> => {
  await month(m, '2026-03', state);
  return { params: { id: m.right.communityId }, body: { month: '2026-03', ...more } };
};

async function fill(m: Matrix): Promise<Call> {
  const { no } = await submit(m.world, m.self.browser);
  await m.world.dataSource.manager.update(Complaint, { no }, { grave: true });
  await month(m, monthNow(m), 'open');
  return { params: { id: m.right.communityId }, body: { month: monthNow(m), no, cause: '控制板老化', remedy: '全部更换并按月检查' }, marks: [no] };
}

export default fixturesOf('ledger', ledgerRoutes, {
  ledgers: { list: true, call: (m) => ({ query: { month: '2026-10', limit: '50' }, marks: [m.right.communityId] }) },
  ledger: { call: withCase },
  exportLedger: { call: async (m) => ({ ...(await withCase(m)), marks: [] }) },
  publishedLedger: { call: (m) => ({ params: { id: m.right.communityId } }) },
  fillLedger: { call: fill },
  submitLedger: { call: (m) => act(m, 'open') },
  signLedger: { call: (m) => act(m, 'submitted') },
  returnLedger: { call: (m) => act(m, 'submitted', { reason: '原因写得太简单' }) },
});
