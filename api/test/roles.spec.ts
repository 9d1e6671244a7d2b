import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { IsNull, Not } from 'typeorm';
import { Appointment } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { newKey } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';
import type { Slug } from '../src/seed/index.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * 3_600_000));

/** Claims a role with someone's phone, whose code the caller can read. */
async function claim(browser: Browser, role: string, slug: Slug, key = newKey()) {
  const { phone } = castPerson(slug);
  const smsCode = await world.requestCode(browser, phone);
  return browser.post('/api/roles').set('idempotency-key', key).send({ role, phone, smsCode });
}

const held = () => world.dataSource.manager.countBy(Appointment, { personId: Not(IsNull()) });

describe('taking up an office', () => {
  it('not registered under the phone: what to do', async () => {
    const answer = await claim(await world.as('owner-zhao'), 'project_manager', 'owner-zhao');
    expect(answer.body).toMatchObject({ status: 404, code: 'ROLE.NOT_REGISTERED', title: '尚未登记，请企业负责人在“权限管理”添加您。' });
  });

  it('registered for another role', async () => {
    const before = await held();
    expect((await claim(await world.as('manager-liu'), 'company_head', 'manager-liu')).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    expect(await held()).toBe(before);
  });

  it('someone else’s office, which they hold: their phone is not enough', async () => {
    const thief = await world.as('stranger-he');
    expect((await claim(thief, 'project_manager', 'manager-wang')).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    expect((await thief.get('/api/session').expect(200)).body).toMatchObject({ person: null, roles: [] });
    await thief.get('/api/complaints/work').expect(403);
  });

  it('ended: no longer', async () => {
    const manager = world.dataSource.manager;
    const phoneHash = world.vault.index('person.phone', castPerson('manager-liu').phone);
    await manager.update(Appointment, { phoneHash }, { endedAt: world.clock.now() });
    expect((await claim(await world.as('manager-liu'), 'project_manager', 'manager-liu')).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    await manager.update(Appointment, { phoneHash }, { endedAt: null });
  });

  it('by two accounts at once: one holds it', async () => {
    const two = [await world.as('stranger-he'), await world.as('owner-sun')] as const;
    const { phone } = castPerson('manager-liu');
    const codes = [await world.requestCode(two[0], phone)];
    world.clock.advance(60_000);
    codes.push(await world.requestCode(two[1], phone));
    const answers = await Promise.all(two.map((browser, index) => browser.post('/api/roles').send({ role: 'project_manager', phone, smsCode: codes[index] })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    const holders = await Promise.all(two.map(async (browser) => ((await browser.get('/api/session')).body as { roles: unknown[] }).roles.length));
    expect(holders.sort()).toEqual([0, 2]);
    // Free again, for the manager.
    await world.dataSource.manager.update(Appointment, { phoneHash: world.vault.index('person.phone', phone) }, { personId: null });
  });

  it('gives all offices of the phone at once, each with its name, and is audited; sent twice it is one claim', async () => {
    const browser = await world.as('manager-liu');
    const audited = () => world.dataSource.manager.countBy(AuditEntry, { action: 'role.claim' });
    const [before, { phone }, key] = [await audited(), castPerson('manager-liu'), newKey()];
    const smsCode = await world.requestCode(browser, phone);
    const send = () => browser.post('/api/roles').set('idempotency-key', key).send({ role: 'project_manager', phone, smsCode });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[0]?.body).toMatchObject({ person: { name: '刘*', certified: 'none' } });
    expect((answers[1]?.body as { roles: { role: string; scopeName: string }[] }).roles.map(({ role, scopeName }) => [role, scopeName !== ''])).toEqual([
      ['project_manager', true],
      ['project_manager', true],
    ]);
    expect(await audited()).toBe(before + 1);
    // Whoever holds them already may prove the phone again.
    world.clock.advance(60_000);
    expect((await claim(browser, 'project_manager', 'manager-liu')).status).toBe(200);
  });
});

describe('the poster', () => {
  it('is for those who run or oversee the community, and nobody else', async () => {
    const id = String(world.cast.posters[0]?.communityId);
    const poster = async (slug: Slug) => (await world.as(slug)).get(`/api/communities/${id}/poster`);
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const)
      expect((await poster(slug)).body).toMatchObject({ id, url: `http://localhost:3000/q/${world.cast.posters[0]?.code}` });
    for (const slug of ['manager-liu', 'owner-li', 'stranger-he'] as const)
      expect((await poster(slug)).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    expect((await (await world.as('head-zhou')).get('/api/communities/01H00000000000000000000000/poster')).body).toMatchObject({ code: 'COMMUNITY.NOT_FOUND' });
  });
});
