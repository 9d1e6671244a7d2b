import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PosterFollow, PosterView } from '@wuye/shared/community';
import { Community, PosterScene } from '../src/community/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { complaint, newKey } from './acts.js';
import { confirmed } from './confirm.js';
import { type Browser, FRIDAY, startWorld, type Who, type World } from './kit.js';

let world: World;
let manager: Browser;
let id: string;
beforeAll(async () => {
  world = await startWorld({ env: { WECHAT_CALLBACK_MODE: 'plain' } });
  world.sim.state.callback.change({
    url: `${(await world.app.getUrl()).replace('[::1]', '127.0.0.1')}/wechat/callback`,
    mode: 'plain',
    callbacks: true,
    gap: 1,
    token: world.config.WECHAT_TOKEN,
    aesKey: world.config.WECHAT_AES_KEY,
  });
  manager = await world.as('manager-wang');
  id = (await world.dataSource.manager.findOneByOrFail(Community, { name: '华阳小区' })).id;
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  world.sim.state.faults.clear();
  world.sim.state.pusher.resume();
  await world.dataSource.manager.clear(PosterScene);
});

const poster = async (browser = manager): Promise<PosterView> => (await browser.get(`/api/communities/${id}/poster`).expect(200)).body as PosterView;
const follow = async (browser = manager): Promise<PosterFollow> =>
  (await browser.post(`/api/communities/${id}/poster/follow`).expect(200)).body as PosterFollow;
const replace = (version: number, browser = manager) =>
  browser.post(`/api/communities/${id}/poster/replace`).set('Idempotency-Key', newKey()).send({ version, reason: 'covered' });
const asked = (): number => world.sim.state.log.all().filter(({ path }) => path.startsWith('/cgi-bin/qrcode/create')).length;
/** What the account's newest code says: its url at WeChat. */
const printed = async (): Promise<string> => (await world.dataSource.manager.findOneByOrFail(PosterScene, { version: (await poster()).version })).url ?? '';
const act = async (who: Who, given: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const answer = await fetch(`${world.sim.url}/sim/act`, { method: 'POST', body: JSON.stringify({ person: who, ...given }) });
  return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
};
/** The newest thing that the account said to someone. */
const told = async (who: Who): Promise<string> => {
  for (let tries = 0; ; tries++) {
    const chat = JSON.stringify(await (await fetch(`${world.sim.url}/sim/chat?person=${who}`)).json());
    if (chat.includes('/q/') || tries > 40) return chat;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
const push = async (event: string, EventKey: string): Promise<string> => {
  world.clock.advance(1_000);
  const answer = await fetch(`${world.sim.url}/sim/callback/push`, {
    method: 'POST',
    body: JSON.stringify({ person: 'owner-chen', event, fields: { EventKey } }),
  });
  return ((await answer.json()) as { tries: { answer: string }[] }).tries[0]?.answer ?? '';
};

describe('the poster’s other code', () => {
  it('is made once an edition, when asked for, and then stays', async () => {
    const before = asked();
    expect((await poster()).follow).toEqual({ svg: null, reason: null, retryAt: null });
    expect(asked()).toBe(before);
    const made = await follow();
    expect(made).toMatchObject({ svg: expect.stringContaining('<svg'), reason: null, retryAt: null });
    expect(await follow()).toEqual(made);
    const shown = await poster();
    expect([shown.follow, asked()]).toEqual([made, before + 1]);
    expect(made.svg).not.toBe(shown.svg);
  });

  it('asked for by several at once is made once', async () => {
    const before = asked();
    await Promise.all(Array.from({ length: 5 }, () => follow()));
    expect(asked()).toBe(before + 1);
    expect((await follow()).svg).toContain('<svg');
  });

  it('leads who follows through it, and who follows already, to the community', async () => {
    await follow();
    const { url } = await poster();
    await act('stranger-he', { act: 'unfollow' });
    const led = await act('stranger-he', { act: 'scan', text: await printed() });
    expect(led).toMatchObject({ leads: 'follow' });
    await act('stranger-he', { act: 'follow', ticket: led.ticket });
    expect(await told('stranger-he')).toContain(url);
    const scene = [...world.sim.state.codesWithScene.latest()].at(0)?.scene ?? '';
    expect(scene).toMatch(/^p1\./);
    expect(await push('subscribe', `qrscene_${scene}`)).toContain(`<a href="${url}">`);
    expect(await push('SCAN', scene)).toContain(`<a href="${url}">`);
    const forged = `${scene.slice(0, -1)}${scene.endsWith('A') ? 'B' : 'A'}`;
    expect(await push('SCAN', forged)).toBe('success');
    const greeted = await push('subscribe', `qrscene_${forged}`);
    expect(greeted).toContain('欢迎关注');
    expect(greeted).not.toContain('/q/');
  });

  it.each([
    ['away', 'away', 'away', 1_000],
    ['without a quota', 'daily', 'quota', 14 * 3_600_000],
    ['without the permission', 'unauthorized', 'not_permitted', 600_000],
  ] as const)('WeChat %s: the signed link alone, the reason, and no call before its time', async (_what, kind, reason, wait) => {
    world.sim.state.faults.add({ kind, errcode: -1, path: '/cgi-bin/qrcode/', rate: 1, delay: 1 });
    const refused = await follow();
    const retryAt = new Date(FRIDAY.getTime() + wait).toISOString();
    expect(refused).toEqual({ svg: null, reason, retryAt });
    const before = asked();
    expect(await follow()).toEqual(refused);
    expect((await poster()).follow).toEqual(refused);
    expect((await poster()).svg).toContain('<svg');
    expect(asked()).toBe(before);
    world.sim.state.faults.clear();
    world.clock.set(retryAt);
    // The night ended the session.
    expect(await follow(await world.as('manager-wang'))).toMatchObject({ svg: expect.stringContaining('<svg'), reason: null });
  });

  it('is only for those who may print the poster', async () => {
    for (const who of ['owner-li', 'manager-liu'] as const) {
      const browser = await world.as(who);
      await browser.post(`/api/communities/${id}/poster/follow`).expect(403);
      await replace(1, browser).expect(403);
    }
  });
});

describe('换新二维码', () => {
  it('ends the old link and the old code at once, and says who did it and why', async () => {
    await follow();
    const old = await poster();
    const scene = world.sim.state.codesWithScene.latest().at(0)?.scene ?? '';
    const code = old.url.slice(old.url.lastIndexOf('/') + 1);
    await manager.post(`/api/communities/${id}/poster/replace`).send({ version: old.version }).expect(422);
    expect((await replace(old.version).expect(200)).body).toEqual({ version: old.version + 1 });
    await manager.get(`/api/communities/by-code/${code}`).expect(410);
    expect((await manager.get(`/q/${code}`).expect(302)).headers.location).toBe('/h5/say?problem=COMMUNITY.CODE_INVALID');
    const owner = await world.as('owner-li');
    expect((await owner.post('/api/complaints').send(complaint(world, { code })).expect(422)).body).toMatchObject({ code: 'COMPLAINT.CODE_INVALID' });
    // The old code still greets: its link is the old one, which says so and offers the list.
    expect(await push('SCAN', scene)).toContain(`<a href="${old.url}">`);
    const now = await poster();
    expect(now.url).not.toBe(old.url);
    expect(now.follow.svg).toBeNull();
    expect((await follow()).svg).not.toBe(old.follow.svg);
    await manager.get(`/api/communities/by-code/${now.url.slice(now.url.lastIndexOf('/') + 1)}`).expect(200);
    expect(await world.dataSource.manager.findBy(AuditEntry, { action: 'community.replacePoster' })).toMatchObject([
      { subject: `community:${id}`, detail: { from: old.version, to: now.version, reason: 'covered' } },
    ]);
  });

  it('by two at once happens once, and the other is told', async () => {
    const { version } = await poster();
    const head = await confirmed(world, 'head-zhou');
    const answers = await Promise.all([replace(version), replace(version, head), replace(version)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'COMMUNITY.POSTER_REPLACED' });
    expect((await poster()).version).toBe(version + 1);
  });

  it('sent twice with one key happens once', async () => {
    const { version } = await poster();
    const key = newKey();
    const send = () => manager.post(`/api/communities/${id}/poster/replace`).set('Idempotency-Key', key).send({ version, reason: 'lost' });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status, body }) => [status, body as unknown])).toEqual([
      [200, { version: version + 1 }],
      [200, { version: version + 1 }],
    ]);
  });
});
