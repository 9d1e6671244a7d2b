import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { writePosterScene } from '../src/community/index.js';
import { Account } from '../src/identity/index.js';
import { Signer } from '../src/platform/crypto/index.js';
import { decryptMessage, encryptMessage, signatureOf } from '../src/wechat/cipher.js';
import { WechatEvent } from '../src/wechat/entities.js';
import { readXml, writeXml } from '../src/wechat/inbound.js';
import { type DeliveryReport, DeliveryReports, WechatInbox, WechatTemplates } from '../src/wechat/index.js';
import { castPerson, startWorld, type World } from './kit.js';

const PREVIOUS = { WECHAT_TOKEN_PREVIOUS: 'older-token', WECHAT_AES_KEY_PREVIOUS: 'P'.repeat(43) };

let world: World;
let strict: World;

beforeAll(async () => {
  world = await startWorld({ env: { WECHAT_CALLBACK_MODE: 'plain', WECHAT_VERIFY_CODES: 'abc123,Z9', ...PREVIOUS } });
}, 60_000);
afterAll(() => world.close());

beforeEach(async () => {
  world.clock.advance(60_000);
  world.sim.state.pusher.resume();
  world.sim.state.callback.change({
    url: await urlOf(world.app),
    mode: 'safe',
    callbacks: true,
    gap: 1,
    token: world.config.WECHAT_TOKEN,
    aesKey: world.config.WECHAT_AES_KEY,
  });
});

const urlOf = async (app: NestFastifyApplication): Promise<string> => `${(await app.getUrl()).replace('[::1]', '127.0.0.1')}/wechat/callback`;
const openidOf = (slug: 'owner-chen' | 'owner-li'): string => castPerson(slug).openid;

interface Outcome {
  readonly result: string;
  readonly tries: readonly { readonly status: number; readonly answer: string }[];
}

/** Has the simulator push something, as WeChat would. */
async function push(given: Record<string, unknown>): Promise<Outcome> {
  const answer = await fetch(`${world.sim.url}/sim/callback/push`, { method: 'POST', body: JSON.stringify({ person: 'owner-chen', ...given }) });
  return (await answer.json()) as Outcome;
}

const stored = (where: Partial<WechatEvent> = {}): Promise<WechatEvent[]> =>
  world.dataSource.manager.find(WechatEvent, { where: where as never, order: { id: 'ASC' } });
const seconds = (offset = 0): string => String(Math.floor(world.clock.now().getTime() / 1000) + offset);

interface Letter {
  readonly token?: string;
  readonly timestamp?: string;
  readonly signature?: string;
  readonly type?: string;
  readonly query?: Record<string, string>;
}

/** A plain push made by hand. */
async function send(
  body: string,
  { token = world.config.WECHAT_TOKEN, timestamp = seconds(), signature, type = 'text/xml', query = {} }: Letter = {},
): Promise<Response> {
  const nonce = '486452656';
  const all = new URLSearchParams({ timestamp, nonce, signature: signature ?? signatureOf([token, timestamp, nonce]), ...query });
  return fetch(`${await urlOf(world.app)}?${all.toString()}`, { method: 'POST', body, headers: { 'content-type': type } });
}

/** An encrypted push made by hand. */
async function sendSealed(
  message: string,
  { token = world.config.WECHAT_TOKEN, aesKey = world.config.WECHAT_AES_KEY, appId = world.config.WECHAT_APP_ID } = {},
): Promise<Response> {
  const text = encryptMessage(aesKey, appId, message, randomBytes(16));
  const timestamp = seconds();
  const query = { encrypt_type: 'aes', msg_signature: signatureOf([token, timestamp, '486452656', text]) };
  return send(writeXml({ ToUserName: 'gh_1', Encrypt: text }), { token, timestamp, query });
}

let serial = 0;
const text = (words = 'x'): string =>
  writeXml({
    ToUserName: 'gh_1',
    FromUserName: openidOf('owner-chen'),
    CreateTime: Number(seconds()),
    MsgType: 'text',
    Content: words,
    MsgId: 7_000_000 + serial++,
  });
const codeOf = async (answer: Response): Promise<[number, unknown]> => [answer.status, ((await answer.json()) as { code: unknown }).code];

describe('the check of the address', () => {
  it('finds the domain’s files at the root, and no others', async () => {
    const file = async (code: string) => fetch(`${await world.app.getUrl()}/MP_verify_${code}.txt`);
    expect([await (await file('abc123')).text(), await (await file('Z9')).text(), (await file('other')).status]).toEqual(['abc123', 'Z9', 404]);
  });

  it('answers the echo as it came', async () => {
    const answer = await fetch(`${world.sim.url}/sim/callback/verify`, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ ok: true, status: 200 });
  });

  it.each([
    ['another token', () => ({ token: 'wrong-token' }), [403, 'WECHAT.SIGNATURE_WRONG']],
    ['a time long past', () => ({ timestamp: seconds(-601) }), [403, 'WECHAT.STALE']],
    ['a time to come', () => ({ timestamp: seconds(601) }), [403, 'WECHAT.STALE']],
  ] as const)('refuses %s', async (_what, given, expected) => {
    const { token = world.config.WECHAT_TOKEN, timestamp = seconds() } = given() as { token?: string; timestamp?: string };
    const query = new URLSearchParams({ timestamp, nonce: '1', echostr: 'abc', signature: signatureOf([token, timestamp, '1']) });
    expect(await codeOf(await fetch(`${await urlOf(world.app)}?${query.toString()}`))).toEqual(expected);
  });

  it('refuses what is not signed at all', async () => {
    expect((await fetch(await urlOf(world.app))).status).toBe(422);
    expect((await fetch(await urlOf(world.app), { method: 'POST', body: text(), headers: { 'content-type': 'text/xml' } })).status).toBe(422);
  });
});

describe('a push', () => {
  it.each(['plain', 'compatible', 'safe'] as const)('in %s mode is stored once, sealed, and acknowledged', async (mode) => {
    world.sim.state.callback.change({ mode });
    const before = (await stored()).length;
    const { result, tries } = await push({ event: 'VIEW', fields: { EventKey: `https://example.org/${mode}` } });
    expect([result, tries.map(({ status, answer }) => [status, answer])]).toEqual(['taken', [[200, 'success']]]);
    const rows = await stored();
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)).toMatchObject({ kind: 'VIEW', state: 'pending', payload: expect.stringMatching(/^dev\./) });
    expect(JSON.stringify(rows.at(-1))).not.toContain(openidOf('owner-chen'));
  });

  it.each(['plain', 'compatible', 'safe'] as const)('in %s mode is answered in kind', async (mode) => {
    world.sim.state.callback.change({ mode });
    const { result, tries } = await push({ text: `你好 ${mode}` });
    expect([result, tries[0]?.answer.includes('<Encrypt>')]).toEqual(['taken', mode !== 'plain']);
    const chat = (await (await fetch(`${world.sim.url}/sim/chat?person=owner-chen`)).json()) as unknown;
    expect(JSON.stringify(chat)).toContain('/h5/');
  });

  it('signed with the token before, or closed with the key before, is taken, and answered with the same', async () => {
    const before = (await stored()).length;
    const older = { token: PREVIOUS.WECHAT_TOKEN_PREVIOUS, aesKey: PREVIOUS.WECHAT_AES_KEY_PREVIOUS };
    expect((await sendSealed(text(), { token: older.token })).status).toBe(200);
    expect((await sendSealed(text(), { aesKey: older.aesKey })).status).toBe(200);
    const answer = readXml(await (await sendSealed(text(), older)).text()) as Record<string, string>;
    expect(answer.MsgSignature).toBe(signatureOf([older.token, String(answer.TimeStamp), String(answer.Nonce), String(answer.Encrypt)]));
    expect(decryptMessage(older.aesKey, world.config.WECHAT_APP_ID, String(answer.Encrypt))).toContain(openidOf('owner-chen'));
    expect(await stored()).toHaveLength(before + 3);
  });

  it.each(['signature', 'stale', 'appid', 'padding', 'key', 'dtd', 'large', 'cut', 'garbage'] as const)(
    'that is hostile (%s) is refused and leaves nothing, in every mode',
    async (spoil) => {
      const before = (await stored()).length;
      for (const mode of ['plain', 'compatible', 'safe'] as const) {
        // What is wrong with the ciphertext can't be wrong in plain text.
        if (mode === 'plain' && ['appid', 'padding', 'key'].includes(spoil)) continue;
        world.sim.state.callback.change({ mode });
        const { tries } = await push({ event: 'CLICK', fields: { EventKey: 'k' }, spoil });
        const expected = spoil === 'large' ? 413 : ['signature', 'stale'].includes(spoil) ? 403 : 400;
        expect([mode, tries.map(({ status }) => status)]).toEqual([mode, [expected]]);
      }
      expect(await stored()).toHaveLength(before);
    },
  );

  it('of 1 MB is not even read to its end', async () => {
    // The server may hang up while we still write: either way it is refused.
    const answer = await send(`<xml><A>${'a'.repeat(1024 * 1024)}</A></xml>`).then(
      ({ status }) => status,
      () => 413,
    );
    expect(answer).toBe(413);
    expect((await send(`<xml><A>${'a'.repeat(65_536)}</A></xml>`)).status).toBe(413);
  });

  it('whose ciphertext was exchanged is refused by its own signature', async () => {
    const other = encryptMessage(world.config.WECHAT_AES_KEY, world.config.WECHAT_APP_ID, text(), randomBytes(16));
    const query = { encrypt_type: 'aes', msg_signature: signatureOf([world.config.WECHAT_TOKEN, seconds(), '486452656', 'something else']) };
    expect(await codeOf(await send(writeXml({ Encrypt: other }), { query }))).toEqual([403, 'WECHAT.SIGNATURE_WRONG']);
    expect(await codeOf(await send(writeXml({ Encrypt: other })))).toEqual([403, 'WECHAT.SIGNATURE_WRONG']);
  });

  it('in another format, or XML at another address, is refused', async () => {
    expect((await send('{}', { type: 'application/json' })).status).toBe(415);
    expect((await send(text(), { type: 'image/png' })).status).toBe(415);
    await (await world.as('owner-li')).post('/api/captchas').type('text/xml').send(text()).expect(415);
  });

  it('replayed to the letter has no second effect', async () => {
    await push({ event: 'CLICK', fields: { EventKey: 'replayed' } });
    const before = (await stored()).length;
    expect((await push({ event: 'VIEW', spoil: 'replay' })).tries[0]?.status).toBe(200);
    expect(await stored()).toHaveLength(before);
  });

  it('sent five times at once is stored once', async () => {
    const before = (await stored()).length;
    const body = text('five');
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await stored()).toHaveLength(before + 1);
  });

  it('of a kind that nobody knows is stored and done with', async () => {
    expect((await push({ event: 'something_new', fields: { Oddity: '1' } })).tries[0]?.answer).toBe('success');
    expect((await send(writeXml({ InfoType: 'strange' }))).status).toBe(200);
    await world.app.get(WechatInbox).work();
    expect((await stored()).filter(({ state }) => state !== 'done')).toEqual([]);
  });

  it('while the database is away is not acknowledged, and WeChat’s repeat is found', async () => {
    const runner = world.dataSource.driver as unknown as { createQueryRunner(mode: string): unknown };
    const create = runner.createQueryRunner.bind(runner);
    let broken = 1;
    runner.createQueryRunner = (mode) => {
      if (broken-- > 0) throw Object.assign(new Error('connect'), { driverError: { code: 'ECONNREFUSED' } });
      return create(mode);
    };
    try {
      const { result, tries } = await push({ event: 'CLICK', fields: { EventKey: 'while-away' } });
      expect([result, tries.map(({ status }) => status)]).toEqual(['taken', [503, 200]]);
    } finally {
      runner.createQueryRunner = create as never;
    }
    expect((await stored({ kind: 'CLICK' })).length).toBeGreaterThan(0);
  });
});

describe('what somebody writes', () => {
  const answerTo = async (fields: Record<string, string | number>): Promise<string> => {
    const answer = await send(writeXml({ ToUserName: 'gh_1', FromUserName: openidOf('owner-li'), CreateTime: Number(seconds()), ...fields }));
    expect(answer.status).toBe(200);
    return answer.text();
  };

  it.each(['text', 'voice', 'image', 'video', 'shortvideo', 'location', 'link'])(
    'as %s is answered: nobody reads it here, and this is the way in',
    async (MsgType) => {
      const said = await answerTo({ MsgType, MsgId: `2300${MsgType}`, MediaId: 'm', Content: '水管漏水' });
      expect(said).toContain('这里不能人工回复');
      expect(said).toContain('<a href="http://localhost:3000/h5/">');
    },
  );

  it('is no event: where somebody is, is told each few seconds and not answered', async () => {
    expect(await answerTo({ MsgType: 'event', Event: 'LOCATION', Latitude: '30.6', Longitude: '104.0' })).toBe('success');
  });
});

describe('following', () => {
  const account = (openid: string): Promise<Account | null> => world.dataSource.manager.findOneBy(Account, { openid });
  const at = (offset: number) => new Date(Number(seconds(offset)) * 1000);
  const work = () => world.app.get(WechatInbox).work();

  it('makes an account for who was unknown, greets, and offers the link', async () => {
    const { tries } = await push({ event: 'subscribe', fields: { EventKey: '' } });
    const answer = readXml(String(tries[0]?.answer)) as Record<string, string>;
    const message = decryptMessage(world.config.WECHAT_AES_KEY, world.config.WECHAT_APP_ID, String(answer.Encrypt));
    expect(message).toContain('欢迎关注');
    expect(message).toContain('<a href="http://localhost:3000/h5/">');
    await work();
    expect(await account(openidOf('owner-chen'))).toMatchObject({ personId: null, subscribed: true, subscribedAt: at(0), subscriptionAt: at(0) });
  });

  it('through a poster’s code leads to its community, newly or again; a made-up scene does not', async () => {
    world.sim.state.callback.change({ mode: 'plain' });
    const code = String(world.cast.posters[0]?.code);
    const scene = writePosterScene(new Signer(world.config.SIGNING_KEYS), { communityId: code.slice(0, 26), version: 1 });
    for (const [event, EventKey] of [
      ['subscribe', `qrscene_${scene}`],
      ['SCAN', scene],
    ] as const) {
      const { tries } = await push({ event, fields: { EventKey } });
      expect(tries[0]?.answer).toContain(`<a href="http://localhost:3000/q/${code}">`);
      world.clock.advance(1_000);
    }
    const forged = `${scene.slice(0, -1)}${scene.endsWith('A') ? 'B' : 'A'}`;
    expect((await push({ event: 'SCAN', fields: { EventKey: forged } })).tries[0]?.answer).toBe('success');
    expect((await push({ event: 'subscribe', fields: { EventKey: `qrscene_${forged}` } })).tries[0]?.answer).toContain('/h5/');
  });

  it('ends with unsubscribe, and in whatever order it is told the newest counts', async () => {
    const openid = 'oreordered0000000000000000';
    const now = Number(seconds());
    const say = async (Event: string, CreateTime: number) => {
      const body = writeXml({ ToUserName: 'gh_1', FromUserName: openid, CreateTime, MsgType: 'event', Event, EventKey: '' });
      expect((await send(body)).status).toBe(200);
      await work();
    };
    await say('unsubscribe', now + 20);
    await say('subscribe', now + 10);
    expect(await account(openid)).toMatchObject({ subscribed: false, subscribedAt: null, subscriptionAt: at(20) });
    await say('subscribe', now + 30);
    await say('unsubscribe', now + 20);
    expect(await account(openid)).toMatchObject({ subscribed: true, subscriptionAt: at(30) });
    for (const order of [
      ['unsubscribe', 'subscribe'],
      ['subscribe', 'unsubscribe'],
    ]) {
      for (const Event of order) await say(Event, now + 40);
      expect(await account(openid)).toMatchObject({ subscribed: true, subscriptionAt: at(40) });
    }
  });
});

describe('a message that was sent', () => {
  it('is reported oddly spelt, twice and in contradiction: each word comes through once', async () => {
    const took: DeliveryReport[] = [];
    world.app.get(DeliveryReports).useReports((reports) => Promise.resolve(void took.push(...reports)).then(() => []));
    world.sim.state.results.settings = { delay: 1, status: 'success', odd: 1, duplicates: 1, contradictions: 1, lost: 0, reorder: true };
    const data = { character_string1: 'A', thing2: '水', time3: '10:00', phrase4: '已受理' };
    const message = { openid: openidOf('owner-li'), template: '投诉受理通知', url: 'http://localhost:3000/h5/', clientMessageId: 'reported' };
    const msgid = await world.app.get(WechatTemplates).send({ ...message, data });
    for (let tries = 0; tries < 100 && took.length < 2; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await world.app.get(WechatInbox).work();
    }
    expect(new Set(took.map((report) => report.msgid))).toEqual(new Set([msgid]));
    // Said twice it is one, said differently it is two: which one counts the outbox knows.
    expect(took.map(({ status }) => status).sort()).toEqual(['delivered', 'failed']);
  });
});

describe('an account whose console says safe', () => {
  beforeAll(async () => {
    strict = await startWorld();
  }, 60_000);
  afterAll(() => strict.close());

  it('takes nothing that is not encrypted, for its signature covers the moment alone', async () => {
    const timestamp = String(Math.floor(strict.clock.now().getTime() / 1000));
    const query = new URLSearchParams({ timestamp, nonce: '1', signature: signatureOf([strict.config.WECHAT_TOKEN, timestamp, '1']) });
    const answer = await fetch(`${await urlOf(strict.app)}?${query.toString()}`, { method: 'POST', body: text(), headers: { 'content-type': 'text/xml' } });
    expect(await codeOf(answer)).toEqual([400, 'WECHAT.UNREADABLE']);
    expect(await strict.dataSource.manager.count(WechatEvent)).toBe(0);
  });
});
