import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WechatAlarms, WechatClient, WechatFault, WechatOAuth, WechatTemplates } from '../src/wechat/index.js';
import { WechatToken } from '../src/wechat/entities.js';
import { castPerson, startWorld, type World } from './kit.js';
import { anotherInstance, type Instance } from './instances.js';

const HOUR = 3_600_000;
const LIST = 'cgi-bin/template/get_all_private_template';

let world: World;
let other: Instance;
let said: string[];

beforeAll(async () => {
  world = await startWorld();
  other = await anotherInstance(world);
}, 60_000);
afterAll(async () => {
  await other.close();
  await world.close();
});

beforeEach(() => {
  // Each test begins with a token that has run out.
  world.clock.advance(3 * HOUR);
  world.sim.state.faults.clear();
  said = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text: unknown) => (said.push(String(text)), true));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

const clients = (): WechatClient[] => [world.app.get(WechatClient), other.app.get(WechatClient)];
const first = (): WechatClient => world.app.get(WechatClient);
/** The two instances in turn. */
const each = (index: number): WechatClient => clients()[index % 2] as WechatClient;
const calls = (path: string, since = 0) => world.sim.state.log.all().filter((call) => call.path === `/${path}` && call.id > since);
const lastCall = (): number => world.sim.state.log.all().at(-1)?.id ?? 0;
const fault = (given: {
  kind: 'away' | 'malformed' | 'slow' | 'code' | 'evicted' | 'ip' | 'daily' | 'gateway';
  path?: string;
  count?: number;
  errcode?: number;
  delay?: number;
}) => world.sim.state.faults.add({ rate: 1, delay: 1, errcode: -1, ...given });
const stored = (): Promise<WechatToken> => world.dataSource.manager.findOneByOrFail(WechatToken, { name: `access_token/${world.config.WECHAT_APP_ID}` });

async function faultOfCall(call: Promise<unknown>): Promise<WechatFault> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(WechatFault);
  return error as WechatFault;
}

describe('the token', () => {
  it('is fetched once by 50 callers of two instances, and kept for all of them', async () => {
    const before = lastCall();
    await Promise.all(Array.from({ length: 50 }, (_, index) => each(index).get(LIST)));
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(1);
    expect(calls(LIST, before)).toHaveLength(50);
    await first().get(LIST);
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(1);
  });

  it('is renewed once when it runs out, and the renewal is the newest', async () => {
    await Promise.all(clients().map((client) => client.get(LIST)));
    const old = await stored();
    world.clock.advance(2 * HOUR);
    const before = lastCall();
    await Promise.all(Array.from({ length: 20 }, (_, index) => each(index).get(LIST)));
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(1);
    expect((await stored()).digest).not.toBe(old.digest);
  });

  it('lies sealed in the database', async () => {
    await first().get(LIST);
    const { value, digest } = await stored();
    expect(value).toMatch(/^dev\./);
    expect(`${value} ${digest}`).not.toContain('90_');
  });

  it('that another system made worthless is renewed once, and every call passes', async () => {
    await Promise.all(clients().map((client) => client.get(LIST)));
    world.sim.state.tokens.evict();
    const before = lastCall();
    await Promise.all(Array.from({ length: 20 }, (_, index) => each(index).get(LIST)));
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(1);
  });

  it('that failed is dropped, but not the newer one of another instance', async () => {
    await Promise.all(clients().map((client) => client.get(LIST)));
    world.sim.state.tokens.evict();
    await clients()[1]?.get(LIST);
    const before = lastCall();
    await first().get(LIST); // Still holds the old one in memory.
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(0);
  });

  it('that WeChat refuses and yet gives again is forced, once, and the call passes', async () => {
    await first().get(LIST);
    const before = lastCall();
    fault({ kind: 'evicted', count: 1, path: `/${LIST}` });
    await first().get(LIST);
    expect(calls('cgi-bin/stable_token', before).map(({ request }) => request.includes('"force_refresh":true'))).toEqual([false, true]);
    fault({ kind: 'evicted', count: 1, path: `/${LIST}` });
    await first().get(LIST);
    expect(calls('cgi-bin/stable_token', before).filter(({ request }) => request.includes('force_refresh'))).toHaveLength(1);
  });

  it('refused again right after its renewal: the caller gets the fault, an operator an alarm', async () => {
    fault({ kind: 'evicted', count: 2, path: `/${LIST}` });
    const { code, reaction } = await faultOfCall(first().get(LIST));
    expect([code, reaction]).toEqual(['40001', 'refresh-token']);
    expect((await world.app.get(WechatAlarms).since(world.clock.now())).map(({ code }) => code)).toContain('40001');
    expect(said.join('')).toContain(`wechat.alarm 40001 ${LIST}`);
  });

  it('of a fetcher that died is fetched by another when its lease has run out', async () => {
    const now = world.clock.now();
    await first().get(LIST);
    await world.dataSource.manager.update(
      WechatToken,
      { name: (await stored()).name },
      { validUntil: null, leaseOwner: 'gone', leaseUntil: new Date(now.getTime() + 30_000) },
    );
    const waiting = other.app.get(WechatClient).get(LIST); // Holds none of its own since the clock went on.
    await new Promise((resolve) => setTimeout(resolve, 120));
    world.clock.advance(30_001);
    await waiting;
    expect((await stored()).leaseOwner).toBeNull();
  });

  it('sealed under a key that is gone counts as none', async () => {
    await first().get(LIST);
    await world.dataSource.manager.update(WechatToken, { name: (await stored()).name }, { value: 'k9.AAAA' });
    const late = await anotherInstance(world);
    try {
      await late.app.get(WechatClient).get(LIST);
    } finally {
      await late.close();
    }
    expect((await stored()).value).toMatch(/^dev\./);
  });
});

describe('faults', () => {
  it.each([
    ['malformed', 'MALFORMED'],
    ['gateway', 'UNREACHABLE'],
    ['away', 'UNREACHABLE'],
  ] as const)('%s: the caller may try again, and then it works', async (kind, code) => {
    fault({ kind, count: 1, path: `/${LIST}` });
    const thrown = await faultOfCall(first().get(LIST));
    expect([thrown.code, thrown.reaction]).toEqual([code, 'retry']);
    await first().get(LIST);
  });

  it('of the token’s own call reach every waiting caller once, and the next call fetches', async () => {
    fault({ kind: 'malformed', count: 1, path: '/cgi-bin/stable_token' });
    const both = await Promise.allSettled([first().get(LIST), first().get(LIST)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await first().get(LIST);
  });

  it('an answer after 3 s is waited for', async () => {
    fault({ kind: 'slow', delay: 3_000, count: 1, path: `/${LIST}` });
    const begun = performance.now();
    await first().get(LIST);
    expect(performance.now() - begun).toBeGreaterThan(2_900);
  }, 15_000);

  it('WeChat away for 30 minutes: every try says so, and afterwards all works', async () => {
    fault({ kind: 'away' });
    for (let minute = 0; minute < 30; minute += 10) {
      expect((await faultOfCall(first().get(LIST))).retryAfter(world.clock.now(), 3)).toEqual(new Date(world.clock.now().getTime() + 4_000));
      world.clock.advance(10 * 60_000);
    }
    world.sim.state.faults.clear();
    await first().get(LIST);
  });

  it('45009 parks until midnight in Shanghai, and is told of', async () => {
    await first().get(LIST);
    fault({ kind: 'daily', path: `/${LIST}` });
    const thrown = await faultOfCall(first().get(LIST));
    const until = thrown.retryAfter(world.clock.now());
    expect([thrown.code, thrown.reaction]).toEqual(['45009', 'park']);
    expect(until?.toISOString()).toMatch(/T16:00:00\.000Z$/);
    expect(until && until > world.clock.now()).toBe(true);
    world.clock.set(until as Date);
    await first().get(LIST);
  });

  it('a server that is not in the whitelist: an alarm with its address, and WeChat is left alone for a while', async () => {
    const before = lastCall();
    fault({ kind: 'ip', path: '/cgi-bin/stable_token' });
    expect((await faultOfCall(first().get(LIST))).reaction).toBe('alarm');
    await faultOfCall(first().get(LIST));
    await faultOfCall(first().get(LIST));
    expect(calls('cgi-bin/stable_token', before)).toHaveLength(1);
    const [alarm] = await world.app.get(WechatAlarms).since(world.clock.now());
    expect(alarm).toMatchObject({ code: '40164', path: 'cgi-bin/stable_token', detail: expect.stringContaining('127.0.0.1') });
    expect(said.filter((line) => line.includes('wechat.alarm 40164'))).toHaveLength(1);
    world.sim.state.faults.clear();
    world.clock.advance(30_001);
    await first().get(LIST);
  });

  it('say which keyword was wrong, and nothing that was in it', async () => {
    const templates = world.app.get(WechatTemplates);
    const message = { openid: castPerson('owner-li').openid, template: '投诉受理通知', url: 'http://localhost:3000/h5/', clientMessageId: 'x1' };
    const thrown = await faultOfCall(
      templates.send({ ...message, data: { character_string1: 'A', thing2: '有'.repeat(30), time3: '10:00', phrase4: '已受理' } }),
    );
    expect(thrown).toMatchObject({ code: '47003', reaction: 'never', detail: expect.stringContaining('data.thing2.value') });
    expect(thrown.message).not.toContain('有有');
  });

  it('a message’s number comes as text, to its last digit', async () => {
    const message = { openid: castPerson('owner-li').openid, template: '投诉受理通知', url: 'http://localhost:3000/h5/', clientMessageId: 'x2' };
    const msgid = await world.app.get(WechatTemplates).send({ ...message, data: { character_string1: 'A', thing2: '水', time3: '10:00', phrase4: '已受理' } });
    expect(msgid).toMatch(/^\d{19}$/);
    expect(calls('cgi-bin/message/template/send').at(-1)?.response).toContain(`"msgid":${msgid}`);
  });

  it('no token, secret or url is in any error or line, whatever goes wrong', async () => {
    await first().get(LIST);
    const tokens = [(await stored()).digest as string];
    const errors: unknown[] = [];
    for (const kind of ['away', 'malformed', 'gateway', 'evicted', 'ip', 'daily', 'code'] as const) {
      for (const path of [`/${LIST}`, '/cgi-bin/stable_token']) {
        world.clock.advance(3 * HOUR);
        fault({ kind, path, errcode: 40125 });
        errors.push(
          await first()
            .get(LIST)
            .catch((error: unknown) => error),
        );
        world.sim.state.faults.clear();
      }
    }
    fault({ kind: 'away', path: '/sns/' });
    errors.push(await world.app.get(WechatOAuth).exchange('somecode'));
    const text = [
      ...said,
      ...errors.map(
        (error) => `${String(error)} ${(error as Error).stack} ${JSON.stringify(error)} ${JSON.stringify(Object.getOwnPropertyDescriptors(error))}`,
      ),
      ...tokens,
    ].join('\n');
    expect(errors.every((error) => error instanceof WechatFault)).toBe(true);
    for (const secret of [world.config.WECHAT_APP_SECRET, 'access_token=', '90_', 'somecode', world.sim.url]) expect(text).not.toContain(secret);
  });
});
