import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MessageDelivery } from '../src/message/delivery.js';
import { SmsFallback } from '../src/message/index.js';
import { Account, Appointment, Binding, Person } from '../src/identity/index.js';
import { Database, newId } from '../src/platform/database/index.js';
import { type Draft, Outbox, OutboxMessage, OutboxSms, type Report, UNLEASED } from '../src/platform/outbox/index.js';
import { castPerson, FRIDAY, startWorld, type Who, type World } from './kit.js';

let world: World;
let sms: SmsFallback;
let account: string;
let communityId: string;
beforeAll(async () => {
  world = await startWorld();
  sms = world.app.get(SmsFallback, { strict: false });
  account = await accountOf('owner-li');
  const [community] = (await world.dataSource.query('SELECT MIN(id) AS id FROM community')) as [{ id: string }];
  communityId = community.id;
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.sim.state.faults.clear();
  world.clock.set(FRIDAY);
  await world.dataSource.manager.clear(OutboxMessage);
  await world.dataSource.manager.clear(OutboxSms);
});

async function accountOf(slug: Who): Promise<string> {
  const { body } = await (await world.as(slug)).get('/api/session').expect(200);
  return (body as { account: { id: string } }).account.id;
}
const manager = () => world.dataSource.manager;
const rows = () => manager().find(OutboxMessage, { order: { id: 'ASC' } });
const texts = () => manager().find(OutboxSms, { order: { id: 'ASC' } });
const add = (...drafts: Draft[]) => world.app.get(Database).transaction((tx) => world.outbox.add(tx, world.clock.now(), drafts));
const data = {
  no: '20261120-000001',
  title: '电梯·报事报修',
  community: '华阳小区',
  due: '2026年11月20日 14:00',
  outcome: '已办结',
  at: '2026年11月20日 10:00',
};
/** A courtesy that waits for the morning; `required` is one that the rules demand and that comes at night. */
const courtesy = (recipient = account): Draft => ({ kind: 'complaint.closed', subject: newId(world.clock.now()), recipient, data });
const required = (recipient = account): Draft => ({ ...courtesy(recipient), kind: 'complaint.new' });
/** Reports name the person, too. */
async function tell(...reports: Omit<Report, 'recipient'>[]): Promise<string[]> {
  const all = await rows();
  return world.outbox.report(reports.map((each) => ({ ...each, recipient: all.find(({ msgid }) => msgid === each.msgid)?.recipient ?? null })));
}
const report = (state: Report['state'], msgid: string, at = world.clock.now()) => tell({ state, msgid, at });
const boxOf = (phone: string) => world.sim.state.sms.messages(phone).map(({ text }) => text);
/** Another instance on the same database and WeChat. */
function instance(): Outbox {
  const outbox = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 8 });
  outbox.useDelivery((messages) => world.app.get(MessageDelivery, { strict: false }).prepare(messages));
  return outbox;
}

describe('at night', () => {
  it.each([
    ['2026-11-20T21:59:59.999+08:00', 'sent', null],
    ['2026-11-20T22:00:00.000+08:00', 'pending', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T03:00:00.000+08:00', 'pending', '2026-11-21T00:00:00.000Z'],
    ['2026-11-21T08:00:00.000+08:00', 'sent', null],
  ])('what can wait does (%s: %s)', async (at, state, due) => {
    world.clock.set(at);
    await add(courtesy());
    await world.outbox.drain();
    const [row] = await rows();
    expect(row).toMatchObject({ state, attempts: state === 'sent' ? 1 : 0 });
    if (due === null) return;
    expect(row?.dueAt.toISOString()).toBe(due);
    world.clock.set(due);
    await world.outbox.drain();
    expect(await rows()).toMatchObject([{ state: 'sent' }]);
  });

  it('what was due by day and comes late waits, too, and nothing is counted as a try', async () => {
    await add(courtesy(), required());
    world.clock.set('2026-11-20T22:30:00+08:00');
    await world.outbox.drain();
    const [late, urgent] = await rows();
    expect(late).toMatchObject({ state: 'pending', attempts: 0, lease: UNLEASED, dueAt: new Date('2026-11-21T00:00:00Z') });
    expect(urgent).toMatchObject({ state: 'sent' });
  });
});

describe('a spent quota', () => {
  it('parks everything until midnight in Shanghai, then all of it goes, once', async () => {
    const before = (await world.chat('owner-li')).length;
    world.sim.state.faults.add({ kind: 'daily', errcode: -1, path: '/cgi-bin/message/', rate: 1, delay: 1 });
    await add(...Array.from({ length: 60 }, () => required()));
    await world.outbox.drain();
    const parked = await rows();
    expect(new Set(parked.map(({ state, error, dueAt }) => `${state} ${error} ${dueAt.toISOString()}`))).toEqual(
      new Set(['parked 45009 2026-11-20T16:00:00.000Z']),
    );
    const asked = world.sim.state.log.all().filter(({ path }) => path.startsWith('/cgi-bin/message/')).length;
    expect(parked.filter(({ attempts }) => attempts > 0).length).toBeLessThanOrEqual(asked);
    // Nobody asks again before.
    await add(required());
    world.clock.set('2026-11-20T15:59:59.999Z');
    expect(await world.outbox.drain()).toBe(0);
    world.clock.set('2026-11-20T16:00:00.000Z');
    await world.outbox.drain();
    expect(new Set((await rows()).map(({ state }) => state))).toEqual(new Set(['sent']));
    expect(await world.chat('owner-li')).toHaveLength(before + 61);
  });
});

describe('delivery reports', () => {
  async function sent(draft = required()): Promise<string> {
    await add(draft);
    await world.outbox.drain();
    return (await rows()).at(-1)?.msgid ?? '';
  }

  it('arrived: the instant that WeChat names is kept', async () => {
    const msgid = await sent();
    expect(await report('delivered', msgid, new Date('2026-11-20T02:00:05.000Z'))).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'delivered', deliveredAt: new Date('2026-11-20T02:00:05.000Z'), error: null }]);
  });

  it.each([
    [['delivered', 'delivered'], 'delivered'],
    [['failed', 'delivered'], 'delivered'],
    [['delivered', 'failed'], 'delivered'],
    [['refused', 'failed'], 'refused'],
    [['failed', 'refused'], 'refused'],
    [['refused', 'failed', 'delivered', 'refused'], 'delivered'],
  ] as const)('%j, one after the other or at once: %s', async (states, end) => {
    const msgid = await sent();
    for (const state of states) await report(state, msgid);
    expect(await rows()).toMatchObject([{ state: end }]);
    const other = await sent();
    await tell(...states.map((state) => ({ state, msgid: other, at: world.clock.now() })));
    expect((await rows()).map(({ state }) => state)).toEqual([end, end]);
  });

  it('of a message that nobody knows (yet) are given back', async () => {
    const msgid = await sent();
    const all = [msgid, '999', '998'].map((each) => ({ state: 'delivered' as const, msgid: each, at: world.clock.now() }));
    expect(await tell(...all)).toEqual(['999', '998']);
  });

  it('the person blocks it: an SMS goes where the rules demand it, once, and none after it arrived', async () => {
    const { phone } = castPerson('manager-wang');
    const manager = await accountOf('manager-wang');
    const had = boxOf(phone).length;
    const msgid = await sent(required(manager));
    await report('refused', msgid);
    await report('refused', msgid);
    await Promise.all([sms.drain(), sms.drain()]);
    await sms.drain();
    expect(boxOf(phone).slice(had)).toEqual([expect.stringContaining('20261120-000001')]);
    expect(await texts()).toMatchObject([{ state: 'sent', sentAt: world.clock.now(), error: null }]);
    const second = await sent(required(manager));
    await report('failed', second);
    await report('delivered', second);
    await sms.drain();
    expect(boxOf(phone)).toHaveLength(had + 1);
  });
});

describe('an SMS instead', () => {
  it('43004: nobody follows, so it goes by SMS if the rules demand it, and not otherwise', async () => {
    const stranger = await accountOf('stranger-he');
    await add(required(stranger), courtesy(stranger));
    await world.outbox.drain();
    expect((await rows()).map(({ state, error }) => [state, error])).toEqual([
      ['failed', '43004'],
      ['failed', '43004'],
    ]);
    expect(await texts()).toHaveLength(1);
    await sms.drain();
    // He has never told us a phone.
    expect(await texts()).toMatchObject([{ state: 'failed', error: 'NO_PHONE' }]);
  });

  it('someone who was appointed and never came is told by the phone they were registered with', async () => {
    const [office] = await manager().find(Appointment, { where: {}, take: 1 });
    await add(required(`appointment:${office?.id}`));
    expect(await rows()).toMatchObject([{ state: 'failed', error: 'NO_ACCOUNT' }]);
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'sent' }]);
    expect(boxOf(world.vault.open('appointment.phone', office?.phone ?? '')).at(-1)).toContain('新诉求');
  });

  it('the gateway is away: tried again, and it arrives once', async () => {
    const { phone } = castPerson('manager-wang');
    const had = boxOf(phone).length;
    const office = await manager().findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', phone) });
    await add(required(`appointment:${office.id}`));
    world.sim.state.faults.add({ kind: 'gateway', errcode: -1, path: '/sim/sms', rate: 1, delay: 1 });
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'pending', attempts: 1, error: 'HTTP_502' }]);
    world.sim.state.faults.clear();
    world.clock.advance(60_000);
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'sent', attempts: 2 }]);
    expect(boxOf(phone)).toHaveLength(had + 1);
  });
});

describe('all owners', () => {
  const PEOPLE = 40;
  /** Owners of one more home than there are people; the last two have no account. */
  async function makeOwners(community: string): Promise<string[]> {
    const now = world.clock.now();
    const ids = Array.from({ length: PEOPLE }, () => newId(now));
    const sealed = { name: world.vault.seal('person.name', '钱多多'), phone: world.vault.seal('person.phone', '13800009999') };
    await manager().insert(
      Person,
      ids.map((id, index) => ({ id, ...sealed, phoneHash: `fan-${index}`, certified: 'none' as const, createdAt: now })),
    );
    await manager().insert(
      Account,
      ids.slice(0, -2).map((id) => ({ id: newId(now), openid: `ofan-${id}`, personId: id, createdAt: now })),
    );
    const homes = [...ids, ids[0] as string];
    await manager().insert(
      Binding,
      homes.map((personId) => ({ id: newId(now), personId, houseId: newId(now), communityId: community, boundAt: now })),
    );
    return ids;
  }
  const notify = (outbox: Outbox, subject: string, kind = 'complaint.new') =>
    world.app.get(Database).transaction((tx) => outbox.addForOwners(tx, world.clock.now(), { communityIds: [communityId] }, { kind, subject, data }));

  it('get one each, however many homes; who has no account is recorded, and told by SMS', async () => {
    await makeOwners(communityId);
    const [{ n }] = (await world.dataSource.query('SELECT COUNT(DISTINCT person_id) AS n FROM binding WHERE community_id = ?', [communityId])) as [
      { n: number },
    ];
    await notify(world.outbox, 'notice-1');
    const all = await rows();
    expect(all).toHaveLength(Number(n));
    expect(new Set(all.map(({ recipient }) => recipient)).size).toBe(all.length);
    expect(all.filter(({ state, error, recipient }) => state === 'failed' && error === 'NO_ACCOUNT' && recipient.startsWith('person:'))).toHaveLength(2);
    for (const row of all) {
      expect(row.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(row).toMatchObject({ communityId, data, attempts: 0, uncertain: 0, createdAt: world.clock.now() });
    }
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);
  });

  it('a second notice of the same subject is refused whole; of another, in the same instant, it is not', async () => {
    await notify(world.outbox, 'notice-2');
    const before = (await rows()).length;
    await expect(notify(world.outbox, 'notice-2')).rejects.toThrow();
    expect(await rows()).toHaveLength(before);
    await notify(world.outbox, 'notice-3');
    expect(await rows()).toHaveLength(before * 2);
  });

  it('two workers at once: each message is asked of WeChat once', async () => {
    const asked = () => world.sim.state.log.all().filter(({ path }) => path.startsWith('/cgi-bin/message/')).length;
    await notify(world.outbox, 'notice-4', 'binding.done');
    await world.dataSource.query('UPDATE outbox_message SET data = \'{"name":"业主","community":"华阳小区","houses":"1","at":"2026年11月20日 10:00"}\'');
    const due = (await rows()).filter(({ state }) => state === 'pending').length;
    const before = asked();
    await Promise.all([instance().drain(), instance().drain(), world.outbox.drain()]);
    expect(asked() - before).toBe(due);
    expect((await rows()).filter(({ state }) => state === 'pending')).toEqual([]);
  });
});
