import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION, FACE_CONSENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { upload } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.close());

const chat: World['chat'] = (slug) => world.chat(slug);

/** 业主身份绑定 up to the face page's result. */
async function bindUpToFace(browser: Browser, slug: 'owner-chen' | 'owner-zhao' | 'owner-sun', press: string) {
  const person = castPerson(slug);
  const smsCode = await world.requestCode(browser, person.phone);
  const started = await browser
    .post('/api/bindings')
    .send({
      name: person.name,
      idType: 'resident',
      idNumber: person.idNumber,
      phone: person.phone,
      smsCode,
      agreement: AGREEMENT_VERSION,
      sharing: SHARING_CONSENT_VERSION,
    })
    .expect(201);
  const { id } = started.body as { id: string };
  const face = await browser.post(`/api/bindings/${id}/face`).send({ consent: FACE_CONSENT_VERSION }).expect(200);
  const verifyId = new URL((face.body as { page: string }).page).searchParams.get('verify_id');
  await world.pressFace(String(verifyId), press);
  return { id, result: await browser.post(`/api/bindings/${id}/face/result`).send({}) };
}

describe('the main job, through the api', () => {
  let owner: Browser;
  let manager: Browser;
  let no: string;

  it('binds a home: form, SMS code, face, houses of the register', async () => {
    owner = await world.as('owner-chen');
    const { id, result } = await bindUpToFace(owner, 'owner-chen', 'pass');
    expect(result.body).toMatchObject({ step: 'houses', houses: [{ name: '3栋2单元501', communityName: '华阳小区' }] });
    const houseIds = (result.body as { houses: { id: string }[] }).houses.map((house) => house.id);
    const bound = await owner.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(200);
    expect(bound.body).toMatchObject({ person: { name: '陈*', certified: 'face' }, houses: [{ name: '3栋2单元501' }] });
    const session = await owner.get('/api/session').expect(200);
    expect(session.body).toMatchObject({ person: { name: '陈*' }, roles: [{ role: 'owner' }], communities: [{ name: '华阳小区' }] });
    expect(await chat('owner-chen')).toEqual([expect.objectContaining({ title: '身份绑定成功通知' })]);
  });

  it('scans the poster and speaks up; the promise names the instant', async () => {
    const scanned = await owner.get(`/q/${world.cast.posters[0]?.code}`).expect(302);
    const code = new URL(String(scanned.headers.location), 'http://localhost').searchParams.get('code');
    const community = await owner.get(`/api/communities/by-code/${code}`).expect(200);
    expect(community.body).toMatchObject({ name: '华阳小区' });
    const submitted = await owner
      .post('/api/complaints')
      .send({ code, kind: 'repair', category: 'elevator', words: '3栋2单元电梯停运，<b>老人</b>下不了楼', place: '3栋2单元', pictures: [await upload(owner)] })
      .expect(201);
    expect(submitted.body).toMatchObject({ state: 'submitted', words: '3栋2单元电梯停运，<b>老人</b>下不了楼', can: ['withdraw', 'supplement'] });
    // Friday 10:00, working time: within four hours.
    expect(submitted.body).toMatchObject({ dueAt: '2026-11-20T06:00:00.000Z', clocks: [{ clock: 'respond', metAt: null }] });
    no = (submitted.body as { no: string }).no;
  });

  it('tells the manager, the company head and the district, once each', async () => {
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const) {
      expect(await chat(slug)).toEqual([expect.objectContaining({ title: '投诉处理提醒', url: expect.stringContaining(`/h5/tasks/${no}`) })]);
    }
    expect(await chat('manager-liu')).toEqual([]);
  });

  it('is responded to and closed with proof', async () => {
    manager = await world.as('manager-wang');
    world.clock.advance(3_600_000);
    const seen = await manager.get(`/api/complaints/${no}`).expect(200);
    expect(seen.body).toMatchObject({
      can: expect.arrayContaining(['respond', 'accept', 'supplement', 'contact']),
      submitter: { name: '陈*', phone: '138****0100' },
      mine: false,
    });
    const responded = await manager.post(`/api/complaints/${no}/respond`).send({ words: '已收到，30分钟内联系您' }).expect(200);
    // Two working days from Friday: Tuesday 24:00 in Shanghai.
    expect(responded.body).toMatchObject({
      state: 'responded',
      dueAt: '2026-11-24T16:00:00.000Z',
      can: expect.arrayContaining(['accept', 'close', 'supplement', 'contact']),
    });
    const bare = await manager.post(`/api/complaints/${no}/close`).send({ words: '电梯主板已更换，恢复运行，请放心。' });
    expect(bare.status).toBe(422);
    expect(bare.body).toMatchObject({ code: 'COMPLAINT.PROOF_MISSING', title: '办结需要文字和照片。' });
    const closed = await manager
      .post(`/api/complaints/${no}/close`)
      .send({ words: '电梯主板已更换，恢复运行，请放心。', pictures: [await upload(manager)] })
      .expect(200);
    expect(closed.body).toMatchObject({ state: 'closed', dueAt: null });
    expect((await chat('owner-chen')).map((card) => card.title).sort()).toEqual(['投诉受理通知', '投诉处理结果通知', '身份绑定成功通知'].sort());
  });

  it('is judged and rated by the owner', async () => {
    const judged = await owner.post(`/api/complaints/${no}/verdict`).send({ solved: true }).expect(200);
    expect(judged.body).toMatchObject({ state: 'solved', can: ['reopen', 'rate'] });
    const rated = await owner.post(`/api/complaints/${no}/rating`).send({ rating: 'satisfied' }).expect(200);
    expect(rated.body).toMatchObject({ rating: 'satisfied', can: [] });
    const kinds = (rated.body as { events: { kind: string }[] }).events.map((event) => event.kind);
    expect(kinds).toEqual(['rated', 'solved', 'closed', 'responded', 'submitted']);
    const again = await owner.post(`/api/complaints/${no}/rating`).send({ rating: 'dissatisfied' });
    expect(again.body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('shows the lists: mine for the owner, work for those who oversee', async () => {
    const mine = await owner.get('/api/complaints/mine?tab=rated').expect(200);
    expect(mine.body).toMatchObject({ items: [{ no, state: 'solved', rating: 'satisfied' }], next: null });
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const) {
      const work = await (await world.as(slug)).get('/api/complaints/work?tab=done').expect(200);
      expect((work.body as { items: { no: string }[] }).items.map((item) => item.no)).toEqual([no]);
    }
  });
});
