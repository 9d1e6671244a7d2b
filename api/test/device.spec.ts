import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeviceSession } from '@wuye/shared/device';
import type { SessionView } from '@wuye/shared/identity';
import { AuditEntry } from '../src/platform/audit/index.js';
import { deviceName } from '../src/platform/session/device-name.js';
import { Device, Session } from '../src/platform/session/index.js';
import { submit } from './acts.js';
import { IPHONE, signInOn } from './devices.js';
import { anotherInstance } from './instances.js';
import { type Browser, castPerson, FRIDAY, startWorld, type World } from './kit.js';

const HOUR = 3_600_000;
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * HOUR));

const session = async (browser: Browser): Promise<SessionView> => (await browser.get('/api/session').expect(200)).body as SessionView;
const list = async (browser: Browser): Promise<DeviceSession[]> =>
  ((await browser.get('/api/sessions').expect(200)).body as { sessions: DeviceSession[] }).sessions;
async function prove(browser: Browser, slug: Parameters<typeof castPerson>[0]): Promise<void> {
  expect((await browser.post('/api/session/proof/sms').send({}).expect(201)).body).toMatchObject({ phone: expect.stringMatching(/^138\*{4}\d{4}$/) });
  const smsCode = await world.smsCode(castPerson(slug).phone);
  expect((await browser.post('/api/session/proof').send({ smsCode }).expect(200)).body).toMatchObject({ proven: true });
}

describe('a device that was not seen before', () => {
  it('of a manager: the office does not count until the phone is proved; then it does, also next time', async () => {
    await world.as('manager-wang');
    const device = await signInOn(world.browser(), 'manager-wang');
    expect(await session(device)).toMatchObject({ proven: false, roles: [{ role: 'project_manager' }] });
    const id = String(world.cast.posters[0]?.communityId);
    expect((await device.get(`/api/communities/${id}/poster`)).body).toMatchObject({ status: 403, code: 'SESSION.UNPROVEN' });
    expect((await device.get('/api/complaints/work')).status).toBe(403);
    const audited = await world.dataSource.manager.countBy(AuditEntry, { action: 'device.prove' });
    await prove(device, 'manager-wang');
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'device.prove' })).toBe(audited + 1);
    await device.get(`/api/communities/${id}/poster`).expect(200);
    await device.delete('/api/session').expect(204);
    expect(await session(await signInOn(device, 'manager-wang'))).toMatchObject({ proven: true });
  });

  it('of an owner: reading goes on, what changes the homes or the devices asks', async () => {
    await world.as('owner-li');
    const device = await signInOn(world.browser(), 'owner-li');
    expect(await session(device)).toMatchObject({ proven: false, person: { name: '李*' } });
    await device.get('/api/bindings').expect(200);
    await submit(world, device);
    for (const path of ['/api/bindings', '/api/sessions', '/api/sessions/01H00000000000000000000000'])
      expect([path, (await device.delete(path).send({})).body]).toEqual([path, expect.objectContaining({ status: 403, code: 'SESSION.UNPROVEN' })]);
    const unproven = { status: 403, code: 'SESSION.UNPROVEN' };
    expect((await device.get('/api/me/privacy/export')).body).toMatchObject(unproven);
    expect((await device.post('/api/me/privacy/erase').send({ confirm: '注销' })).body).toMatchObject(unproven);
    // A registered phone that could be changed here would prove nothing.
    expect((await device.post('/api/me/phone').send({ phone: '13900000998', smsCode: '123456' })).body).toMatchObject(unproven);
    await prove(device, 'owner-li');
    expect((await list(device)).find(({ current }) => current)).toMatchObject({ proven: true });
  });

  it('wants the registered phone: another that the thief can read proves nothing', async () => {
    await world.as('officer-wu');
    const thief = await signInOn(world.browser(), 'officer-wu');
    const { phone } = castPerson('stranger-he');
    const smsCode = await world.requestCode(thief, phone);
    await thief.post('/api/roles').send({ role: 'district_officer', phone, smsCode }).expect(404);
    expect(await session(thief)).toMatchObject({ proven: false });
    expect((await thief.post('/api/session/proof').send({ smsCode })).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
  });

  it('of someone without home and office is no matter: the first one is theirs, and claiming proves the one it is done on', async () => {
    const [one, two] = [await signInOn(world.browser(), 'manager-liu'), await signInOn(world.browser(), 'manager-liu')];
    expect([(await session(one)).proven, (await session(two)).proven]).toEqual([true, false]);
    expect((await two.post('/api/session/proof/sms').send({})).body).toMatchObject({ status: 409, code: 'DEVICE.NO_PHONE' });
    const { phone } = castPerson('manager-liu');
    const claimed = await two.post('/api/roles').send({ role: 'project_manager', phone, smsCode: await world.requestCode(two, phone) });
    expect(claimed.body).toMatchObject({ proven: true });
    await two.get('/api/complaints/work').expect(200);
  });

  it('can’t pretend to be a known one: the cookie is signed', async () => {
    await world.as('head-zhou');
    const device = world.browser();
    device.jar.setCookie('wuye_device=made-up-by-hand.k1.00', '127.0.0.1', '/api');
    expect(await session(await signInOn(device, 'head-zhou'))).toMatchObject({ proven: false });
  });

  it('proved on one instance is proved on the other', async () => {
    const other = await anotherInstance(world);
    try {
      await world.as('clerk-ma');
      const device = await signInOn(world.browser(), 'clerk-ma');
      await prove(device, 'clerk-ma');
      const cookie = device.jar.getCookies({ domain: '127.0.0.1', path: '/api', secure: false, script: false }).toValueString();
      const { default: request } = await import('supertest');
      const answer = await request(other.app.getHttpServer() as Parameters<typeof request>[0])
        .get('/api/session')
        .set('cookie', cookie);
      expect(answer.body).toMatchObject({ proven: true });
    } finally {
      await other.close();
    }
  });
});

describe('登录设备', () => {
  it('lists one’s own, this one first, with a word for each and nothing of where it is', async () => {
    const one = await world.as('owner-sun');
    world.clock.advance(HOUR);
    const two = await signInOn(world.browser(), 'owner-sun', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 MicroMessenger/7.0.20.1781');
    const shown = await list(two);
    expect(shown.map(({ current, device }) => [current, device])).toEqual([
      [true, 'Windows 电脑·微信'],
      [false, expect.any(String)],
    ]);
    expect(Object.keys(shown[0] ?? {}).sort()).toEqual(['current', 'device', 'id', 'proven', 'seenAt', 'signedInAt']);
    const rows = JSON.stringify(await world.dataSource.manager.find(Session));
    for (const told of ['MicroMessenger', '127.0.0.1']) expect(rows).not.toContain(told);
    expect(await list(await world.as('owner-zhao'))).toHaveLength(1);
    await one.get('/api/session').expect(200);
  });

  it('ends another device’s, which proves its phone anew; nobody ends another person’s', async () => {
    const [mine, lost] = [await world.as('owner-li'), await signInOn(world.browser(), 'owner-li')];
    await prove(lost, 'owner-li');
    const away = (await list(lost)).find(({ current }) => current)?.id ?? '';
    expect((await (await world.as('owner-zhao')).delete(`/api/sessions/${away}`)).body).toMatchObject({ status: 404, code: 'DEVICE.NOT_FOUND' });
    await lost.get('/api/session').expect(200);
    expect(((await mine.delete(`/api/sessions/${away}`).expect(200)).body as { sessions: { id: string }[] }).sessions.map(({ id }) => id)).not.toContain(away);
    await lost.get('/api/session').expect(401);
    expect((await mine.delete(`/api/sessions/${away}`)).body).toMatchObject({ code: 'DEVICE.NOT_FOUND' });
    expect(await session(await signInOn(lost, 'owner-li'))).toMatchObject({ proven: false });
  });

  it('ends all others at once', async () => {
    const [mine, two, three] = [await world.as('owner-chen'), await world.as('owner-chen'), await world.as('owner-chen')];
    expect(((await mine.delete('/api/sessions').send({}).expect(200)).body as { sessions: unknown[] }).sessions).toHaveLength(1);
    await two.get('/api/session').expect(401);
    await three.get('/api/session').expect(401);
    await mine.get('/api/session').expect(200);
  });

  it.each([
    [IPHONE, '苹果手机·微信'],
    ['Mozilla/5.0 (Linux; Android 14; 2304FPN6DC) Mobile Safari/537.36 MicroMessenger/8.0', '安卓手机·微信'],
    ['Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) Mobile MicroMessenger/8.0', '鸿蒙手机·微信'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', '苹果电脑·浏览器'],
    ['Mozilla/5.0 (Windows NT 10.0) wxwork/4.1 MicroMessenger/7.0.1', 'Windows 电脑·企业微信'],
    ['', '其他设备·浏览器'],
  ])('%p is %s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });
});

describe('an office’s session', () => {
  it('ends after twelve idle hours; an owner’s does not', async () => {
    world.clock.set(FRIDAY);
    const [officer, owner] = [await world.as('officer-wu'), await world.as('owner-zhao')];
    world.clock.advance(11 * HOUR);
    await officer.get('/api/session').expect(200);
    world.clock.advance(11 * HOUR);
    await officer.get('/api/session').expect(200);
    world.clock.advance(12 * HOUR);
    await officer.get('/api/session').expect(401);
    await owner.get('/api/session').expect(200);
  });
});

it('nothing of a device is kept but a digest of its cookie', async () => {
  const [row] = await world.dataSource.manager.find(Device, { take: 1 });
  expect(Object.keys(row ?? {}).sort()).toEqual(['accountId', 'deviceHash', 'id', 'provenAt', 'seenAt']);
});
