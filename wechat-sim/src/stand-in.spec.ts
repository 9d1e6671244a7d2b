import http from 'node:http';
import https from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { called, CHEN, codeFor, type OAuthToken, plainClients, startSim } from '../test/kit.js';
import type { Sim } from './index.js';
import { jsSignature } from './jssdk.js';

const HOSTS = ['api.weixin.qq.com', 'open.weixin.qq.com', 'mp.weixin.qq.com'];
const realRequest = https.request;
let sim: Sim;
beforeAll(async () => {
  ({ sim } = await startSim());
  // What a hosts file and a certificate would do: WeChat's hosts lead to the simulator; the clients are not touched.
  https.request = ((given: string | URL | https.RequestOptions, ...rest: unknown[]) => {
    const url = given instanceof URL || typeof given === 'string' ? new URL(given) : undefined;
    const options = url ? { path: url.pathname + url.search } : (given as https.RequestOptions);
    const host = String(url?.hostname ?? options.hostname ?? options.host);
    if (!HOSTS.includes(host)) throw new Error(`${host} is not WeChat`);
    const more = typeof rest[0] === 'object' ? (rest[0] as object) : {};
    const done = rest.find((each) => typeof each === 'function') as undefined | ((response: http.IncomingMessage) => void);
    return http.request({ ...options, ...more, protocol: 'http:', host: '127.0.0.1', hostname: '127.0.0.1', port: sim.port, agent: undefined }, done);
  }) as typeof https.request;
});
afterAll(async () => {
  https.request = realRequest;
  await sim.close();
});

describe('the clients as they come, with WeChat’s own hosts', () => {
  it('co-wechat-api: token, messages, menu, codes, followers, ticket, addresses', async () => {
    const { api } = plainClients();
    expect(api.prefix).toBe('https://api.weixin.qq.com/cgi-bin/');
    expect(await api.getAccessToken()).toMatchObject({ accessToken: expect.stringMatching(/^90_/) });
    const {
      template_list: [first],
    } = await api.getAllPrivateTemplate();
    const values = { character_string1: '1', thing2: '停水', thing3: '华阳小区', time4: '15:01', phrase5: '已受理' };
    const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    expect(String((await api.sendTemplate(CHEN.openid, first?.template_id ?? '', 'http://x/', undefined, data))['msgid'])).toMatch(/^\d{19}$/);
    await api.createMenu({ button: [{ type: 'view', name: '物业', url: 'http://localhost:3000/h5/' }] });
    expect((await api.getMenu()).menu.button).toHaveLength(1);
    expect(await api.createTmpQRCode(7, 600)).toMatchObject({ expire_seconds: 600 });
    expect(new URL(api.showQRCodeURL((await api.createLimitQRCode('a')).ticket)).pathname).toBe('/cgi-bin/showqrcode');
    expect((await api.getFollowers()).total).toBe(3);
    expect(await api.getUser(CHEN.openid)).toMatchObject({ subscribe: 1 });
    expect(await api.getIp()).toHaveProperty('ip_list');
    const { ticket } = await api.getTicket();
    const url = 'http://localhost:3000/h5/';
    const config = await api.getJsConfig({ url, jsApiList: [], debug: false });
    expect(config.signature).toBe(jsSignature({ ticket, noncestr: config.nonceStr, timestamp: config.timestamp, url }));
  });

  it('co-wechat-api renews a token that was replaced', async () => {
    const { api } = plainClients();
    await api.getAccessToken();
    sim.state.tokens.evict();
    expect((await api.getFollowers()).count).toBe(3);
  });

  it('wechat-oauth: code, refresh, user', async () => {
    const { oauth } = plainClients();
    expect(oauth.getAuthorizeURL('http://localhost:3000/', 'a', 'snsapi_base')).toContain('https://open.weixin.qq.com/connect/oauth2/authorize?appid=');
    const code = await codeFor(sim, CHEN, 'snsapi_userinfo');
    const { data } = await called<OAuthToken>((done) => oauth.getAccessToken(code, done));
    expect(data).toMatchObject({ openid: CHEN.openid, scope: 'snsapi_userinfo' });
    expect(await called<OAuthToken>((done) => oauth.refreshAccessToken(data.refresh_token, done))).toMatchObject({ data: { openid: CHEN.openid } });
    expect(await called<Record<string, unknown>>((done) => oauth._getUser({ openid: CHEN.openid }, data.access_token, done))).toMatchObject({
      nickname: '陈女士',
    });
  });
});
