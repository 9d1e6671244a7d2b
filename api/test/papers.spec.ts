import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { House, Title } from '../src/community/index.js';
import { Binding, BindingApplication, Person } from '../src/identity/index.js';
import { newId } from '../src/platform/database/index.js';
import { bindingForm, checkFace, startBinding } from './acts.js';
import { type Browser, castPerson, NAMELESS, startWorld, type World } from './kit.js';

const HOUR = 3_600_000;
let world: World;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.advance(2 * HOUR));

/** A title under this name and paper, of one of the first community's houses or of the given one. */
async function title(name: string, idType: string, idNumber: string, houseId?: string): Promise<string> {
  const [house] = await world.dataSource.manager.find(House, { order: { id: 'ASC' }, skip: 20 + count++, take: 1 });
  const id = houseId ?? (house as House).id;
  const owner = {
    ownerName: world.vault.seal('title.owner_name', name),
    ownerNameHash: world.vault.index('title.owner_name', name),
    idNumber: world.vault.seal('title.id_number', idNumber),
    idNumberHash: world.vault.index('title.id_number', idNumber),
  };
  await world.dataSource.manager.insert(Title, { id: newId(world.clock.now()), houseId: id, ...owner, idType, registeredAt: world.clock.now() });
  return id;
}
/** Someone else at a phone of their own. */
let strangers = 0;
async function stranger(): Promise<Browser> {
  const slugs = ['owner-zhao', 'owner-sun', 'stranger-he', NAMELESS.slug] as const;
  return world.as(slugs[strangers++ % slugs.length] ?? 'owner-zhao');
}
const apply = async (browser: Browser, fields: Record<string, unknown>) => {
  const smsCode = await world.requestCode(browser, '13900000888');
  return browser.post('/api/bindings').send({ phone: '13900000888', smsCode, agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION, ...fields });
};

describe('a paper other than the mainland card', () => {
  it('goes to the houses without a face check, is bound, and may not vote yet', async () => {
    const browser = await world.as('owner-wong');
    const answer = await browser
      .post('/api/bindings')
      .send(await bindingForm(world, browser, 'owner-wong', { idNumber: ' ｈ90000918 ' }))
      .expect(201);
    expect(answer.body).toMatchObject({ step: 'houses', face: false, purpose: 'bind', turn: null, houses: [{ name: '1栋1单元201' }] });
    const { id, houses } = answer.body as { id: string; houses: { id: string }[] };
    await browser.post(`/api/bindings/${id}/face`).send({ consent: '2026-11' }).expect(409);
    const bound = await browser
      .post(`/api/bindings/${id}/confirm`)
      .send({ houseIds: [houses[0]?.id] })
      .expect(200);
    expect(bound.body).toMatchObject({ person: { name: '黄*', certified: 'none' }, houses: [{ name: '1栋1单元201' }] });
    const person = (await world.dataSource.manager.find(Person)).find(({ idType }) => idType === 'hk-macau');
    expect(world.vault.open('person.id_number', String(person?.idNumber))).toBe('H90000918');
    expect(world.vault.open('person.id_number_raw', String(person?.idNumberRaw))).toBe('ｈ90000918');
    // What was typed has gone to the person: nothing of it stays with the application.
    const over = await world.dataSource.manager.findOneByOrFail(BindingApplication, { id });
    expect([over.state, over.idNumber, over.idNumberRaw, over.nationality]).toEqual(['done', '', null, null]);
    // Nor can it be certified by face later: the offline way is named.
    const later = await browser.post('/api/bindings/certificate').send({}).expect(422);
    expect(later.body).toMatchObject({ code: 'BIND.FACE_PAPER' });
  });

  it.each([
    ['hk-macau', 'M1234567801', 'M12345678', '陈大文'],
    ['taiwan', '0123456701', '01234567', '林志玲玲'],
    ['passport', 'k1234567', 'K1234567', 'ANNA SCHMIDT'],
    ['permanent-residence', 'DEU310112345678', 'DEU310112345678', 'MAX MUSTER'],
    ['other', '军字第123456号', '军字第123456号', '周全'],
    // Which paper the register's clerk took it for, nobody knows.
    ['other', 'H1234567902', 'H12345679', '何家明'],
  ])('%s %s meets the register', async (idType, typed, held, name) => {
    await title(name.replace(/ /g, ''), idType, held);
    const browser = await stranger();
    const answer = await apply(browser, { name, idType, idNumber: typed, nationality: idType === 'passport' ? '德国' : undefined });
    expect([answer.status, answer.body]).toMatchObject([201, { step: 'houses', houses: [{}] }]);
  });

  it.each([
    ['hk-macau', 'A12345678', 'idNumber', '证件号码不正确，应为 H 或 M 加 8 位数字'],
    ['hk-macau', 'H1234567', 'idNumber', '证件号码不正确，应为 H 或 M 加 8 位数字'],
    ['hk-macau', 'H123456789', 'idNumber', '证件号码不正确，应为 H 或 M 加 8 位数字'],
    ['taiwan', '1234567', 'idNumber', '证件号码不正确，应为 8 位数字'],
    ['taiwan', '123456789', 'idNumber', '证件号码不正确，应为 8 位数字'],
    ['passport', 'E123', 'idNumber', '护照号码不正确，应为 5 至 12 位字母或数字'],
    ['passport', 'E1234567', 'nationality', '请填写护照的国家或地区'],
    ['permanent-residence', '911010519491231002', 'idNumber', '证件号码不正确，应为 9 开头的 18 位号码，或 3 个字母加 12 位数字'],
    ['other', ' ', 'idNumber', '请填写不动产登记证书上的证件号码'],
    // A mainland number as another paper would pass by the face check.
    ['other', '11010519491231002X', 'idNumber', '这是大陆身份证号码，证件类型请选“大陆二代身份证”'],
    ['other', '110105491231002', 'idNumber', '这是大陆身份证号码，证件类型请选“大陆二代身份证”'],
    ['visa', 'E1234567', 'idType', '请选择证件类型'],
  ])('%s %s: %s', async (idType, idNumber, path, message) => {
    const browser = await world.as('owner-zhao');
    const answer = await browser
      .post('/api/bindings')
      .send({ name: '赵一行', idType, idNumber, phone: '13800000102', smsCode: '000000', agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION })
      .expect(422);
    expect((answer.body as { errors: object[] }).errors).toContainEqual({ path, message });
  });

  it('a residence permit (81, 82, 83) has the form of a card, and no face check', async () => {
    await title('罗港生', 'resident', '810000199408230021');
    const answer = await apply(await stranger(), { name: '罗港生', idType: 'resident', idNumber: '810000199408230021' });
    expect(answer.body).toMatchObject({ step: 'houses', face: false });
  });
});

describe('names', () => {
  it.each([
    ['阿依古丽·买买提', '阿依古丽•买买提'],
    ['阿依古丽·买买提', '阿依古丽・买买提 '],
    ['张国荣', '張國榮'],
    ['陈美凤', ' 陳 美鳳'],
    ['ANNASCHMIDT', 'ａｎｎａ Schmidt'],
  ])('%s is met by %s', async (held, typed) => {
    const number = `H${String(70000000 + count)}`;
    await title(held, 'hk-macau', number);
    const answer = await apply(await stranger(), { name: typed, idType: 'hk-macau', idNumber: number });
    expect([typed, answer.body]).toMatchObject([typed, { step: 'houses' }]);
  });

  it('another name under the same number is nobody’s', async () => {
    await title('陈美凤', 'hk-macau', 'H66666666');
    const browser = await stranger();
    const begun = await apply(browser, { name: '陈美风', idType: 'hk-macau', idNumber: 'H66666666' });
    expect([begun.status, begun.body]).toMatchObject([201, { step: 'houses', houses: [] }]);
    const { id } = begun.body as { id: string };
    expect((await browser.get(`/api/bindings/${id}`).expect(404)).body).toMatchObject({ code: 'BIND.NO_TITLE' });
  });
});

describe('one house', () => {
  it('co-owners bind it at the same time', async () => {
    const house = await title('共有甲', 'hk-macau', 'H55550001');
    await title('共有乙', 'hk-macau', 'H55550002', house);
    const [one, other] = [await world.as('owner-sun'), await world.as(NAMELESS.slug)];
    const ids: string[] = [];
    for (const [browser, name, idNumber] of [
      [one, '共有甲', 'H55550001'],
      [other, '共有乙', 'H55550002'],
    ] as const) {
      world.clock.advance(HOUR);
      ids.push(((await apply(browser, { name, idType: 'hk-macau', idNumber })).body as { id: string }).id);
    }
    const answers = await Promise.all([one, other].map((browser, index) => browser.post(`/api/bindings/${ids[index]}/confirm`).send({ houseIds: [house] })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await world.dataSource.manager.countBy(Binding, { houseId: house })).toBe(2);
  });

  it('is not bound by who has no title in it, whatever the body says', async () => {
    const house = await title('真业主', 'hk-macau', 'H44440001');
    await title('假业主', 'hk-macau', 'H44440002');
    const browser = await world.as('stranger-he');
    const forged = { houseId: house, openid: 'osomebody', role: 'owner', certified: 'face', personId: 'x', state: 'houses' };
    const begun = await apply(browser, { name: '假业主', idType: 'hk-macau', idNumber: 'H44440002', ...forged });
    expect((begun.body as { houses: { id: string }[] }).houses.map(({ id }) => id)).not.toContain(house);
    const { id } = begun.body as { id: string };
    const answer = await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds: [house], ...forged });
    expect([answer.status, answer.body]).toMatchObject([422, { code: 'BIND.HOUSE_NOT_OFFERED' }]);
    const session = await browser.get('/api/session').expect(200);
    expect((session.body as { roles: unknown[] }).roles).toEqual([]);
  });
});

describe('+身份认证', () => {
  const bindWithoutFace = async (browser: Browser): Promise<void> => {
    const id = await startBinding(world, browser, 'owner-chen');
    const passed = await checkFace(world, browser, id, 'pass');
    const houseIds = (passed.body as { houses: { id: string }[] }).houses.map((house) => house.id);
    await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(200);
    // Bound in the days before the face check.
    await world.dataSource.manager.query(`UPDATE person SET certified = 'none', certified_at = NULL WHERE phone_hash = ?`, [
      world.vault.index('person.phone', castPerson('owner-chen').phone),
    ]);
  };

  it('certifies who was bound without, asking nothing again but the face', async () => {
    const browser = await world.as('owner-chen');
    expect((await browser.post('/api/bindings/certificate').send({}).expect(409)).body).toMatchObject({ code: 'BIND.NOT_BOUND' });
    await bindWithoutFace(browser);
    const begun = await browser.post('/api/bindings/certificate').send({}).expect(201);
    const { id } = begun.body as { id: string };
    expect(begun.body).toMatchObject({ step: 'face', purpose: 'certify' });
    // The browser's word is not taken: nothing was checked.
    const forged = await browser.post(`/api/bindings/${id}/face/result`).send({ result: 'passed', verifyResult: 'ok' }).expect(409);
    expect(forged.body).toMatchObject({ code: 'BIND.FACE_PENDING' });
    expect((await checkFace(world, browser, id, 'fail')).body).toMatchObject({ code: 'BIND.FACE_FAILED' });
    expect((await checkFace(world, browser, id, 'pass')).body).toMatchObject({ step: 'done', purpose: 'certify' });
    const mine = await browser.get('/api/bindings').expect(200);
    expect(mine.body).toMatchObject({ person: { certified: 'face' }, houses: [{ name: '3栋2单元501' }] });
    expect((await browser.post('/api/bindings/certificate').send({}).expect(409)).body).toMatchObject({ code: 'BIND.CERTIFIED' });
  });

  it('one home is left, the others stay', async () => {
    const browser = await world.as('owner-li');
    const mine = (await browser.get('/api/bindings').expect(200)).body as { houses: { id: string; name: string }[] };
    const [left, kept] = mine.houses;
    const answer = await browser.delete(`/api/bindings/houses/${left?.id}`).expect(200);
    expect((answer.body as typeof mine).houses.map(({ id }) => id)).toEqual([kept?.id]);
    expect((await browser.delete(`/api/bindings/houses/${left?.id}`).expect(404)).body).toMatchObject({ code: 'BIND.HOUSE_NOT_BOUND' });
    // Another's home is not there to be left.
    const other = await world.as('owner-zhao');
    await other.delete(`/api/bindings/houses/${kept?.id}`).expect(404);
  });
});
