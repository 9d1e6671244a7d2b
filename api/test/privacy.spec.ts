import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConsentView, LookView, PrivacyView } from '@wuye/shared/privacy';
import { consentTexts, keepTerms } from '@wuye/shared/privacy';
import { Account, Binding, Person } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { keyedColumns } from '../src/platform/database/index.js';
import { PersonalData } from '../src/platform/personal/index.js';
import { Sweeps } from '../src/platform/sweeps/index.js';
import { checkFace, close, newKey, respond, startBinding, submit, upload } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';
import { traceOf } from './traces.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());

const { name, phone, idNumber, openid } = castPerson('owner-chen');

/** 陈静文 binds her home. */
async function bound(): Promise<Browser> {
  const browser = await world.as('owner-chen');
  world.clock.advance(61_000);
  const id = await startBinding(world, browser, 'owner-chen');
  const { body } = await checkFace(world, browser, id, 'pass');
  const houseIds = (body as { houses: { id: string }[] }).houses.map((house) => house.id);
  await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(200);
  return browser;
}

const accountOf = (who: string) => world.dataSource.manager.findOneByOrFail(Account, { openid: who });
const looksOf = async (browser: Browser): Promise<LookView[]> => ((await browser.get('/api/me/looks').expect(200)).body as { items: LookView[] }).items;

describe('查看', () => {
  let owner: Browser;
  beforeAll(async () => {
    owner = await bound();
  });

  it('lists what is held by category, values masked, and nothing of anyone else', async () => {
    const view = (await owner.get('/api/me/privacy').expect(200)).body as PrivacyView;
    expect(view.holdings.map(({ key }) => key)).toEqual(expect.arrayContaining(['account', 'person', 'binding', 'consent', 'session', 'audit']));
    expect(view.holdings.find(({ key }) => key === 'person')?.values).toEqual([
      { label: '姓名', value: '陈*' },
      { label: '证件号', value: expect.stringMatching(/^\d{4}\*{10}.{4}$/) },
      { label: '手机号', value: expect.stringContaining('****') },
    ]);
    expect(JSON.stringify(view)).not.toMatch(new RegExp(`${name}|${phone}|${idNumber}`));
    expect(view).toMatchObject({ offices: [], auditDays: 1095 });
  });

  it('导出 gives all of it in full, tells the audit log, and no more than five an hour', async () => {
    const answer = await owner.get('/api/me/privacy/export').expect(200);
    expect(answer.headers['content-disposition']).toContain('my-data.json');
    expect(answer.headers['cache-control']).toBe('no-store');
    const file = JSON.parse(answer.text || JSON.stringify(answer.body)) as { identity: { person: object } };
    expect(file.identity.person).toMatchObject({ name, phone, idNumber, certified: 'face' });
    expect(Object.keys(file)).toEqual(expect.arrayContaining(['platform', 'identity', 'complaint', 'message', 'wechat']));
    for (let more = 0; more < 4; more++) await owner.get('/api/me/privacy/export').expect(200);
    expect((await owner.get('/api/me/privacy/export')).body).toMatchObject({ code: 'REQUEST.TOO_MANY' });
    expect((await looksOf(owner)).filter(({ action }) => action === 'privacy.export')).toHaveLength(5);
  });
});

describe('同意', () => {
  it('is listed by version, each with its text; what is withdrawn is so at once, and only once', async () => {
    const owner = await world.as('owner-li');
    const list = async () => ((await owner.get('/api/me/consents').expect(200)).body as { items: ConsentView[] }).items;
    const given = await list();
    expect(given.map(({ document }) => document).sort()).toEqual(expect.arrayContaining(['face', 'user-agreement']));
    for (const { document, version } of given) expect(consentTexts[document][version]?.sections.length).toBeGreaterThan(3);
    const { body } = await owner.post('/api/me/consents/face/withdraw').send({}).expect(200);
    expect((body as { items: ConsentView[] }).items.find(({ document }) => document === 'face')).toMatchObject({ withdrawnAt: expect.any(String) });
    expect((await owner.post('/api/me/consents/face/withdraw').send({})).body).toMatchObject({ code: 'PRIVACY.CONSENT_NOT_GIVEN' });
    expect((await owner.post('/api/me/consents/user-agreement/withdraw').send({})).body).toMatchObject({ code: 'PRIVACY.CONSENT_IS_ACCOUNT' });
    // The certificate that it once gave stays.
    expect((await owner.get('/api/session')).body).toMatchObject({ person: { certified: 'face' } });
  });
});

describe('更正', () => {
  it('takes another phone once it is proved, and no other way', async () => {
    const owner = await world.as('owner-li');
    expect((await owner.post('/api/me/phone').send({ phone: '13900000321', smsCode: '123456' })).body).toMatchObject({ code: 'SMS.CODE_EXPIRED' });
    const smsCode = await world.requestCode(owner, '13900000321');
    expect((await owner.post('/api/me/phone').set('idempotency-key', newKey()).send({ phone: '13900000321', smsCode }).expect(200)).body).toEqual({
      phone: '139****0321',
    });
    expect((await owner.get('/api/session')).body).toMatchObject({ person: { phone: '139****0321' } });
    const stranger = await world.as('stranger-he');
    world.clock.advance(61_000);
    const code = await world.requestCode(stranger, '13900000322');
    expect((await stranger.post('/api/me/phone').send({ phone: '13900000322', smsCode: code })).body).toMatchObject({ code: 'PRIVACY.NO_PERSON' });
  });
});

describe('谁看过我的信息', () => {
  it('names the office, the masked name and the reason of every look at the phone; a look without a reason is none', async () => {
    const owner = await world.as('owner-li');
    const { no } = await submit(world, owner, { phone: '13812345678' });
    const manager = await world.as('manager-wang');
    const look = (reason?: object) => manager.post(`/api/complaints/${no}/contact`).send(reason ? { reason } : {});
    for (const bad of [undefined, { kind: 'curious' }, { kind: 'other' }, { kind: 'other', words: '打给13812345678' }])
      expect((await look(bad)).status).toBe(422);
    expect(await looksOf(owner)).not.toContainEqual(expect.objectContaining({ action: 'complaint.contact' }));
    expect((await look({ kind: 'other', words: '确认维修时间' }).expect(200)).body).toEqual({ phone: '13812345678' });
    expect((await looksOf(owner))[0]).toMatchObject({
      action: 'complaint.contact',
      subject: `complaint:${no}`,
      role: 'project_manager',
      name: '王*',
      reason: 'other',
      words: '确认维修时间',
    });
    expect(await looksOf(await world.as('stranger-he'))).toEqual([]);
    const answers = (await world.dataSource.query("SELECT response FROM idempotency WHERE response <> ''")) as { response: string }[];
    for (const { response } of answers) expect(world.vault.open('idempotency.response', response)).not.toContain('13812345678');
  });
});

describe('注销', () => {
  const words = `我是${name}，电话${phone}，身份证${idNumber}，三楼漏水`;
  let owner: Browser;
  let no: string;
  let accountId: string;
  let personId: string;

  beforeAll(async () => {
    owner = await world.as('owner-chen');
    world.clock.advance(3_600_000);
    ({ no } = await submit(world, owner, {
      words,
      place: '3栋9单元909',
      phone,
      position: { latitude: 30.123456, longitude: 104.654321, system: 'gcj02', accuracy: 20 },
      pictures: [await upload(owner)],
    }));
    const manager = await world.as('manager-wang');
    await respond(manager, no);
    await close(manager, no);
    await owner
      .post(`/api/complaints/${no}/verdict`)
      .send({ solved: false, reason: `${name}：还在漏，打${phone}` })
      .expect(200);
    await upload(owner);
    const account = await accountOf(openid);
    [accountId, personId] = [account.id, String(account.personId)];
  });

  it('is refused while an office is held, and without the word', async () => {
    const manager = await world.as('manager-wang');
    expect((await manager.post('/api/me/privacy/erase').send({ confirm: '注销' })).body).toMatchObject({
      code: 'PRIVACY.OFFICE_HELD',
      title: expect.stringContaining('解除任命'),
    });
    expect((await owner.post('/api/me/privacy/erase').send({ confirm: 'yes' })).status).toBe(422);
  });

  it('before it, the scan finds what is to go', async () => {
    expect((await traceOf(world, [name, phone, idNumber, openid])).length).toBeGreaterThan(8);
  });

  it('takes effect at once: every session ends, the person, homes, forms and openid are gone', async () => {
    const phoneOfHers = await world.as('owner-chen');
    await owner.post('/api/me/privacy/erase').send({ confirm: '注销' }).expect(204);
    await owner.get('/api/session').expect(401);
    await phoneOfHers.get('/api/session').expect(401);
    await owner.post('/api/me/privacy/erase').send({ confirm: '注销' }).expect(401);
    const { manager } = world.dataSource;
    expect(await manager.findOneByOrFail(Account, { id: accountId })).toMatchObject({ personId: null, openid: `gone:${accountId}`, subscribed: false });
    expect([await manager.countBy(Person, { id: personId }), await manager.countBy(Binding, { personId })]).toEqual([0, 0]);
    expect(await manager.findBy(AuditEntry, { subject: `account:${accountId}`, action: 'account.erase' })).toHaveLength(1);
  });

  it('leaves nothing of hers anywhere, in plain or sealed, but in the property register', async () => {
    const left = await traceOf(world, [name, phone, idNumber, openid, '9单元909', '30.123456']);
    expect(left.filter((each) => !each.startsWith('title.'))).toEqual([]);
    expect(left.length).toBeGreaterThan(0);
  });

  it('keeps the complaint as a record: its words masked, its building, no one behind it', async () => {
    const { body } = await (await world.as('manager-wang')).get(`/api/complaints/${no}`).expect(200);
    expect(body).toMatchObject({ no, place: '3栋', position: null, pictures: [], submitter: null });
    expect((body as { words: string }).words).toMatch(/^我是陈\*，电话\d{3}\*{4}\d{4}，身份证\d{4}\*{10}.{4}，三楼漏水$/);
    const manager = await world.as('manager-wang');
    expect((await manager.post(`/api/complaints/${no}/contact`).send({ reason: { kind: 'handle' } })).body).toMatchObject({ code: 'COMPLAINT.NO_PHONE' });
  });

  it('her old links answer clearly to whoever comes back, a stranger now; who binds again begins anew', async () => {
    const again = await world.as('owner-chen');
    expect((await again.get(`/api/complaints/${no}`)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    expect((await again.get('/api/session').expect(200)).body).toMatchObject({ person: null, roles: [] });
    expect(await looksOf(again)).toEqual([]);
    const bindings = await (await bound()).get('/api/bindings');
    expect((bindings.body as { houses: object[] }).houses.length).toBeGreaterThan(0);
  });

  it('in WeChat goes the same way: complaints let go, too', async () => {
    const her = await world.as('owner-li');
    const { no: hers } = await submit(world, her, { words: '电话13812345678', phone: '13812345678' });
    const { Withdrawals } = await import('../src/identity/withdrawals.js');
    world.clock.advance(5_000);
    await world.app.get(Withdrawals).forget({ openid: castPerson('owner-li').openid, at: world.clock.now(), gone: true });
    const { body } = await (await world.as('manager-wang')).get(`/api/complaints/${hers}`).expect(200);
    expect(body).toMatchObject({ words: '电话138****5678', submitter: null });
  });
});

describe('holders', () => {
  /** Tables with data of people that nobody erases, each for a reason. */
  const KEPT: Readonly<Record<string, string>> = {
    captcha: 'a keyed hash of a picture’s answer, gone an hour after it ends',
    title: 'the property register’s own (产权登记): put right and ended there',
    title_staging: 'a table of the register on its way in',
    intake_unsorted: 'words of callers and letters on their way to a community, gone once sorted: of nobody with an account',
    title_change: 'what the register says of a house, gone after 30 days',
    message_hand_delivery: 'proof of service: who brought a message is named by those who served it (law: provision records 3 years)',
    wechat_token: 'the account’s access token: of nobody',
  };
  const PERSONAL = ['accountId', 'personId', 'recipient', 'openid'];

  it('cover every table with data of people, or it is named with its reason', () => {
    const covered = world.app.get(PersonalData).holders.flatMap(({ tables }) => tables);
    const personal = world.dataSource.entityMetadatas
      .filter(
        ({ target, columns }) => keyedColumns.some(({ entity }) => entity === target) || columns.some(({ propertyName }) => PERSONAL.includes(propertyName)),
      )
      .map(({ tableName }) => tableName);
    expect(personal.filter((table) => !covered.includes(table) && !KEPT[table])).toEqual([]);
    const tables = world.dataSource.entityMetadatas.map(({ tableName }) => tableName);
    expect([...covered, ...Object.keys(KEPT)].filter((table) => !tables.includes(table))).toEqual([]);
    expect(covered.filter((table) => KEPT[table])).toEqual([]);
  });
});

describe('terms', () => {
  it('that people read are those that rows are swept by', () => {
    const swept = world.app.get(Sweeps).registered.map(({ entity, keep }) => [(entity as { name: string }).name, keep]);
    expect(swept).toEqual(
      expect.arrayContaining([
        ['Captcha', keepTerms.captcha.keep],
        ['SmsCode', keepTerms.smsCode.keep],
        ['BindingApplication', keepTerms.application.keep],
        ['Session', keepTerms.session.keep],
        ['OAuthState', keepTerms.signIn.keep],
        ['IdempotencyRecord', keepTerms.answer.keep],
        ['RateLimit', keepTerms.limit.keep],
        ['OutboxMessage', keepTerms.message.keep],
        ['OutboxSms', keepTerms.message.keep],
        ['Consent', keepTerms.consent.keep],
      ]),
    );
  });

  it('end: what is older goes with the next sweep', async () => {
    const count = async (table: string) => Number(((await world.dataSource.query(`SELECT COUNT(*) AS n FROM ${table}`)) as [{ n: number | string }])[0].n);
    expect(await count('outbox_message')).toBeGreaterThan(0);
    await world.app.get(Sweeps).run(new Date(world.clock.now().getTime() + keepTerms.message.keep + 86_400_000));
    for (const table of ['outbox_message', 'idempotency', 'session', 'sms_code', 'captcha', 'binding_application'])
      expect([table, await count(table)]).toEqual([table, 0]);
  });
});
