import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountServer, apiClient, APP_ID, call, SECRET, stableToken, startSim } from '../test/kit.js';
import type { Sim } from './index.js';
import { nextMidnight } from './quota.js';

let sim: Sim;
let pass: (ms: number) => void;
beforeEach(async () => ({ sim, pass } = await startSim()));
afterEach(() => sim.close());

const HOUR = 3_600_000;
const MENU = '/cgi-bin/menu/get';
const ask = async (path = MENU): Promise<unknown> => (await call(sim, `${path}?access_token=${await stableToken(sim)}`))['errcode'];
const figures = async (path: string): Promise<Record<string, unknown>> =>
  call(sim, `/cgi-bin/openapi/quota/get?access_token=${await stableToken(sim)}`, { cgi_path: path });

describe('the quota of a day', () => {
  it('ends a path until midnight in Beijing', async () => {
    await call(sim, '/sim/quota', { path: MENU, limit: 2 });
    expect([await ask(), await ask(), await ask()]).toEqual([46003, 46003, 45009]);
    pass(8.5 * HOUR - 1); // 15:30 there when the test begins
    expect(await ask()).toBe(45009);
    pass(1);
    expect(await ask()).toBe(46003);
  });

  it('can be used up and is told by quota/get', async () => {
    expect(await figures('/cgi-bin/message/template/send')).toEqual({ errcode: 0, errmsg: 'ok', quota: { daily_limit: 100_000, used: 0, remain: 100_000 } });
    expect(await call(sim, '/sim/quota', { path: '/cgi-bin/message/template/send', used: 100_000 })).toMatchObject({ remain: 0 });
    expect(await figures('/cgi-bin/message/template/send')).toMatchObject({ quota: { used: 100_000, remain: 0 } });
    expect(await call(sim, `/cgi-bin/message/template/send?access_token=${await stableToken(sim)}`, {})).toMatchObject({ errcode: 45009 });
    expect(await figures('/cgi-bin/stable_token')).toMatchObject({ quota: { daily_limit: 500_000, used: expect.any(Number) } });
    expect(await figures('/cgi-bin/nothing')).toMatchObject({ errcode: 76021 });
    expect(await figures('/sns/userinfo')).toMatchObject({ errcode: 76022 });
    expect(await call(sim, '/sim/quota', { path: 'x' })).toHaveProperty('error');
  });

  it('is reset ten times a month', async () => {
    await call(sim, '/sim/quota', { path: MENU, used: 10_000 });
    expect(await ask()).toBe(45009);
    const clear = async (appid = APP_ID): Promise<unknown> =>
      (await call(sim, `/cgi-bin/clear_quota?access_token=${await stableToken(sim)}`, { appid }))['errcode'];
    expect(await clear('wx1')).toBe(40013);
    expect(await clear()).toBe(0);
    expect(await ask()).toBe(46003);
    expect(await call(sim, '/cgi-bin/clear_quota/v2', { appid: APP_ID, appsecret: 'x' })).toMatchObject({ errcode: 40125 });
    for (let times = 2; times <= 10; times += 1)
      expect(await call(sim, '/cgi-bin/clear_quota/v2', { appid: APP_ID, appsecret: SECRET })).toMatchObject({ errcode: 0 });
    expect(await clear()).toBe(48006);
    pass(10 * 24 * HOUR); // into December
    expect(await clear()).toBe(0);
  });

  it('knows a minute’s limit too', async () => {
    await call(sim, '/sim/quota', { path: MENU, perMinute: 1 });
    expect([await ask(), await ask()]).toEqual([46003, 45011]);
    pass(60_000);
    expect(await ask()).toBe(46003);
  });
});

describe('faults of the account', () => {
  const fault = (given: object): Promise<Record<string, unknown>> => call(sim, '/sim/faults', given);

  it.each([
    ['ip', 40164, /^invalid ip 127\.0\.0\.1 ipv6 ::ffff:127\.0\.0\.1, not in whitelist rid: /],
    ['daily', 45009, /^reach max api daily quota limit rid: /],
    ['minute', 45011, /minute-quota/],
    ['unauthorized', 48001, /^api unauthorized rid: /],
    ['evicted', 40001, /^invalid credential/],
  ])('%s: %d', async (kind, errcode, errmsg) => {
    await fault({ kind, count: 1, path: '/cgi-bin/' });
    expect(await call(sim, `${MENU}?access_token=x`)).toEqual({ errcode, errmsg: expect.stringMatching(errmsg) });
  });

  it('code: any errcode; gateway: HTTP 502', async () => {
    await fault({ kind: 'code', errcode: 40013, count: 1 });
    expect(await call(sim, MENU)).toMatchObject({ errcode: 40013, errmsg: expect.stringMatching(/^invalid appid rid/) });
    await fault({ kind: 'gateway', count: 1 });
    expect((await fetch(sim.url + MENU)).status).toBe(502);
  });

  it('daily ends at midnight in Beijing by itself', async () => {
    await fault({ kind: 'daily', path: MENU });
    expect(await call(sim, '/sim/faults')).toMatchObject({ faults: [{ kind: 'daily', until: nextMidnight(sim.state.now()) }] });
    pass(8.5 * HOUR - 1);
    expect(await ask()).toBe(45009);
    pass(1);
    expect(await ask()).toBe(46003);
  });

  it('lost: all is done and the answer never comes', async () => {
    const token = await stableToken(sim);
    await fault({ kind: 'lost', count: 1, path: '/cgi-bin/menu/create' });
    const menu = { button: [{ type: 'click', name: '点', key: 'k' }] };
    await expect(fetch(`${sim.url}/cgi-bin/menu/create?access_token=${token}`, { method: 'POST', body: JSON.stringify(menu) })).rejects.toThrow();
    expect((await apiClient(sim, token).getMenu()).menu.button).toHaveLength(1);
  });

  it('tokens are worth nothing after another system fetched its own', async () => {
    const token = await stableToken(sim);
    expect(await call(sim, `${MENU}?access_token=${token}`)).toMatchObject({ errcode: 46003 });
    await fetch(`${sim.url}/sim/tokens/evict`, { method: 'POST' });
    expect(await call(sim, `${MENU}?access_token=${token}`)).toMatchObject({ errcode: 40001 });
    expect(await stableToken(sim)).not.toBe(token);
    expect(await ask()).toBe(46003);
  });
});

describe('the console', () => {
  it('checks the domain’s file', async () => {
    const site = await accountServer();
    const own = await startSim({ publicUrl: site.url.replace('/wechat/callback', '') });
    const check = (code: string): Promise<Record<string, unknown>> => call(own.sim, '/sim/domain/verify', { code });
    site.answer = () => 'AbCd1234\n';
    expect(await check('AbCd1234')).toMatchObject({ ok: true, status: 200, url: expect.stringMatching(/\/MP_verify_AbCd1234\.txt$/) });
    site.answer = () => '<html>';
    expect(await check('AbCd1234')).toMatchObject({ ok: false, words: '文件内容不对' });
    site.answer = () => 404;
    expect(await check('AbCd1234')).toMatchObject({ ok: false, status: 404 });
    expect(await check('../x')).toHaveProperty('error');
    await site.close();
    expect(await check('AbCd1234')).toMatchObject({ ok: false, status: 0 });
    await own.sim.close();
  });

  it('tells from where WeChat calls', async () => {
    const token = await stableToken(sim);
    expect(await apiClient(sim, token).getIp()).toEqual({ ip_list: expect.arrayContaining(['127.0.0.1']) });
    expect(await call(sim, `/cgi-bin/get_api_domain_ip?access_token=${token}`)).toHaveProperty('ip_list');
  });

  it('shows the menu in its own writing', async () => {
    const token = await stableToken(sim);
    const api = apiClient(sim, token);
    expect(await api.getMenuConfig()).toEqual({ is_menu_open: 0 });
    await api.createMenu({ button: [{ name: '业务', sub_button: [{ type: 'view', name: '物业', url: 'http://x/' }] }] });
    expect(await api.getMenuConfig()).toEqual({
      is_menu_open: 1,
      selfmenu_info: { button: [{ name: '业务', sub_button: { list: [{ type: 'view', name: '物业', url: 'http://x/' }] } }] },
    });
  });
});
