import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APP_ID, authorizePath, call, called, CHEN, codeFor, oauthClient, type OAuthToken, READER, REDIRECT, SECRET, startSim, visit } from '../test/kit.js';
import type { Sim } from './index.js';

let sim: Sim;
let pass: (ms: number) => void;
beforeAll(async () => ({ sim, pass } = await startSim()));
afterAll(() => sim.close());

const exchangePath = (code: string, more: Record<string, string> = {}): string =>
  `/sns/oauth2/access_token?${new URLSearchParams({ appid: APP_ID, secret: SECRET, code, grant_type: 'authorization_code', ...more })}`;

describe('the authorisation page', () => {
  it('sends a person on their own host back to their own host, with code and state', async () => {
    const page = await visit(sim, authorizePath(sim), { host: `owner-chen.localhost:${sim.port}` });
    const back = new URL(page.location);
    expect([page.status, back.host, back.pathname]).toEqual([302, 'owner-chen.localhost:3000', '/api/session/callback']);
    expect(Object.fromEntries(back.searchParams)).toEqual({ next: '/h5/', code: expect.stringMatching(/^\w{32}$/), state: 'abc123' });
  });

  it('knows the person by the page the redirect came from', async () => {
    const page = await visit(sim, authorizePath(sim), { referer: 'http://manager-li.localhost:3000/' });
    expect(new URL(page.location).host).toBe('manager-li.localhost:3000');
  });

  it('asks who it is, and then stays on the plain host', async () => {
    const path = authorizePath(sim);
    const question = await visit(sim, path);
    expect(question.text).toContain('您是谁');
    const choice = await visit(sim, `/sim/be?person=owner-chen&next=${encodeURIComponent(path)}`);
    expect([choice.location, choice.cookie]).toEqual([path, expect.stringMatching(/^sim_person=owner-chen;/)]);
    const page = await visit(sim, path, { cookie: 'sim_person=owner-chen' });
    expect(new URL(page.location).host).toBe('localhost:3000');
    expect((await visit(sim, '/sim/be?person=owner-chen&next=//evil.example')).status).toBe(400);
  });

  it.each([
    ['10003', { redirect_uri: 'http://evil.example/' }],
    ['10003', { redirect_uri: 'http://owner-chen.localhost:3000/' }],
    ['10005', { scope: 'snsapi_login' }],
    ['10010', { scope: '' }],
    ['10011', { redirect_uri: '' }],
    ['10012', { appid: '' }],
    ['10013', { state: '' }],
  ])('shows page error %s for %o', async (code, change) => {
    const given = { appid: APP_ID, redirect_uri: REDIRECT, response_type: 'code', scope: 'snsapi_base', state: 'a', ...change };
    const page = await visit(sim, `/connect/oauth2/authorize?${new URLSearchParams(given)}`, { cookie: 'sim_person=owner-chen' });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(`错误码：${code}`)]);
  });

  it.each([
    ['another order', 'response_type=code&appid=APP&redirect_uri=RED&scope=snsapi_base&state=a', '顺序不对'],
    ['signs in the state', 'appid=APP&redirect_uri=RED&response_type=code&scope=snsapi_base&state=a-b', 'state 参数错误'],
    ['another account', 'appid=wx1&redirect_uri=RED&response_type=code&scope=snsapi_base&state=a', 'AppID 参数错误'],
  ])('refuses %s', async (_what, query, words) => {
    const search = query.replace('APP', APP_ID).replace('RED', encodeURIComponent(REDIRECT));
    expect((await visit(sim, `/connect/oauth2/authorize?${search}`, { cookie: 'sim_person=owner-chen' })).text).toContain(words);
  });

  it('stops a login that goes in circles', async () => {
    const own = await startSim();
    const headers = { cookie: 'sim_person=owner-chen' };
    const pages = await Promise.all(Array.from({ length: 121 }, () => visit(own.sim, authorizePath(own.sim), headers)));
    expect(pages.filter((page) => page.text.includes('10009'))).toHaveLength(1);
    await own.sim.close();
  });

  it('moves the consent page to the person’s host, where its answer is same-site', async () => {
    const path = authorizePath(sim, 'snsapi_userinfo');
    const page = await visit(sim, path, { referer: 'http://owner-chen.localhost:3000/' });
    expect(page.location).toBe(`http://owner-chen.localhost:${sim.port}${path}`);
  });

  it('takes a refusal and an answer once only', async () => {
    const page = await visit(sim, authorizePath(sim, 'snsapi_userinfo'), { host: `owner-chen.localhost:${sim.port}` });
    const ticket = /name="ticket" value="(\w+)"/.exec(page.text)?.[1] ?? '';
    const deny = new URLSearchParams({ ticket, answer: 'deny' });
    expect((await visit(sim, '/connect/oauth2/answer', {}, deny)).text).toContain('您没有授权');
    expect((await visit(sim, '/connect/oauth2/answer', {}, deny)).text).toContain('授权已过期');
  });
});

describe('the code', () => {
  it('gives wechat-oauth the person’s openid, once', async () => {
    const oauth = oauthClient(sim);
    const code = await codeFor(sim, CHEN);
    const { data } = await called<OAuthToken>((done) => oauth.getAccessToken(code, done));
    expect(data).toMatchObject({ openid: CHEN.openid, scope: 'snsapi_base', expires_in: 7200, refresh_token: expect.any(String) });
    expect(data).not.toHaveProperty('is_snapshotuser');
    expect(data).not.toHaveProperty('errcode');
    await expect(called<OAuthToken>((done) => oauth.getAccessToken(code, done))).rejects.toMatchObject({
      code: 40163,
      message: expect.stringMatching(/^code been used, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/),
    });
  });

  it('is over after five minutes', async () => {
    const [early, late] = [await codeFor(sim, CHEN), await codeFor(sim, CHEN)];
    pass(299_000);
    expect(await call(sim, exchangePath(early))).toHaveProperty('openid');
    pass(1000);
    expect(await call(sim, exchangePath(late))).toMatchObject({ errcode: 42003 });
  });

  it.each([
    [40029, { code: '0unknown' }],
    [41008, { code: '' }],
    [41002, { appid: '' }],
    [40013, { appid: 'wx1' }],
    [41004, { secret: '' }],
    [40125, { secret: 'x' }],
    [40002, { grant_type: 'client_credential' }],
  ])('answers %d for %o', async (errcode, change) => {
    expect(await call(sim, exchangePath('0', change))).toMatchObject({ errcode });
  });
});

describe('a person’s token', () => {
  it('is renewed by the refresh token for 30 days', async () => {
    const oauth = oauthClient(sim);
    const code = await codeFor(sim, CHEN);
    const first = await called<OAuthToken>((done) => oauth.getAccessToken(code, done));
    pass(29 * 86_400_000);
    const second = await called<OAuthToken>((done) => oauth.refreshAccessToken(first.data.refresh_token, done));
    expect(second.data).toMatchObject({ openid: CHEN.openid, refresh_token: first.data.refresh_token });
    pass(86_400_000);
    await expect(called<OAuthToken>((done) => oauth.refreshAccessToken(first.data.refresh_token, done))).rejects.toMatchObject({ code: 42002 });
    await expect(called<OAuthToken>((done) => oauth.refreshAccessToken('unknown', done))).rejects.toMatchObject({ code: 40030 });
  });

  it('opens userinfo for snsapi_userinfo only', async () => {
    const silent = await call(sim, exchangePath(await codeFor(sim, CHEN)));
    expect(await call(sim, `/sns/userinfo?access_token=${String(silent['access_token'])}&openid=${CHEN.openid}`)).toMatchObject({ errcode: 48001 });
    const asked = await call(sim, exchangePath(await codeFor(sim, CHEN, 'snsapi_userinfo')));
    const oauth = oauthClient(sim);
    const user = await called<Record<string, unknown>>((done) => oauth._getUser({ openid: CHEN.openid }, String(asked['access_token']), done));
    expect(user).toEqual({ openid: CHEN.openid, nickname: '陈女士', headimgurl: '', privilege: [] });
  });

  it('is checked by /sns/auth', async () => {
    const token = String((await call(sim, exchangePath(await codeFor(sim, CHEN))))['access_token']);
    const check = (access: string, openid: string): Promise<unknown> => call(sim, `/sns/auth?access_token=${access}&openid=${openid}`);
    expect(await check(token, CHEN.openid)).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await check(token, READER.openid)).toMatchObject({ errcode: 40003 });
    expect(await check('unknown', CHEN.openid)).toMatchObject({ errcode: 40001 });
    expect(await check('', CHEN.openid)).toMatchObject({ errcode: 41001 });
    pass(7_200_000);
    expect(await check(token, CHEN.openid)).toMatchObject({ errcode: 42001 });
  });

  it('is a stranger’s in a snapshot, until the full service is asked for', async () => {
    const first = await call(sim, exchangePath(await codeFor(sim, READER, 'snsapi_userinfo')));
    const second = await call(sim, exchangePath(await codeFor(sim, READER)));
    expect(first).toMatchObject({ is_snapshotuser: 1, openid: expect.stringMatching(/^o[\w-]{27}$/) });
    expect(new Set([first['openid'], second['openid'], READER.openid]).size).toBe(3);
    await fetch(`${sim.url}/sim/act`, { method: 'POST', body: JSON.stringify({ person: READER.slug, act: 'full-service' }) });
    const full = await call(sim, exchangePath(await codeFor(sim, READER)));
    expect(full).toMatchObject({ openid: READER.openid });
    expect(full).not.toHaveProperty('is_snapshotuser');
  });
});
