import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SmsFallback } from '../src/message/index.js';
import { Database } from '../src/platform/database/index.js';
import { type Draft, Outbox, OutboxMessage, OutboxSms } from '../src/platform/outbox/index.js';
import { WechatAlarms, WechatClient } from '../src/wechat/index.js';
import { draftOf } from './drafts.js';
import { anotherInstance } from './instances.js';
import { FRIDAY, startWorld, type Who, type World } from './kit.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SEND = '/cgi-bin/message/';

let world: World;
let owner: string;
let manager: string;
let day = 0;
beforeAll(async () => {
  // One connection, so that WeChat is asked for one message after the other.
  world = await startWorld({ env: { WECHAT_CONNECTIONS: '1' } });
  owner = await accountOf('owner-li');
  manager = await accountOf('manager-wang');
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.sim.state.faults.clear();
  world.clock.set(new Date(FRIDAY.getTime() + 24 * HOUR * ++day));
  await world.dataSource.manager.clear(OutboxMessage);
  await world.dataSource.manager.clear(OutboxSms);
});

async function accountOf(slug: Who): Promise<string> {
  const { body } = await (await world.as(slug)).get('/api/session').expect(200);
  return (body as { account: { id: string } }).account.id;
}
const rows = () => world.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
const texts = async () => (await world.dataSource.manager.find(OutboxSms, { order: { id: 'ASC' } })).map(({ id }) => id);
const standing = async () => [...new Set((await rows()).map(({ state, error }) => `${state} ${error}`))];
const add = (...drafts: Draft[]) => world.app.get(Database).transaction((tx) => world.outbox.add(tx, world.clock.now(), drafts));
const draft = (kind: string, recipient: string): Draft => draftOf(world, kind, recipient);
/** No rule demands it. */
const courtesy = (): Draft => draft('complaint.closed', owner);
const urgent = (): Draft => draft('complaint.new', manager);
const fault = (kind: 'code' | 'ip' | 'daily' | 'slow' | 'lost', rest: { path?: string; errcode?: number; delay?: number } = {}) =>
  world.sim.state.faults.add({ kind, rate: 1, delay: 1, errcode: -1, path: SEND, ...rest });
const asked = (since: number) => world.sim.state.log.all().filter(({ path, id }) => path.startsWith(SEND) && id > since);
const lastCall = (): number => world.sim.state.log.all().at(-1)?.id ?? 0;
const cards = (slug: Who) => world.sim.state.chats.cards(slug).length;
const alarms = async () => (await world.app.get(WechatAlarms).since(new Date(world.clock.now().getTime() - MINUTE))).map(({ code, path }) => `${code} ${path}`);

describe('what WeChat refuses to the account is no message’s fault', () => {
  it('a token for a reason that no table knows (89503): all waits, and an operator is told', async () => {
    world.clock.advance(3 * HOUR);
    fault('code', { path: '/cgi-bin/stable_token', errcode: 89503 });
    await add(courtesy(), urgent());
    await world.outbox.drain();
    expect(await standing()).toEqual(['parked 89503']);
    expect(await alarms()).toContain('89503 cgi-bin/stable_token');
    world.sim.state.faults.clear();
    world.clock.advance(11 * MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('the list of its templates: likewise', async () => {
    fault('code', { path: '/cgi-bin/template/', errcode: 61024 });
    const asking = world.app.get(WechatClient).getOfAccount('cgi-bin/template/get_all_private_template');
    await expect(asking).rejects.toMatchObject({ code: '61024', reaction: 'alarm' });
    expect(await alarms()).toContain('61024 cgi-bin/template/get_all_private_template');
  });

  it('sending at all (48001, its verification has lapsed): WeChat is asked once, all waits and goes when it is mended', async () => {
    fault('code', { errcode: 48001 });
    await add(courtesy(), urgent(), urgent());
    const before = lastCall();
    await world.outbox.drain();
    expect([await standing(), asked(before).length]).toEqual([['parked 48001'], 1]);
    world.sim.state.faults.clear();
    world.clock.advance(10 * MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('a message for a reason that no table knows: it has failed, and an operator is told', async () => {
    fault('code', { errcode: 45999 });
    await add(courtesy());
    await world.outbox.drain();
    expect([await standing(), await alarms()]).toEqual([['failed 45999'], expect.arrayContaining(['45999 cgi-bin/message/template/send'])]);
  });

  it('more in this minute (45011): WeChat is left alone until the next', async () => {
    fault('code', { errcode: 45011 });
    await add(...Array.from({ length: 20 }, courtesy));
    const before = lastCall();
    await world.outbox.drain();
    expect([await standing(), asked(before).length]).toEqual([['parked 45011'], 1]);
    world.sim.state.faults.clear();
    world.clock.advance(MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });
});

describe('what a rule demands and WeChat does not deliver in time', () => {
  it('is told by SMS after an hour of tries, once, and goes through WeChat later', async () => {
    fault('ip');
    await add(courtesy(), urgent());
    for (let minute = 0; minute < 50; minute += 10) {
      await world.outbox.drain();
      world.clock.advance(10 * MINUTE);
    }
    expect(await texts()).toEqual([]);
    for (let minute = 0; minute < 30; minute += 10) {
      await world.outbox.drain();
      world.clock.advance(10 * MINUTE);
    }
    const [, second] = await rows();
    expect(await texts()).toEqual([second?.id]);
    world.sim.state.faults.clear();
    await world.outbox.drain();
    expect([await standing(), await texts()]).toEqual([['sent null'], [second?.id]]);
  });

  it('but not before WeChat was asked, after a time without us', async () => {
    await add(urgent());
    world.clock.advance(5 * HOUR);
    const started = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 1 });
    started.useDelivery(() => Promise.resolve(() => Promise.resolve({ sent: '1' })));
    await started.sweep();
    await started.drain();
    expect([await standing(), await texts()]).toEqual([['sent null'], []]);
  });

  it('also while a drain goes on for long', async () => {
    let end!: () => void;
    const slow = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 1 });
    slow.useDelivery(() => Promise.resolve(() => new Promise((resolve) => (end = () => resolve({ sent: '1' })))));
    await slow.drain();
    await add(courtesy());
    const draining = slow.drain();
    while ((end as unknown) === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    await add(urgent());
    world.clock.advance(HOUR + 1);
    await slow.sweep();
    expect(await texts()).toEqual([(await rows())[1]?.id]);
    end();
    await draining;
  });

  it('and not any more by SMS when it arrived through WeChat before that', async () => {
    fault('ip');
    await add(urgent());
    for (let minute = 0; minute < 80; minute += 10) {
      await world.outbox.drain();
      world.clock.advance(10 * MINUTE);
    }
    world.sim.state.faults.clear();
    await world.outbox.drain();
    const [row] = await rows();
    expect(await texts()).toEqual([row?.id]);
    await world.outbox.report([{ msgid: row?.msgid ?? '', recipient: manager, state: 'delivered', at: world.clock.now() }]);
    expect([await texts(), await world.app.get(SmsFallback, { strict: false }).drain()]).toEqual([[], 0]);
  });

  it('although nobody tried it, for the quota was spent before it was written; a notice to everybody waits for the next day', async () => {
    fault('daily');
    await add(courtesy());
    await world.outbox.drain();
    await add(urgent(), urgent(), courtesy());
    const [, first, second] = await rows();
    await world.dataSource.query(`UPDATE outbox_message SET lane = 2 WHERE id = ?`, [second?.id]);
    world.clock.advance(HOUR - 1);
    await world.outbox.drain();
    expect(await texts()).toEqual([]);
    world.clock.advance(2);
    await Promise.all([world.outbox.drain(), new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 1 }).drain()]);
    expect(await texts()).toEqual([first?.id]);
    world.clock.advance(3 * HOUR);
    await world.outbox.drain();
    expect(await texts()).toEqual([first?.id]);
  });
});

describe('an answer that is lost', () => {
  it('for so long that WeChat forgets the message’s mark: counted, for it may have come twice', async () => {
    const had = cards('owner-li');
    fault('lost');
    await add(courtesy());
    for (let minute = 0; minute < 4; minute++) {
      await world.outbox.drain();
      world.clock.advance(MINUTE);
    }
    expect([(await rows())[0]?.uncertain, cards('owner-li') - had]).toEqual([0, 1]);
    for (let minute = 0; minute < 26; minute++) {
      await world.outbox.drain();
      world.clock.advance(MINUTE);
    }
    world.sim.state.faults.clear();
    world.clock.advance(10 * MINUTE);
    await world.outbox.drain();
    const [row] = await rows();
    expect(cards('owner-li') - had).toBeGreaterThan(1);
    expect(row).toMatchObject({ state: 'sent', uncertain: expect.any(Number) });
    expect(row?.uncertain).toBeGreaterThanOrEqual(cards('owner-li') - had - 1);
  });
});

describe('a moment without the database', () => {
  it('after messages were sent: what became of them is written down all the same, and none is sent again', async () => {
    const database = world.app.get(Database);
    await add(courtesy());
    const before = lastCall();
    const away = jest.spyOn(database, 'transaction').mockRejectedValueOnce(new Error('gone')).mockRejectedValueOnce(new Error('gone'));
    await world.outbox.drain();
    expect(away).toHaveBeenCalledTimes(3);
    away.mockRestore();
    expect([await standing(), asked(before).length]).toEqual([['sent null'], 1]);
  });

  it('before they were sent: they go back as they were, and nobody counts them as perhaps sent', async () => {
    await add(courtesy(), urgent());
    const outbox = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 2 });
    outbox.useDelivery(() => Promise.reject(new Error('gone')));
    await expect(outbox.drain()).rejects.toThrow('gone');
    expect((await rows()).map(({ state, attempts, uncertain }) => [state, attempts, uncertain])).toEqual([
      ['pending', 0, 0],
      ['pending', 0, 0],
    ]);
    await world.outbox.drain();
    expect((await rows()).map(({ state, attempts, uncertain }) => [state, attempts, uncertain])).toEqual([
      ['sent', 1, 0],
      ['sent', 1, 0],
    ]);
  });
});

describe('an SMS in place of a message', () => {
  const sms = () => world.app.get(SmsFallback, { strict: false });
  const one = async () => (await world.dataSource.manager.find(OutboxSms))[0];
  beforeEach(async () => {
    await add({ ...urgent(), recipient: 'appointment:01APP000000000000000000000' });
    const [row] = await rows();
    await world.dataSource.manager.update(OutboxMessage, { id: row?.id }, { recipient: manager });
  });

  it('is written down although the database was away for a moment, and goes once', async () => {
    const away = jest.spyOn(world.app.get(Database), 'transaction').mockRejectedValueOnce(new Error('gone'));
    expect(await sms().drain()).toBe(1);
    expect(away).toHaveBeenCalledTimes(2);
    away.mockRestore();
    expect(await one()).toMatchObject({ state: 'sent', attempts: 1, uncertain: 0 });
  });

  it('does not go when its message has arrived in the meantime', async () => {
    await world.dataSource.query(`UPDATE outbox_message SET state = 'delivered'`);
    expect(await sms().drain()).toBe(0);
    expect(await one()).toMatchObject({ state: 'failed', error: 'ARRIVED' });
  });

  it('that a version of before was sending when it ended goes, and counts as perhaps sent', async () => {
    await world.dataSource.query(`UPDATE outbox_sms SET state = 'sending'`);
    expect(await sms().drain()).toBe(1);
    expect(await one()).toMatchObject({ state: 'sent', uncertain: 1 });
  });
});

describe('an instance that ends', () => {
  it('finishes what it is sending, and writes it down', async () => {
    const other = await anotherInstance(world);
    const had = cards('owner-li');
    fault('slow', { delay: 500 });
    await add(courtesy());
    const before = lastCall();
    const draining = other.app.get(Outbox).drain();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await other.close();
    await draining;
    expect([await standing(), asked(before).length, cards('owner-li') - had]).toEqual([['sent null'], 1, 1]);
  });
});
