import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountServer, act, apiClient, call, CHEN, stableToken, startSim, STRANGER, until, type AccountServer } from '../test/kit.js';
import type { Sim } from './index.js';
import { SceneCodes } from './qr.js';
import { element } from './xml.js';

let sim: Sim;
let pass: (ms: number) => void;
let account: AccountServer;
beforeAll(async () => {
  account = await accountServer();
  ({ sim, pass } = await startSim({ callbackUrl: account.url, callbackMode: 'plain', callbacks: true }));
});
afterAll(async () => {
  await sim.close();
  await account.close();
});

const create = async (body: object): Promise<Record<string, unknown>> => call(sim, `/cgi-bin/qrcode/create?access_token=${await stableToken(sim)}`, body);
const scene = (scene_str: unknown): object => ({ scene: { scene_str } });

describe('a code with a scene', () => {
  it('is made by co-wechat-api, and its picture needs no token', async () => {
    const api = apiClient(sim, await stableToken(sim));
    const short = await api.createTmpQRCode('abc', 604_800);
    expect(short).toEqual({
      ticket: expect.stringMatching(/^gQ/),
      expire_seconds: 604_800,
      url: expect.stringMatching(/^http:\/\/weixin\.qq\.com\/q\/02\w+$/),
    });
    const lasting = await api.createLimitQRCode('huayang');
    expect(lasting).not.toHaveProperty('expire_seconds');
    const picture = await fetch(api.showQRCodeURL(encodeURIComponent(lasting.ticket)));
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(
      Buffer.from(await picture.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect((await fetch(api.showQRCodeURL('x'))).status).toBe(404);
  });

  it.each([
    [40052, { action_name: 'QR_NO', action_info: scene('a') }],
    [40053, { action_name: 'QR_STR_SCENE' }],
    [40053, { action_name: 'QR_STR_SCENE', action_info: scene('') }],
    [40053, { action_name: 'QR_LIMIT_STR_SCENE', action_info: scene('a'.repeat(65)) }],
    [40053, { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_001 } } }],
    [40053, { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0 } } }],
    [40097, { action_name: 'QR_STR_SCENE', action_info: scene('a'), expire_seconds: 2_592_001 }],
  ])('is refused with %d for %j', async (errcode, body) => expect(await create(body)).toMatchObject({ errcode }));

  it('lives 60 s unless told, at most 30 days', async () => {
    expect(await create({ action_name: 'QR_SCENE', action_info: { scene: { scene_id: 7 } } })).toMatchObject({ expire_seconds: 60 });
    expect(await create({ action_name: 'QR_STR_SCENE', action_info: scene('a'.repeat(64)), expire_seconds: 2_592_000 })).toHaveProperty('ticket');
  });

  it('of the lasting kind is limited, and the same scene gives the same code', () => {
    const codes = new SceneCodes(() => 0, 2);
    const [first, second] = [codes.create('1', Infinity), codes.create('2', Infinity)];
    expect(codes.create('3', Infinity)).toBeUndefined();
    expect(codes.create('3', 60_000)).toBeDefined();
    expect([codes.create('1', Infinity), codes.byTicket(first?.ticket), codes.byUrl(second?.url ?? '')]).toEqual([first, first, second]);
  });
});

describe('scanning it', () => {
  it('pushes SCAN for who follows, and leads others to following: subscribe with qrscene_', async () => {
    const { ticket, url } = (await create({ action_name: 'QR_LIMIT_STR_SCENE', action_info: scene('c1') })) as { ticket: string; url: string };
    expect(await act(sim, CHEN, 'scan', { text: url })).toEqual({ leads: 'chat' });
    await until(() => account.got.length === 1);
    expect(await act(sim, STRANGER, 'scan', { text: url })).toEqual({ leads: 'follow', ticket });
    await act(sim, STRANGER, 'follow', { ticket });
    await until(() => account.got.length === 2);
    const seen = account.got.map(({ body }) => [element(body, 'Event'), element(body, 'EventKey'), element(body, 'Ticket')]);
    expect(seen).toEqual([
      ['SCAN', 'c1', ticket],
      ['subscribe', 'qrscene_c1', ticket],
    ]);
  });

  it('tells an address from a text, and an old code from both', async () => {
    const { url } = await create({ action_name: 'QR_STR_SCENE', action_info: scene('short') });
    expect(await act(sim, CHEN, 'scan', { text: 'http://localhost:3000/q/a' })).toEqual({ leads: 'web' });
    expect(await act(sim, CHEN, 'scan', { text: '6901234567892' })).toEqual({ leads: 'text' });
    pass(60_000);
    expect(await act(sim, CHEN, 'scan', { text: url })).toEqual({ leads: 'expired' });
  });
});
