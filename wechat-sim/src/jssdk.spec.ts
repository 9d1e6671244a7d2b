import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiClient, APP_ID, call, CHEN, stableToken, startSim, visit } from '../test/kit.js';
import type { Sim } from './index.js';
import { jsSignature } from './jssdk.js';

let sim: Sim;
let pass: (ms: number) => void;
beforeAll(async () => ({ sim, pass } = await startSim()));
afterAll(() => sim.close());

const HOME = 'http://owner-chen.localhost:3000/h5/';
const NOW = `${HOME}complaint/1`;
const ticketOf = async (type = 'jsapi'): Promise<Record<string, unknown>> =>
  call(sim, `/cgi-bin/ticket/getticket?type=${type}&access_token=${await stableToken(sim)}`);
const configure = (given: object): Promise<Record<string, unknown>> =>
  call(sim, '/sim/jssdk/config', { person: CHEN.slug, firstUrl: HOME, url: NOW, ...given });

describe('the signature', () => {
  it('is the one of WeChat’s example', () => {
    const given = {
      noncestr: 'Wm3WZYTPz0wzccnW',
      ticket: 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg',
      timestamp: '1414587457',
      url: 'http://mp.weixin.qq.com?params=value',
    };
    expect(jsSignature(given)).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
    expect(jsSignature({ ...given, url: `${given.url}#part` })).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
  });

  it('is checked over the current address on Android, over the first on iOS', async () => {
    const api = apiClient(sim, await stableToken(sim));
    const over = async (url: string): Promise<unknown> => (await configure(await api.getJsConfig({ url, jsApiList: [], debug: false })))['errMsg'];
    expect([await over(NOW), await over(HOME)]).toEqual(['config:ok', 'config:invalid signature']);
    await call(sim, '/sim/phone', { person: CHEN.slug, platform: 'ios' });
    expect([await over(NOW), await over(HOME)]).toEqual(['config:invalid signature', 'config:ok']);
    await call(sim, '/sim/phone', { person: CHEN.slug, platform: 'android' });
  });

  it('is refused for another account and for pages that are not the platform’s', async () => {
    const api = apiClient(sim, await stableToken(sim));
    const foreign = 'http://evil.example/';
    const signed = await api.getJsConfig({ url: foreign, jsApiList: [], debug: false });
    expect(await configure({ ...signed, url: foreign })).toMatchObject({ errMsg: 'config:invalid url domain' });
    expect(await configure({ ...signed, appId: 'wx1' })).toMatchObject({ errMsg: 'config:invalid appId' });
    expect(await call(sim, '/sim/jssdk/config', {})).toHaveProperty('error');
  });
});

describe('the ticket', () => {
  it('stays the same until five minutes before its end; the old one lives on', async () => {
    const first = await ticketOf();
    expect(first).toEqual({ errcode: 0, errmsg: 'ok', ticket: expect.stringMatching(/^[\w-]{86}$/), expires_in: 7200 });
    expect((await ticketOf('wx_card'))['ticket']).not.toBe(first['ticket']);
    pass(115 * 60_000 - 1);
    expect((await ticketOf())['ticket']).toBe(first['ticket']);
    pass(1);
    expect((await ticketOf())['ticket']).not.toBe(first['ticket']);
    const sign = { noncestr: 'n', timestamp: '1', url: NOW };
    const old = { appId: APP_ID, nonceStr: 'n', timestamp: '1', signature: jsSignature({ ...sign, ticket: String(first['ticket']) }) };
    expect(await configure(old)).toMatchObject({ errMsg: 'config:ok' });
    pass(5 * 60_000);
    expect(await configure(old)).toMatchObject({ errMsg: 'config:invalid signature' });
    expect(await ticketOf('other')).toMatchObject({ errcode: 40097 });
  });
});

describe('pictures', () => {
  const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2, 0xfe]);

  it('go from the phone to the server, byte by byte, for three days', async () => {
    const uploaded = await fetch(`${sim.url}/sim/jssdk/upload`, { method: 'POST', headers: { 'content-type': 'image/jpeg' }, body: PICTURE });
    const { serverId } = (await uploaded.json()) as { serverId: string };
    const get = async (id = serverId): Promise<Buffer> => apiClient(sim, await stableToken(sim)).getMedia(id);
    expect(await get()).toEqual(PICTURE);
    await expect(get('x')).rejects.toMatchObject({ code: 40007 });
    pass(3 * 86_400_000);
    await expect(get()).rejects.toMatchObject({ code: 40007 });
    expect((await fetch(`${sim.url}/sim/jssdk/upload`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status).toBe(400);
  });

  it('are taken from the server, too', async () => {
    const api = apiClient(sim, await stableToken(sim));
    const { media_id: id } = await api.uploadMedia(PICTURE, 'image', 'a.jpg', 'image/jpeg');
    expect(await api.getMedia(id)).toEqual(PICTURE);
    const token = await stableToken(sim);
    expect(await call(sim, `/cgi-bin/media/upload?type=image&access_token=${token}`, 'x')).toMatchObject({ errcode: 41005 });
    expect(await call(sim, '/cgi-bin/media/upload?type=image', 'x')).toMatchObject({ errcode: 41001 });
  });
});

describe('the script for pages', () => {
  it('can be read by a browser, at both addresses', async () => {
    for (const path of ['/jweixin-1.6.3.js', '/open/js/jweixin-1.6.3.js']) {
      const { text } = await visit(sim, path);
      expect(() => new Function(text)).not.toThrow();
      for (const api of [
        'config',
        'chooseImage',
        'uploadImage',
        'getLocation',
        'scanQRCode',
        'checkIsSupportFaceDetect',
        'requestFacialVerify',
        'closeWindow',
        'hideMenuItems',
      ])
        expect(text).toContain(api);
    }
  });

  it('ends a face check from the phone; the server asks what came of it', async () => {
    const token = await stableToken(sim);
    const cert_info = { cert_type: 'IDENTITY_CARD', cert_name: '陈一', cert_no: '44030119900101123X' };
    const { verify_id } = await call(sim, `/cityservice/face/identify/getverifyid?access_token=${token}`, { out_seq_no: 's', cert_info, openid: CHEN.openid });
    expect(await call(sim, '/sim/jssdk/face', { verify_id, result: 'pass' })).toEqual({ result: 10_000 });
    expect(await call(sim, '/sim/jssdk/face', { verify_id, result: 'pass' })).toHaveProperty('error');
  });
});

describe('a phone', () => {
  it('has settings of its own', async () => {
    expect(await call(sim, '/sim/phone', { person: CHEN.slug, font: 6, location: 'deny' })).toMatchObject({
      platform: 'android',
      font: 6,
      location: 'deny',
      face: true,
    });
    expect(await call(sim, `/sim/phone?person=${CHEN.slug}`)).toMatchObject({ font: 6 });
    for (const given of [{ font: 9 }, { platform: 'symbian' }, { person: 'nobody' }])
      expect(await call(sim, '/sim/phone', { person: CHEN.slug, ...given })).toHaveProperty('error');
  });
});
