import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { apiClient, call, CHEN, codeFor, stableToken, startSim } from '../test/kit.js';
import type { Sim } from './index.js';
import { maskSecrets } from './log.js';

let sim: Sim;
let pass: (ms: number) => void;
beforeEach(async () => ({ sim, pass } = await startSim()));
afterEach(() => sim.close());

const fault = (given: object): Promise<Record<string, unknown>> => call(sim, '/sim/faults', given);
const works = async (): Promise<boolean> => (await stableToken(sim)) !== 'undefined';

describe('faults', () => {
  it('busy: -1, as often as asked', async () => {
    await fault({ kind: 'busy', count: 2 });
    for (let times = 0; times < 2; times += 1) {
      await expect(apiClient(sim).getAccessToken()).rejects.toMatchObject({ code: -1 });
    }
    expect(await works()).toBe(true);
    expect(await call(sim, '/sim/faults')).toEqual({ faults: [] });
  });

  it('away: the connection breaks, and the log has it once', async () => {
    await fault({ kind: 'away', count: 1 });
    await expect(fetch(`${sim.url}/cgi-bin/menu/get`)).rejects.toThrow();
    expect(await works()).toBe(true);
    const { calls } = (await call(sim, '/sim/log')) as { calls: { path: string; status: number }[] };
    expect(calls.filter(({ path }) => path === '/cgi-bin/menu/get')).toMatchObject([{ status: 0 }]);
  });

  it('malformed: JSON that ends too early', async () => {
    await fault({ kind: 'malformed', count: 1 });
    await expect(apiClient(sim).getAccessToken()).rejects.toThrow('JSON.parse error');
  });

  it('slow: the answer comes late', async () => {
    await fault({ kind: 'slow', count: 1, delay: 120 });
    const begun = performance.now();
    expect(await works()).toBe(true);
    expect(performance.now() - begun).toBeGreaterThan(100);
  });

  it('end after their time, and can be kept to one path', async () => {
    await fault({ kind: 'busy', duration: 1000, path: '/sns/' });
    expect(await call(sim, '/sns/auth')).toMatchObject({ errcode: -1, errmsg: expect.stringContaining(', rid: ') });
    expect(await works()).toBe(true);
    pass(1000);
    expect(await call(sim, '/sns/auth')).toMatchObject({ errcode: 41001 });
  });

  it.each([
    ['unauthorized', 401],
    ['daily', 402],
  ])('at the gateway: %s is a wrong token or an empty balance, %d', async (kind, status) => {
    await fault({ kind, path: '/sim/sms', count: 1 });
    const send = () => fetch(`${sim.url}/sim/sms`, { method: 'POST', body: JSON.stringify({ phone: CHEN.phone, text: 'x' }) });
    expect([(await send()).status, (await send()).status]).toEqual([status, 200]);
  });

  it('hit the gateway too, never the pages', async () => {
    await fault({ kind: 'busy' });
    const answer = await fetch(`${sim.url}/sim/sms`, { method: 'POST', body: JSON.stringify({ phone: CHEN.phone, text: 'x' }) });
    expect(answer.status).toBe(503);
    expect(await codeFor(sim, CHEN)).toHaveLength(32);
    await fetch(`${sim.url}/sim/faults`, { method: 'DELETE' });
    expect(await works()).toBe(true);
  });

  it('hit a share of the calls, and are refused when they make no sense', async () => {
    await fault({ kind: 'busy', rate: 0.5 });
    const answers = await Promise.all(Array.from({ length: 60 }, works));
    expect(new Set(answers)).toEqual(new Set([true, false]));
    expect(await fault({ kind: 'tired' })).toHaveProperty('error');
  });
});

describe('the log', () => {
  it('keeps the last 500 calls with secrets masked', async () => {
    const token = await stableToken(sim);
    await call(sim, `/cgi-bin/menu/get?access_token=${token}`);
    const text = await (await fetch(`${sim.url}/sim/log`)).text();
    expect(text).not.toContain(token);
    expect(text).not.toContain('sim-secret');
    const { calls } = JSON.parse(text) as { calls: object[] };
    expect(calls).toMatchObject([
      { method: 'POST', path: '/cgi-bin/stable_token', errcode: null, status: 200 },
      { method: 'GET', path: '/cgi-bin/menu/get', errcode: 46003 },
    ]);
    for (let index = 0; index < 510; index += 1) sim.state.log.add({ at: 0, method: 'GET', url: '/', status: 200, ms: 0, request: '', response: '' });
    expect(sim.state.log.all()).toHaveLength(500);
  });

  it('masks codes, secrets and papers wherever they stand', () => {
    expect(maskSecrets('appid=wx1&secret=0123456789abcdef&code=abc')).toBe('appid=wx1&secret=0123***&code=***');
    expect(maskSecrets('{"cert_info":{"cert_name":"陈一","cert_no":"440301199001011234"},"errcode":0}')).toBe(
      '{"cert_info":{"cert_name":"***","cert_no":"4403***"},"errcode":0}',
    );
  });
});
