import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CertificateCase as CaseView, type CertifierCase, KEPT_FOR, type MyCertificate, OPEN_FOR } from '@wuye/shared/certificate';
import { Community } from '../src/community/index.js';
import { Account, Appointment, Binding, BindingApplication, Person } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { StoredPicture } from '../src/platform/storage/index.js';
import { Sweeps } from '../src/platform/sweeps/index.js';
import { CertificateCase } from '../src/certificate/entities.js';
import type { Slug } from '../src/seed/index.js';
import { newKey, startBinding, upload } from './acts.js';
import { proveAll, proven } from './confirm.js';
import { type Browser, castPerson, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let committee: Browser;
let street: Browser;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
let clock = FRIDAY.getTime();
beforeEach(async () => {
  // A day later: codes may be asked for again, messages go at once, and nothing waits.
  world.clock.set(new Date((clock += 24 * 3_600_000)));
  [owner, committee, street] = await Promise.all([world.as('owner-chen'), world.as('committee-lin'), world.as('street-gao')]);
  await world.dataSource.query('DELETE FROM certificate_case');
  await world.dataSource.manager.update(Account, { openid: castPerson('owner-chen').openid }, { personId: null });
  await proveAll(world);
});

const proofs = async (browser: Browser) => ({ title: [await upload(browser)], identity: [await upload(browser)], holding: [await upload(browser)] });
const { idNumber } = castPerson('owner-chen');
const lookUp = async (browser: Browser, number = idNumber) => browser.post('/api/certificates/look-up').send({ idNumber: number });
const found = async (browser: Browser, number = idNumber): Promise<CertifierCase[]> =>
  ((await lookUp(browser, number)).body as { items: CertifierCase[] }).items;
const mine = async (browser: Browser = owner) => (await browser.get('/api/certificates/mine').expect(200)).body as MyCertificate;
const certify = async (browser: Browser, id: string, fields: object = {}) =>
  browser.post(`/api/certificates/${id}/certify`).send({ evidence: await proofs(browser), originals: true, ...fields });

/** Fills in the binding's form, and instead of showing their face applies for the offline way. */
async function applied(browser = owner, slug: Slug = 'owner-chen'): Promise<CaseView> {
  const application = await startBinding(world, browser, slug);
  const answer = await browser.post('/api/certificates').send({ application, proofs: await proofs(browser) });
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body as CaseView;
}

/** Gives someone of the cast, who holds some office already, an office as well; takes it away again. */
async function withOffice<T>(slug: Slug, office: Pick<Appointment, 'role' | 'scopeType' | 'scopeId'>, act: () => Promise<T>): Promise<T> {
  const { manager } = world.dataSource;
  const known = await manager.findOneByOrFail(Appointment, { phoneHash: world.vault.index('person.phone', castPerson(slug).phone) });
  const id = `01${newKey().slice(0, 24).toUpperCase()}`;
  await manager.insert(Appointment, { ...known, id, ...office, ...('seat' in known && { seat: null }) });
  try {
    return await act();
  } finally {
    await manager.delete(Appointment, { id });
  }
}

describe('applying', () => {
  it('without a face: the application waits, keeps its own copy, and outlives the binding’s day', async () => {
    const made = await applied();
    expect(made).toMatchObject({ state: 'submitted', reason: '', decidedAt: null });
    expect(Date.parse(made.endsAt) - Date.parse(made.submittedAt)).toBe(OPEN_FOR);
    world.clock.advance(48 * 3_600_000);
    await world.app.get(Sweeps).run(world.clock.now());
    expect(await world.dataSource.manager.countBy(BindingApplication, { accountId: (await owner.get('/api/session')).body.account.id as string })).toBe(0);
    committee = await proven(world, 'committee-lin');
    expect(await found(committee)).toMatchObject([{ name: '陈静文', idNumber, mine: false }]);
    const row = await world.dataSource.manager.findOneByOrFail(CertificateCase, { id: made.id });
    expect(JSON.stringify(row)).not.toContain(idNumber);
  });

  it('once: a second one is told so, and the same sent twice at once is one', async () => {
    const application = await startBinding(world, owner, 'owner-chen');
    const [key, body] = [newKey(), { application, proofs: await proofs(owner) }];
    const send = () => owner.post('/api/certificates').set('idempotency-key', key).send(body);
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect((await owner.post('/api/certificates').send({ application, proofs: await proofs(owner) })).body).toMatchObject({ code: 'CERTIFICATE.OPEN' });
    expect(await mine()).toMatchObject({ mayApply: false, current: { state: 'submitted' } });
  });

  it('says what lacks, and takes no other’s pictures', async () => {
    const application = await startBinding(world, owner, 'owner-chen');
    const whole = await proofs(owner);
    expect((await owner.post('/api/certificates').send({ application, proofs: { ...whole, holding: [] } })).body).toMatchObject({
      errors: [{ path: 'proofs.holding', message: '请拍一张手持证件的照片' }],
    });
    const foreign = { ...whole, holding: [await upload(committee)] };
    expect((await owner.post('/api/certificates').send({ application, proofs: foreign })).body).toMatchObject({ code: 'CERTIFICATE.PICTURE_UNKNOWN' });
    expect((await mine()).current).toBeNull();
  });

  it('without a binding under way, with another’s, or when certified by face: why not', async () => {
    const send = async (browser: Browser, application: string | null) =>
      ((await browser.post('/api/certificates').send({ application, proofs: await proofs(browser) })).body as { code: string }).code;
    expect(await send(owner, null)).toBe('CERTIFICATE.NO_SUBJECT');
    expect(await send(await proven(world, 'stranger-he'), await startBinding(world, owner, 'owner-chen'))).toBe('CERTIFICATE.NO_SUBJECT');
    const li = await proven(world, 'owner-li');
    expect(await send(li, null)).toBe('CERTIFICATE.NOT_NEEDED');
    expect(await mine(li)).toMatchObject({ certified: 'face', mayApply: false });
  });

  it('bound earlier without a face: the same way, and the homes stay', async () => {
    const li = await proven(world, 'owner-li');
    const where = { idNumberHash: world.vault.index('person.id_number', castPerson('owner-li').idNumber) };
    await world.dataSource.manager.update(Person, where, { certified: 'none', certifiedAt: null });
    expect(await mine(li)).toMatchObject({ certified: 'none', mayApply: true });
    const { id } = (await li.post('/api/certificates').send({ application: null, proofs: await proofs(li) })).body as CaseView;
    const homes = await world.dataSource.manager.count(Binding);
    expect((await certify(committee, id)).status).toBe(200);
    expect(await world.dataSource.manager.count(Binding)).toBe(homes);
    expect(((await li.get('/api/bindings')).body as { person: object }).person).toMatchObject({ certified: 'offline' });
    await world.dataSource.manager.update(Person, where, { certified: 'face' });
  });

  it('withdrawn: nothing of it stays, and its pictures are nobody’s', async () => {
    const { id, proofs: sent } = await applied();
    expect((await owner.delete(`/api/certificates/${id}`)).body).toMatchObject({ current: null, mayApply: true });
    expect(await found(committee)).toEqual([]);
    expect(await world.dataSource.manager.findOneBy(StoredPicture, { id: String(sent.title[0]) })).toMatchObject({ subjectId: null });
    expect((await certify(committee, id)).body).toMatchObject({ code: 'CERTIFICATE.NOT_FOUND' });
    expect((await owner.delete(`/api/certificates/${id}`)).body).toMatchObject({ code: 'CERTIFICATE.NOT_FOUND' });
  });
});

describe('looking up', () => {
  it('by the whole number: the application beside the register, and a trace', async () => {
    const { id } = await applied();
    const before = await world.dataSource.manager.countBy(AuditEntry, { action: 'certificate.look-up', subject: `certificate:${id}` });
    const [one] = await found(committee);
    expect(one).toMatchObject({ id, name: '陈静文', idType: '大陆居民身份证', phone: expect.stringContaining('****'), mine: false });
    expect(one?.rows).toMatchObject([{ house: '华阳小区 3栋2单元501', ownerName: '陈静文', differences: [] }]);
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'certificate.look-up', subject: `certificate:${id}` })).toBe(before + 1);
    expect(await found(street)).toHaveLength(1);
  });

  it('nothing found, another community, another street: one and the same answer', async () => {
    await applied();
    const [first, second] = await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 2 });
    const nothing = await lookUp(committee, castPerson('owner-zhao').idNumber);
    expect([nothing.status, nothing.body]).toEqual([200, { items: [] }]);
    const manager = await proven(world, 'manager-wang');
    expect((await lookUp(manager)).body).toMatchObject({ status: 403, code: 'ACCESS.DENIED' });
    const offices = [
      { role: 'committee_member', scopeType: 'community', scopeId: String(second?.id) },
      { role: 'street_officer', scopeType: 'street', scopeId: String(second?.streetCode) },
    ] as const;
    expect(first?.streetCode).not.toBe(second?.streetCode);
    for (const office of offices) {
      await withOffice('manager-wang', office, async () => {
        const answer = await lookUp(await proven(world, 'manager-wang'));
        expect([answer.status, answer.body]).toEqual([nothing.status, nothing.body]);
      });
    }
  });

  it('a slip in the number is told at once; a part of it finds nothing', async () => {
    await applied();
    expect((await lookUp(committee, `${idNumber.slice(0, -1)}${idNumber.endsWith('1') ? '2' : '1'}`)).body).toMatchObject({
      errors: [{ path: 'idNumber', message: '证件号码不正确，请核对 18 位号码' }],
    });
    expect(await found(committee, idNumber.slice(0, 12))).toEqual([]);
  });
});

describe('certifying', () => {
  it('certifies, binds the house, closes the application, tells the owner, and is audited', async () => {
    const { id } = await applied();
    const answer = await certify(committee, id);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ state: 'approved', communityName: '华阳小区' })]);
    const bindings = (await owner.get('/api/bindings')).body as { person: object; houses: object[] };
    expect(bindings).toMatchObject({ person: { name: '陈*', certified: 'offline' }, houses: [{ name: '3栋2单元501' }] });
    const [done] = (await world.chat('owner-chen')).filter(({ title }) => title === '审核结果通知').slice(-1);
    expect(done?.url).toMatch(/\/h5\/bind\/result$/);
    expect(JSON.stringify(done?.rows)).not.toMatch(/陈静文|\d{17}/);
    expect(await world.dataSource.manager.existsBy(AuditEntry, { action: 'certificate.done', subject: `certificate:${id}` })).toBe(true);
    const { items: looks } = (await owner.get('/api/me/looks').expect(200)).body as { items: object[] };
    expect(looks[0]).toMatchObject({ action: 'certificate.done', role: 'committee_member', name: '林*' });
    const { applicationId } = await world.dataSource.manager.findOneByOrFail(CertificateCase, { id });
    expect(await world.dataSource.manager.findOneBy(BindingApplication, { id: String(applicationId) })).toMatchObject({ state: 'done', name: '' });
    expect((await owner.get('/api/session')).body).toMatchObject({ roles: [{ role: 'owner', scopeName: '华阳小区' }] });
    expect(await found(committee)).toEqual([]);
  });

  it('by the street office: the same', async () => {
    const { id } = await applied();
    expect((await certify(street, id)).body).toMatchObject({ state: 'approved' });
  });

  it('without the originals, or without a picture of them: what lacks', async () => {
    const { id } = await applied();
    expect((await certify(committee, id, { originals: false })).body).toMatchObject({ errors: [{ message: '请核对原件后勾选' }] });
    expect((await certify(committee, id, { evidence: { title: [], identity: [], holding: [] } })).body).toMatchObject({ code: 'REQUEST.INVALID' });
  });

  it('two at once: one effect', async () => {
    const { id } = await applied();
    const evidence = [await proofs(committee), await proofs(street)];
    const send = (browser: Browser, index: number) => browser.post(`/api/certificates/${id}/certify`).send({ evidence: evidence[index], originals: true });
    const answers = await Promise.all([send(committee, 0), send(street, 1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'certificate.done', subject: `certificate:${id}` })).toBe(1);
  });

  it('another community’s committee, and an office that ended: it is not there', async () => {
    const { id } = await applied();
    const [, second] = await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 2 });
    await withOffice('manager-wang', { role: 'committee_member', scopeType: 'community', scopeId: String(second?.id) }, async () => {
      const other = await proven(world, 'manager-wang');
      expect((await certify(other, id)).body).toMatchObject({ status: 404, code: 'CERTIFICATE.NOT_FOUND' });
      expect((await other.post(`/api/certificates/${id}/return`).send({ reason: '请补拍产权证' })).body).toMatchObject({ code: 'CERTIFICATE.NOT_FOUND' });
    });
    const phoneHash = world.vault.index('person.phone', castPerson('committee-lin').phone);
    await world.dataSource.manager.update(Appointment, { phoneHash }, { endedAt: world.clock.now() });
    expect((await lookUp(committee)).body).toMatchObject({ code: 'ACCESS.DENIED' });
    expect((await certify(committee, id)).body).toMatchObject({ code: 'CERTIFICATE.NOT_FOUND' });
    await world.dataSource.manager.update(Appointment, { phoneHash }, { endedAt: null });
  });

  it('nobody themselves', async () => {
    const lin = castPerson('committee-lin');
    const titles = world.dataSource.getRepository('title');
    const row = await titles.findOneByOrFail({ idNumberHash: world.vault.index('title.id_number', idNumber) });
    const own = {
      id: `01${newKey().slice(0, 24).toUpperCase()}`,
      ownerName: world.vault.seal('title.owner_name', lin.name),
      ownerNameHash: world.vault.index('title.owner_name', lin.name),
      idNumber: world.vault.seal('title.id_number', lin.idNumber),
      idNumberHash: world.vault.index('title.id_number', lin.idNumber),
    };
    await titles.insert({ ...row, ...own });
    const { id } = await applied(committee, 'committee-lin');
    expect(await found(committee, lin.idNumber)).toMatchObject([{ mine: true }]);
    expect((await certify(committee, id)).body).toMatchObject({ status: 403, code: 'CERTIFICATE.SELF' });
    expect((await committee.post(`/api/certificates/${id}/return`).send({ reason: '请补拍产权证' })).body).toMatchObject({ code: 'CERTIFICATE.SELF' });
    expect((await certify(street, id)).body).toMatchObject({ state: 'approved' });
  });

  it('where the register holds another name under the number: shown in words, and refused', async () => {
    const { id } = await applied();
    const where = { idNumberHash: world.vault.index('title.id_number', idNumber) };
    const rows = await world.dataSource.getRepository('title').findBy(where);
    await world.dataSource.getRepository('title').update(where, { ownerName: world.vault.seal('title.owner_name', '陈静雯') });
    expect((await found(committee))[0]?.rows[0]?.differences).toEqual([{ words: '姓名不同：申请“陈静文”，登记“陈静雯”', blocks: true }]);
    expect((await certify(committee, id)).body).toMatchObject({ code: 'CERTIFICATE.TITLE_MISMATCH' });
    await world.dataSource.getRepository('title').update(where, { ownerName: String((rows[0] as { ownerName: string }).ownerName) });
  });
});

describe('sending back', () => {
  it('the owner is told, sees why, supplements, and is certified', async () => {
    const { id, proofs: sent } = await applied();
    const back = await committee.post(`/api/certificates/${id}/return`).send({ reason: '产权证明看不清，请重拍' });
    expect(back.body).toMatchObject({ state: 'returned', reason: '产权证明看不清，请重拍' });
    expect((await world.chat('owner-chen')).map(({ url }) => url)).toContainEqual(expect.stringMatching(/\/h5\/offline$/));
    expect(await mine()).toMatchObject({ current: { state: 'returned', reason: '产权证明看不清，请重拍' }, mayApply: false });
    expect((await certify(committee, id)).body).toMatchObject({ code: 'CERTIFICATE.STEP_WRONG' });
    const better = { ...sent, title: [await upload(owner)] };
    expect((await owner.post(`/api/certificates/${id}/supplement`).send({ proofs: better })).body).toMatchObject({
      state: 'submitted',
      reason: '',
      proofs: better,
    });
    expect(await world.dataSource.manager.findOneBy(StoredPicture, { id: String(sent.title[0]) })).toMatchObject({ subjectId: null });
    expect((await certify(committee, id)).body).toMatchObject({ state: 'approved' });
    expect((await owner.post(`/api/certificates/${id}/supplement`).send({ proofs: better })).body).toMatchObject({ code: 'CERTIFICATE.STEP_WRONG' });
  });
});

describe('the pictures', () => {
  const see = async (browser: Browser, id: string | undefined) => (await browser.get(`/api/files/${id}`)).status;

  it('are seen by the applicant and by those who may certify there, and by nobody else', async () => {
    const { id, proofs: sent } = await applied();
    const picture = sent.holding[0];
    expect([await see(owner, picture), await see(committee, picture), await see(street, picture)]).toEqual([200, 200, 200]);
    for (const slug of ['manager-wang', 'officer-wu', 'city-luo', 'owner-li', 'stranger-he'] as const) {
      expect([slug, await see(await proven(world, slug), picture)]).toEqual([slug, 404]);
    }
    const answer = await certify(committee, id);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    const { evidence } = answer.body as CertifierCase;
    expect([await see(owner, evidence?.title[0]), await see(street, evidence?.title[0]), await see(committee, picture)]).toEqual([200, 200, 200]);
    expect(await see(await proven(world, 'manager-wang'), evidence?.title[0])).toBe(404);
  });

  it('of a certificate go after a year, with its row; of an application that lapsed after two months', async () => {
    const open = await applied();
    world.clock.advance(OPEN_FOR + 1);
    [owner, committee, street] = await Promise.all([proven(world, 'owner-chen'), proven(world, 'committee-lin'), proven(world, 'street-gao')]);
    expect(await found(committee)).toEqual([]);
    expect((await certify(committee, open.id)).body).toMatchObject({ code: 'CERTIFICATE.NOT_FOUND' });
    expect((await mine()).current).toBeNull();
    expect(await see(committee, open.proofs.title[0])).toBe(404);
    await world.app.get(Sweeps).run(world.clock.now());
    expect(await world.dataSource.manager.countBy(CertificateCase, { id: open.id })).toBe(0);
    expect(await world.dataSource.manager.findOneBy(StoredPicture, { id: String(open.proofs.title[0]) })).toMatchObject({
      subjectType: 'released',
      subjectId: null,
    });
    const done = await applied();
    await proveAll(world);
    expect((await certify(committee, done.id)).body).toMatchObject({ state: 'approved' });
    world.clock.advance(KEPT_FOR - 1);
    await world.app.get(Sweeps).run(world.clock.now());
    expect(await world.dataSource.manager.countBy(CertificateCase, { id: done.id })).toBe(1);
    world.clock.advance(2);
    await world.app.get(Sweeps).run(world.clock.now());
    expect(await world.dataSource.manager.countBy(CertificateCase, { id: done.id })).toBe(0);
  });
});

describe('a number that someone else bound first', () => {
  /** Both type owner-wong's paper, the stranger first; the owner applies at the desk. */
  async function shutOut(): Promise<{ stranger: Browser; wong: Browser; id: string }> {
    const { manager } = world.dataSource;
    for (const slug of ['owner-wong', 'stranger-he'] as const) await manager.update(Account, { openid: castPerson(slug).openid }, { personId: null });
    await manager.query("DELETE FROM binding WHERE person_id IN (SELECT id FROM person WHERE id_type = 'hk-macau')");
    await manager.query("DELETE FROM person_number WHERE person_id IN (SELECT id FROM person WHERE id_type = 'hk-macau')");
    await manager.query("DELETE FROM person WHERE id_type = 'hk-macau'");
    const [stranger, wong] = [await proven(world, 'stranger-he'), await proven(world, 'owner-wong')];
    const bind = async (browser: Browser) => {
      const application = await startBinding(world, browser, 'owner-wong', { idType: 'hk-macau' });
      const { body } = await browser.get(`/api/bindings/${application}`).expect(200);
      const houseIds = (body as { houses: { id: string }[] }).houses.map((house) => house.id);
      return { application, answer: await browser.post(`/api/bindings/${application}/confirm`).send({ houseIds }) };
    };
    expect((await bind(stranger)).answer.status).toBe(200);
    world.clock.advance(61_000);
    const { application, answer } = await bind(wong);
    expect(answer.body).toMatchObject({ code: 'BIND.TAKEN' });
    const made = await wong.post('/api/certificates').send({ application, proofs: await proofs(wong) });
    expect(made.status).toBe(201);
    return { stranger, wong, id: (made.body as CaseView).id };
  }

  it('is given to whoever shows the originals: the other loses it, and is signed out', async () => {
    const { stranger, wong, id } = await shutOut();
    expect((await certify(committee, id)).status).toBe(200);
    const { body } = await wong.get('/api/bindings').expect(200);
    expect(body).toMatchObject({ person: { certified: 'offline' }, houses: [{}] });
    expect((await stranger.get('/api/bindings')).status).toBe(401);
    expect((await (await proven(world, 'stranger-he')).get('/api/bindings').expect(200)).body).toMatchObject({ person: null, houses: [] });
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'binding.displaced' })).toBe(1);
  });

  it('stays with whoever is certified', async () => {
    const { stranger, id } = await shutOut();
    const { personId } = await world.dataSource.manager.findOneByOrFail(Account, { openid: castPerson('stranger-he').openid });
    await world.dataSource.manager.update(Person, { id: personId ?? '' }, { certified: 'offline', certifiedAt: world.clock.now() });
    expect((await certify(committee, id)).body).toMatchObject({ code: 'BIND.TAKEN' });
    expect((await stranger.get('/api/bindings').expect(200)).body).toMatchObject({ houses: [{}] });
  });
});
