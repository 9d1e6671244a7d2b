import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionView } from '@wuye/shared/identity';
import { Account, Appointment, Binding } from '../src/identity/index.js';
import { close, complaint, newKey, respond, startBinding, submit, upload } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

/** What outlives those it belonged to, and what a caller says of themselves: neither counts. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * 3_600_000));

const session = async (browser: Browser): Promise<SessionView> => (await browser.get('/api/session').expect(200)).body as SessionView;

describe('the links of someone who had themselves erased', () => {
  it('lead nowhere for them, for who got them forwarded, and after they came back', async () => {
    const her = await world.as('owner-chen');
    const { no, pictures } = await submit(world, her, { pictures: [await upload(her)] });
    const picture = String(pictures[0]);
    const application = await startBinding(world, her, 'owner-chen');
    await her.post('/api/me/privacy/erase').send({ confirm: '注销' }).expect(204);
    const links = [
      [`/api/complaints/${no}`, 'COMPLAINT.NOT_FOUND'],
      [`/api/files/${picture}`, 'FILE.NOT_FOUND'],
      [`/api/bindings/${application}`, 'BIND.NOT_FOUND'],
    ] as const;
    for (const [link] of links) expect([link, (await her.get(link)).status]).toEqual([link, 401]);
    for (const reader of [await world.as('owner-chen'), await world.as('stranger-he')])
      for (const [link, code] of links) expect((await reader.get(link)).body).toMatchObject({ status: 404, code, title: expect.stringMatching(/。$/) });
    expect(await session(await world.as('owner-chen'))).toMatchObject({ person: null, roles: [], communities: [] });
  });
});

describe('an office that ended', () => {
  const end = (fields: object) => {
    const phoneHash = world.vault.index('person.phone', castPerson('manager-wang').phone);
    return world.dataSource.manager.update(Appointment, { phoneHash }, fields);
  };

  it.each([
    ['dismissed', () => ({ endedAt: world.clock.now() })],
    ['its term over', () => ({ termEndsAt: world.clock.now() })],
  ])('%s: the open session keeps nothing of it, neither to read nor to do', async (_how, fields) => {
    const [manager, owner] = [await world.as('manager-wang'), await world.as('owner-li')];
    const { no, pictures } = await submit(world, owner, { pictures: [await upload(owner)] });
    const picture = String(pictures[0]);
    await respond(manager, no);
    await manager.get(`/api/files/${picture}`).expect(200);
    await end(fields());
    try {
      expect((await session(manager)).roles).toEqual([]);
      expect((await manager.get(`/api/complaints/${no}`)).body).toMatchObject({ status: 404, code: 'COMPLAINT.NOT_FOUND' });
      expect((await manager.get(`/api/files/${picture}`)).body).toMatchObject({ status: 404 });
      expect((await manager.get('/api/complaints/work')).status).toBe(403);
      const answer = await manager.post(`/api/complaints/${no}/close`).send({ words: '主板已经更换，电梯恢复运行。', pictures: [] });
      expect(answer.body).toMatchObject({ status: 404 });
      expect((await manager.get(`/api/communities/${String(world.cast.posters[0]?.communityId)}/poster`)).body).toMatchObject({
        status: 403,
        code: 'ACCESS.DENIED',
      });
    } finally {
      await end({ endedAt: null, termEndsAt: null });
    }
    await close(manager, no);
  });

  it('claimed again by the same phone: not there', async () => {
    const manager = await world.as('manager-wang');
    await end({ endedAt: world.clock.now() });
    const { phone } = castPerson('manager-wang');
    const smsCode = await world.requestCode(manager, phone);
    expect((await manager.post('/api/roles').send({ role: 'project_manager', phone, smsCode })).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    await end({ endedAt: null });
  });
});

describe('what a caller says of themselves', () => {
  it('in a complaint: account, person, community, company and state are the session’s and the code’s', async () => {
    const stranger = await world.as('stranger-he');
    const owner = await session(await world.as('owner-li'));
    const elsewhere = world.cast.posters[1]?.communityId;
    const forged = {
      accountId: owner.account.id,
      personId: owner.account.id,
      communityId: elsewhere,
      state: 'closed',
      openid: castPerson('owner-li').openid,
      role: 'city_officer',
    };
    const { body } = await stranger
      .post('/api/complaints')
      .send({ ...complaint(world), ...forged })
      .expect(201);
    const row = await world.dataSource.getRepository('complaint').findOneByOrFail({ no: (body as { no: string }).no });
    expect(row).toMatchObject({
      accountId: (await session(stranger)).account.id,
      personId: null,
      communityId: world.cast.posters[0]?.communityId,
      state: 'submitted',
    });
  });

  it('in signing in: an openid, an account, a person', async () => {
    const browser = world.browser();
    const { headers } = await browser.get('/api/session/start?to=/h5/').expect(302);
    const page = await fetch(String(headers.location), { headers: { cookie: 'sim_person=stranger-he' }, redirect: 'manual' });
    const back = new URL(String(page.headers.get('location')));
    await browser.get(`${back.pathname}${back.search}&openid=${castPerson('head-zhou').openid}&account=x`).expect(302);
    const { account } = await session(browser);
    expect(await world.dataSource.manager.findOneByOrFail(Account, { id: account.id })).toMatchObject({ openid: castPerson('stranger-he').openid });
  });

  it('in claiming an office: scope and holder are the register’s', async () => {
    const { phone } = castPerson('manager-wang');
    const manager = await world.as('manager-wang');
    const smsCode = await world.requestCode(manager, phone);
    const forged = { scopeType: 'city', scopeId: '510100', personId: 'x', permissions: null };
    const { roles } = (
      await manager
        .post('/api/roles')
        .send({ role: 'project_manager', phone, smsCode, ...forged })
        .expect(200)
    ).body as SessionView;
    expect(roles.map(({ role, scopeType }) => [role, scopeType])).toEqual([['project_manager', 'community']]);
  });

  it('in binding: a house that the register does not hold under the name', async () => {
    const browser = await world.as('owner-zhao');
    const [house] = await world.dataSource.manager.find(Binding, { take: 1 });
    const id = await startBinding(world, browser, 'owner-zhao', { houseIds: [house?.houseId], accountId: 'x' });
    const before = await world.dataSource.manager.count(Binding);
    const answer = await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds: [house?.houseId] });
    expect([409, 422]).toContain(answer.status);
    expect(await world.dataSource.manager.count(Binding)).toBe(before);
  });

  it('by another’s Idempotency-Key: everyone’s keys are their own', async () => {
    const [one, two, key] = [await world.as('owner-li'), await world.as('stranger-he'), newKey()];
    const sent = complaint(world);
    const first = await one.post('/api/complaints').set('idempotency-key', key).send(sent).expect(201);
    const second = await two.post('/api/complaints').set('idempotency-key', key).send(sent).expect(201);
    expect((second.body as { no: string }).no).not.toBe((first.body as { no: string }).no);
  });
});
