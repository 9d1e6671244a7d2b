import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { act, apiClient, call, chat, CHEN, LI, READER, stableToken, startSim, STRANGER } from '../test/kit.js';
import type { Sim } from './index.js';

let sim: Sim;
let pass: (ms: number) => void;
let token: string;
beforeAll(async () => {
  ({ sim, pass } = await startSim());
  token = await stableToken(sim);
});
afterAll(() => sim.close());

describe('followers', () => {
  it('are listed without those who do not follow', async () => {
    const { data, ...list } = await apiClient(sim, token).getFollowers();
    expect(list).toEqual({ total: 3, count: 3, next_openid: READER.openid });
    expect(data?.openid).toEqual([CHEN.openid, LI.openid, READER.openid]);
    expect(await apiClient(sim, token).getFollowers(READER.openid)).toEqual({ total: 3, count: 0, next_openid: '' });
    await expect(apiClient(sim, token).getFollowers('nobody')).rejects.toMatchObject({ code: 40003 });
  });

  it('come 10,000 at a time', async () => {
    await call(sim, '/sim/people/bulk', { count: 24_000, prefix: 'load' });
    const api = apiClient(sim, token);
    const all: string[] = [];
    for (let next = ''; ;) {
      const { count, data, next_openid: last, total } = await api.getFollowers(next);
      expect(total).toBe(24_003);
      if (count === 0) break;
      expect(count).toBeLessThanOrEqual(10_000);
      all.push(...(data?.openid ?? []));
      next = last;
    }
    expect([all.length, new Set(all).size]).toEqual([24_003, 24_003]);
    expect(all.every((openid) => /^o[\w-]{27}$/.test(openid))).toBe(true);
    await call(sim, '/sim/people/bulk', { count: 0, prefix: 'load' });
  });
});

describe('a person', () => {
  it('is told of by user/info only when following', async () => {
    const api = apiClient(sim, token);
    expect(await api.getUser(STRANGER.openid)).toEqual({ subscribe: 0, openid: STRANGER.openid });
    expect(await api.getUser(CHEN.openid)).toMatchObject({
      subscribe: 1,
      openid: CHEN.openid,
      subscribe_scene: 'ADD_SCENE_SEARCH',
      qr_scene: 0,
      qr_scene_str: '',
    });
    await expect(api.getUser('o1')).rejects.toMatchObject({ code: 40003 });
    expect(await call(sim, `/cgi-bin/user/info?access_token=${token}`)).toMatchObject({ errcode: 41009 });
  });

  it('tells through which code they followed, and when', async () => {
    const api = apiClient(sim, token);
    const { ticket } = await api.createLimitQRCode('huayang');
    pass(5000);
    await act(sim, STRANGER, 'follow', { ticket });
    const info = await api.getUser(STRANGER.openid);
    expect(info).toMatchObject({
      subscribe: 1,
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene_str: 'huayang',
      subscribe_time: Math.floor(sim.state.now() / 1000),
    });
    await act(sim, STRANGER, 'unfollow');
  });

  it('comes with up to 99 others in a batch', async () => {
    const { user_info_list: list } = await apiClient(sim, token).batchGetUsers([CHEN.openid, STRANGER.openid]);
    expect(list.map(({ subscribe }) => subscribe)).toEqual([1, 0]);
    const batch = (list: unknown): Promise<unknown> => call(sim, `/cgi-bin/user/info/batchget?access_token=${token}`, { user_list: list });
    expect(await batch([])).toMatchObject({ errcode: 40032 });
    expect(await batch(Array.from({ length: 101 }, () => ({ openid: CHEN.openid })))).toMatchObject({ errcode: 40032 });
    expect(await batch([{ openid: 'x' }])).toMatchObject({ errcode: 40003 });
  });
});

describe('a crowd', () => {
  it('is made by rule: openids, phones, a share that follows', async () => {
    const made = await call(sim, '/sim/people/bulk', { count: 100_000, prefix: 'area', following: 0.9 });
    expect(made).toMatchObject({ count: 100_000, first: expect.stringMatching(/^oB\w{14}000000000000$/), last: expect.stringMatching(/000000099999$/) });
    const page = (await call(sim, '/sim/people/bulk?prefix=area&from=99998&count=10')) as { total: number; openids: string[] };
    expect([page.total, page.openids.length, page.openids[1]]).toEqual([100_000, 2, made['last']]);
    const info = async (number: number): Promise<unknown> =>
      (await apiClient(sim, token).getUser(`${String(made['first']).slice(0, 16)}${String(number).padStart(12, '0')}`))['subscribe'];
    expect([await info(899), await info(900)]).toEqual([1, 0]);
    await expect(info(100_000)).rejects.toMatchObject({ code: 40003 });
    expect(await call(sim, '/sim/people')).toMatchObject({ crowds: [{ prefix: 'area', count: 100_000 }] });
    expect(await call(sim, '/sim/people/bulk', { count: 5_000_001, prefix: 'more' })).toHaveProperty('error');
    expect(await call(sim, '/sim/people/bulk', { count: 1, prefix: 'No' })).toHaveProperty('error');
    expect(await call(sim, '/sim/people/bulk?prefix=none')).toHaveProperty('error');
  });

  it('keeps no chat, except for a phone that somebody looks at', async () => {
    const { openids = [] } = (await call(sim, '/sim/people/bulk?prefix=area&count=2')) as { openids: string[] };
    const someone = sim.state.people.byOpenid(openids[1]) ?? CHEN;
    expect((await chat(sim, someone)).cards).toEqual([]);
    const values = { character_string1: '1', thing2: '停水', thing3: '华阳小区', time4: '15:01', phrase5: '已受理' };
    const data = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]));
    for (const touser of openids) {
      expect(
        await call(sim, `/cgi-bin/message/template/send?access_token=${token}`, { touser, template_id: sim.state.templates.all()[0]?.id, data }),
      ).toMatchObject({ errcode: 0 });
    }
    expect(sim.state.chats.cards('area-0')).toHaveLength(0);
    expect((await chat(sim, someone)).cards).toHaveLength(1);
    expect((await call(sim, '/sim/templates'))['sent']).toBe(2);
  });
});
