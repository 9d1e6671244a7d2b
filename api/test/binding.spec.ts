import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { House, Title } from '../src/community/index.js';
import { Binding } from '../src/identity/index.js';
import { newId } from '../src/platform/database/index.js';
import type { Slug } from '../src/seed/index.js';
import { bindingForm, checkFace, newKey, openFace, startBinding } from './acts.js';
import { type Browser, castPerson, NAMELESS, startWorld, type Who, type World } from './kit.js';

const HOUR = 3_600_000;
let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());
/** The limits of an hour are tested in sms.spec.ts; here they stay out of the way. */
beforeEach(() => world.clock.advance(2 * HOUR));

const apply = (browser: Browser, form: Record<string, unknown>) => browser.post('/api/bindings').send(form);

describe('the form', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await world.as('owner-zhao');
  });

  it.each([
    ['a wrong check digit', { idNumber: '11010519491231002Y' }, 'idNumber', '证件号码不正确，请核对 18 位号码'],
    ['a day that never was', { idNumber: '110105194902300021' }, 'idNumber', '证件号码不正确，请核对 18 位号码'],
    ['a phone too short', { phone: '1380000' }, 'phone', '手机号码不正确，请核对 11 位号码'],
    ['no name', { name: ' ' }, 'name', '请填写业主姓名'],
    ['a code of letters', { smsCode: 'abcdef' }, 'smsCode', '请填写 6 位短信验证码'],
  ])('%s: the field and a sentence', async (_what, wrong, path, message) => {
    const { name, idNumber, phone } = castPerson('owner-zhao');
    const answer = await apply(browser, {
      name,
      idType: 'resident',
      idNumber,
      phone,
      smsCode: '000000',
      agreement: AGREEMENT_VERSION,
      sharing: SHARING_CONSENT_VERSION,
      ...wrong,
    }).expect(422);
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path, message }] });
  });

  it('an older agreement must be read again', async () => {
    const answer = await apply(browser, await bindingForm(world, browser, 'owner-zhao', { agreement: '2020-01' })).expect(409);
    expect(answer.body).toMatchObject({ code: 'BIND.AGREEMENT_OLD' });
  });

  it('full-width digits, blanks and a small x are the same number', async () => {
    const nameless = await world.as(NAMELESS.slug);
    const { name, idNumber } = castPerson('owner-li');
    const wide = (text: string) => text.replace(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    for (const typed of [wide(idNumber), idNumber.toLowerCase(), ` ${idNumber.slice(0, 6)} ${idNumber.slice(6)} `]) {
      world.clock.advance(HOUR);
      const id = await startBinding(world, nameless, 'owner-li', { name: ` ${name}`, idNumber: typed });
      const result = await checkFace(world, nameless, id, 'pass');
      expect([typed, (result.body as { houses: unknown[] }).houses]).toEqual([
        typed,
        expect.arrayContaining([expect.objectContaining({ name: '2栋1单元302' })]),
      ]);
    }
  });
});

describe('what the register says', () => {
  it('nothing under this name and number: the manual’s message', async () => {
    const browser = await world.as('owner-zhao');
    const id = await startBinding(world, browser, 'owner-zhao');
    const answer = await checkFace(world, browser, id, 'pass');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'BIND.NO_TITLE', title: expect.stringMatching(/^暂未获取到您的产权登记信息。.*有变更可提交更正，.+前答复。$/) });
  });

  it('a title whose house is not in the base data', async () => {
    const browser = await world.as('owner-sun');
    const id = await startBinding(world, browser, 'owner-sun');
    const answer = await checkFace(world, browser, id, 'pass');
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'BIND.HOUSE_MISSING', title: expect.stringContaining('未能找到您的房屋') });
    expect(
      (
        await browser
          .post(`/api/bindings/${id}/confirm`)
          .send({ houseIds: ['01H00000000000000000000000'] })
          .expect(404)
      ).body,
    ).toMatchObject({ code: 'BIND.HOUSE_MISSING' });
  });

  it('says nothing before the face check: neither houses nor whether there are any', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    expect((await browser.get(`/api/bindings/${id}`).expect(200)).body).toMatchObject({ id, step: 'face', houses: [], turn: null });
    const early = await browser
      .post(`/api/bindings/${id}/confirm`)
      .send({ houseIds: ['01H00000000000000000000000'] })
      .expect(409);
    expect(early.body).toMatchObject({ code: 'BIND.STEP_WRONG' });
  });
});

describe('the face step', () => {
  it('wants its own consent', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    expect((await browser.post(`/api/bindings/${id}/face`).send({ consent: 'no' }).expect(409)).body).toMatchObject({ code: 'BIND.AGREEMENT_OLD' });
  });

  it('asked before it was begun, and before it was passed: pending, and no house is shown', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    for (const prepare of [() => Promise.resolve(''), () => openFace(browser, id)]) {
      await prepare();
      const answer = await browser.post(`/api/bindings/${id}/face/result`).send({}).expect(409);
      expect(answer.body).toMatchObject({ code: 'BIND.FACE_PENDING' });
    }
    expect((await browser.get(`/api/bindings/${id}`).expect(200)).body).toMatchObject({ step: 'face', houses: [] });
  });

  it('what the browser claims is not listened to', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    await openFace(browser, id);
    const forged = await browser.post(`/api/bindings/${id}/face/result`).send({ passed: true, verify_ret: 10000, result: 'passed' }).expect(409);
    expect(forged.body).toMatchObject({ code: 'BIND.FACE_PENDING' });
  });

  it('cancelled and unsupported say so and may be begun again', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    expect((await checkFace(world, browser, id, 'cancel')).body).toMatchObject({ status: 422, code: 'BIND.FACE_CANCELLED' });
    expect((await checkFace(world, browser, id, 'unsupported')).body).toMatchObject({ status: 422, code: 'BIND.FACE_UNSUPPORTED' });
    expect((await checkFace(world, browser, id, 'pass')).body).toMatchObject({ step: 'houses' });
  });

  it('failed three times: the offline way, until tomorrow; also in a new application', async () => {
    let browser = await world.as('officer-wu');
    const id = await startBinding(world, browser, 'officer-wu');
    expect((await checkFace(world, browser, id, 'fail')).body).toMatchObject({ code: 'BIND.FACE_FAILED', title: expect.stringContaining('还可试 2 次') });
    // Asking again for the same check counts nothing.
    expect((await browser.post(`/api/bindings/${id}/face/result`).send({})).body).toMatchObject({ code: 'BIND.FACE_PENDING' });
    expect((await checkFace(world, browser, id, 'fail')).body).toMatchObject({ code: 'BIND.FACE_FAILED', title: expect.stringContaining('还可试 1 次') });
    expect((await checkFace(world, browser, id, 'fail')).body).toMatchObject({
      status: 429,
      code: 'BIND.FACE_EXHAUSTED',
      title: expect.stringContaining('线下'),
    });
    world.clock.advance(HOUR);
    const next = await startBinding(world, browser, 'officer-wu');
    const again = (application: string) => browser.post(`/api/bindings/${application}/face`).send({ consent: '2026-11' });
    expect((await again(next)).body).toMatchObject({ code: 'BIND.FACE_EXHAUSTED' });
    world.clock.advance(24 * HOUR);
    // An officer's session ends with the day.
    browser = await world.as('officer-wu');
    expect((await again(await startBinding(world, browser, 'officer-wu'))).status).toBe(200);
  });

  it('someone else’s papers: the face does not fit', async () => {
    const browser = await world.as('stranger-he');
    const id = await startBinding(world, browser, 'owner-chen');
    expect((await checkFace(world, browser, id, 'pass')).body).toMatchObject({ code: 'BIND.FACE_FAILED' });
  });

  it('while WeChat is away: a sentence, and the step stays', async () => {
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    const away = () => world.fail('away', '/cityservice/', 1);
    await away();
    expect((await browser.post(`/api/bindings/${id}/face`).send({ consent: '2026-11' }).expect(503)).body).toMatchObject({ code: 'SESSION.WECHAT_AWAY' });
    const verifyId = await openFace(browser, id);
    await world.pressFace(verifyId, 'pass');
    await away();
    expect((await browser.post(`/api/bindings/${id}/face/result`).send({}).expect(503)).body).toMatchObject({ code: 'SESSION.WECHAT_AWAY' });
    expect((await browser.post(`/api/bindings/${id}/face/result`).send({}).expect(200)).body).toMatchObject({ step: 'houses' });
  });
});

/** Writes a house into the register under someone's name. */
async function register(slug: Slug): Promise<void> {
  const { name, idNumber } = castPerson(slug);
  const { manager } = world.dataSource;
  const [house] = await manager.find(House, { order: { id: 'DESC' }, take: 1 });
  await manager.insert(Title, {
    id: newId(world.clock.now()),
    houseId: house?.id ?? null,
    ownerName: world.vault.seal('title.owner_name', name),
    ownerNameHash: world.vault.index('title.owner_name', name),
    idType: 'resident',
    idNumber: world.vault.seal('title.id_number', idNumber),
    idNumberHash: world.vault.index('title.id_number', idNumber),
    registeredAt: world.clock.now(),
  });
}

/** Up to the houses; their ids. */
async function houses(browser: Browser, slug: Slug): Promise<{ id: string; houseIds: string[] }> {
  const id = await startBinding(world, browser, slug);
  const { body } = await checkFace(world, browser, id, 'pass');
  return { id, houseIds: (body as { houses: { id: string }[] }).houses.map((house) => house.id) };
}

describe('the application', () => {
  it('is its account’s alone', async () => {
    const { id, houseIds } = await houses(await world.as('owner-chen'), 'owner-chen');
    const other = await world.as('owner-zhao');
    const attempts = [
      other.get(`/api/bindings/${id}`),
      other.post(`/api/bindings/${id}/face`).send({ consent: '2026-11' }),
      other.post(`/api/bindings/${id}/face/result`).send({}),
      other.post(`/api/bindings/${id}/confirm`).send({ houseIds }),
    ];
    for (const attempt of attempts) expect((await attempt).body).toMatchObject({ status: 404, code: 'BIND.NOT_FOUND' });
  });

  it('lasts a day', async () => {
    const browser = await world.as('owner-chen');
    const { id, houseIds } = await houses(browser, 'owner-chen');
    world.clock.advance(24 * HOUR);
    expect((await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(404)).body).toMatchObject({ code: 'BIND.NOT_FOUND' });
  });

  it('binds no house that was not offered', async () => {
    const browser = await world.as('owner-chen');
    const { id, houseIds } = await houses(browser, 'owner-chen');
    const [foreign] = await world.dataSource.manager.find(Binding, { take: 1 });
    for (const chosen of [[foreign?.houseId], [...houseIds, foreign?.houseId], ['01H00000000000000000000000']]) {
      const answer = await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds: chosen }).expect(422);
      expect(answer.body).toMatchObject({ code: 'BIND.HOUSE_NOT_OFFERED' });
    }
    expect((await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds: [] }).expect(422)).body).toMatchObject({ code: 'REQUEST.INVALID' });
  });
});

describe('confirming', () => {
  const confirm = (browser: Browser, id: string, houseIds: string[], key?: string) => {
    const request = browser.post(`/api/bindings/${id}/confirm`);
    return (key ? request.set('idempotency-key', key) : request).send({ houseIds });
  };
  const bindings = () => world.dataSource.manager.count(Binding);

  it('twice with one key, also at once: one binding, one message, the same answer', async () => {
    const browser = await world.as('owner-chen');
    const { id, houseIds } = await houses(browser, 'owner-chen');
    const [before, key] = [await bindings(), newKey()];
    const answers = await Promise.all([confirm(browser, id, houseIds, key), confirm(browser, id, houseIds, key)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect((await confirm(browser, id, houseIds, key)).body).toEqual(answers[0]?.body);
    expect(await bindings()).toBe(before + 1);
    expect(await world.chat('owner-chen')).toHaveLength(1);
    expect((await confirm(browser, id, houseIds)).body).toMatchObject({ code: 'BIND.STEP_WRONG' });
  });

  it('a house that is bound already is not bound twice', async () => {
    const browser = await world.as('owner-chen');
    const { id, houseIds } = await houses(browser, 'owner-chen');
    const before = await bindings();
    expect((await confirm(browser, id, houseIds).expect(200)).body).toMatchObject({ houses: [{ name: '3栋2单元501' }] });
    expect(await bindings()).toBe(before);
  });

  it('the same papers from a second WeChat: refused', async () => {
    const second = await world.as(NAMELESS.slug);
    const { id, houseIds } = await houses(second, 'owner-chen');
    expect((await confirm(second, id, houseIds).expect(409)).body).toMatchObject({ code: 'BIND.TAKEN' });
    expect((await second.get('/api/bindings').expect(200)).body).toEqual({ person: null, houses: [] });
  });

  it('other papers on an account that is someone already: refused', async () => {
    const nameless = await world.as(NAMELESS.slug);
    for (const slug of ['owner-zhao', 'stranger-he'] as const) await register(slug);
    const first = await houses(nameless, 'owner-zhao');
    await confirm(nameless, first.id, first.houseIds).expect(200);
    world.clock.advance(HOUR);
    const second = await houses(nameless, 'stranger-he');
    expect((await confirm(nameless, second.id, second.houseIds).expect(409)).body).toMatchObject({ code: 'BIND.OTHER_PERSON' });
    expect((await nameless.get('/api/bindings')).body).toMatchObject({ person: { name: '赵*' }, houses: [{}] });
  });

  it('解除所有绑定: the homes go, the person stays, and binding again works', async () => {
    const browser = await world.as('owner-chen');
    const gone = await browser.delete('/api/bindings').expect(200);
    expect(gone.body).toMatchObject({ person: { name: '陈*', certified: 'face' }, houses: [] });
    expect((await browser.get('/api/session').expect(200)).body).toMatchObject({ roles: [], communities: [] });
    const { id, houseIds } = await houses(browser, 'owner-chen');
    expect((await confirm(browser, id, houseIds).expect(200)).body).toMatchObject({ houses: [{ name: '3栋2单元501' }] });
  });
});

describe('one id number on two accounts at once', () => {
  it('one is bound, the other is told', async () => {
    const fresh = await startWorld();
    try {
      const two: Who[] = ['owner-chen', NAMELESS.slug];
      const ready = [];
      for (const slug of two) {
        const browser = await fresh.as(slug);
        const id = await startBinding(fresh, browser, 'owner-chen');
        const { body } = await checkFace(fresh, browser, id, 'pass');
        ready.push({ browser, id, houseIds: (body as { houses: { id: string }[] }).houses.map((house) => house.id) });
        fresh.clock.advance(2 * HOUR);
      }
      const answers = await Promise.all(ready.map(({ browser, id, houseIds }) => browser.post(`/api/bindings/${id}/confirm`).send({ houseIds })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'BIND.TAKEN' });
    } finally {
      await fresh.close();
    }
  }, 30_000);
});
