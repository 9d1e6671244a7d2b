import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, APP_ID, call, SECRET, stableToken, startSim } from '../test/kit.js';
import type { Sim } from './index.js';

let sim: Sim;
let pass: (ms: number) => void;
beforeEach(async () => ({ sim, pass } = await startSim()));
afterEach(() => sim.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const plainPath = (more: Record<string, string> = {}): string =>
  `/cgi-bin/token?${new URLSearchParams({ grant_type: 'client_credential', appid: APP_ID, secret: SECRET, ...more })}`;
const plainToken = async (): Promise<string> => String((await call(sim, plainPath()))['access_token']);
/** 0 when an API call takes the token, else its errcode. */
const errcode = async (token: string): Promise<unknown> =>
  (await call(sim, `/cgi-bin/template/get_all_private_template?access_token=${token}`))['errcode'] ?? 0;

describe('GET /cgi-bin/token', () => {
  it('serves co-wechat-api', async () => {
    const list = await apiClient(sim).getAllPrivateTemplate();
    expect(list.template_list.map(({ title }) => title)).toContain('投诉处理提醒');
  });

  it('makes the older token stale at once', async () => {
    const [first, second] = [await plainToken(), await plainToken()];
    expect([await errcode(first), await errcode(second)]).toEqual([40001, 0]);
    pass(2 * HOUR);
    expect(await errcode(second)).toBe(42001);
  });

  it('looks at the appid before the grant_type', async () => {
    const code = async (more: Record<string, string>): Promise<unknown> => (await call(sim, plainPath(more)))['errcode'];
    expect(await code({ appid: '', grant_type: '' })).toBe(41002);
    expect(await code({ appid: 'wx1', grant_type: 'x' })).toBe(40013);
    expect(await code({ grant_type: 'x' })).toBe(40002);
    expect(await code({ secret: '' })).toBe(41004);
    expect(await code({ secret: 'x' })).toBe(40125);
    expect(await call(sim, plainPath(), {})).toMatchObject({ errcode: 43001 });
  });

  it('ends after 2000 a day, until midnight in Beijing', async () => {
    for (let index = 0; index < 2000; index += 1) sim.state.quota.take('token', 'day', 2000);
    expect(await call(sim, plainPath())).toMatchObject({ errcode: 45009 });
    pass(8.5 * HOUR); // 15:30 there when the test begins
    expect(await call(sim, plainPath())).toHaveProperty('access_token');
  });
});

describe('POST /cgi-bin/stable_token', () => {
  it('repeats the token, and renews it five minutes early with both valid', async () => {
    const first = await stableToken(sim);
    pass(115 * MINUTE - 1000);
    expect(await stableToken(sim)).toBe(first);
    pass(1000);
    const second = await stableToken(sim);
    expect(second).not.toBe(first);
    expect([await errcode(first), await errcode(second)]).toEqual([0, 0]);
    pass(5 * MINUTE);
    expect([await errcode(first), await errcode(second)]).toEqual([42001, 0]);
  });

  it('says how long the token still lives', async () => {
    await stableToken(sim);
    pass(HOUR);
    const answer = await call(sim, '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: APP_ID, secret: SECRET });
    expect(answer).toEqual({ access_token: expect.stringMatching(/^\w{100,512}$/), expires_in: 3600 });
  });

  it('kills the old token by force, 30 s apart and 20 times a day', async () => {
    const first = await stableToken(sim);
    const second = await stableToken(sim, true);
    expect([await errcode(first), await errcode(second)]).toEqual([40001, 0]);
    expect(await stableToken(sim, true)).toBe(second);
    for (let times = 2; times <= 20; times += 1) {
      pass(30_000);
      await stableToken(sim, true);
    }
    pass(30_000);
    expect(await call(sim, '/cgi-bin/stable_token', { grant_type: 'client_credential', appid: APP_ID, secret: SECRET, force_refresh: true })).toMatchObject({
      errcode: 45009,
    });
    expect(await errcode(await stableToken(sim))).toBe(0);
  });

  it('is limited to 10,000 a minute', async () => {
    for (let index = 0; index < 10_000; index += 1) sim.state.quota.take('stable', 'minute', 10_000);
    expect(await stableToken(sim)).toBe('undefined');
    pass(MINUTE);
    expect(await errcode(await stableToken(sim))).toBe(0);
  });

  it('knows nothing of the other family', async () => {
    const [stable, plain] = [await stableToken(sim), await plainToken()];
    await stableToken(sim, true);
    await plainToken();
    expect(await errcode(stable)).toBe(40001);
    expect(await errcode(plain)).toBe(40001);
    const kept = await stableToken(sim);
    await plainToken();
    expect(await errcode(kept)).toBe(0);
  });

  it('takes JSON by POST only', async () => {
    expect(await call(sim, '/cgi-bin/stable_token')).toMatchObject({ errcode: 43002 });
    expect(await call(sim, '/cgi-bin/stable_token', 'appid=x')).toMatchObject({ errcode: 47001 });
    expect(await call(sim, '/cgi-bin/stable_token', '')).toMatchObject({ errcode: 44002 });
    expect(await call(sim, '/cgi-bin/stable_token', { grant_type: 'x', appid: 'wx1' })).toMatchObject({ errcode: 40013 });
  });
});

describe('an access_token', () => {
  it('is missing, malformed or unknown', async () => {
    expect(await call(sim, '/cgi-bin/menu/get')).toEqual({
      errcode: 41001,
      errmsg: expect.stringMatching(/^access_token missing rid: [0-9a-f]{8}(-[0-9a-f]{8}){2}$/),
    });
    expect(await errcode('short')).toBe(40014);
    expect(await errcode('90_'.padEnd(136, 'a'))).toBe(40001);
  });

  it('is answered in compact JSON with HTTP 200', async () => {
    const response = await fetch(`${sim.url}/cgi-bin/menu/get`);
    expect([response.status, await response.text()]).toEqual([200, expect.stringMatching(/^\{"errcode":41001,"errmsg":"[^"\n]+"\}$/)]);
    expect(await call(sim, '/cgi-bin/no/such/call')).toMatchObject({ errcode: 40066 });
  });
});
