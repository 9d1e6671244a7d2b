import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, CHEN, LI, stableToken, startSim, visit } from '../test/kit.js';
import { certHash, VERIFY } from './face.js';
import type { Sim } from './index.js';

let sim: Sim;
let pass: (ms: number) => void;
let token: string;
beforeAll(async () => {
  ({ sim, pass } = await startSim());
  token = await stableToken(sim);
});
afterAll(() => sim.close());

const PAPERS = { cert_type: 'IDENTITY_CARD' as const, cert_name: '陈一', cert_no: '44030119900101123x' };
const BACK = 'http://owner-chen.localhost:3000/h5/bind?step=4';
const begin = (more: object = {}): Promise<Record<string, unknown>> =>
  call(sim, `/cityservice/face/identify/getverifyid?access_token=${token}`, { out_seq_no: 's1', cert_info: PAPERS, openid: CHEN.openid, ...more });
const query = (verifyId: unknown, more: object = {}): Promise<Record<string, unknown>> =>
  call(sim, `/cityservice/face/identify/queryverifyinfo?access_token=${token}`, {
    verify_id: verifyId,
    out_seq_no: 's1',
    cert_hash: certHash(PAPERS),
    openid: CHEN.openid,
    ...more,
  });
const press = (verifyId: unknown, result: string, back = BACK): ReturnType<typeof visit> =>
  visit(sim, '/sim/face', {}, new URLSearchParams({ verify_id: String(verifyId), result, return: back }));

describe('the face check', () => {
  it('hashes the papers as WeChat does', () => {
    const hash = certHash({ cert_type: 'IDENTITY_CARD', cert_name: '张三', cert_no: '310101199801011234' });
    expect(hash).toBe('3c241f7ff324977aeb91f173bb2a7b06569e6fd784d5573db34a636d8671108b');
  });

  it.each([
    ['pass', VERIFY.passed],
    ['fail', VERIFY.failed],
    ['cancel', 90_004],
    ['unsupported', 90_001],
  ])('“%s” is told to the server as %d, and cannot be changed afterwards', async (button, verdict) => {
    const { verify_id: id, expires_in: life } = await begin();
    expect(life).toBe(3600);
    expect(await query(id)).toMatchObject({ errcode: 0, verify_ret: VERIFY.unfinished });
    expect(await press(id, button)).toMatchObject({ status: 303, location: BACK });
    await press(id, 'pass');
    expect(await query(id)).toEqual({ errcode: 0, errmsg: 'ok', verify_ret: verdict });
  });

  it('does not let somebody pass with another’s papers', async () => {
    const others = { ...PAPERS, cert_name: '陈二' };
    const { verify_id: id } = await begin({ cert_info: others });
    await press(id, 'pass');
    expect(await query(id, { cert_hash: certHash(others) })).toMatchObject({ verify_ret: VERIFY.otherPerson });
    const unknown = await begin({ openid: LI.openid });
    await press(unknown['verify_id'], 'pass');
    expect(await query(unknown['verify_id'], { openid: LI.openid })).toMatchObject({ verify_ret: VERIFY.passed });
  });

  it('answers nobody who does not know the papers', async () => {
    const { verify_id: id } = await begin();
    expect(await query(id, { cert_hash: 'x' })).toMatchObject({ errcode: 40097, errmsg: expect.stringContaining('cert_hash') });
    expect(await query(id, { openid: LI.openid })).toMatchObject({ errcode: 40003 });
    expect(await query(id, { out_seq_no: 's2' })).toMatchObject({ errcode: 40097 });
    expect(await query('x')).toMatchObject({ errcode: 40097 });
    expect(await begin({ cert_info: { ...PAPERS, cert_type: 'PASSPORT' } })).toMatchObject({ errcode: 40097 });
    expect(await begin({ openid: 'x' })).toMatchObject({ errcode: 40003 });
  });

  it('shows its page on the person’s host, masked, and returns to the platform only', async () => {
    const { verify_id: id } = await begin();
    const path = (back: string): string => `/sim/face?${new URLSearchParams({ verify_id: String(id), return: back })}`;
    const own = { host: `owner-chen.localhost:${sim.port}` };
    expect((await visit(sim, path(BACK), { referer: BACK })).location).toBe(`http://owner-chen.localhost:${sim.port}${path(BACK)}`);
    const page = await visit(sim, path('http://localhost:3000/h5/bind'), own);
    expect(page.text).toContain('陈* 4403**********123x');
    expect(page.text).toContain('value="http://owner-chen.localhost:3000/h5/bind"');
    for (const back of ['http://evil.example/', 'javascript:1', '']) expect((await visit(sim, path(back), own)).status).toBe(400);
    expect((await press(id, 'pass', 'http://evil.example/')).status).toBe(400);
    pass(3_600_000);
    expect((await visit(sim, path(BACK), own)).status).toBe(410);
  });
});
