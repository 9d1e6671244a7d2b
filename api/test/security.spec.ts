import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { totpCode, totpStep } from '@wuye/shared/security';
import { Appointment } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { Authenticator } from '../src/security/index.js';
import { newKey } from './acts.js';
import { confirmBySms, confirmed } from './confirm.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

const MINUTE = 60_000;
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * 60 * MINUTE));

const wu = castPerson('officer-wu');
const state = async (browser: Browser) => (await browser.get('/api/session/confirm').expect(200)).body as Record<string, unknown>;
/** A sensitive act that changes nothing: whether it is open shows. */
const act = (browser: Browser) => browser.post('/api/appointments/01H00000000000000000000000/dismiss').send({});
const street = { role: 'street_officer', scopeIds: ['510107001'], name: '严谨', phone: '13900000321' };

/** What the app would show, from the secret it was given. */
function codeOf(secret: string, ahead = 0): string {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return totpCode((message) => createHmac('sha1', bytes).update(message).digest(), totpStep(world.clock.now().getTime()) + ahead);
}

describe('the second factor by SMS', () => {
  it('is asked of an officer before a sensitive act, and not before a look', async () => {
    const browser = await world.as('officer-wu');
    expect((await browser.post('/api/appointments').send(street)).body).toMatchObject({ status: 403, code: 'ACCESS.CONFIRM' });
    await browser.get('/api/appointments/duties').expect(200);
    expect(await state(browser)).toEqual({ confirmedUntil: null, phone: '138****0107', authenticator: false });
  });

  it('is remembered for 15 minutes, by this session alone, and then asked again; the same request goes through under its key', async () => {
    const [browser, elsewhere, key] = [await world.as('officer-wu'), await world.as('officer-wu'), newKey()];
    const send = (from: Browser) => from.post('/api/appointments').set('idempotency-key', key).send(street);
    await send(browser).expect(403);
    await confirmBySms(world, browser, wu.phone);
    expect((await send(elsewhere)).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
    const made = await send(browser).expect(201);
    expect((await send(browser).expect(201)).body).toEqual(made.body);
    world.clock.advance(14 * MINUTE);
    expect((await act(browser)).body).toMatchObject({ code: 'APPOINT.NOT_FOUND' });
    world.clock.advance(MINUTE);
    const again = await browser.post('/api/appointments').send({ ...street, phone: '13900000322' });
    expect(again.body).toMatchObject({ code: 'ACCESS.CONFIRM', title: expect.stringContaining('确认是您本人') });
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'session.confirm' })).toBe(1);
  });

  it('takes no wrong code and none twice; five guesses end a code', async () => {
    const browser = await world.as('officer-wu');
    const confirm = (code: string) => browser.post('/api/session/confirm').send({ way: 'sms', code });
    expect((await confirm('123456')).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
    await browser.post('/api/session/confirm/sms').send({}).expect(201);
    expect((await browser.post('/api/session/confirm/sms').send({})).body).toMatchObject({ code: 'SMS.TOO_SOON' });
    const code = await world.smsCode(wu.phone);
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1]) expect((await confirm(wrong)).body).toMatchObject({ code: 'SMS.CODE_WRONG', title: expect.stringContaining(`${left}`) });
    expect((await confirm(wrong)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
    expect((await confirm(code)).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
    expect((await act(browser)).status).toBe(404);
  });

  it('cannot be shut off by a stranger who asks for codes to the officer’s phone', async () => {
    const stranger = await world.as('stranger-he');
    for (let count = 0; count < 5; count++) {
      await world.requestCode(stranger, wu.phone);
      world.clock.advance(MINUTE);
    }
    await confirmed(world, 'officer-wu');
  });

  it('goes to the phone of the highest office, whatever was given to the account since', async () => {
    const manager = world.dataSource.manager;
    const held = await manager.findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', wu.phone) });
    const other = { phone: world.vault.seal('appointment.phone', '13900000888'), phoneHash: world.vault.index('person.phone', '13900000888') };
    const added = { ...held, ...other, id: '01H0000000000000000000000S', role: 'staff', scopeType: 'community', seat: null } as const;
    await manager.insert(Appointment, { ...added, appointedAt: world.clock.now() });
    expect(await state(await world.as('officer-wu'))).toMatchObject({ phone: '138****0107' });
    await manager.delete(Appointment, { id: added.id });
  });

  it('is nothing for who has no office', async () => {
    const owner = await world.as('owner-li');
    expect(await state(owner)).toMatchObject({ phone: null });
    expect((await owner.post('/api/session/confirm/sms').send({})).body).toMatchObject({ code: 'SECURITY.NO_OFFICE' });
    expect((await owner.post('/api/session/confirm').send({ way: 'totp', code: '123456' })).body).toMatchObject({ code: 'SECURITY.NO_OFFICE' });
    expect((await owner.post('/api/session/authenticator').send({})).body).toMatchObject({ code: 'SECURITY.NO_OFFICE' });
    expect((await owner.delete('/api/session/authenticator')).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
  });
});

describe('the authenticator', () => {
  let secret: string;

  it('is enrolled by who is confirmed, with a QR picture and a first code', async () => {
    const cold = await world.as('officer-wu');
    expect((await cold.post('/api/session/authenticator').send({})).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
    expect((await cold.post('/api/session/authenticator/activate').send({ code: '123456' })).body).toMatchObject({ code: 'ACCESS.CONFIRM' });
    const browser = await confirmed(world, 'officer-wu');
    expect((await browser.post('/api/session/authenticator/activate').send({ code: '123456' })).body).toMatchObject({ code: 'SECURITY.NOT_ENROLLED' });
    const begun = (await browser.post('/api/session/authenticator').send({}).expect(201)).body as { uri: string; secret: string; svg: string };
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}&/);
    expect(begun.svg).toContain('<svg');
    ({ secret } = begun);
    expect(await state(browser)).toMatchObject({ authenticator: false });
    expect((await browser.post('/api/session/authenticator/activate').send({ code: codeOf(secret, 5) })).body).toMatchObject({ code: 'SECURITY.CODE_WRONG' });
    expect((await browser.post('/api/session/authenticator/activate').send({ code: codeOf(secret) })).body).toMatchObject({ authenticator: true });
    expect((await browser.post('/api/session/authenticator').send({})).body).toMatchObject({ code: 'SECURITY.ENROLLED' });
    const [row] = await world.dataSource.manager.find(Authenticator);
    expect(row?.secret).not.toContain(secret);
  });

  it('confirms; a code is good once, also when two use it at the same moment', async () => {
    const [one, other] = [await world.as('officer-wu'), await world.as('officer-wu')];
    const confirm = (from: Browser, code: string) => from.post('/api/session/confirm').send({ way: 'totp', code });
    const code = codeOf(secret);
    const answers = await Promise.all([confirm(one, code), confirm(other, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect((await confirm(one, code)).body).toMatchObject({ code: 'SECURITY.CODE_WRONG' });
    world.clock.advance(MINUTE);
    expect((await confirm(one, codeOf(secret, -1))).status).toBe(200);
    expect((await act(one)).body).toMatchObject({ code: 'APPOINT.NOT_FOUND' });
  });

  it('takes five guesses in five minutes, of this account alone', async () => {
    const browser = await world.as('officer-wu');
    const confirm = (code: string) => browser.post('/api/session/confirm').send({ way: 'totp', code });
    for (let count = 0; count < 5; count++) expect((await confirm(codeOf(secret, 7 + count))).body).toMatchObject({ code: 'SECURITY.CODE_WRONG' });
    expect((await confirm(codeOf(secret))).body).toMatchObject({ status: 429, code: 'SECURITY.TOO_MANY', title: expect.stringContaining('5 分钟') });
    // Another's guesses are their own, and the SMS is still open.
    expect((await (await world.as('city-luo')).post('/api/session/confirm').send({ way: 'totp', code: '123456' })).body).toMatchObject({
      code: 'SECURITY.NOT_ENROLLED',
    });
    await confirmBySms(world, browser, wu.phone);
    world.clock.advance(5 * MINUTE);
    expect((await confirm(codeOf(secret))).status).toBe(200);
  });

  it('is reset by the level above, and by nobody else', async () => {
    const { id } = await world.dataSource.manager.findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', wu.phone) });
    const reset = (browser: Browser) => browser.post(`/api/appointments/${id}/reset-authenticator`).send({});
    expect((await reset(await confirmed(world, 'head-zhou'))).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await reset(await confirmed(world, 'officer-wu'))).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await reset(await confirmed(world, 'city-luo'))).body).toMatchObject({ id, taken: true });
    expect(await state(await world.as('officer-wu'))).toMatchObject({ authenticator: false });
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'appointment.reset-authenticator' })).toBe(1);
  });

  it('is not reset by who only manages a lesser office of the same person', async () => {
    const manager = world.dataSource.manager;
    const held = await manager.findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', wu.phone) });
    const lesser = {
      ...held,
      id: '01H0000000000000000000000T',
      role: 'staff',
      scopeType: 'community',
      scopeId: world.cast.posters[0]?.communityId,
      seat: null,
    } as const;
    await manager.insert(Appointment, lesser as Appointment);
    const answer = await (await world.as('manager-wang')).post(`/api/appointments/${lesser.id}/reset-authenticator`).send({});
    expect(answer.body).toMatchObject({ code: 'ACCESS.DENIED' });
    await manager.delete(Appointment, { id: lesser.id });
  });

  it('is taken off by its owner, confirmed', async () => {
    const browser = await confirmed(world, 'officer-wu');
    expect((await browser.delete('/api/session/authenticator')).body).toMatchObject({ code: 'SECURITY.NOT_ENROLLED' });
    const { secret: next } = (await browser.post('/api/session/authenticator').send({})).body as { secret: string };
    await browser
      .post('/api/session/authenticator/activate')
      .send({ code: codeOf(next) })
      .expect(200);
    expect((await browser.delete('/api/session/authenticator')).body).toMatchObject({ authenticator: false });
  });
});
