import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Person, People } from '../src/identity/index.js';
import { SmsFallback } from '../src/message/index.js';
import { Database, newId } from '../src/platform/database/index.js';
import { type Draft, OutboxMessage, OutboxSms, SmsLedger } from '../src/platform/outbox/index.js';
import { smsInstead } from '../src/platform/outbox/ledger.js';
import { type SmsContent, type SmsResult, SmsSender } from '../src/sms/index.js';
import { WechatAlarms } from '../src/wechat/index.js';
import { FRIDAY, startWorld, type World } from './kit.js';

const MINUTE = 60_000;
const PEOPLE = 60;
const phoneOf = (person: number): string => `139${String(person).padStart(8, '0')}`;

/** The operator's gateway: whom it was asked to reach, and what it answers. */
const gateway = {
  asked: [] as string[],
  /** What waits for its answer now, and the most that ever did. */
  open: 0,
  most: 0,
  answer: (_phone: string, response: ServerResponse): void => void response.writeHead(204).end(),
};
const always = (status: number) => (_phone: string, response: ServerResponse) => void response.writeHead(status).end();
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part: Buffer) => (text += part.toString()));
  request.on('end', () => {
    const { phone } = JSON.parse(text) as { phone: string };
    gateway.asked.push(phone);
    gateway.most = Math.max(gateway.most, (gateway.open += 1));
    response.on('finish', () => (gateway.open -= 1));
    gateway.answer(phone, response);
  });
});

let world: World;
let sms: SmsFallback;
let people: string[];
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  world = await startWorld({ env: { SMS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, SMS_TOKEN: 't0ken' } });
  sms = world.app.get(SmsFallback, { strict: false });
  const rows = Array.from({ length: PEOPLE }, (_, index) => ({
    id: newId(FRIDAY),
    name: world.vault.seal('person.name', '钱多多'),
    phone: world.vault.seal('person.phone', phoneOf(index)),
    phoneHash: `fallback-${index}`,
    certified: 'none' as const,
    createdAt: FRIDAY,
  }));
  await manager().insert(Person, rows);
  people = rows.map(({ id }) => `person:${id}`);
}, 60_000);
afterAll(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
});
let day = 0;
beforeEach(async () => {
  Object.assign(gateway, { asked: [], open: 0, most: 0, answer: always(204) });
  world.clock.set(new Date(FRIDAY.getTime() + 24 * 60 * MINUTE * ++day));
  for (const entity of [OutboxMessage, OutboxSms]) await manager().clear(entity);
  await world.dataSource.query('DELETE FROM wechat_alarm');
});

const manager = () => world.dataSource.manager;
const texts = () => manager().find(OutboxSms, { order: { id: 'ASC' } });
/** Each standing once. */
const standing = async () => [...new Set((await texts()).map(({ state, error }) => `${state} ${error}`))];
const data = { no: '20261120-000001', title: '电梯·报事报修', community: '华阳小区', due: '2026年11月20日 14:00', at: '2026年11月20日 10:00' };
/** Comes at night, too; `calm` waits for the morning. Both are demanded by a rule. */
const urgent = (recipient: string): Draft => ({ kind: 'complaint.new', subject: newId(world.clock.now()), recipient, data });
const calm = (recipient: string): Draft => ({ ...urgent(recipient), kind: 'complaint.escalated' });
/** Required messages that WeChat did not deliver; of a notice, in its lane. */
async function missed(drafts: readonly Draft[], lane?: number): Promise<void> {
  const now = world.clock.now();
  await world.app.get(Database).transaction(async (tx) => {
    await world.outbox.add(tx, now, drafts);
    const rows = (await tx.query("SELECT id FROM outbox_message WHERE state = 'pending'")) as { id: string }[];
    await tx.query(`UPDATE outbox_message SET state = 'failed', error = '43004' ${lane === undefined ? '' : `, lane = ${lane}`} WHERE state = 'pending'`);
    const ids = rows.map(({ id }) => id);
    await smsInstead(tx, now, ids);
  });
}
const ledger = () => new SmsLedger(world.app.get(Database));
const alarms = async () => (await world.app.get(WechatAlarms).since(new Date(world.clock.now().getTime() - MINUTE))).map(({ code, path }) => `${code} ${path}`);
/** Another instance, with a sender of its own. */
const instance = (send: (phone: string) => Promise<SmsResult>): SmsFallback => {
  const sender = new (class extends SmsSender {
    override send = (phone: string, _content: SmsContent) => send(phone);
    protected override pass = (phone: string) => send(phone);
  })();
  return new SmsFallback(world.app.get(Database), world.clock, world.app.get(People, { strict: false }), sender, world.outbox, world.config);
};
/** Drains each ten minutes for some hours. */
async function wait(hours: number): Promise<void> {
  for (let minute = 0; minute < hours * 60; minute += 10) {
    world.clock.advance(10 * MINUTE);
    await sms.drain();
  }
}

describe('what the operator must put right', () => {
  it.each([401, 402])('the gateway answers %d for hours: nothing is given up, it is hardly asked, and then all arrive once', async (status) => {
    gateway.answer = always(status);
    await missed(people.map(urgent));
    await sms.drain();
    expect(await standing()).toEqual([`parked HTTP_${status}`]);
    // Those in flight when it began, and none of the others.
    expect(gateway.asked.length).toBeLessThan(PEOPLE / 2);
    expect(await alarms()).toEqual([`SMS HTTP_${status}`]);
    await wait(4);
    expect(await standing()).toEqual([`parked HTTP_${status}`]);
    gateway.answer = always(204);
    gateway.asked.length = 0;
    await wait(1);
    expect(await standing()).toEqual(['sent null']);
    expect([...gateway.asked].sort()).toEqual(people.map((_, index) => phoneOf(index)));
  });

  it('is told by the code that signs people in, too', async () => {
    gateway.answer = always(401);
    const browser = await world.as('owner-zhao');
    await world.requestCode(browser, '13811119901').catch(() => undefined);
    expect(await alarms()).toEqual(['SMS HTTP_401']);
  });

  it('is not: one phone that the gateway forbids keeps nobody else waiting', async () => {
    gateway.answer = (phone, response) => void response.writeHead(phone === phoneOf(0) ? 403 : 204).end();
    await missed(people.slice(0, 1).map(urgent));
    for (let round = 1; round < 4; round++) {
      await sms.drain();
      await missed(people.slice(10 * round, 10 * round + 10).map(urgent));
      await sms.drain();
      expect((await texts()).map(({ state }) => state)).toEqual(['parked', ...Array<string>(10 * round).fill('sent')]);
      world.clock.advance(10 * MINUTE);
    }
  });

  it('what was parked goes at once when the operator says so, and so does what failed in the last days', async () => {
    gateway.answer = always(401);
    await missed(people.slice(0, 10).map(urgent));
    await sms.drain();
    gateway.answer = always(400);
    await missed(people.slice(10, 20).map(urgent));
    await sms.drain();
    expect((await standing()).sort()).toEqual(['failed HTTP_400', 'parked HTTP_401']);
    // It arrived after all.
    const [first] = await texts();
    await manager().update(OutboxMessage, { id: first?.id ?? '' }, { state: 'delivered' });
    gateway.answer = always(204);
    gateway.asked.length = 0;
    expect(await ledger().resume(world.clock.now(), 7)).toBe(19);
    await sms.drain();
    expect(gateway.asked).toHaveLength(19);
    expect((await texts()).filter(({ state }) => state === 'sent')).toHaveLength(19);
  });

  it('what failed long ago is news no more', async () => {
    gateway.answer = always(400);
    await missed(people.slice(0, 3).map(urgent));
    await sms.drain();
    world.clock.advance(8 * 24 * 60 * MINUTE);
    expect(await ledger().resume(world.clock.now(), 7)).toBe(0);
    expect(await standing()).toEqual(['failed HTTP_400']);
  });

  it('a gateway that is away from Friday to Monday: nothing is given up', async () => {
    gateway.answer = always(502);
    await missed(people.slice(0, 2).map(urgent));
    await wait(64);
    expect(await standing()).toEqual(['pending HTTP_502']);
    gateway.answer = always(204);
    await wait(1);
    expect(await standing()).toEqual(['sent null']);
  });
});

describe('a row that no key opens', () => {
  it('has failed and says so; everybody else is told', async () => {
    const lost = { id: newId(FRIDAY), phoneHash: 'fallback-lost', certified: 'none' as const, createdAt: FRIDAY };
    await manager().insert(Person, { ...lost, name: world.vault.seal('person.name', '钱多多'), phone: 'k9.AAAA' });
    await missed([urgent(`person:${lost.id}`), ...people.slice(0, 5).map(urgent)]);
    await sms.drain();
    expect((await texts()).map(({ state, error }) => [state, error])).toEqual([['failed', 'UNREADABLE'], ...Array<unknown>(5).fill(['sent', null])]);
  });
});

describe('many wait', () => {
  it('what is urgent does not queue behind a notice', async () => {
    for (let round = 0; round < 4; round++) await missed(people.slice(1).map(urgent), 2);
    world.clock.advance(MINUTE);
    await missed([urgent(people[0] ?? '')]);
    await sms.drain();
    expect(gateway.asked).toHaveLength(4 * (PEOPLE - 1) + 1);
    expect(gateway.asked.indexOf(phoneOf(0))).toBeLessThan(50);
  });

  it('several are on their way at once, and one slow answer holds nobody up', async () => {
    let slow: ServerResponse | null = null;
    gateway.answer = (phone, response) => {
      if (phone === phoneOf(0)) slow = response;
      else setTimeout(() => response.writeHead(204).end(), 5);
      if (gateway.asked.length === PEOPLE) slow?.writeHead(204).end();
    };
    await missed(people.map(urgent));
    await sms.drain();
    expect(await standing()).toEqual(['sent null']);
    expect(gateway.most).toBeGreaterThanOrEqual(8);
    expect(gateway.most).toBeLessThanOrEqual(32);
  });

  it('each is looked for by an index alone', async () => {
    await missed(people.map(urgent));
    const sql =
      "SELECT id FROM outbox_sms WHERE state = 'pending' AND lane = 1 AND due_at <= '2036-11-20' AND lease_until <= '2036-11-20' ORDER BY due_at, id LIMIT 40";
    const [plan] = (await world.dataSource.query(`EXPLAIN ${world.config.DATABASE_URL ? '' : 'QUERY PLAN '}${sql}`)) as {
      key?: string;
      detail?: string;
      Extra?: string;
    }[];
    expect(plan?.key ?? plan?.detail).toContain('outbox_sms_due');
    expect(plan?.Extra ?? '').not.toContain('filesort');
  });

  it('of two instances each SMS leaves by one', async () => {
    await missed(people.map(urgent));
    const sent: string[] = [];
    const take = (phone: string) => (sent.push(phone), Promise.resolve({ sent: true as const, id: null }));
    await Promise.all([instance(take).drain(), instance(take).drain(), sms.drain()]);
    expect([...sent, ...gateway.asked].sort()).toEqual(people.map((_, index) => phoneOf(index)));
    expect(await standing()).toEqual(['sent null']);
  });
});

describe('at night', () => {
  const EVENING = '2026-12-20T23:00:00+08:00';

  it('what may come at night is tried again in a minute', async () => {
    world.clock.set(EVENING);
    gateway.answer = always(502);
    await missed([urgent(people[0] ?? '')]);
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'pending', attempts: 1, dueAt: new Date('2026-12-20T15:01:00Z') }]);
  });

  it('what can wait does, also when it was due by day, and no try is counted', async () => {
    world.clock.set('2026-12-20T21:30:00+08:00');
    await missed([calm(people[0] ?? '')]);
    world.clock.set(EVENING);
    await sms.drain();
    expect(gateway.asked).toEqual([]);
    expect(await texts()).toMatchObject([{ state: 'pending', attempts: 0, uncertain: 0, dueAt: new Date('2026-12-21T00:00:00Z') }]);
    world.clock.set('2026-12-21T08:00:00+08:00');
    await sms.drain();
    expect(await standing()).toEqual(['sent null']);
  });
});

describe('a sender that was killed', () => {
  it('between sending and writing it down: sent again after its lease, and counted', async () => {
    let begun!: () => void;
    const sending = new Promise<void>((resolve) => (begun = resolve));
    await missed([urgent(people[0] ?? '')]);
    void instance(() => (begun(), new Promise(() => undefined))).drain();
    await sending;
    await sms.drain();
    expect(gateway.asked).toEqual([]);
    expect(await ledger().counts(new Date(0), world.clock.now())).toEqual([{ state: 'sending', error: null, messages: 1, uncertain: 0 }]);
    world.clock.advance(2 * MINUTE);
    await sms.drain();
    expect(await texts()).toMatchObject([{ state: 'sent', attempts: 2, uncertain: 1 }]);
    expect(await ledger().counts(new Date(0), world.clock.now())).toEqual([{ state: 'sent', error: null, messages: 1, uncertain: 1 }]);
  });

  it('or was told to stop: what it had not begun is free at once, and what it had is written down', async () => {
    const answers: (() => void)[] = [];
    const stopping = instance(() => new Promise((resolve) => answers.push(() => resolve({ sent: true, id: null }))));
    await missed(people.map(urgent));
    const drained = stopping.drain();
    while (answers.length < 8) await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = stopping.onModuleDestroy();
    while (answers.length > 0) {
      answers.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all([drained, stopped]);
    const begun = (await texts()).filter(({ state }) => state === 'sent').length;
    expect(begun).toBeLessThan(PEOPLE);
    await sms.drain();
    expect(gateway.asked).toHaveLength(PEOPLE - begun);
    expect((await texts()).map(({ uncertain }) => uncertain)).toEqual(Array(PEOPLE).fill(0));
  });
});

describe('WeChat says that it arrived while its SMS', () => {
  it('is on its way: the SMS is written down all the same; one that waits does not go', async () => {
    let answer: ServerResponse | null = null;
    gateway.answer = (_phone, response) => (answer = response);
    await missed(people.slice(0, 1).map(urgent));
    const drained = sms.drain();
    while (!answer) await new Promise((resolve) => setTimeout(resolve, 5));
    await missed(people.slice(1, 2).map(urgent));
    for (const { id } of await manager().find(OutboxMessage)) await manager().update(OutboxMessage, { id }, { msgid: `7${id}` });
    const reports = (await manager().find(OutboxMessage)).map(({ msgid, recipient }) => ({ msgid: msgid ?? '', recipient }));
    // A drain looks for more only while it has none.
    await world.outbox.report(reports.map((each) => ({ ...each, state: 'delivered' as const, at: world.clock.now() })));
    (answer as ServerResponse).writeHead(204).end();
    await drained;
    expect(gateway.asked).toEqual([phoneOf(0)]);
    expect(await texts()).toMatchObject([{ state: 'sent' }]);
  });
});
