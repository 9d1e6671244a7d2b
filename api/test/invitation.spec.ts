import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InvitationView, OfficeView } from '@wuye/shared/appointment';
import { CompanyAdmission, runOffices, Terms } from '../src/appointment/index.js';
import { Community, Company } from '../src/community/index.js';
import { Appointment } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { Database } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { nthCreditCode } from '../src/seed/identifiers.js';
import { confirmed, takeUp } from './confirm.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

const DAY = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * 3_600_000));

const manager = () => world.dataSource.manager;
let count = 0;
const newPhone = () => `1394000${String(count++).padStart(4, '0')}`;
const newCode = () => nthCreditCode(700 + count++);
const form = (fields: Record<string, unknown> = {}) => ({
  creditCode: newCode(),
  companyName: '青山物业',
  hotline: '028-84000000',
  name: '新负责人',
  phone: newPhone(),
  ...fields,
});
const invite = (browser: Browser, fields: Record<string, unknown> = {}) => browser.post('/api/appointments/invitations').send(form(fields));
const codeIn = ({ link }: OfficeView) => decodeURIComponent(String(link).split('/invited/')[1] ?? '');
const open = async (browser: Browser, office: OfficeView) => (await browser.get(`/api/invitations/${codeIn(office)}`).expect(200)).body as InvitationView;

describe('an invitation of a company’s head', () => {
  it('is made by the district, enters the company, and is taken up by the invited phone alone, whoever opens the link', async () => {
    const wu = await confirmed(world, 'officer-wu');
    const phone = newPhone();
    const office = (await invite(wu, { phone }).expect(201)).body as OfficeView;
    expect(office).toMatchObject({
      role: 'company_head',
      scopeName: '青山物业',
      taken: false,
      appointedBy: '吴*',
      link: expect.stringContaining('/h5/invited/'),
    });
    expect(await manager().findOneByOrFail(CompanyAdmission, { companyId: office.scopeId })).toMatchObject({ districtCode: '510107', doubtful: false });
    // Forwarded to someone else: they see for whom it is, and neither the phone nor a way in.
    const stranger = await world.as('stranger-he');
    expect(await open(stranger, office)).toMatchObject({ companyName: '青山物业', districtName: '武侯区', name: '新*', state: 'open' });
    expect(JSON.stringify(await open(stranger, office))).not.toContain(phone);
    expect((await takeUp(world, stranger, 'company_head', castPerson('stranger-he').phone)).body).toMatchObject({ code: 'ROLE.NOT_REGISTERED' });
    const invited = await world.as('owner-sun');
    expect((await takeUp(world, invited, 'company_head', phone)).body).toMatchObject({ roles: [{ role: 'company_head', scopeName: '青山物业' }] });
    expect(await open(stranger, office)).toMatchObject({ state: 'taken' });
    expect((await stranger.get('/api/invitations/01H0.x.00')).body).toMatchObject({ code: 'APPOINT.INVITATION_UNKNOWN' });
  });

  it('ends after seven days: not to be had any more, and the seat is free for the next', async () => {
    const wu = await confirmed(world, 'officer-wu');
    const [creditCode, phone] = [newCode(), newPhone()];
    const office = (await invite(wu, { creditCode, phone }).expect(201)).body as OfficeView;
    expect((await invite(wu, { creditCode })).body).toMatchObject({ code: 'APPOINT.SEAT_TAKEN' });
    world.clock.advance(7 * DAY);
    const [again, late] = [await confirmed(world, 'officer-wu'), await world.as('owner-zhao')];
    expect((await takeUp(world, late, 'company_head', phone)).body).toMatchObject({ status: 410, code: 'ROLE.EXPIRED' });
    expect(await open(late, office)).toMatchObject({ state: 'ended' });
    const next = (await invite(again, { creditCode, phone }).expect(201)).body as OfficeView;
    expect(await manager().findOneByOrFail(Appointment, { id: office.id })).toMatchObject({ endReason: 'expired', seat: null });
    world.clock.advance(8 * DAY);
    expect(await world.app.get(Terms, { strict: false }).run(world.clock.now())).toMatchObject({ expired: 1 });
    expect(await manager().findOneByOrFail(Appointment, { id: next.id })).toMatchObject({ endReason: 'expired' });
  });

  it('two at once for one company: one head, one company', async () => {
    const wu = await confirmed(world, 'officer-wu');
    const creditCode = newCode();
    const answers = await Promise.all([1, 2, 3].map(() => invite(wu, { creditCode })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await manager().countBy(Company, { creditCode })).toBe(1);
  });

  it('the credit code: a form that cannot be is the field’s fault, a wrong check digit warns and can be overruled', async () => {
    const wu = await confirmed(world, 'officer-wu');
    expect((await invite(wu, { creditCode: '12345' })).body).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path: 'creditCode' }] });
    const sound = newCode();
    const doubtful = sound.slice(0, 17) + (sound.endsWith('0') ? '1' : '0');
    expect((await invite(wu, { creditCode: doubtful })).body).toMatchObject({ status: 409, code: 'APPOINT.CODE_DOUBTFUL' });
    const office = (await invite(wu, { creditCode: doubtful, reviewed: true }).expect(201)).body as OfficeView;
    expect(await manager().findOneByOrFail(CompanyAdmission, { companyId: office.scopeId })).toMatchObject({ doubtful: true });
  });

  it('not for a company of another district, nor while a head is there, nor by whoever is no district', async () => {
    const wu = await confirmed(world, 'officer-wu');
    const [first] = await manager().find(Community, { order: { id: 'ASC' }, take: 1 });
    const company = await manager().findOneByOrFail(Company, { id: first?.companyId ?? '' });
    expect((await invite(wu, { creditCode: company.creditCode })).body).toMatchObject({
      code: 'APPOINT.SEAT_TAKEN',
      title: expect.stringContaining(company.name),
    });
    const foreign = (await manager().insert(Company, { id: '01H0000000000000000000000C', name: '外区物业', creditCode: newCode(), hotline: '02800000000' }))
      .identifiers[0];
    await manager().insert(CompanyAdmission, {
      companyId: String(foreign?.id),
      districtCode: '510104',
      doubtful: false,
      admittedBy: 'x',
      admittedAt: world.clock.now(),
    });
    const { creditCode } = await manager().findOneByOrFail(Company, { id: '01H0000000000000000000000C' });
    expect((await invite(wu, { creditCode })).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await invite(wu, { phone: castPerson('officer-wu').phone })).body).toMatchObject({ code: 'APPOINT.SELF' });
    for (const slug of ['city-luo', 'head-zhou', 'street-gao', 'manager-wang'] as const)
      expect([slug, (await invite(await confirmed(world, slug))).body]).toEqual([slug, expect.objectContaining({ code: 'ACCESS.DENIED' })]);
  });

  it('a head dismissed by the district has nothing left; the district may invite the next', async () => {
    const [wu, head] = [await confirmed(world, 'officer-wu'), await world.as('head-zhou')];
    const { body } = await wu.get('/api/appointments/places').query({ role: 'company_head', limit: 50 }).expect(200);
    const zhou = (body as { items: { holders: OfficeView[] }[] }).items.flatMap(({ holders }) => holders).find(({ name }) => name === '周*') as OfficeView;
    await head.get('/api/complaints/work').expect(200);
    await wu.post(`/api/appointments/${zhou.id}/dismiss`).send({}).expect(200);
    await head.get('/api/complaints/work').expect(403);
    await head.get('/api/appointments/duties').expect(403);
    const { creditCode } = await manager().findOneByOrFail(Company, { id: zhou.scopeId });
    await invite(wu, { creditCode, name: '周立新', phone: castPerson('head-zhou').phone }).expect(201);
    expect((await takeUp(world, head, 'company_head', castPerson('head-zhou').phone)).status).toBe(200);
  });
});

describe('a term', () => {
  it('is warned of thirty days before, once, to the street office; ends by itself, and its holder is told', async () => {
    const gao = await confirmed(world, 'street-gao');
    const communityId = world.cast.posters[0]?.communityId;
    const last = new Date(world.clock.now().getTime() + 40 * DAY).toISOString().slice(0, 10);
    const phone = newPhone();
    const { body } = await gao
      .post('/api/appointments')
      .send({ role: 'committee_member', scopeIds: [communityId], name: '新委员', phone, lastDay: last })
      .expect(201);
    const [office] = (body as { items: OfficeView[] }).items as [OfficeView];
    const member = await world.as('owner-chen');
    await takeUp(world, member, 'committee_member', phone);
    const terms = world.app.get(Terms, { strict: false });
    const told = (kind: string) => manager().findBy(OutboxMessage, { kind });
    expect(await terms.run(world.clock.now())).toMatchObject({ warned: 0, ended: 0 });
    world.clock.advance(11 * DAY);
    const runs = await Promise.all([terms.run(world.clock.now()), terms.run(world.clock.now())]);
    expect(runs.map(({ warned }) => warned).sort()).toEqual([0, 1]);
    const [warning] = await told('appointment.term');
    const account = (await manager().query('SELECT id FROM account WHERE openid = ?', [castPerson('street-gao').openid])) as { id: string }[];
    expect(warning).toMatchObject({ recipient: account[0]?.id });
    const end = Date.parse(String(office.termEndsAt));
    world.clock.set(new Date(end - 1));
    expect((await (await world.as('owner-chen')).get('/api/session')).body).toMatchObject({ roles: [{ role: 'committee_member' }] });
    world.clock.set(new Date(end));
    expect((await (await world.as('owner-chen')).get('/api/session')).body).toMatchObject({ roles: [] });
    expect(await terms.run(world.clock.now())).toMatchObject({ ended: 1 });
    expect(await terms.run(world.clock.now())).toMatchObject({ ended: 0 });
    expect(await manager().findOneByOrFail(Appointment, { id: office.id })).toMatchObject({ endReason: 'term', endedBy: null });
    expect(await told('appointment.ended')).toEqual(expect.arrayContaining([expect.objectContaining({ data: expect.objectContaining({ title: '业委会' }) })]));
  });
});

describe('npm run offices', () => {
  const run = async (...words: string[]) => {
    const lines: string[] = [];
    const tools = {
      database: world.app.get(Database),
      vault: world.vault,
      outbox: world.outbox,
      now: world.clock.now(),
      say: (line: string) => void lines.push(line),
    };
    return { status: await runOffices(words, tools), lines };
  };

  it('enters the first officer of the city, who takes it up; ends it; is audited, and prints no name or phone', async () => {
    const phone = newPhone();
    expect((await run('appoint', 'city_officer', '510100', '罗新', phone)).status).toBe(0);
    const browser = await world.as('owner-zhao');
    expect((await takeUp(world, browser, 'city_officer', phone)).status).toBe(200);
    const { lines } = await run('list');
    expect(lines.join('\n')).toMatch(/city_officer 510100 held/);
    expect(lines.join('\n')).not.toContain(phone);
    const { id } = await manager().findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', phone) });
    expect(await run('dismiss', id)).toMatchObject({ status: 0 });
    expect(await run('dismiss', id)).toMatchObject({ status: 1 });
    await browser.get('/api/appointments/duties').expect(403);
    expect(await manager().countBy(AuditEntry, { accountId: 'operator' })).toBe(2);
  });

  it('says what it knows for words that it does not', async () => {
    for (const words of [[], ['appoint', 'company_head', 'x', '某某', '13900000000'], ['appoint', 'city_officer', '510100', '某某', '12']])
      expect(await run(...words)).toMatchObject({ status: 2, lines: [expect.stringContaining('appoint city_officer')] });
  });
});
