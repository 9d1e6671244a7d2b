import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accountServer, act, call, chat, CHEN, LI, startSim, STRANGER, until, type AccountServer } from '../test/kit.js';
import { decrypt, encrypt, signatureOf } from './crypt.js';
import type { Sim } from './index.js';
import { element, toXml } from './xml.js';

const KEY = 'A'.repeat(43);
const APP = 'wx0000000000000000';
let sim: Sim;
let pass: (ms: number) => void;
let account: AccountServer;
beforeEach(async () => {
  account = await accountServer();
  ({ sim, pass } = await startSim({ callbackUrl: account.url, callbackMode: 'plain', callbacks: true, callbackTimeout: 120, callbackGap: 5 }));
});
afterEach(async () => {
  await sim.close();
  await account.close();
});

const set = (given: object): Promise<Record<string, unknown>> => call(sim, '/sim/callback', given);
const push = (given: object): Promise<{ result: string; tries: { status: number }[] }> =>
  call(sim, '/sim/callback/push', { person: CHEN.slug, ...given }) as never;
const texts = async (): Promise<unknown[]> => (await chat(sim, CHEN)).messages.map((entry) => entry['text']);

describe('the address of the account’s server', () => {
  it('is where the platform is open, unless told otherwise', async () => {
    const own = await startSim();
    expect(await call(own.sim, '/sim/callback')).toMatchObject({
      url: 'http://localhost:3000/wechat/callback',
      mode: 'safe',
      callbacks: false,
      verified: false,
    });
    await act(own.sim, CHEN, 'say', { text: '在吗' });
    expect(await call(own.sim, '/sim/callback')).toMatchObject({ taken: 0, failed: 0, waiting: 0 });
    expect(await call(own.sim, '/sim/callback/push', { person: CHEN.slug, event: 'subscribe' })).toMatchObject({ result: 'off' });
    await own.sim.close();
  });

  it('proves that it knows the token: then pushes begin', async () => {
    await set({ callbacks: false });
    account.answer = ({ query: { signature, timestamp = '', nonce = '', echostr = '' } }) =>
      signature === signatureOf('sim-token', timestamp, nonce) ? echostr : 403;
    expect(await call(sim, '/sim/callback/verify', {})).toMatchObject({ ok: true, status: 200, words: '验证成功' });
    expect(account.got).toMatchObject([{ method: 'GET', query: { timestamp: expect.stringMatching(/^\d{10}$/), echostr: expect.stringMatching(/^\w+$/) } }]);
    expect(await call(sim, '/sim/callback')).toMatchObject({ verified: true, callbacks: true });
    expect(await set({ url: `${account.url}?x=1` })).toMatchObject({ verified: false });
  });

  it('is refused when the answer is not the echostr', async () => {
    account.answer = ({ query }) => ` ${query['echostr']}`;
    expect(await call(sim, '/sim/callback/verify', {})).toMatchObject({ ok: false, words: expect.stringContaining('token验证失败') });
    account.answer = () => 500;
    expect(await call(sim, '/sim/callback/verify', {})).toMatchObject({ ok: false, status: 500 });
    account.answer = () => 'late';
    expect(await call(sim, '/sim/callback/verify', {})).toMatchObject({ ok: false, status: 0, words: expect.stringContaining('超时') });
  });

  it('takes only settings that make sense', async () => {
    for (const given of [{ mode: 'open' }, { aesKey: 'short' }, { url: 'x' }, { tires: 3 }]) expect(await set(given)).toHaveProperty('error');
  });
});

describe('a push', () => {
  it('in plain mode is signed and readable', async () => {
    expect(await push({ text: '你好 ]]> <b>' })).toMatchObject({ result: 'taken' });
    const { query, body } = account.got[0] ?? { query: {} as Record<string, string>, body: '' };
    expect(query['signature']).toBe(signatureOf('sim-token', query['timestamp'] ?? '', query['nonce'] ?? ''));
    expect(query).toMatchObject({ openid: CHEN.openid });
    expect(query).not.toHaveProperty('msg_signature');
    expect(body).toMatch(/<MsgId>34\d{17}<\/MsgId>/);
    expect(element(body, 'Content')).toBe('你好 ]]> <b>');
    expect([element(body, 'ToUserName'), element(body, 'FromUserName')]).toEqual([expect.stringMatching(/^gh_[0-9a-f]{12}$/), CHEN.openid]);
  });

  it.each(['safe', 'compatible'])('in %s mode is encrypted with the account’s key', async (mode) => {
    await set({ mode });
    await push({ event: 'CLICK', fields: { EventKey: 'open' } });
    const { query, body } = account.got[0] ?? { query: {} as Record<string, string>, body: '' };
    const cipher = element(body, 'Encrypt') ?? '';
    expect(query).toMatchObject({ encrypt_type: 'aes', msg_signature: signatureOf('sim-token', query['timestamp'] ?? '', query['nonce'] ?? '', cipher) });
    const { message, appId } = decrypt(KEY, cipher);
    expect([appId, element(message, 'EventKey')]).toEqual([APP, 'open']);
    expect(element(body, 'EventKey')).toBe(mode === 'safe' ? undefined : 'open');
    expect(element(body, 'ToUserName')).toBe(element(message, 'ToUserName'));
  });

  it('is tried three times with the same message, then given up', async () => {
    account.answer = () => 500;
    expect(await push({ text: '有人吗' })).toMatchObject({ result: 'failed', tries: [{ status: 500 }, { status: 500 }, { status: 500 }] });
    expect(new Set(account.got.map(({ body }) => element(body, 'MsgId'))).size).toBe(1);
    expect(await texts()).toEqual(['该公众号提供的服务出现故障，请稍后再试']);
  });

  it('is taken by a later try, also when the first was answered too late', async () => {
    account.answer = () => (account.got.length < 3 ? 'late' : '');
    expect(await push({ event: 'unsubscribe' })).toMatchObject({ result: 'taken', tries: [{ status: 0 }, { status: 0 }, { status: 200 }] });
  });

  it('is not repeated when the answer cannot be read', async () => {
    account.answer = () => '<html>ok</html>';
    expect(await push({ text: '有人吗' })).toMatchObject({ result: 'failed', tries: [{ status: 200 }] });
    expect(await texts()).toEqual([expect.stringContaining('出现故障')]);
  });

  it('rests for a minute after repeated failure', async () => {
    account.answer = () => 502;
    for (let times = 0; times < 3; times += 1) await push({ event: 'VIEW' });
    account.answer = () => 'success';
    expect(await push({ event: 'VIEW' })).toMatchObject({ result: 'paused', tries: [] });
    expect(await call(sim, '/sim/callback')).toMatchObject({ failed: 3, paused: 1, pausedUntil: expect.any(Number) });
    pass(60_000);
    expect(await push({ event: 'VIEW' })).toMatchObject({ result: 'taken' });
  });

  it('stands in the call log with its mode, status and message', async () => {
    await set({ mode: 'safe' });
    await push({ event: 'CLICK', fields: { EventKey: 'open' } });
    const { calls } = (await call(sim, '/sim/log')) as { calls: object[] };
    expect(calls.at(-1)).toMatchObject({
      out: true,
      path: account.url,
      query: 'safe · CLICK',
      status: 200,
      errcode: null,
      request: expect.stringContaining('<![CDATA[open]]>'),
      response: 'success',
    });
  });

  it.each(['signature', 'stale', 'appid', 'padding', 'key', 'dtd', 'large', 'cut', 'garbage'])('can be made wrong: %s', async (spoil) => {
    await set({ mode: 'safe' });
    account.answer = () => 403;
    expect(await push({ text: '坏', spoil })).toMatchObject({ result: 'failed', tries: [{ status: 403 }] });
    const { query, body } = account.got[0] ?? { query: {} as Record<string, string>, body: '' };
    const cipher = element(body, 'Encrypt') ?? '';
    const right = query['msg_signature'] === signatureOf('sim-token', query['timestamp'] ?? '', query['nonce'] ?? '', cipher);
    expect(right).toBe(spoil !== 'signature');
    if (spoil === 'padding' || spoil === 'key') expect(() => decrypt(KEY, cipher)).toThrow();
    if (spoil === 'appid') expect(decrypt(KEY, cipher).appId).not.toBe(APP);
    if (spoil === 'dtd') expect(decrypt(KEY, cipher).message).toContain('<!DOCTYPE');
    if (spoil === 'stale') expect(Number(query['timestamp'])).toBe(Math.floor(sim.state.now() / 1000) - 3600);
    if (spoil === 'large') expect(body.length).toBeGreaterThan(1_000_000);
  });

  it('can be replayed to the letter', async () => {
    await push({ text: '一' });
    await push({ text: '二', spoil: 'replay' });
    expect(account.got[1]).toEqual(account.got[0]);
    expect(await push({ text: '三', spoil: 'nothing' })).toHaveProperty('error');
    expect(await call(sim, '/sim/callback/push', { event: 'x' })).toHaveProperty('error');
  });
});

describe('a reply', () => {
  const reply = (fields: string): string => `<xml><ToUserName>a</ToUserName><FromUserName>b</FromUserName><CreateTime>1</CreateTime>${fields}</xml>`;
  const TEXT = reply('<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[请点链接办理]]></Content>');

  it('of text or news is shown in the chat', async () => {
    account.answer = () => TEXT;
    await act(sim, CHEN, 'say', { text: '投诉' });
    await until(async () => (await texts()).length === 2);
    expect((await chat(sim, CHEN)).messages).toMatchObject([
      { by: 'person', text: '投诉' },
      { by: 'account', text: '请点链接办理' },
    ]);
    account.answer = () =>
      reply(
        '<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>指南</Title><Description>说明</Description><PicUrl></PicUrl><Url>http://x/?a=1&amp;b=2</Url></item></Articles>',
      );
    await push({ text: '指南' });
    expect((await chat(sim, CHEN)).messages.at(-1)).toMatchObject({ kind: 'news', articles: [{ title: '指南', url: 'http://x/?a=1&b=2' }] });
    account.answer = () => reply('<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>一</Title></item></Articles>');
    expect(await push({ text: '指南' })).toMatchObject({ result: 'failed' });
  });

  it('must be encrypted and signed in safe mode', async () => {
    await set({ mode: 'safe' });
    const sealed = (key: string, signed = true, app = APP): string => {
      const cipher = encrypt(key, app, TEXT, Buffer.alloc(16, 1));
      return toXml({ Encrypt: cipher, MsgSignature: signed ? signatureOf('sim-token', '1', '2', cipher) : 'x', TimeStamp: 1, Nonce: '2' });
    };
    account.answer = () => sealed(KEY);
    expect(await push({ text: '一' })).toMatchObject({ result: 'taken' });
    expect(await texts()).toEqual(['请点链接办理']);
    for (const wrong of [TEXT, sealed(KEY, false), sealed(KEY, true, 'wx1')]) {
      account.answer = () => wrong;
      expect(await push({ text: '二' })).toMatchObject({ result: 'failed' });
    }
  });
});

describe('what people do', () => {
  const names = (): (string | undefined)[] => account.got.map(({ body }) => element(body, 'Event') ?? element(body, 'MsgType'));

  it('reaches the server as events', async () => {
    await act(sim, CHEN, 'press', { type: 'click', key: 'open', name: '信息公开' });
    await act(sim, CHEN, 'press', { type: 'view', url: 'http://localhost:3000/h5/' });
    await act(sim, CHEN, 'unfollow');
    await act(sim, CHEN, 'unfollow');
    await act(sim, CHEN, 'say', { text: '没关注也说' });
    await act(sim, CHEN, 'follow');
    await act(sim, LI, 'info-modified');
    await act(sim, LI, 'revoke');
    await act(sim, LI, 'cancel');
    const expected = ['CLICK', 'VIEW', 'unsubscribe', 'subscribe', 'user_info_modified', 'user_authorization_revoke', 'user_authorization_cancellation'];
    await until(() => account.got.length === expected.length);
    expect(names().sort()).toEqual([...expected].sort());
    const of = (event: string): string => account.got.find(({ body }) => body.includes(`[${event}]`))?.body ?? '';
    expect([element(of('CLICK'), 'EventKey'), element(of('VIEW'), 'EventKey'), element(of('subscribe'), 'EventKey')]).toEqual([
      'open',
      'http://localhost:3000/h5/',
      '',
    ]);
    const revoked = of('user_authorization_revoke');
    expect([element(revoked, 'OpenID'), element(revoked, 'AppID'), element(revoked, 'RevokeInfo')]).toEqual([LI.openid, APP, '1']);
    expect(element(revoked, 'FromUserName')).not.toBe(LI.openid);
  });

  it('is only what they can do', async () => {
    expect(await act(sim, STRANGER, 'constructor')).toHaveProperty('error');
    await act(sim, STRANGER, 'say', { text: '在吗' });
    expect((await chat(sim, STRANGER)).messages).toEqual([]);
  });
});
