import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OfficeView, PlaceView } from '@wuye/shared/appointment';
import { Community } from '../src/community/index.js';
import { Appointment } from '../src/identity/index.js';
import { SmsFallback } from '../src/message/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { newKey, submit } from './acts.js';
import { confirmed, takeUp } from './confirm.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

let world: World;
/** The community that manager-wang runs, another of the same company, and one of another company. */
let [home, sister, foreign]: Community[] = [];
beforeAll(async () => {
  world = await startWorld();
  const all = await world.dataSource.manager.find(Community, { order: { id: 'ASC' } });
  home = all[0];
  sister = all.find(({ id, companyId }) => id !== home?.id && companyId === home?.companyId);
  foreign = all.find(({ companyId, districtCode }) => companyId !== home?.companyId && districtCode !== home?.districtCode);
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * 3_600_000));

const manager = () => world.dataSource.manager;
let made = 0;
/** A phone that nobody has yet. */
const newPhone = () => `1395000${String(made++).padStart(4, '0')}`;
const appoint = (browser: Browser, fields: Record<string, unknown>) => browser.post('/api/appointments').send({ name: '新人', phone: newPhone(), ...fields });
const place = async (browser: Browser, role: string, scopeId = home?.id ?? ''): Promise<PlaceView | undefined> =>
  ((await browser.get('/api/appointments/places').query({ role, scopeId }).expect(200)).body as { items: PlaceView[] }).items[0];
const holderOf = async (browser: Browser, role: string, scopeId?: string): Promise<OfficeView> =>
  (await place(browser, role, scopeId))?.holders[0] as OfficeView;
const act = (browser: Browser, id: string, name: string, body: object = {}) => browser.post(`/api/appointments/${id}/${name}`).send(body);
const rolesOf = async (browser: Browser) => ((await browser.get('/api/session')).body as { roles: { role: string }[] }).roles.map(({ role }) => role);

/** The newest SMS to a phone, after everything due was sent; messages wait for the morning. */
async function smsTo(phone: string): Promise<string> {
  world.clock.advance(14 * 3_600_000);
  await world.outbox.drain();
  await world.app.get(SmsFallback, { strict: false }).drain();
  const { messages } = (await (await fetch(`${world.sim.url}/sim/sms?phone=${phone}`)).json()) as { messages: { text: string }[] };
  return messages.at(-1)?.text ?? '';
}

describe('who appoints whom', () => {
  const OFFICES = [
    ['city_officer', '510100', ['city-luo']],
    ['district_officer', '510107', ['city-luo']],
    ['street_officer', '510107001', ['officer-wu']],
    ['company_clerk', 'company', ['head-zhou']],
    ['staff', 'community', ['head-zhou', 'manager-wang']],
    ['committee_member', 'community', ['street-gao', 'officer-wu']],
  ] as const;

  it.each(OFFICES)('%s at %s is given by %j, and by nobody else', async (role, scope, by) => {
    const scopeId = scope === 'company' ? home?.companyId : scope === 'community' ? home?.id : scope;
    for (const slug of ['manager-wang', 'head-zhou', 'clerk-ma', 'staff-deng', 'committee-lin', 'street-gao', 'officer-wu', 'city-luo', 'owner-li'] as const) {
      const browser = slug === 'owner-li' ? await world.as(slug) : await confirmed(world, slug);
      const answer = await appoint(browser, { role, scopeIds: [scopeId], lastDay: '2028-11-20' });
      const may = (by as readonly string[]).includes(slug);
      expect([slug, answer.status, (answer.body as { code?: string }).code]).toEqual([slug, may ? 201 : 403, may ? undefined : 'ACCESS.DENIED']);
      world.clock.advance(61_000);
    }
  });

  it.each([
    ['street_officer', 'officer-wu', (): string | undefined => '510104001'],
    ['company_clerk', 'head-zhou', (): string | undefined => foreign?.companyId],
    ['project_manager', 'head-zhou', (): string | undefined => foreign?.id],
    ['staff', 'manager-wang', (): string | undefined => sister?.id ?? foreign?.id],
    ['committee_member', 'street-gao', (): string | undefined => foreign?.id],
  ] as const)('%s by %s only within their own scope; several places are given all or none', async (role, slug, outside): Promise<void> => {
    const browser = await confirmed(world, slug);
    const inside = role === 'street_officer' ? '510107001' : role === 'company_clerk' ? home?.companyId : home?.id;
    const before = await manager().count(Appointment);
    const answer = await appoint(browser, { role, scopeIds: [inside, outside()], lastDay: '2028-11-20' });
    expect(answer.body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    expect(await manager().count(Appointment)).toBe(before);
    expect(await place(browser, role, outside())).toBeUndefined();
    await browser.get('/api/appointments/history').query({ role, scopeId: outside() }).expect(404);
  });

  it('nobody appoints themselves, and what the body says of holders, accounts and appointers is not read', async () => {
    const head = await confirmed(world, 'head-zhou');
    const own = await appoint(head, { role: 'staff', scopeIds: [home?.id], phone: castPerson('head-zhou').phone });
    expect(own.body).toMatchObject({ code: 'APPOINT.SELF' });
    const forged = { personId: 'x', openid: castPerson('owner-li').openid, appointedBy: 'x', endedAt: null, scopeType: 'city', houseId: 'x' };
    const { body } = await appoint(head, { role: 'staff', scopeIds: [home?.id], ...forged }).expect(201);
    const [view] = (body as { items: OfficeView[] }).items as [OfficeView];
    expect(view).toMatchObject({ taken: false, scopeType: 'community', appointedBy: '周*' });
    expect(await manager().findOneByOrFail(Appointment, { id: view.id })).toMatchObject({ personId: null, scopeType: 'community' });
  });

  it('an unknown place, a term that is over or too long, a head without an invitation', async () => {
    const [head, wu] = [await confirmed(world, 'head-zhou'), await confirmed(world, 'officer-wu')];
    const code = async (browser: Browser, fields: object) => ((await appoint(browser, { ...fields })).body as { code: string }).code;
    expect(await code(head, { role: 'staff', scopeIds: ['01H00000000000000000000000'] })).toBe('APPOINT.PLACE_UNKNOWN');
    for (const lastDay of ['2026-11-19', '2031-12-20', null])
      expect([lastDay, await code(wu, { role: 'committee_member', scopeIds: [home?.id], lastDay })]).toEqual([lastDay, 'APPOINT.TERM_INVALID']);
    expect(await code(wu, { role: 'company_head', scopeIds: [home?.companyId] })).toBe('APPOINT.BY_INVITATION');
  });
});

describe('permissions', () => {
  it('are those of the table, and no more than the appointer has', async () => {
    const head = await confirmed(world, 'head-zhou');
    const duties = (await head.get('/api/appointments/duties').expect(200)).body as { duties: { role: string; permissions: { feature: string }[] }[] };
    expect(duties.duties.map(({ role }) => role)).toEqual(['project_manager', 'company_clerk', 'staff']);
    const features = duties.duties[0]?.permissions.map(({ feature }) => feature) ?? [];
    expect(features).toEqual(expect.arrayContaining(['complaint', 'community', 'appointment']));
    for (const permissions of [['wechat'], ['complaint', 'none'], []])
      expect((await appoint(head, { role: 'staff', scopeIds: [home?.id], permissions })).body).toMatchObject({ code: 'APPOINT.PERMISSION_UNKNOWN' });
    const limited = await manager().findOneByOrFail(Appointment, { role: 'company_head', scopeId: home?.companyId ?? '' });
    await manager().update(Appointment, { id: limited.id }, { permissions: ['appointment'] });
    expect((await appoint(head, { role: 'company_clerk', scopeIds: [home?.companyId], permissions: ['complaint'] })).body).toMatchObject({
      code: 'APPOINT.PERMISSION_UNKNOWN',
    });
    expect((await appoint(head, { role: 'company_clerk', scopeIds: [home?.companyId] })).body).toMatchObject({ code: 'APPOINT.PERMISSION_UNKNOWN' });
    await manager().update(Appointment, { id: limited.id }, { permissions: ['complaint'] });
    expect((await head.get('/api/appointments/duties')).body).toMatchObject({ code: 'ACCESS.DENIED' });
    await manager().update(Appointment, { id: limited.id }, { permissions: null });
  });

  it('limit what the appointed may do, and the session says so', async () => {
    const head = await confirmed(world, 'head-zhou');
    const wang = await holderOf(head, 'project_manager');
    const edit = (permissions: string[] | null) => act(head, wang.id, 'edit', { name: '王永康', phone: castPerson('manager-wang').phone, permissions });
    expect((await edit(['community'])).body).toMatchObject({ taken: true, permissions: ['community'] });
    const browser = await world.as('manager-wang');
    await browser.get('/api/complaints/work').expect(403);
    await browser.get(`/api/communities/${home?.id}/poster`).expect(200);
    expect((await browser.get('/api/session')).body).toMatchObject({ roles: [{ role: 'project_manager', only: ['community'] }] });
    await edit(null);
    await browser.get('/api/complaints/work').expect(200);
  });
});

describe('a project manager [SZ-E 4]', () => {
  it('is replaced only after 注销: the one before is named by the sentence, two at once leave one', async () => {
    const head = await confirmed(world, 'head-zhou');
    const taken = await appoint(head, { role: 'project_manager', scopeIds: [home?.id] });
    expect(taken.body).toMatchObject({ status: 409, code: 'APPOINT.SEAT_TAKEN', title: '华阳小区还有项目经理，请先注销以前的，再添加新的。' });
    const wang = await holderOf(head, 'project_manager');
    const browser = await world.as('manager-wang');
    await act(head, wang.id, 'dismiss').expect(200);
    const two = await Promise.all([1, 2, 3].map(() => appoint(head, { role: 'project_manager', scopeIds: [home?.id] })));
    expect(two.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    // An open session has nothing left of it.
    await browser.get('/api/complaints/work').expect(403);
    expect(await rolesOf(browser)).toEqual([]);
    expect(await takeUp(world, browser, 'project_manager', castPerson('manager-wang').phone)).toMatchObject({ status: 404 });
    expect((await world.chat('manager-wang')).at(-1)).toMatchObject({ title: '身份变更通知' });
    const next = await holderOf(head, 'project_manager');
    await act(head, next.id, 'dismiss').expect(200);
    await act(head, next.id, 'dismiss').expect(404);
    world.clock.advance(3_600_000);
    const again = await confirmed(world, 'head-zhou');
    const phone = castPerson('manager-wang').phone;
    await appoint(again, { role: 'project_manager', scopeIds: [home?.id], name: '王永康', phone }).expect(201);
    expect((await takeUp(world, browser, 'project_manager', phone)).status).toBe(200);
    await browser.get('/api/complaints/work').expect(200);
  });

  it('leaves open work to the company head, and the next in the office finds it', async () => {
    const head = await confirmed(world, 'head-zhou');
    const { no } = await submit(world, await world.as('owner-li'));
    const wang = await holderOf(head, 'project_manager');
    await act(head, wang.id, 'dismiss').expect(200);
    const listed = async (browser: Browser) => JSON.stringify((await browser.get('/api/complaints/work').query({ limit: 50 })).body).includes(no);
    expect(await listed(head)).toBe(true);
    const other = await submit(world, await world.as('owner-li'));
    expect((await head.get(`/api/complaints/${other.no}`)).status).toBe(200);
    expect((await place(head, 'project_manager'))?.holders).toEqual([]);
    const [successor, phone] = [await world.as('stranger-he'), newPhone()];
    await appoint(head, { role: 'project_manager', scopeIds: [home?.id], phone }).expect(201);
    expect(await listed(successor)).toBe(false);
    expect((await takeUp(world, successor, 'project_manager', phone)).status).toBe(200);
    expect(await listed(successor)).toBe(true);
  });

  it('may have several communities, each by itself; sent twice it is one appointment; who did it when stays', async () => {
    const head = await confirmed(world, 'head-zhou');
    const [key, phone] = [newKey(), newPhone()];
    await act(head, (await holderOf(head, 'project_manager')).id, 'dismiss');
    const old = sister && (await holderOf(head, 'project_manager', sister.id));
    if (old) await act(head, old.id, 'dismiss');
    const scopeIds = [home?.id, ...(sister ? [sister.id] : [])];
    const send = () => head.post('/api/appointments').set('idempotency-key', key).send({ role: 'project_manager', scopeIds, name: '多项目', phone });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    const history = (await head.get('/api/appointments/history').query({ role: 'project_manager', scopeId: home?.id }).expect(200)).body as {
      items: OfficeView[];
    };
    expect(history.items[0]).toMatchObject({ name: '多*', appointedBy: '周*', endedAt: null });
    expect(history.items[1]).toMatchObject({ endReason: 'dismissed', endedBy: '周*' });
    expect(JSON.stringify(history)).not.toContain(phone);
    expect(await manager().countBy(AuditEntry, { action: 'appointment.make', subject: `appointment:${history.items[0]?.id}` })).toBe(1);
    // No account yet: the SMS says it, once for all places.
    expect(await smsTo(phone)).toContain('您有新的身份：项目经理');
  });

  it('with another phone is another proof; 解除绑定 takes the account off and ends its sessions', async () => {
    const head = await confirmed(world, 'head-zhou');
    const browser = await world.as('manager-liu');
    const [phone, next] = [newPhone(), newPhone()];
    const office = await holderOf(head, 'project_manager');
    await act(head, office.id, 'edit', { name: '刘海燕', phone }).expect(200);
    expect((await takeUp(world, browser, 'project_manager', phone)).status).toBe(200);
    expect((await act(head, office.id, 'edit', { name: '刘海', phone })).body).toMatchObject({ taken: true });
    expect((await act(head, office.id, 'edit', { name: '刘海', phone: next })).body).toMatchObject({ taken: false });
    await browser.get('/api/complaints/work').expect(403);
    world.clock.advance(61_000);
    expect((await takeUp(world, browser, 'project_manager', phone)).status).toBe(404);
    expect((await takeUp(world, browser, 'project_manager', next)).status).toBe(200);
    expect((await act(head, office.id, 'unbind')).body).toMatchObject({ id: office.id, taken: false, endedAt: null });
    await browser.get('/api/session').expect(401);
    world.clock.advance(61_000);
    const back = await world.as('stranger-he');
    expect((await takeUp(world, back, 'project_manager', next)).status).toBe(200);
  });
});
