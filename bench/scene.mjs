/** What the measured database holds: the made-up city, and a hundred thousand complaints of which some are one owner's. */
import { createHash, randomBytes } from 'node:crypto';
import { entities, makeDataSource, newId, readConfig, seedCity, Signer, Vault } from './api.mjs';

const COMPLAINTS = 100_000;
/** One in so many is the measured owner's. */
const OWN = 250;
const OTHERS = 2_000;
const CHUNK = 1_000;
const WORDS =
  '昨晚十点多下班回来，三单元的电梯停在七楼不动了，等了二十分钟也没有人来，家里老人腿脚不好，只能一层一层走上去。请尽快派人检修，并告诉我们什么时候能恢复。';

/**
 * What people send: words of an ordinary length, a place, a phone. 其他, for of every other category the neighbours' complaints are counted, and a
 * load that comes from one home in one community would count itself.
 */
export const submission = (code) =>
  JSON.stringify({ code, kind: 'repair', category: 'other', words: WORDS, place: '3栋2单元电梯厅', phone: '13800000101', anonymous: false });

/** Opens a session for an account as signing in does; gives the cookie. */
export async function signIn(dataSource, accountId, now = new Date()) {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const rows = {
    id: newId(now),
    tokenHash,
    accountId,
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
    revokedAt: null,
    provenAt: now,
  };
  await dataSource.getRepository('session').insert(rows);
  return `wuye_session=${token}`;
}

function complaint(index, { owner, others, communities, vault }) {
  const at = new Date(Date.UTC(2026, 0, 5) + index * 240_000);
  const community = communities[index % communities.length];
  const own = index % OWN === 0;
  const closed = index % 10 !== 0;
  const account = own ? owner : { id: others[(index * 7919) % others.length], personId: null };
  return {
    id: newId(at),
    no: `${10_000_000 + Math.floor(index / 1e6)}-${String(index % 1e6).padStart(6, '0')}`,
    accountId: account.id,
    personId: account.personId,
    communityId: community.id,
    companyId: community.companyId,
    districtCode: community.districtCode,
    streetCode: community.streetCode,
    houseId: null,
    callerHash: null,
    policy: 'chengdu',
    policyVersion: 0,
    source: 'code',
    outsideNo: null,
    class: null,
    level: 'manager',
    round: 1,
    assigneeId: null,
    proposedDate: null,
    agreedDate: null,
    grave: false,
    grouped: false,
    repeated: false,
    joiners: 0,
    respondedAt: null,
    acceptedAt: null,
    closedAt: closed ? at : null,
    firstDueAt: new Date(at.getTime() + 14_400_000),
    late: false,
    counted: null,
    isOpen: !closed,
    sortAt: closed ? at : new Date(at.getTime() + 14_400_000),
    kind: 'repair',
    category: 'elevator',
    title: '电梯·报事报修',
    words: vault,
    place: null,
    pictures: [],
    anonymous: false,
    phone: null,
    state: closed ? 'solved' : 'submitted',
    reopened: false,
    closingReason: null,
    rating: closed && index % 3 === 0 ? 'satisfied' : null,
    submittedAt: at,
    dueAt: closed ? null : new Date(at.getTime() + 14_400_000),
  };
}

async function fill(dataSource, tools, owner) {
  const communities = await dataSource.getRepository('community').find({ order: { id: 'ASC' } });
  const others = Array.from({ length: OTHERS }, () => newId(new Date(Date.UTC(2026, 0, 4))));
  const parts = { owner, others, communities, vault: tools.vault.seal('complaint.words', WORDS) };
  for (let from = 0; from < COMPLAINTS; from += CHUNK) {
    const rows = Array.from({ length: CHUNK }, (_, index) => complaint(from + index, parts));
    await dataSource.createQueryBuilder().insert().into('complaint').values(rows).updateEntity(false).execute();
  }
  await dataSource.query('ANALYZE TABLE complaint');
}

/** Migrates, seeds and fills; gives what requests need. */
export async function setScene(env) {
  const config = readConfig(env);
  const dataSource = await makeDataSource(config, entities).initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
    const tools = { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) };
    const { people, posters } = await seedCity(dataSource, tools, { now: new Date() });
    const { openid } = people.find(({ slug }) => slug === 'owner-li');
    const owner = await dataSource.getRepository('account').findOneByOrFail({ openid });
    await fill(dataSource, tools, owner);
    // The staff of the first community have signed in, so their messages are sent; of the last nobody has.
    return { cookie: await signIn(dataSource, owner.id), reached: posters.at(0).code, unreached: posters.at(-1).code, complaints: COMPLAINTS };
  } finally {
    await dataSource.destroy();
  }
}
