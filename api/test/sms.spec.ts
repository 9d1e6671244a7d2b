import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
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

  it('older than five minutes', async () => {
    const captchaId = await draw();
    world.clock.advance(5 * MINUTE);
    expect((await send('13800000102', { captchaId })).body).toMatchObject({ code: 'CAPTCHA.WRONG' });
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

  it('five an hour to a phone, whoever asks and from wherever', async () => {
    for (let sent = 0; sent < 5; sent++) {
      expect((await send('13811110002', { address: `10.0.1.${sent}` })).status).toBe(201);
      world.clock.advance(2 * MINUTE);
    }
    browser = await world.as('owner-sun');
    expect((await send('13811110002', { address: '10.0.1.9' })).body).toMatchObject({ status: 429, code: 'SMS.TOO_MANY' });
    world.clock.advance(HOUR);
    expect((await send('13811110002')).status).toBe(201);
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
    asked.post('/api/bindings').send({ name, idType: 'resident', idNumber, phone, smsCode, agreement: AGREEMENT_VERSION });
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
