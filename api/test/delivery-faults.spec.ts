import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SmsFallback } from '../src/message/index.js';
import { runCommand } from '../src/operator/index.js';
import { Database } from '../src/platform/database/index.js';
import { type Claimed, type Draft, Outbox, OutboxMessage, OutboxSms, type Report } from '../src/platform/outbox/index.js';
import { WechatAlarms, WechatClient, WechatInbox } from '../src/wechat/index.js';
import { draftOf } from './drafts.js';
import { castPerson, FRIDAY, startWorld, type Who, type World } from './kit.js';

const MINUTE = 60_000;
const SEND = '/cgi-bin/message/';
const RESULT = '投诉处理结果通知';

let world: World;
let sms: SmsFallback;
let owner: string;
let manager: string;
beforeAll(async () => {
  // One connection, so that the order in which WeChat is asked is the order in which messages go.
  world = await startWorld({ env: { WECHAT_CONNECTIONS: '1' } });
  sms = world.app.get(SmsFallback, { strict: false });
  owner = await accountOf('owner-li');
  manager = await accountOf('manager-wang');
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.sim.state.faults.clear();
  // The same time of the next day: nothing that one test learned is still believed in the next.
  world.clock.set(new Date(FRIDAY.getTime() + 24 * 60 * MINUTE * ++day));
  await world.dataSource.manager.clear(OutboxMessage);
  await world.dataSource.manager.clear(OutboxSms);
});
let day = 0;

async function accountOf(slug: Who): Promise<string> {
  const { body } = await (await world.as(slug)).get('/api/session').expect(200);
  return (body as { account: { id: string } }).account.id;
}
const rows = () => world.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
const texts = () => world.dataSource.manager.find(OutboxSms, { order: { id: 'ASC' } });
const states = async () => (await rows()).map(({ state, error }) => [state, error]);
/** The same, each once. */
const standing = async () => [...new Set((await states()).map(([state, error]) => `${state} ${error}`))];
const add = (...drafts: Draft[]) => world.app.get(Database).transaction((tx) => world.outbox.add(tx, world.clock.now(), drafts));
const draft = (kind: string, recipient: string): Draft => draftOf(world, kind, recipient);
/** What answers a person: it can wait for those whose clock runs. */
const courtesy = (): Draft => draft('complaint.closed', owner);
const urgent = (): Draft => draft('complaint.new', manager);
const fault = (kind: 'away' | 'malformed' | 'slow' | 'daily' | 'ip' | 'evicted', rest: { path?: string; count?: number; delay?: number } = {}) =>
  world.sim.state.faults.add({ kind, rate: 1, delay: 1, errcode: -1, path: SEND, ...rest });
const asked = (since = 0) => world.sim.state.log.all().filter(({ path, id }) => path.startsWith(SEND) && id > since);
const lastCall = (): number => world.sim.state.log.all().at(-1)?.id ?? 0;
const cards = (slug: Who) => world.sim.state.chats.cards(slug).length;
const template = () => world.sim.state.templates.all().find(({ title }) => title === RESULT);
const alarms = async () => (await world.app.get(WechatAlarms).since(new Date(world.clock.now().getTime() - MINUTE))).map(({ code, path }) => `${code} ${path}`);
async function command(...words: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = [];
  const tools = {
    client: world.app.get(WechatClient, { strict: false }),
    publicUrl: world.config.PUBLIC_URL,
    largestNotice: () => Promise.resolve(1),
    resume: (errors?: readonly string[]) => world.outbox.resume(errors),
    messages: (days: number) => world.outbox.counts(days),
    sms: { resume: () => Promise.resolve(0), counts: () => Promise.resolve([]) },
    alarms: () => Promise.resolve([]),
    follow: () => Promise.resolve(0),
    now: () => world.clock.now(),
    say: (line: string) => lines.push(line),
  };
  return { status: await runCommand(words, tools), said: lines.join('\n') };
}

describe('WeChat is away for half an hour', () => {
  it.each(['away', 'malformed'] as const)('(%s) nothing is lost, nobody is asked without pause, and then all arrives once, the urgent first', async (kind) => {
    const had = { owner: cards('owner-li'), manager: cards('manager-wang') };
    fault(kind);
    const before = lastCall();
    for (let minute = 0; minute < 30; minute++) {
      if (minute % 5 === 0) await add(courtesy(), courtesy(), urgent());
      await world.outbox.drain();
      world.clock.advance(MINUTE);
    }
    expect(await rows()).toHaveLength(18);
    for (const row of await rows()) expect([row.state, row.msgid]).toEqual(['pending', null]);
    // Its pauses double up to ten minutes: at most 7 tries of a minute and less, then 4 more.
    for (const { attempts, dueAt } of await rows()) {
      expect(attempts).toBeLessThanOrEqual(11);
      expect(dueAt.getTime() - world.clock.now().getTime()).toBeLessThanOrEqual(10 * MINUTE);
    }
    expect(asked(before).length).toBeLessThanOrEqual(18 * 11);
    world.sim.state.faults.clear();
    world.clock.advance(10 * MINUTE);
    const after = lastCall();
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
    expect([cards('owner-li') - had.owner, cards('manager-wang') - had.manager]).toEqual([12, 6]);
    const order = asked(after).map(({ request }) => (request.includes(castPerson('manager-wang').openid) ? 'urgent' : 'other'));
    expect(order).toEqual([...Array<string>(6).fill('urgent'), ...Array<string>(12).fill('other')]);
  });

  it('an answer after 3 s is waited for, and sent once', async () => {
    const had = cards('owner-li');
    fault('slow', { delay: 3_000, count: 1 });
    await add(courtesy());
    await world.outbox.drain();
    expect([await states(), cards('owner-li') - had]).toEqual([[['sent', null]], 1]);
  }, 15_000);
});

describe('what is urgent', () => {
  it('does not queue behind a notice, not even behind what of it was claimed already', async () => {
    const order: string[] = [];
    const outbox = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 4 });
    outbox.useDelivery(() =>
      Promise.resolve(async ({ kind }: Claimed) => {
        order.push(kind);
        if (order.length === 5) await add(urgent());
        return { sent: String(order.length) };
      }),
    );
    for (let from = 0; from < 2_000; from += 400) {
      await add(...Array.from({ length: 400 }, (_, index) => draft('binding.done', `01FAN${String(from + index).padStart(21, '0')}`)));
    }
    await world.dataSource.query('UPDATE outbox_message SET lane = 2');
    await outbox.drain();
    expect(order).toHaveLength(2_001);
    expect(order.indexOf('complaint.new')).toBeLessThan(1_000);
  });
});

describe('a spent quota', () => {
  it('that was reset by hand: npm run wechat -- resume, and nobody is restarted', async () => {
    fault('daily');
    await add(courtesy(), urgent());
    await world.outbox.drain();
    expect(await states()).toEqual([
      ['parked', '45009'],
      ['parked', '45009'],
    ]);
    world.sim.state.faults.clear();
    world.clock.advance(MINUTE);
    expect(await world.outbox.drain()).toBe(0);
    expect((await command('messages')).said).toContain('parked (45009): 2');
    expect((await command('resume')).said).toContain('2 messages');
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('resumed too early: parked again, nothing is lost, and WeChat was asked once', async () => {
    fault('daily');
    await add(...Array.from({ length: 20 }, courtesy));
    await world.outbox.drain();
    const before = lastCall();
    await command('resume');
    await world.outbox.drain();
    expect(asked(before)).toHaveLength(1);
    expect(await standing()).toEqual(['parked 45009']);
    const [first] = await rows();
    world.clock.set(first?.dueAt as Date);
    world.sim.state.faults.clear();
    await world.outbox.drain();
    // Midnight in Shanghai: what can wait does until the morning.
    world.clock.advance(8 * 60 * MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });
});

describe('a setting that an operator must change', () => {
  it('40164: an alarm, everything waits, and goes ten minutes after the address was added', async () => {
    fault('ip');
    await add(courtesy(), courtesy(), urgent());
    const before = lastCall();
    await world.outbox.drain();
    expect(await standing()).toEqual(['parked 40164']);
    expect(asked(before)).toHaveLength(1);
    expect(await alarms()).toEqual(['40164 cgi-bin/message/template/send']);
    world.sim.state.faults.clear();
    world.clock.advance(10 * MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('another system took the token: one new one, the call once more, the message once', async () => {
    await add(courtesy());
    await world.outbox.drain();
    const had = cards('owner-li');
    world.sim.state.tokens.evict();
    const before = lastCall();
    await add(courtesy());
    await world.outbox.drain();
    expect([asked(before).length, cards('owner-li') - had]).toEqual([2, 1]);
    expect((await rows()).at(-1)).toMatchObject({ state: 'sent', attempts: 1 });
  });
});

describe('a template of the account', () => {
  it('was deleted: its messages wait, the others go, the alarm names it, and `templates add` sends what waited', async () => {
    await add(courtesy());
    await world.outbox.drain();
    world.sim.state.templates.remove(template()?.id);
    await add(courtesy(), urgent(), courtesy());
    await world.outbox.drain();
    world.clock.advance(1_000);
    await world.outbox.drain();
    expect(await states()).toEqual([
      ['sent', null],
      ['parked', 'TEMPLATE_MISSING'],
      ['sent', null],
      ['parked', 'TEMPLATE_MISSING'],
    ]);
    expect(await alarms()).toContain(`TEMPLATE_MISSING cgi-bin/message/template/send ${RESULT}`);
    world.clock.advance(MINUTE);
    expect((await command('templates', 'add')).said).toContain('2 messages that waited for a template are sent now');
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('has a keyword of another type (47003): its messages wait, and go when it is right again', async () => {
    const { id = '', keywords = [] } = template() ?? {};
    const wrong = keywords.map((each) => (each.key === 'thing3' ? { ...each, key: 'number3' } : each));
    world.sim.state.templates.change(id, wrong);
    await add(courtesy(), urgent());
    const before = lastCall();
    await world.outbox.drain();
    expect(await states()).toEqual([
      ['parked', 'TEMPLATE_CHANGED'],
      ['sent', null],
    ]);
    expect(await alarms()).toContain(`TEMPLATE_CHANGED cgi-bin/message/template/send ${RESULT}`);
    // Those that follow are not even asked for.
    await add(courtesy(), courtesy());
    await world.outbox.drain();
    expect(asked(before)).toHaveLength(2);
    world.sim.state.templates.change(id, keywords);
    world.clock.advance(10 * MINUTE);
    await world.outbox.drain();
    expect(await standing()).toEqual(['sent null']);
  });

  it('is as it should be and a value breaks it (47003): that one message has failed', async () => {
    world.sim.state.faults.add({ kind: 'code', rate: 1, delay: 1, errcode: 47003, path: SEND, count: 1 });
    await add(courtesy(), courtesy());
    await world.outbox.drain();
    expect(await states()).toEqual([
      ['failed', '47003'],
      ['sent', null],
    ]);
  });
});

describe('the report of a message', () => {
  const url = async () => `${(await world.app.getUrl()).replace('[::1]', '127.0.0.1')}/wechat/callback`;
  const settings = { delay: 1, status: 'success', odd: 0, duplicates: 0, contradictions: 0, lost: 0, reorder: false } as const;
  beforeAll(async () => {
    const { WECHAT_TOKEN: token, WECHAT_AES_KEY: aesKey } = world.config;
    world.sim.state.callback.change({ url: await url(), mode: 'safe', callbacks: true, gap: 1, token, aesKey });
  });
  afterAll(() => {
    world.sim.state.callback.change({ callbacks: false });
    world.sim.state.results.settings = settings;
  });

  /** Sends, and works what is pushed until so many reports are done with. */
  async function through(reports: number, ...drafts: Draft[]): Promise<void> {
    await world.dataSource.query('DELETE FROM wechat_event');
    await add(...drafts);
    await world.outbox.drain();
    for (let look = 0; look < 200; look++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await world.app.get(WechatInbox).work();
      const [{ n }] = (await world.dataSource.query("SELECT COUNT(*) AS n FROM wechat_event WHERE state = 'done'")) as [{ n: number | string }];
      if (Number(n) >= reports) return;
    }
    throw new Error('The reports did not come.');
  }

  it.each([
    ['success', 'delivered', null],
    ['user block', 'refused', 'USER_BLOCK'],
    ['system failed', 'failed', 'SYSTEM_FAILED'],
  ] as const)('%s comes through the callback: %s', async (status, state, error) => {
    world.sim.state.results.settings = { ...settings, status };
    await through(2, urgent(), courtesy());
    expect(await states()).toEqual([
      [state, error],
      [state, error],
    ]);
    // Where a rule demands it, an SMS goes instead; of a courtesy none.
    expect(await texts()).toHaveLength(state === 'delivered' ? 0 : 1);
  });

  it('comes twice, contradicts itself, in any order: what once arrived has arrived', async () => {
    world.sim.state.results.settings = { ...settings, status: 'system failed', duplicates: 1, contradictions: 1, odd: 1, reorder: true };
    await through(2, urgent());
    await through(4, urgent(), urgent());
    expect(await standing()).toEqual(['delivered null']);
    await sms.drain();
    expect((await texts()).filter(({ state }) => state === 'pending')).toEqual([]);
  });

  it('never comes: after a day what a rule demands is told by SMS, once, and a late word still counts', async () => {
    world.sim.state.results.settings = { ...settings, lost: 1 };
    await add(urgent(), courtesy());
    await world.outbox.drain();
    world.clock.advance(24 * 60 * MINUTE - 1);
    await world.outbox.drain();
    expect(await texts()).toEqual([]);
    world.clock.advance(1);
    await Promise.all([world.outbox.drain(), new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 1 }).drain()]);
    await world.outbox.drain();
    expect(await states()).toEqual([
      ['sent', 'NO_REPORT'],
      ['sent', null],
    ]);
    expect(await texts()).toMatchObject([{ state: 'pending' }]);
    await sms.drain();
    const [first] = await rows();
    await world.outbox.report([{ msgid: first?.msgid ?? '', recipient: manager, state: 'delivered', at: world.clock.now() }]);
    expect((await states())[0]).toEqual(['delivered', null]);
    expect(await texts()).toMatchObject([{ state: 'sent' }]);
  });

  it('many at once that failed: an SMS for each, and nobody waits for anybody for ever', async () => {
    world.sim.state.results.settings = { ...settings, lost: 1 };
    await add(...Array.from({ length: 300 }, urgent));
    await world.outbox.drain();
    const failed = (await rows()).map(({ msgid }): Report => ({ msgid: msgid ?? '', recipient: manager, state: 'failed', at: world.clock.now() }));
    await Promise.all([world.outbox.report(failed), world.outbox.report([...failed].reverse()), add(...Array.from({ length: 50 }, urgent))]);
    expect(await texts()).toHaveLength(300);
  });
});

describe('a sender that was killed', () => {
  it('between sending and writing it down: counted, and told by `npm run wechat -- messages`', async () => {
    let begun!: () => void;
    const sending = new Promise<void>((resolve) => (begun = resolve));
    const killed = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 1 });
    killed.useDelivery(() => Promise.resolve(() => (begun(), new Promise(() => undefined))));
    await add(courtesy());
    void killed.drain();
    await sending;
    world.clock.advance(2 * MINUTE);
    await world.outbox.drain();
    expect(await rows()).toMatchObject([{ state: 'sent', uncertain: 1 }]);
    expect((await command('messages')).said).toContain('sent: 1\n1 of them may have come twice');
  });
});
