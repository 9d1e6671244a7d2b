import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { jssdkSignature, type JsSdkConfig } from '@wuye/shared/wechat';
import { readConfig } from '../src/platform/config/index.js';
import { WechatToken } from '../src/wechat/entities.js';
import type { SignedIn } from '../src/platform/http/index.js';
import { isOwnPage, JsSdk } from '../src/wechat/jssdk.js';
import { anotherInstance, type Instance } from './instances.js';
import { type Browser, startWorld, type World } from './kit.js';

const HOUR = 3_600_000;
const PAGE = 'http://localhost:3000/h5/say?code=a.b';
const TICKET = '/cgi-bin/ticket/getticket';

let world: World;
let other: Instance;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld();
  other = await anotherInstance(world);
  browser = await world.as('owner-chen');
}, 60_000);
afterAll(async () => {
  await other.close();
  await world.close();
});

beforeEach(async () => {
  // Each test begins with a ticket that has run out.
  world.clock.advance(3 * HOUR);
  await world.fail('clear');
  for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const sign = (url: string, more: object = {}) => browser.post('/api/wechat/signature').send({ url, ...more });
const signed = async (url = PAGE, more: object = {}): Promise<JsSdkConfig> => (await sign(url, more).expect(200)).body as JsSdkConfig;
const lastCall = (): number => world.sim.state.log.all().at(-1)?.id ?? 0;
const fetches = (since: number): number => world.sim.state.log.all().filter(({ path, id }) => path === TICKET && id > since).length;
const name = () => `jsapi_ticket/${world.config.WECHAT_APP_ID}`;
/** What the phone's WeChat says to a configuration: on Android over the current address. */
const configure = async (given: JsSdkConfig, url: string): Promise<string> => {
  const body = JSON.stringify({ ...given, person: 'owner-chen', firstUrl: url, url });
  return ((await (await fetch(`${world.sim.url}/sim/jssdk/config`, { method: 'POST', body })).json()) as { errMsg: string }).errMsg;
};

describe('a page of ours', () => {
  it('is signed as WeChat checks it', async () => {
    const given = await signed();
    expect(given).toEqual({
      appId: world.config.WECHAT_APP_ID,
      timestamp: Math.floor(world.clock.now().getTime() / 1000),
      nonceStr: expect.stringMatching(/^[0-9a-f]{32}$/),
      signature: expect.stringMatching(/^[0-9a-f]{40}$/),
      script: `${world.sim.url}/jweixin-1.6.3.js`,
    });
    expect(await configure(given, PAGE)).toBe('config:ok');
    expect(await configure(given, `${PAGE}&x=1`)).toBe('config:invalid signature');
    expect((await signed()).nonceStr).not.toBe(given.nonceStr);
  });

  it('is signed without what stands behind #', async () => {
    expect(await configure(await signed(`${PAGE}#part`), PAGE)).toBe('config:ok');
  });

  it('may be one of a person’s host of the simulator', async () => {
    const page = 'http://owner-chen.localhost:3000/h5/';
    expect(await configure(await signed(page), page)).toBe('config:ok');
  });

  it('is signed for nobody who has no session', async () => {
    expect((await world.browser().post('/api/wechat/signature').send({ url: PAGE }).expect(401)).body).toMatchObject({ code: 'SESSION.REQUIRED' });
  });
});

describe('what is no page of ours is refused', () => {
  it.each([
    ['a foreign host', 'http://evil.example/h5/'],
    ['our name as another’s part', 'http://localhost.evil.example:3000/h5/'],
    ['our name as a user', 'http://localhost:3000@evil.example/h5/'],
    ['a user at our host', 'http://someone@localhost:3000/h5/'],
    ['another port', 'http://localhost:3999/h5/'],
    ['another scheme', 'ftp://localhost:3000/h5/'],
    ['a script', 'javascript:alert(1)//localhost:3000/h5/'],
    ['outside the pages', 'http://localhost:3000/api/session'],
    ['out of the pages', 'http://localhost:3000/h5/../api/session'],
    ['out of the pages, escaped', 'http://localhost:3000/h5/%2e%2e/api/session'],
    ['a host behind a backslash', 'http://evil.example\\@localhost:3000/h5/'],
    ['a line end', 'http://localhost:3000/h5/\n&url=x'],
    ['our host behind # alone', 'http://evil.example/#http://localhost:3000/h5/'],
    ['no address', '/h5/'],
    ['nothing', ''],
  ])('%s', async (_what, url) => {
    expect((await sign(url).expect(422)).body).toMatchObject({ code: 'WECHAT.URL_FOREIGN' });
  });

  it('in production, people’s hosts of the simulator as well', () => {
    const city = { PUBLIC_URL: 'https://wuye.example.gov.cn', simulated: false };
    expect(isOwnPage('https://wuye.example.gov.cn/h5/say', city)).toBe(true);
    expect(isOwnPage('https://wuye.example.gov.cn:8443/h5/say', city)).toBe(false);
    expect(isOwnPage('http://owner-chen.localhost:3000/h5/', { PUBLIC_URL: 'http://localhost:3000', simulated: false })).toBe(false);
  });
});

describe('the ticket', () => {
  it('is fetched once for 40 callers of two instances, lies sealed, and is renewed when it runs out', async () => {
    const before = lastCall();
    const services = [world.app.get(JsSdk), other.app.get(JsSdk)];
    const context = { now: world.clock.now() } as SignedIn;
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => services[index % 2]!.sign(context, { body: { url: PAGE, refused: false } })));
    expect(answers.filter((answer) => 'signature' in answer)).toHaveLength(40);
    expect(fetches(before)).toBe(1);
    const { value } = await world.dataSource.manager.findOneByOrFail(WechatToken, { name: name() });
    expect(value).toMatch(/^dev\./);
    world.clock.advance(2 * HOUR);
    await Promise.all(Array.from({ length: 20 }, () => signed()));
    expect(fetches(before)).toBe(2);
  });

  it('that WeChat no longer takes is renewed on a page’s word, once in ten minutes whoever says it', async () => {
    await signed();
    const before = lastCall();
    for (let time = 0; time < 5; time++) await signed(PAGE, { refused: true });
    const first = fetches(before);
    // The same ticket came again, so it was asked for once more, as new.
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThanOrEqual(2);
    world.clock.advance(10 * 60_000);
    await signed(PAGE, { refused: true });
    expect(fetches(before)).toBeGreaterThan(first);
  });

  it.each([
    ['away', TICKET],
    ['malformed', TICKET],
    ['busy', TICKET],
    ['away', '/cgi-bin/stable_token'],
  ] as const)('while WeChat is %s at %s there is a clear word, and afterwards a signature', async (kind, path) => {
    await world.fail(kind, path);
    const { body } = await sign(PAGE).expect(503);
    expect(body).toMatchObject({ code: 'WECHAT.AWAY' });
    await world.fail('clear');
    await signed();
  });
});

describe('the SDK itself', () => {
  it('is loaded from one place, which the pages’ policy names', async () => {
    const { headers } = await world.browser().get('/healthz').expect(200);
    expect(String(headers['content-security-policy'])).toContain(`script-src 'self' ${world.sim.url}/jweixin-1.6.3.js;`);
    const key = Buffer.alloc(32, 7).toString('base64');
    const production = readConfig({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://wuye.example.gov.cn',
      SMS_URL: 'http://sms.internal/send',
      WECHAT_APP_ID: 'wx1234567890abcdef',
      WECHAT_APP_SECRET: 'a-real-secret',
      WECHAT_TOKEN: 'real-token',
      WECHAT_AES_KEY: 'b'.repeat(43),
      DATA_KEYS: `k1:${key}`,
      SIGNING_KEYS: `k1:${key}`,
    });
    expect(production.jssdkScript).toBe('https://res.wx.qq.com/open/js/jweixin-1.6.3.js');
  });

  it('is given the signature of WeChat’s example for the example’s values', () => {
    const given = {
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      noncestr: 'Wm3WZYTPz0wzccnW',
      timestamp: 1414587457,
      url: 'http://mp.weixin.qq.com?params=value',
    };
    expect(jssdkSignature(given).signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  });
});
