import { LISTS } from '@wuye/shared/policy';
import { type ListingState, rankingRoutes } from '@wuye/shared/ranking';
import { RankingListing } from '../../src/ranking/entities.js';
import { newId } from '../../src/platform/database/index.js';
import { type Call, fixturesOf, type Matrix } from './kit.js';

const DAY = 24 * 3_600_000;
const counts = { respondedOnTime: 10, resolved: 10, satisfied: 1, cases: 40, rated: 20 };
const MONTHS = ['2026-09', '2026-10'];

/** A month of its own for each: a project stands on a list once a month. */
let year = 2030;

/** A project of the right place on the black list, as far along as the state says. */
async function listing(m: Matrix, state: ListingState, noticeEndsIn = DAY): Promise<string> {
  const now = m.world.clock.now();
  const { communityId, scopeIds } = m.right;
  const noticed = state === 'found' ? null : now;
  return m.insert('ranking_listing', {
    scopeType: 'community',
    scopeId: communityId,
    companyId: scopeIds.company,
    districtCode: scopeIds.district,
    month: `${year++}-10`,
    list: 'black',
    state,
    rule: LISTS,
    standings: MONTHS.map((month) => ({ month, from: '2026-08', list: 'black', tooFew: false, counts })),
    createdAt: now,
    noticedAt: noticed,
    noticedBy: noticed && m.self.accountId,
    noticeEndsAt: noticed && new Date(now.getTime() + noticeEndsIn),
    publishedAt: state === 'published' ? now : null,
  });
}

const at = async (m: Matrix, state: ListingState, body?: object, noticeEndsIn?: number): Promise<Call> => {
  const id = await listing(m, state, noticeEndsIn);
  return { params: { id }, marks: [id], ...(body && { body }) };
};

const reason = '数据有误，已核对';

async function standing(m: Matrix): Promise<Call> {
  const { communityId, scopeIds } = m.right;
  const id = await m.insert('ranking_standing', {
    scopeType: 'community',
    scopeId: newId(m.world.clock.now()),
    companyId: scopeIds.company,
    districtCode: scopeIds.district,
    month: '2026-10',
    fromMonth: '2026-08',
    list: 'none',
    tooFew: false,
    ...counts,
  });
  return { query: { month: '2026-10' }, marks: [id], params: { id: communityId } };
}

async function advice(m: Matrix): Promise<Call> {
  const listingId = await listing(m, 'published');
  const { district: districtCode } = m.right.scopeIds;
  const document = { bureauName: '住建局', districtName: '某区', name: '某小区', companyName: '某物业', addressees: ['street'], advice: '请加强监管' };
  const id = await m.insert('ranking_advice', {
    listingId,
    districtCode,
    year: year++,
    seq: 1,
    document,
    issuedAt: m.world.clock.now(),
    issuedBy: m.self.accountId,
  });
  return { params: { id }, marks: [id] };
}

const clear = (m: Matrix) => m.world.dataSource.manager.clear(RankingListing);

export default fixturesOf('ranking', rankingRoutes, {
  rankings: { list: true, call: async (m) => ({ ...(await at(m, 'noticed')), query: { limit: '50' } }), after: clear },
  rankingStandings: { list: true, call: standing },
  publishedRankings: { call: async (m) => ({ ...(await at(m, 'published')), marks: [] }) },
  ranking: { call: (m) => at(m, 'noticed') },
  noticeRanking: { call: (m) => at(m, 'found') },
  dropRanking: { call: (m) => at(m, 'noticed', { reason }) },
  appealRanking: { call: (m) => at(m, 'noticed', { words: '十月停电两天，响应记录没有计入。', pictures: [] }) },
  decideRanking: { call: (m) => at(m, 'appealed', { upheld: false, reason }) },
  publishRanking: { call: (m) => at(m, 'noticed', undefined, -1) },
  withdrawRanking: { call: (m) => at(m, 'published', { reason }) },
  issueAdvice: { call: (m) => at(m, 'published', { addressees: ['street', 'tax'], advice: '请对该项目实施联合监管，督促整改。' }) },
  advice: { call: advice },
});
