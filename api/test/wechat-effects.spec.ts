import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { Account } from '../src/identity/index.js';
import { WechatEvent } from '../src/wechat/entities.js';
import { WechatInbox } from '../src/wechat/index.js';
import { writeXml } from '../src/wechat/inbound.js';
import { signatureOf } from '../src/wechat/cipher.js';
import { startWorld, type World } from './kit.js';

/** What WeChat was told “success” for has its effect, whatever happens between the row and the work. */
let world: World;
let next: NestFastifyApplication | undefined;

beforeAll(async () => {
  world = await startWorld({ env: { WECHAT_CALLBACK_MODE: 'plain' } });
}, 60_000);
afterEach(async () => {
  jest.restoreAllMocks();
  await next?.close();
  next = undefined;
});
afterAll(() => world.close());

/** Somebody new follows; answered once it is stored. */
async function follow(openid: string): Promise<void> {
  const timestamp = String(Math.floor(world.clock.now().getTime() / 1000));
  const query = new URLSearchParams({ timestamp, nonce: '1', signature: signatureOf([world.config.WECHAT_TOKEN, timestamp, '1']) });
  const body = writeXml({ ToUserName: 'gh_1', FromUserName: openid, CreateTime: Number(timestamp), MsgType: 'event', Event: 'subscribe', EventKey: '' });
  const address = (await world.app.getUrl()).replace('[::1]', '127.0.0.1');
  const answer = await fetch(`${address}/wechat/callback?${query.toString()}`, { method: 'POST', body, headers: { 'content-type': 'text/xml' } });
  expect(answer.status).toBe(200);
}

const rows = (): Promise<WechatEvent[]> => world.dataSource.manager.findBy(WechatEvent, { kind: 'subscribe' });
const followers = (openid: string): Promise<number> => world.dataSource.manager.countBy(Account, { openid, subscribed: true });

/** A program as it is started, its timers included: nobody calls the inbox by hand. */
async function startNext(): Promise<void> {
  next = await createApp({ config: world.config, dataSource: world.dataSource, clock: world.clock });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100 && !(await holds()); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await holds()).toBe(true);
}

it('is worked by the timers of whichever program runs, also when the one that took it ended before', async () => {
  await follow('oended0000000000000000000000');
  expect([await followers('oended0000000000000000000000'), (await rows()).map(({ state }) => state)]).toEqual([0, ['pending']]);
  await startNext();
  await until(async () => (await followers('oended0000000000000000000000')) === 1);
  await until(async () => (await rows()).every(({ state }) => state === 'done'));
}, 30_000);

it('is worked after the lease when its worker was killed in the middle', async () => {
  await follow('okilled000000000000000000000');
  // What a killed worker leaves: its claim, and nothing else.
  const dueAt = new Date(world.clock.now().getTime() + 60_000);
  await world.dataSource.manager.update(WechatEvent, { state: 'pending' }, { state: 'working', leaseOwner: 'killed', attempts: 1, dueAt });
  await startNext();
  await next?.get(WechatInbox).work();
  expect(await followers('okilled000000000000000000000')).toBe(0);
  world.clock.advance(60_001);
  await until(async () => (await followers('okilled000000000000000000000')) === 1);
}, 30_000);

it('has one effect when the worker was killed between effect and mark', async () => {
  await follow('otwice0000000000000000000000');
  await world.app.get(WechatInbox).work();
  const before = await world.dataSource.manager.findOneByOrFail(Account, { openid: 'otwice0000000000000000000000' });
  await world.dataSource.manager.update(WechatEvent, { state: 'done' }, { state: 'working', leaseOwner: 'killed', dueAt: world.clock.now() });
  await startNext();
  await until(async () => (await rows()).every(({ state }) => state === 'done'));
  expect(await world.dataSource.manager.findBy(Account, { openid: 'otwice0000000000000000000000' })).toEqual([before]);
}, 30_000);

it('waits while the database is away, and is worked when it is back', async () => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await follow('oaway00000000000000000000000');
  const { driver } = world.dataSource as unknown as { driver: { createQueryRunner(mode: string): unknown } };
  const away = jest.spyOn(driver, 'createQueryRunner').mockImplementation(() => {
    throw Object.assign(new Error('connect'), { driverError: { code: 'ECONNREFUSED' } });
  });
  await startNext();
  // Several turns of the timers fail, and end nothing.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(away.mock.calls.length).toBeGreaterThan(1);
  away.mockRestore();
  world.clock.advance(2_000);
  await until(async () => (await followers('oaway00000000000000000000000')) === 1);
}, 30_000);
