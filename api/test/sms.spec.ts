import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import request from 'supertest';
import { Database } from '../src/platform/database/index.js';
import { signInOn } from './devices.js';
import { anotherInstance } from './instances.js';
import { type Browser, CAPTCHA, castPerson, startWorld, type World } from './kit.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let browser: Browser;
beforeAll(async () => {
  world = await startWorld({ env: { TRUST_PROXY: '1' } });
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.advance(2 * HOUR);
  browser = await world.as('owner-zhao');
});

const draw = async (): Promise<string> => ((await browser.post('/api/captchas').expect(201)).body as { id: string }).id;
const send = async (phone: string, { captcha = CAPTCHA, captchaId, address = '10.0.0.1' }: { captcha?: string; captchaId?: string; address?: string } = {}) =>
  browser
    .post('/api/sms-codes')
    .set('x-forwarded-for', address)
    .send({ phone, captchaId: captchaId ?? (await draw()), captcha });

const cookieOf = (of: Browser): string => of.jar.getCookies({ domain: '127.0.0.1', path: '/api', secure: false, script: false }).toValueString();
async function deviceOf(of: Browser): Promise<string> {
  const { id } = ((await of.get('/api/sessions').expect(200)).body as { sessions: { id: string; current: boolean }[] }).sessions.find(
    ({ current }) => current,
  ) ?? { id: '' };
  const [row] = (await world.dataSource.query('SELECT device_hash FROM session WHERE id = ?', [id])) as { device_hash: string }[];
  return row?.device_hash ?? '';
}
/** Keeps a sound as it comes. */
const binary = (response: unknown, done: (error: Error | null, body: Buffer) => void): void => {
  const parts: Buffer[] = [];
  (response as NodeJS.ReadableStream).on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)));
};

describe('the picture captcha', () => {
  it('shows no answer in its text, and is of this account', async () => {
    const { body } = await browser.post('/api/captchas').expect(201);
    expect((body as { svg: string }).svg).toMatch(/^<svg/);
    expect((body as { svg: string }).svg).not.toContain(CAPTCHA);
    const other = await world.as('owner-sun');
    const answer = await other
      .post('/api/sms-codes')
      .send({ phone: '13800000102', captchaId: (body as { id: string }).id, captcha: CAPTCHA })
      .expect(422);
    expect(answer.body).toMatchObject({ code: 'CAPTCHA.WRONG' });
  });

  it('wrong: a sentence, and there is no second guess at the same picture', async () => {
    const captchaId = await draw();
    expect((await send('13800000102', { captchaId, captcha: '9999' })).body).toMatchObject({ status: 422, code: 'CAPTCHA.WRONG' });
    expect((await send('13800000102', { captchaId })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
    expect(await world.smsCode('13800000102')).toBe('');
  });

  it('used again, also at once: one message', async () => {
    const captchaId = await draw();
    const answers = await Promise.all(['13800000103', '13800000104'].map((phone) => send(phone, { captchaId })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect((await send('13800000105', { captchaId })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
  });

  it('a hundred and twenty an hour for an account', async () => {
    await draw();
    await world.dataSource.query("UPDATE rate_limit SET used = 120 WHERE id LIKE 'captcha:%'");
    expect((await browser.post('/api/captchas')).body).toMatchObject({ status: 429, code: 'REQUEST.TOO_MANY' });
    world.clock.advance(HOUR);
    await draw();
  });

  it('older than five minutes', async () => {
    const captchaId = await draw();
    world.clock.advance(5 * MINUTE);
    expect((await send('13800000102', { captchaId })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
  });
});

describe('the captcha for the ear', () => {
  const hear = async (id: string, asked = browser) => asked.get(`/api/captchas/${id}/speech`).buffer().parse(binary);

  it('is a WAV of some seconds, new each time, without its digits in the open', async () => {
    const [one, two] = [await hear(await draw()), await hear(await draw())];
    expect([one.status, one.headers['content-type'], one.headers['cache-control']]).toEqual([200, 'audio/wav', 'no-store']);
    const sound = one.body as Buffer;
    expect([sound.subarray(0, 4).toString(), sound.subarray(8, 16).toString(), sound.readUInt32LE(24)]).toEqual(['RIFF', 'WAVEfmt ', 8000]);
    const seconds = (sound.length - 44) / 16_000;
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(8);
    expect(sound.includes(CAPTCHA)).toBe(false);
    expect(sound.equals(two.body as Buffer)).toBe(false);
  });

  it('is read out once, to whom it was drawn for, until it was answered', async () => {
    const id = await draw();
    const spent = { status: 410 };
    expect(await hear(id, await world.as('owner-sun'))).toMatchObject(spent);
    expect(await hear(id)).toMatchObject({ status: 200 });
    expect(await hear(id)).toMatchObject(spent);
    const answered = await draw();
    await send('13855550001', { captchaId: answered });
    expect(await hear(answered)).toMatchObject(spent);
  });

  it('gives one guess, read or heard: what was heard is as good as what was seen', async () => {
    const id = await draw();
    await hear(id);
    expect((await send('13855550002', { captchaId: id, captcha: '00000' })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
    expect((await send('13855550002', { captchaId: id })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
    const heard = await draw();
    await hear(heard);
    await world.dataSource.query("UPDATE captcha SET answer_hash = 'not this one' WHERE id = ?", [heard]);
    expect((await send('13855550003', { captchaId: heard })).status).toBe(201);
  });

  it('at once: one recording', async () => {
    const id = await draw();
    expect((await Promise.all([hear(id), hear(id), hear(id)])).map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });
});

describe('who is registered is nobody’s to learn', () => {
  it('asking for a code is answered alike for a phone that is registered and one that is not', async () => {
    const [known, unknown] = [await send(castPerson('city-luo').phone), await send('13866660001')];
    expect([known.status, known.body, Object.keys(known.headers).sort()]).toEqual([unknown.status, unknown.body, Object.keys(unknown.headers).sort()]);
  });

  it('claiming an office without the code, too; what there is is told to who proved the phone', async () => {
    const claim = async (phone: string) => {
      await send(phone);
      return (await browser.post('/api/roles').send({ role: 'city_officer', phone, smsCode: '000000' })).body as unknown;
    };
    const known = await claim(castPerson('city-luo').phone);
    expect(known).toMatchObject({ code: 'SMS.CODE_WRONG' });
    expect(await claim('13866660002')).toEqual(known);
    const never = async (phone: string) =>
      (await (await world.as('owner-sun')).post('/api/roles').send({ role: 'city_officer', phone, smsCode: '000000' })).body as unknown;
    expect(await never(castPerson('city-luo').phone)).toEqual(await never('13866660003'));
  });

  it('in like time: the same statements are asked for both', async () => {
    const asked = async (phone: string): Promise<string[]> => {
      const seen: string[] = [];
      const { manager } = world.app.get(Database);
      const query = manager.query.bind(manager);
      manager.query = ((sql: string, parameters?: unknown[]) => (seen.push(sql), query(sql, parameters))) as typeof manager.query;
      await send(phone);
      manager.query = query;
      return seen;
    };
    expect(await asked(castPerson('city-luo').phone)).toEqual(await asked('13866660005'));
  });
});

describe('sending', () => {
  it('again within a minute: too soon, with the seconds that are left', async () => {
    expect((await send('13811110001')).body).toEqual({ resendAfter: 60 });
    world.clock.advance(20_000);
    expect((await send('13811110001')).body).toMatchObject({ status: 429, code: 'SMS.TOO_SOON', title: '刚刚发过验证码，请 40 秒后再获取。' });
    world.clock.advance(40_000);
    expect((await send('13811110001')).status).toBe(201);
  });

  it('five an hour to a phone for an account, from wherever', async () => {
    for (let sent = 0; sent < 5; sent++) {
      expect((await send('13811110002', { address: `10.0.1.${sent}` })).status).toBe(201);
      world.clock.advance(2 * MINUTE);
    }
    expect((await send('13811110002', { address: '10.0.1.9' })).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
    world.clock.advance(HOUR);
    expect((await send('13811110002')).status).toBe(201);
  });

  it('twenty an hour to a phone for all accounts whose own it is not', async () => {
    expect((await send('13811110008')).status).toBe(201);
    const id = `sms.phone:${world.vault.index('person.phone', '13811110008')}`;
    await world.dataSource.query('UPDATE rate_limit SET used = 20 WHERE id = ?', [id]);
    browser = await world.as('owner-sun');
    expect((await send('13811110008')).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
  });

  it('others can’t use up what is the holder’s: ten ask for their phone, they get their code at once', async () => {
    const { phone } = castPerson('manager-wang');
    const id = `sms.phone:${world.vault.index('person.phone', phone)}`;
    expect((await send(phone)).status).toBe(201);
    await world.dataSource.query('UPDATE rate_limit SET used = 20 WHERE id = ?', [id]);
    expect((await send(phone)).status).toBe(429);
    browser = await world.as('manager-wang');
    expect((await send(phone)).status).toBe(201);
    // Nor are guesses at a code anyone's but the asker's.
    const code = await world.smsCode(phone);
    const thief = await world.as('owner-sun');
    for (let guess = 0; guess < 6; guess++) await thief.post('/api/roles').send({ role: 'project_manager', phone, smsCode: '000000' }).expect(422);
    await browser.post('/api/roles').send({ role: 'project_manager', phone, smsCode: code }).expect(200);
  });

  it('twenty an hour from a device, through whatever accounts; on all instances together', async () => {
    browser = await world.as('owner-chen');
    const id = `sms.device:${await deviceOf(browser)}`;
    expect((await send('13844440001')).status).toBe(201);
    await world.dataSource.query('UPDATE rate_limit SET used = 19 WHERE id = ?', [id]);
    const other = await anotherInstance(world);
    try {
      const { id: captchaId } = (await browser.post('/api/captchas').expect(201)).body as { id: string };
      const cookie = cookieOf(browser);
      const asked = request(other.app.getHttpServer() as Parameters<typeof request>[0])
        .post('/api/sms-codes')
        .set('cookie', cookie);
      expect((await asked.send({ phone: '13844440002', captchaId, captcha: CAPTCHA })).status).toBe(201);
    } finally {
      await other.close();
    }
    expect((await send('13844440003')).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
    // Another account on the same phone has no more than is left.
    const shared = world.browser();
    shared.jar.setCookie(
      cookieOf(browser)
        .split('; ')
        .find((each) => each.startsWith('wuye_device=')) ?? '',
      '127.0.0.1',
      '/api',
    );
    browser = await signInOn(shared, 'owner-zhao');
    expect((await send('13844440004')).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
  });

  it('at once to one phone: one message', async () => {
    const captchas = await Promise.all(Array.from({ length: 12 }, () => draw()));
    const answers = await Promise.all(captchas.map((captchaId) => send('13811110009', { captchaId })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => (body as { code?: string }).code === 'SMS.TOO_SOON')).toHaveLength(11);
  });

  it('twenty an hour for an account, to whatever phones', async () => {
    const phone = (index: number) => `1382222${String(index).padStart(4, '0')}`;
    for (let sent = 0; sent < 20; sent++) expect((await send(phone(sent))).status).toBe(201);
    expect((await send(phone(20))).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
  });

  it('three hundred an hour from an address; one that the caller makes up in front of the proxy’s counts for nothing', async () => {
    expect((await send('13833330001', { address: '10.0.3.1' })).status).toBe(201);
    await world.dataSource.query("UPDATE rate_limit SET used = 300 WHERE id LIKE 'sms.address:%'");
    expect((await send('13833330002', { address: '9.9.9.9, 10.0.3.1' })).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
    expect((await send('13833330003', { address: '10.0.3.2' })).status).toBe(201);
  });

  it.each(['away', 'busy'] as const)('while the gateway is %s: a code and a sentence, and later it goes', async (kind) => {
    const phone = kind === 'away' ? '13811110003' : '13811110004';
    await world.fail(kind, '/sim/sms', 1);
    expect((await send(phone)).body).toMatchObject({ status: 503, code: 'SMS.NOT_SENT' });
    world.clock.advance(MINUTE);
    expect((await send(phone)).status).toBe(201);
    expect(await world.smsCode(phone)).toMatch(/^\d{6}$/);
  });

  it('the database holds neither phone nor code', async () => {
    await send('13811110005');
    const code = await world.smsCode('13811110005');
    const rows = JSON.stringify(await world.dataSource.query('SELECT * FROM sms_code'));
    expect(code).toMatch(/^\d{6}$/);
    for (const secret of ['13811110005', `"${code}"`]) expect(rows).not.toContain(secret);
  });
});

describe('a code', () => {
  const { name, idNumber, phone } = castPerson('owner-zhao');
  const use = (smsCode: string, asked = browser) =>
    asked.post('/api/bindings').send({ name, idType: 'resident', idNumber, phone, smsCode, agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION });
  const wrongOf = (code: string): string => (code === '111111' ? '222222' : '111111');

  it('wrong: how many guesses are left; after five the right one is worth nothing', async () => {
    const code = await world.requestCode(browser, phone);
    for (const left of [4, 3, 2, 1]) {
      expect((await use(wrongOf(code))).body).toMatchObject({ status: 422, code: 'SMS.CODE_WRONG', title: `短信验证码不对，还可以试 ${left} 次。` });
    }
    expect((await use(wrongOf(code))).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
    expect((await use(code)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('guessed at twenty times at once: five guesses count', async () => {
    const code = await world.requestCode(browser, phone);
    const answers = await Promise.all(Array.from({ length: 20 }, () => use(wrongOf(code))));
    expect(answers.filter(({ body }) => (body as { code: string }).code === 'SMS.CODE_WRONG').length).toBeLessThanOrEqual(5);
    expect((await use(code)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('used a second time', async () => {
    const code = await world.requestCode(browser, phone);
    expect((await use(code)).status).toBe(201);
    expect((await use(code)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('used twice at once: once', async () => {
    const code = await world.requestCode(browser, phone);
    expect((await Promise.all([use(code), use(code)])).map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  it('older than five minutes', async () => {
    const code = await world.requestCode(browser, phone);
    world.clock.advance(5 * MINUTE);
    expect((await use(code)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('the one before the newest', async () => {
    const older = await world.requestCode(browser, phone);
    world.clock.advance(MINUTE);
    const newest = await world.requestCode(browser, phone);
    if (older !== newest) expect((await use(older)).body).toMatchObject({ code: 'SMS.CODE_WRONG' });
    expect((await use(newest)).status).toBe(201);
  });

  it('asked for by another account: read over a shoulder it is worth nothing', async () => {
    const code = await world.requestCode(browser, phone);
    expect((await use(code, await world.as('owner-sun'))).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('stays good when what it allowed was refused for another reason', async () => {
    const { phone: staff } = castPerson('manager-liu');
    const code = await world.requestCode(browser, staff);
    const claim = (role: string) => browser.post('/api/roles').send({ role, phone: staff, smsCode: code });
    expect((await claim('city_officer')).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    expect((await claim('project_manager')).status).toBe(200);
  });
});
