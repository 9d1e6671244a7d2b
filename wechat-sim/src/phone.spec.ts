import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { call, CHEN, LI, startSim, visit } from '../test/kit.js';
import { createSim, optionsFromEnv, type Sim } from './index.js';

let sim: Sim;
beforeAll(async () => ({ sim } = await startSim()));
afterAll(() => sim.close());

interface News {
  version: string;
  unread: { chat: number; sms: number };
  people?: { slug: string; unread: number }[];
}
const live = async (slug: string, query = ''): Promise<News> =>
  JSON.parse((await visit(sim, `/sim/live${query}`, { host: `${slug}.localhost:${sim.port}` })).text) as News;

describe('text messages', () => {
  it('arrive in the phone of the number', async () => {
    const answer = await call(sim, '/sim/sms', { phone: CHEN.phone, text: '【智慧物业】验证码 123456' });
    expect(answer).toEqual({ id: expect.stringMatching(/^\w+$/) });
    expect(await call(sim, `/sim/sms?phone=${CHEN.phone}`)).toMatchObject({ messages: [{ text: '【智慧物业】验证码 123456' }] });
    expect(await call(sim, `/sim/sms?phone=${LI.phone}`)).toEqual({ messages: [] });
  });

  it('need a number and a text', async () => {
    for (const body of [{ phone: 'x', text: 'y' }, { phone: CHEN.phone }, 'x']) {
      expect((await visit(sim, '/sim/sms', {}, new URLSearchParams({ body: JSON.stringify(body) }))).status).toBe(400);
    }
  });
});

describe('the phone page', () => {
  it('stands on the person’s host; the plain host lists the people', async () => {
    const start = await visit(sim, '/');
    expect(start.text).toContain(`http://owner-chen.localhost:${sim.port}/`);
    const phone = await visit(sim, '/', { host: `owner-chen.localhost:${sim.port}` });
    expect(phone.text).toContain('id="cards"');
    expect((await visit(sim, '/', { host: `nobody.localhost:${sim.port}` })).text).toContain('微信模拟器');
  });

  it('is told what is new, and what has been read', async () => {
    sim.state.chats.add(LI.slug, { msgid: '1', title: '提醒', rows: [], url: '' });
    const news = await live(LI.slug);
    expect(news.unread).toEqual({ chat: 1, sms: 0 });
    const same = await visit(sim, `/sim/live?v=${encodeURIComponent(news.version)}`, { host: `${LI.slug}.localhost:${sim.port}` });
    expect(same.status).toBe(204);
    const desk = await live(CHEN.slug, '?desk=1');
    expect(desk.people?.find(({ slug }) => slug === LI.slug)?.unread).toBe(1);
    await fetch(`${sim.url}/sim/act`, { method: 'POST', body: JSON.stringify({ person: LI.slug, act: 'read-chat' }) });
    expect((await live(LI.slug)).unread.chat).toBe(0);
    expect(await call(sim, '/sim/act', { person: LI.slug, act: 'x' })).toHaveProperty('error');
  });

  it('escapes what people are called', async () => {
    const other = await createSim({ port: 0, people: [{ ...CHEN, nickname: '<img src=x>' }] });
    const page = await visit(other, '/');
    expect(page.text).toContain('&lt;img src=x&gt;');
    expect(page.text).not.toContain('<img');
    await other.close();
  });

  it('has scripts that a browser can read', async () => {
    for (const path of ['/sim/phone.js', '/sim/desk.js']) {
      const { text } = await visit(sim, path);
      expect(() => new Function(text)).not.toThrow();
      expect(text).not.toContain('innerHTML');
    }
  });
});

describe('people', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sim-'));
  const file = join(folder, 'sim.json');
  afterEach(() => {
    jest.restoreAllMocks();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('come from the seed’s file, read again when it changes; a broken file changes nothing', async () => {
    const own = await createSim({ port: 0, dataDir: folder });
    const slugs = async (): Promise<string[]> => ((await call(own, '/sim/people'))['people'] as { slug: string }[]).map(({ slug }) => slug);
    expect(await slugs()).toEqual(['owner-chen', 'manager-li', 'guest-wang']);
    writeFileSync(
      file,
      JSON.stringify({
        people: [{ slug: 'owner-he', openid: `o${'1'.repeat(27)}`, nickname: '何' }],
        posters: [{ name: '海报', url: 'http://localhost:3000/q/a' }],
      }),
    );
    expect(await slugs()).toEqual(['owner-he']);
    const told = jest.spyOn(console, 'error').mockReturnValue(undefined);
    writeFileSync(file, '{"people":');
    utimesSync(file, 1, 1);
    expect(await slugs()).toEqual(['owner-he']);
    expect(told).toHaveBeenCalledTimes(1);
    await own.close();
  });
});

describe('starting', () => {
  it('is refused in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(createSim({ port: 0 })).rejects.toThrow('development and tests only');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });

  it('takes its options from the environment', () => {
    expect(optionsFromEnv({ SIM_PORT: '3009', PUBLIC_URL: 'http://localhost:3008/', WECHAT_APP_ID: '' })).toMatchObject({
      port: 3009,
      publicUrl: 'http://localhost:3008',
      appId: 'wx0000000000000000',
      appSecret: 'sim-secret',
      token: 'sim-token',
      aesKey: 'A'.repeat(43),
    });
    expect(() => optionsFromEnv({ SIM_PORT: 'x' })).toThrow('SIM_PORT');
  });
});
