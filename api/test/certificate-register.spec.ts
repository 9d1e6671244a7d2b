import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CertifierCase } from '@wuye/shared/certificate';
import { Title } from '../src/community/index.js';
import { Sweeps } from '../src/platform/sweeps/index.js';
import { RegisterQuery, RegisterQueue } from '../src/register/index.js';
import { startBinding, upload } from './acts.js';
import { proven } from './confirm.js';
import { type Browser, castPerson, type World } from './kit.js';
import type { FakeRegister } from './ports/register.js';
import { startAsking } from './registers.js';

/** 线下认证 where the register is asked in turn: what it answered is kept for days, an application waits for weeks. */
let world: World;
let register: FakeRegister;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, register, close } = await startAsking());
}, 60_000);
afterAll(() => close());

const { name, idNumber } = castPerson('owner-chen');
const proofs = async (browser: Browser) => ({ title: [await upload(browser)], identity: [await upload(browser)], holding: [await upload(browser)] });
const found = async (browser: Browser) => ((await browser.post('/api/certificates/look-up').send({ idNumber })).body as { items: CertifierCase[] }).items;

it('asks the register when someone applies, and again when its answer is gone', async () => {
  register.titles.push({ community: '华阳小区', building: '3栋', house: '2单元501', ownerName: name, idType: '身份证', idNumber, registeredAt: '2019-03-05' });
  const queue = world.app.get(RegisterQueue);
  const owner = await proven(world, 'owner-chen');
  const application = await startBinding(world, owner, 'owner-chen');
  const applied = await owner.post('/api/certificates').send({ application, proofs: await proofs(owner) });
  expect(applied.status).toBe(201);
  const { id } = applied.body as { id: string };
  expect(await found(await proven(world, 'committee-lin'))).toEqual([]);
  // Asked once, however often one looks.
  expect(await world.dataSource.manager.countBy(RegisterQuery, { subjectId: id })).toBe(1);
  await queue.work();
  expect(await found(await proven(world, 'committee-lin'))).toMatchObject([{ id, rows: [{ house: '华阳小区 3栋2单元501', differences: [] }] }]);

  world.clock.advance(9 * 24 * 3_600_000);
  await world.app.get(Sweeps).run(world.clock.now());
  expect(await world.dataSource.manager.count(Title)).toBe(0);
  expect(await found(await proven(world, 'committee-lin'))).toEqual([]);
  await queue.work();
  const committee = await proven(world, 'committee-lin');
  expect(await found(committee)).toHaveLength(1);
  const answer = await committee.post(`/api/certificates/${id}/certify`).send({ evidence: await proofs(committee), originals: true });
  expect(answer.body).toMatchObject({ state: 'approved' });
  expect((await (await proven(world, 'owner-chen')).get('/api/bindings')).body).toMatchObject({
    person: { certified: 'offline' },
    houses: [{ name: '3栋2单元501' }],
  });
});
