import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Account } from '../src/identity/index.js';
import { digest } from '../src/platform/crypto/index.js';
import { Database } from '../src/platform/database/index.js';
import { Session, SESSION_COOKIE, Sessions } from '../src/platform/session/index.js';
import { signInOn } from './devices.js';
import { type Browser, startWorld, type Who, type World } from './kit.js';

const DAY = 24 * 3_600_000;
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());

/** Goes to the authorize page and there agrees; gives the way back with its code and state. */
async function authorize(browser: Browser, slug: Who, to = '/h5/'): Promise<{ path: string; code: string; state: string }> {
  const start = await browser.get('/api/session/start').query({ to }).expect(302);
  const page = await fetch(String(start.headers.location), { headers: { cookie: `sim_person=${slug}` }, redirect: 'manual' });
  const back = new URL(String(page.headers.get('location')));
  return { path: back.pathname + back.search, code: String(back.searchParams.get('code')), state: String(back.searchParams.get('state')) };
}

const callback = (browser: Browser, query: Record<string, string>) => browser.get('/api/session/callback').query(query);
const cookiesOf = (answer: { headers: Record<string, unknown> }): string[] => (answer.headers['set-cookie'] as string[] | undefined) ?? [];
const sessionCookie = (answer: { headers: Record<string, unknown> }) => cookiesOf(answer).find((each) => each.startsWith(`${SESSION_COOKIE}=`));
const accounts = () => world.dataSource.manager.count(Account);

describe('the session cookie', () => {
  it('is HttpOnly and SameSite=Lax, and the database holds its digest alone', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    const cookie = String(sessionCookie(await browser.get(path).expect(302)));
    expect(cookie).toMatch(/^wuye_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = cookie.slice(SESSION_COOKIE.length + 1).split(';')[0] as string;
    const rows = await world.dataSource.manager.find(Session);
    expect(rows.map(({ tokenHash }) => tokenHash)).toContain(digest(token));
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is Secure where the site is https', async () => {
    const set: object[] = [];
    const reply = { setCookie: (_name: string, _token: string, options: object) => set.push(options) };
    const sessions = new Sessions(world.app.get(Database), { ...world.config, PUBLIC_URL: 'https://wuye.example' });
    await sessions.open(reply as never, '01ACC0VNT00000000000000000', world.clock.now());
    expect(set).toEqual([expect.objectContaining({ secure: true, httpOnly: true, sameSite: 'lax' })]);
  });

  it.each([
    ['made up', 'x'.repeat(43)],
    ['empty', ''],
  ])('%s: nobody is signed in', async (_what, token) => {
    const answer = await world.browser().get('/api/session').set('cookie', `${SESSION_COOKIE}=${token}`).expect(401);
    expect(answer.body).toMatchObject({ code: 'SESSION.REQUIRED' });
  });
});

describe('a session ends', () => {
  it('when its owner signs out, also for who kept the cookie', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    const cookie = String(sessionCookie(await browser.get(path))).split(';')[0] as string;
    await world.browser().get('/api/session').set('cookie', cookie).expect(200);
    await browser.delete('/api/session').expect(204);
    await world.browser().get('/api/session').set('cookie', cookie).expect(401);
    await browser.get('/api/session').expect(401);
  });

  it('on every device of an account at once, when they are revoked', async () => {
    const [one, two, other] = [await world.as('owner-zhao'), await world.as('owner-zhao'), await world.as('owner-sun')];
    const { account } = (await one.get('/api/session').expect(200)).body as { account: { id: string } };
    await world.app.get(Sessions).revokeAll(world.dataSource.manager, account.id, world.clock.now());
    await one.get('/api/session').expect(401);
    await two.get('/api/session').expect(401);
    await other.get('/api/session').expect(200);
    // Whoever still holds one of the devices is not taken for its owner when it signs in again.
    expect((await (await signInOn(one, 'owner-zhao')).get('/api/session').expect(200)).body).toMatchObject({ proven: false });
  });

  it('after 14 days without a visit', async () => {
    const [idle, busy] = [await world.as('owner-chen'), await world.as('owner-chen')];
    world.clock.advance(13 * DAY);
    await busy.get('/api/session').expect(200);
    world.clock.advance(DAY);
    await idle.get('/api/session').expect(401);
    await busy.get('/api/session').expect(200);
  });

  it('after 30 days, however busy', async () => {
    const browser = await world.as('owner-chen');
    for (let day = 0; day < 29; day += 1) {
      world.clock.advance(DAY);
      await browser.get('/api/session').expect(200);
    }
    world.clock.advance(DAY);
    await browser.get('/api/session').expect(401);
  });
});

describe('the OAuth state', () => {
  it.each(['', 'abc', 'f'.repeat(86)])('wrong: %p', async (state) => {
    const browser = world.browser();
    const { code } = await authorize(browser, 'owner-chen');
    const answer = await callback(browser, { code, state }).expect(400);
    expect(answer.body).toMatchObject({ code: 'SESSION.STATE_INVALID' });
    expect(sessionCookie(answer)).toBeUndefined();
  });

  it('missing', async () => {
    const browser = world.browser();
    const { code } = await authorize(browser, 'owner-chen');
    expect((await callback(browser, { code }).expect(400)).body).toMatchObject({ code: 'SESSION.STATE_INVALID' });
  });

  it('used a second time signs nobody in', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    await browser.get(path).expect(302);
    await browser.delete('/api/session').expect(204);
    expect((await browser.get(path).expect(400)).body).toMatchObject({ code: 'SESSION.STATE_INVALID' });
  });

  it('used twice at once signs in once', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    const answers = await Promise.all([browser.get(path), browser.get(path)]);
    expect(answers.filter(sessionCookie)).toHaveLength(1);
  });

  it('of another browser: a link that someone sends does not sign the reader in as the sender', async () => {
    const sender = world.browser();
    const { path } = await authorize(sender, 'owner-li');
    const reader = world.browser();
    await authorize(reader, 'owner-chen');
    const answer = await reader.get(path).expect(400);
    expect(answer.body).toMatchObject({ code: 'SESSION.STATE_INVALID' });
    await reader.get('/api/session').expect(401);
    // The sender's own way is still open.
    await sender.get(path).expect(302);
  });

  it('older than ten minutes', async () => {
    const browser = world.browser();
    const { state } = await authorize(browser, 'owner-chen');
    world.clock.advance(10 * 60_000);
    expect((await callback(browser, { code: 'any', state }).expect(400)).body).toMatchObject({ code: 'SESSION.STATE_INVALID' });
  });

  it('of two tabs: both come back', async () => {
    const browser = world.browser();
    const [one, two] = [await authorize(browser, 'owner-chen', '/h5/one'), await authorize(browser, 'owner-chen', '/h5/two')];
    expect((await browser.get(two.path).expect(302)).headers.location).toBe('/h5/two');
    expect((await browser.get(one.path).expect(302)).headers.location).toBe('/h5/one');
  });
});

/** The second try that a refused code is worth, with a bad code again. */
async function tryAgain(browser: Browser, location: string, code: string) {
  expect(location).toMatch(/^\/api\/session\/start\?to=.*&again=1$/);
  const { headers } = await browser.get(location).expect(302);
  return callback(browser, { code, state: String(new URL(String(headers.location)).searchParams.get('state')) });
}

describe('the OAuth code', () => {
  it('used (40163): tried once more without the person, then a sentence and no session', async () => {
    const first = world.browser();
    const used = await authorize(first, 'owner-chen');
    await first.get(used.path).expect(302);
    const second = world.browser();
    const { state } = await authorize(second, 'owner-chen');
    const restarted = await callback(second, { code: used.code, state }).expect(302);
    expect(sessionCookie(restarted)).toBeUndefined();
    const answer = await tryAgain(second, String(restarted.headers.location), used.code);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'SESSION.CODE_INVALID', title: '登录没有完成，请从公众号菜单重新进入。' });
    expect(sessionCookie(answer)).toBeUndefined();
  });

  it.each([
    ['missing', {}],
    ['empty', { code: '' }],
  ])('%s', async (_what, code: { code?: string }) => {
    const browser = world.browser();
    const { state } = await authorize(browser, 'owner-chen');
    expect((await callback(browser, { ...code, state }).expect(400)).body).toMatchObject({ code: 'SESSION.CODE_INVALID' });
  });

  it('unknown (40029): tried once more, then a sentence', async () => {
    const browser = world.browser();
    const { state } = await authorize(browser, 'owner-chen', '/h5/say');
    const restarted = await callback(browser, { code: '0unknown', state }).expect(302);
    expect((await tryAgain(browser, String(restarted.headers.location), '0unknown')).body).toMatchObject({ code: 'SESSION.CODE_INVALID' });
  });

  it('old (42003): five minutes at the authorize page are too long, the second try goes through', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    world.clock.advance(5 * 60_000);
    expect((await browser.get(path).expect(302)).headers.location).toMatch(/again=1$/);
  });

  it('replayed by someone who is signed in: they go on', async () => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen', '/h5/say');
    expect((await browser.get(path).expect(302)).headers.location).toBe('/h5/say');
    expect((await browser.get(path).expect(302)).headers.location).toBe('/h5/');
  });
});

describe('who comes back', () => {
  it('a snapshot user: no account and no session, and told what to press', async () => {
    const before = await accounts();
    const browser = world.browser();
    const { path } = await authorize(browser, 'visitor-qian');
    const answer = await browser.get(path).expect(403);
    expect(answer.body).toMatchObject({ code: 'SESSION.SNAPSHOT_USER', title: expect.stringContaining('使用完整服务') });
    expect([sessionCookie(answer), await accounts()]).toEqual([undefined, before]);
  });

  it('someone new, twice at once: one account', async () => {
    const before = await accounts();
    const ways = [world.browser(), world.browser()].map(async (browser) => ({ browser, ...(await authorize(browser, 'stranger-he')) }));
    await Promise.all((await Promise.all(ways)).map(({ browser, path }) => browser.get(path).expect(302)));
    expect(await accounts()).toBe(before + 1);
  });

  it.each(['away', 'malformed', 'busy'] as const)('while WeChat is %s: a sentence and a code, and a new attempt works', async (kind) => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen');
    await world.fail(kind, '/sns/', 1);
    expect((await browser.get(path).expect(503)).body).toMatchObject({ code: 'SESSION.WECHAT_AWAY' });
    await browser.get((await authorize(browser, 'owner-chen')).path).expect(302);
  });

  it('navigating: gets a page about it, not a document', async () => {
    const answer = await world.browser().get('/api/session/callback?code=x&state=y').set('accept', 'text/html,*/*').expect(302);
    expect(answer.headers.location).toBe('/h5/problem?code=SESSION.STATE_INVALID');
  });
});

describe('where it returns to', () => {
  it.each(['/h5/say?code=01A-1.k1.ff&from=poster', '/h5/bind?application=01A', '/h5/'])('our own page %s', async (to) => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen', to);
    expect((await browser.get(path)).headers.location).toBe(to);
  });

  it.each([
    'https://evil.example/h5/',
    '//evil.example/h5/',
    '/\\evil.example',
    '\\\\evil.example',
    '/h5/../../evil',
    '/h5/%2e%2e/api/session',
    '/h5/.%2E/api/session',
    '/h5/\\..\\evil',
    '/h5/\r\nset-cookie: a=b',
    'javascript:alert(1)',
    '/h5/<script>',
    ' /h5/',
    '/h5',
    '/api/session',
  ])('never %p', async (to) => {
    const browser = world.browser();
    const { path } = await authorize(browser, 'owner-chen', to);
    expect((await browser.get(path).expect(302)).headers.location).toBe('/h5/');
    // Who is signed in already is sent on at once, to the same places.
    expect((await browser.get('/api/session/start').query({ to })).headers.location).toBe('/h5/');
  });

  it('a longer address than any page has is refused', async () => {
    await world
      .browser()
      .get('/api/session/start')
      .query({ to: `/h5/${'a'.repeat(1000)}` })
      .expect(422);
  });
});
