import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Account, Appointment, Binding, Person } from '../src/identity/index.js';
import { BindingApplication } from '../src/identity/entities.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { WechatEvent } from '../src/wechat/entities.js';
import { type DeliveryReport, DeliveryReports, PrivacyRequests, WechatInbox } from '../src/wechat/index.js';
import { checkFace, startBinding } from './acts.js';
import { anotherInstance, type Instance } from './instances.js';
import { castPerson, startWorld, type World } from './kit.js';

let world: World;
let other: Instance;

beforeAll(async () => {
  world = await startWorld();
  other = await anotherInstance(world);
}, 60_000);
afterAll(async () => {
  await other.close();
  await world.close();
});
beforeEach(() => world.clock.advance(3_600_000));

const inboxes = (): WechatInbox[] => [world.app.get(WechatInbox), other.app.get(WechatInbox)];
const inbox = (): WechatInbox => world.app.get(WechatInbox);
const workBoth = (): Promise<unknown> => Promise.all(inboxes().map((each) => each.work()));
const rows = (kind: string): Promise<WechatEvent[]> => world.dataSource.manager.find(WechatEvent, { where: { kind }, order: { id: 'ASC' } });

let serial = 0;
/** Stores an event as the callback does. */
async function store(kind: string, fields: Record<string, string> = {}, at = world.clock.now()): Promise<void> {
  const openid = fields.OpenID ?? 'osomebody';
  await inbox().store({ kind, openid, at, fields: { Event: kind, FromUserName: openid, CreateTime: String(serial++), ...fields } }, world.clock.now());
}

/** Has both instances note what they are given of a kind; `act` may throw or ask for later. */
function noted(kind: string, act: (keys: readonly string[]) => Promise<readonly string[] | void> = () => Promise.resolve([])): string[] {
  const seen: string[] = [];
  for (const each of inboxes()) {
    each.on([kind], async (events) => {
      const keys = events.map(({ fields }) => String(fields.EventKey));
      const later = new Set((await act(keys)) || []);
      seen.push(...keys.filter((key) => !later.has(key)));
      return events.filter(({ fields }) => later.has(String(fields.EventKey))).map(({ id }) => id);
    });
  }
  return seen;
}

describe('what was stored', () => {
  it('is worked once by two instances, all of it, oldest first in a batch', async () => {
    const seen = noted('race');
    for (let index = 0; index < 350; index++) await store('race', { EventKey: String(index) }, new Date(world.clock.now().getTime() - index * 1_000));
    await workBoth();
    await workBoth();
    expect([...seen].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 350 }, (_, index) => String(index)));
    expect((await rows('race')).every(({ state, leaseOwner }) => state === 'done' && leaseOwner === null)).toBe(true);
  }, 30_000);

  it('is worked again when its worker is gone, after the lease', async () => {
    const seen = noted('orphan');
    await store('orphan', { EventKey: 'a' });
    const dueAt = new Date(world.clock.now().getTime() + 60_000);
    await world.dataSource.manager.update(WechatEvent, { kind: 'orphan' }, { state: 'working', leaseOwner: 'gone', dueAt });
    await workBoth();
    expect(seen).toEqual([]);
    world.clock.advance(60_001);
    await workBoth();
    expect(seen).toEqual(['a']);
  });

  it('is tried again with growing pauses while its handler fails, and holds up no other', async () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    let failing = true;
    const seen = noted('flaky', (keys) => (failing && keys.includes('bad') ? Promise.reject(new Error('secret words')) : Promise.resolve()));
    for (const key of ['a', 'bad', 'b']) await store('flaky', { EventKey: key });
    await workBoth();
    expect(seen.sort()).toEqual(['a', 'b']);
    expect((await rows('flaky')).map(({ state, error }) => [state, error])).toEqual([
      ['done', null],
      ['pending', 'HANDLER_FAILED'],
      ['done', null],
    ]);
    await workBoth();
    failing = false;
    world.clock.advance(999);
    expect(await inbox().work()).toBe(0);
    world.clock.advance(1);
    await workBoth();
    expect(seen.sort()).toEqual(['a', 'b', 'bad']);
    jest.restoreAllMocks();
  });

  it('that no key opens any more holds up no other', async () => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const seen = noted('sealed');
    for (const key of ['a', 'b']) await store('sealed', { EventKey: key });
    const [first] = await rows('sealed');
    await world.dataSource.manager.update(WechatEvent, { id: first?.id as string }, { payload: 'k9.AAAA' });
    await workBoth();
    expect([seen, (await rows('sealed')).map(({ state }) => state)]).toEqual([['b'], ['pending', 'done']]);
    await world.dataSource.manager.delete(WechatEvent, { kind: 'sealed' });
    jest.restoreAllMocks();
  });

  it('comes again for a quarter of an hour when it is too early, then is kept as it is', async () => {
    const seen = noted('early', (keys) => Promise.resolve(keys.filter((key) => key === 'never')));
    await store('early', { EventKey: 'never' });
    await store('early', { EventKey: 'now' });
    for (let minute = 0; minute < 30; minute++) {
      await workBoth();
      world.clock.advance(60_000);
    }
    expect(seen).toEqual(['now']);
    expect((await rows('early')).map(({ state, error, attempts }) => [state, error, attempts])).toEqual([
      ['failed', 'TOO_EARLY', 12],
      ['done', null, 1],
    ]);
  });

  it('is removed after thirty days, unless it still has its effect before it', async () => {
    await store('old', { EventKey: 'done' });
    await inbox().work();
    await store('old', { EventKey: 'pending' });
    const later = new Date(world.clock.now().getTime() + 30 * 24 * 3_600_000 + 1);
    while ((await inbox().sweep(later)) > 0);
    expect((await rows('old')).map(({ state }) => state)).toEqual(['pending']);
  });

  it('has one handler', () => {
    expect(() => inbox().on(['Subscribe'], () => Promise.resolve())).toThrow('Two handlers');
  });
});

describe('delivery reports', () => {
  const took: DeliveryReport[] = [];
  const unknown = new Set<string>();

  beforeAll(() => {
    for (const app of [world.app, other.app]) {
      app.get(DeliveryReports).useReports((reports) => {
        took.push(...reports.filter(({ msgid }) => !unknown.has(msgid)));
        return Promise.resolve(reports.filter(({ msgid }) => unknown.has(msgid)).map(({ msgid }) => msgid));
      });
    }
  });
  beforeEach(() => {
    took.length = 0;
  });

  const report = (MsgID: string, Status: string) => store('TEMPLATESENDJOBFINISH', { MsgID, Status });

  it('come with all digits, spelt in any way', async () => {
    await report('3428411849815982087', 'success');
    await report('3428411849815982088', 'failed:user  block');
    await report('3428411849815982089', 'failed: System Failed');
    await workBoth();
    expect(took.map(({ msgid, status }) => [msgid, status]).sort()).toEqual([
      ['3428411849815982087', 'delivered'],
      ['3428411849815982088', 'blocked'],
      ['3428411849815982089', 'failed'],
    ]);
  });

  it('that overtake the sender come again until it knows the message', async () => {
    unknown.add('77');
    await report('77', 'success');
    await workBoth();
    expect(took).toEqual([]);
    unknown.delete('77');
    world.clock.advance(1_000);
    await workBoth();
    expect(took.map(({ msgid }) => msgid)).toEqual(['77']);
  });
});

describe('someone who takes back what they allowed', () => {
  const manager = () => world.dataSource.manager;
  const accountOf = (slug: 'owner-li' | 'manager-wang') => manager().findOneByOrFail(Account, { openid: castPerson(slug).openid });
  const revoke = (openid: string, at = world.clock.now()) => store('user_authorization_revoke', { OpenID: openid, RevokeInfo: '1' }, at);

  it('loses session, person, homes and forms; the account stays, the audit log tells, and twice is once', async () => {
    const browser = await world.as('owner-li');
    await startBinding(world, browser, 'owner-li');
    const { id, openid, personId } = await accountOf('owner-li');
    expect(personId && (await manager().countBy(Binding, { personId }))).toBeGreaterThan(0);
    await store('text', { OpenID: openid, Content: '我的电话' });
    await inbox().work();
    await revoke(openid);
    await workBoth();
    expect(await accountOf('owner-li')).toMatchObject({ id, personId: null });
    await browser.get('/api/session').expect(401);
    expect(await manager().countBy(Person, { id: personId as string })).toBe(0);
    expect(await manager().countBy(Binding, { personId: personId as string })).toBe(0);
    expect(await manager().countBy(BindingApplication, { accountId: id })).toBe(0);
    expect((await rows('text')).map(({ payload }) => payload)).toEqual([null]);
    expect((await rows('user_authorization_revoke')).map(({ payload, state }) => [payload, state])).toEqual([[null, 'done']]);
    const entries = await manager().findBy(AuditEntry, { subject: `account:${id}` });
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([['account.revoke', { homes: expect.any(Number) }]]);
  });

  it('may come back and bind the same home anew; a late word of the older withdrawal takes nothing of it', async () => {
    const withdrawnAt = new Date(world.clock.now().getTime() - 60_000);
    const browser = await world.as('owner-li');
    const id = await startBinding(world, browser, 'owner-li');
    const result = await checkFace(world, browser, id, 'pass');
    const houseIds = (result.body as { houses: { id: string }[] }).houses.map((house) => house.id);
    await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(200);
    await revoke(castPerson('owner-li').openid, withdrawnAt);
    await workBoth();
    const { personId } = await accountOf('owner-li');
    expect(personId && (await manager().countBy(Binding, { personId }))).toBe(houseIds.length);
  });

  it('keeps the office that the employer registered, and takes it up again by the phone', async () => {
    const before = await accountOf('manager-wang');
    await revoke(before.openid);
    await workBoth();
    expect((await accountOf('manager-wang')).personId).toBeNull();
    expect(await manager().countBy(Appointment, { personId: before.personId as string })).toBe(0);
    const browser = await world.as('manager-wang');
    const { phone } = castPerson('manager-wang');
    const smsCode = await world.requestCode(browser, phone);
    const claimed = await browser.post('/api/roles').send({ role: 'project_manager', phone, smsCode }).expect(200);
    expect(claimed.body).toMatchObject({ roles: [{ role: 'project_manager' }] });
  });

  it('who left WeChat takes the openid along', async () => {
    const { id, openid } = await accountOf('owner-li');
    await store('user_authorization_cancellation', { OpenID: openid });
    await workBoth();
    expect(await manager().findOneBy(Account, { openid })).toBeNull();
    expect(await manager().findOneByOrFail(Account, { id })).toMatchObject({ openid: `gone:${id}`, personId: null, subscribed: false });
  });

  it('of whom nobody knows changes nothing', async () => {
    await revoke('onobody');
    await workBoth();
    expect((await rows('user_authorization_revoke')).at(-1)?.state).toBe('done');
  });

  it('is told to every feature that keeps something', async () => {
    const told: string[] = [];
    for (const app of [world.app, other.app]) app.get(PrivacyRequests).usePrivacy(({ openid }) => Promise.resolve(void told.push(openid)));
    await revoke('oeverybody');
    await workBoth();
    expect(told).toEqual(['oeverybody']);
  });
});
