import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CorrectionView } from '@wuye/shared/correction';
import { RegisterQueue } from '../src/register/index.js';
import { checkFace, startBinding, upload } from './acts.js';
import { proven } from './confirm.js';
import { castPerson, type World } from './kit.js';
import type { FakeRegister } from './ports/register.js';
import { startAsking } from './registers.js';

/** 提交房屋信息 where the register is asked in turn: which house the clerk said it is outlasts the next answer. */
let world: World;
let register: FakeRegister;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, register, close } = await startAsking());
}, 60_000);
afterAll(() => close());

const { name: ownerName, idNumber } = castPerson('owner-sun');

it('a house filled in under another name than the register prints can be bound', async () => {
  register.titles.push({ community: '华阳小区', building: '九号楼', house: '101室', ownerName, idType: '身份证', idNumber, registeredAt: '2019-03-05' });
  const queue = world.app.get(RegisterQueue);
  const sun = await proven(world, 'owner-sun');
  const application = await startBinding(world, sun, 'owner-sun');
  await checkFace(world, sun, application, 'pass');
  await queue.work();
  expect((await sun.get(`/api/bindings/${application}`)).body).toMatchObject({ code: 'BIND.HOUSE_MISSING' });
  const communityId = String(world.cast.posters[0]?.communityId);
  const place = { communityId, districtCode: null, community: '华阳小区', building: '9栋', house: '1单元101' };
  const sent = await sun.post('/api/corrections').send({ application, ...place, certificateNo: '', words: '房号是新编的', pictures: [await upload(sun)] });
  expect([sent.status, sent.body]).toEqual([201, expect.objectContaining({ kind: 'house' })]);
  const clerk = await proven(world, 'officer-wu');
  const { id, desk } = (await clerk.get(`/api/corrections/${(sent.body as CorrectionView).id}`)).body as CorrectionView;
  const fill = { titleId: desk?.rows[0]?.titleId, communityId, building: '9栋', house: '1单元101', area: 8950 };
  expect((await clerk.post(`/api/corrections/${id}/fill`).send(fill)).status).toBe(200);
  const { binding } = (await sun.get(`/api/corrections/${id}`)).body as CorrectionView;
  const offered = (await sun.get(`/api/bindings/${binding}`)).body as { houses: { id: string }[] };
  const confirm = () => sun.post(`/api/bindings/${binding}/confirm`).send({ houseIds: offered.houses.map((house) => house.id) });
  // The register is asked once more before homes rest on its word.
  expect((await confirm()).body).toMatchObject({ code: 'BIND.ASKED_AGAIN' });
  await queue.work();
  expect((await confirm()).body).toMatchObject({ houses: [{ name: '9栋1单元101' }] });
});
