import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { Binding, Person } from '../src/identity/index.js';
import { newId } from '../src/platform/database/index.js';
import { RegisterQuery, RegisterQueue, TitleChange, TitleChanges } from '../src/register/index.js';
import { checkFace, startBinding } from './acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, castPerson, type World } from './kit.js';
import type { FakeRegister, RegisterTrouble } from './ports/register.js';
import { startAsking } from './registers.js';

const HOUR = 3_600_000;
let world: World;
let register: FakeRegister;
let close: () => Promise<void>;
let queue: RegisterQueue;
beforeAll(async () => {
  ({ world, register, close } = await startAsking());
  queue = world.app.get(RegisterQueue);
}, 60_000);
afterAll(() => close());
beforeEach(() => world.clock.advance(2 * HOUR));

const holds = (name: string, idNumber: string, house = '2单元501', building = '3栋') =>
  register.titles.push({ community: '华阳小区', building, house, ownerName: name, idType: '回乡证', idNumber, registeredAt: '2019-03-05' });
/** An application without face, which goes straight to the register. */
async function wait(browser: Browser, name: string, idNumber: string): Promise<string> {
  world.clock.advance(HOUR);
  const smsCode = await world.requestCode(browser, '13900000777');
  const body = { name, idType: 'hk-macau', idNumber, phone: '13900000777', smsCode, agreement: AGREEMENT_VERSION, sharing: SHARING_CONSENT_VERSION };
  const answer = await browser.post('/api/bindings').send(body).expect(201);
  expect(answer.body).toMatchObject({ step: 'register', houses: [] });
  return (answer.body as { id: string }).id;
}
const read = async (browser: Browser, id: string) => (await browser.get(`/api/bindings/${id}`)).body as Record<string, unknown>;
const titles = async (slug: 'owner-zhao' | 'owner-sun') =>
  (await world.chat(slug)).filter(({ title }) => title === '审核结果通知').map(({ rows }) => rows[1]?.value);

describe('a register that is asked in turn', () => {
  it('after the face check the place is kept, the answer comes, and the homes are bound on it', async () => {
    const { name, idNumber } = castPerson('owner-chen');
    register.titles.push({
      community: ' 华阳小区',
      building: '３栋',
      house: '2单元501',
      ownerName: name,
      idType: '身份证',
      idNumber,
      registeredAt: '2019-03-05',
    });
    const browser = await world.as('owner-chen');
    const id = await startBinding(world, browser, 'owner-chen');
    const waiting = await checkFace(world, browser, id, 'pass');
    expect([waiting.status, waiting.body]).toMatchObject([200, { step: 'register', houses: [], turn: { place: 1, seconds: 2 } }]);
    await queue.work();
    const found = await read(browser, id);
    expect(found).toMatchObject({ step: 'houses', turn: null, houses: [{ name: '3栋2单元501' }] });
    // Who never left the page needs no message.
    expect(await world.chat('owner-chen')).toEqual([]);
    const houseIds = (found.houses as { id: string }[]).map((house) => house.id);
    const bound = await browser.post(`/api/bindings/${id}/confirm`).send({ houseIds }).expect(200);
    expect(bound.body).toMatchObject({ person: { certified: 'face' }, houses: [{ name: '3栋2单元501' }] });
    // The queue keeps nobody's number.
    expect(await world.dataSource.manager.findOneBy(RegisterQuery, { subjectId: id })).toMatchObject({ state: 'answered', person: null, titles: 1 });
  });

  it('who left is told by a message that leads back', async () => {
    holds('赵等等', 'H11110001');
    const browser = await world.as('owner-zhao');
    const id = await wait(browser, '赵等等', 'H11110001');
    world.clock.advance(60_000);
    await queue.work();
    const cards = await world.chat('owner-zhao');
    expect(cards.map(({ url, rows }) => [new URL(url).pathname, ...rows.slice(0, 3).map(({ value }) => value)])).toEqual([
      [`/h5/bind/at/${id}`, '产权查询', '已查到', '查到您的房屋，点开提交绑定'],
    ]);
  });

  it('nothing found and a house that the base data lacks are told, too, each with its next step', async () => {
    holds('孙无屋', 'H11110002', '9单元909');
    const [zhao, sun] = [await world.as('owner-zhao'), await world.as('owner-sun')];
    const none = await wait(zhao, '无名氏', 'H11110003');
    const homeless = await wait(sun, '孙无屋', 'H11110002');
    world.clock.advance(60_000);
    await queue.work();
    expect(await read(zhao, none)).toMatchObject({ code: 'BIND.NO_TITLE' });
    expect(await read(sun, homeless)).toMatchObject({ code: 'BIND.HOUSE_MISSING' });
    expect((await titles('owner-zhao')).at(-1)).toBe('未查到');
    expect(await titles('owner-sun')).toEqual(['待补房屋']);
  });

  it('asks in order, each once, at its pace, however many instances work', async () => {
    const before = register.asked.length;
    const people = Array.from({ length: 40 }, (_, index) => [`排队${index}`, `H2222${String(index).padStart(4, '0')}`] as const);
    for (const [name, idNumber] of people) {
      world.clock.advance(1);
      await world.dataSource.transaction((tx) => queue.ask(tx, newId(world.clock.now()), { name, idType: 'hk-macau', idNumber }, world.clock.now()));
    }
    const other = await anotherInstance(world);
    const begun = performance.now();
    await Promise.all([queue.work(), other.app.get(RegisterQueue).work()]);
    const seconds = (performance.now() - begun) / 1000;
    await other.close();
    const asked = register.asked.slice(before);
    expect(asked.map(({ name }) => name).sort()).toEqual(people.map(([name]) => name).sort());
    // Two instances may overtake each other by no more than they hold.
    asked.forEach(({ name }, index) => expect(Math.abs(Number(name.slice(2)) - index)).toBeLessThanOrEqual(10));
    expect(seconds).toBeGreaterThan(1.8);
    for (const { at } of asked) expect(asked.filter((each) => each.at >= at && each.at < at + 1000).length).toBeLessThanOrEqual(22);
  }, 20_000);

  it.each<RegisterTrouble>(['slow', 'malformed', 'unsigned', 'other-person', 'half', 'hang-up', 503, 429, 401])(
    'a register that is %s costs nobody their place',
    async (trouble) => {
      holds('赵耐心', 'H33330001', '1单元202', '1栋');
      const browser = await world.as('owner-zhao');
      const id = await wait(browser, '赵耐心', 'H33330001');
      register.trouble(trouble);
      await queue.work();
      expect(await read(browser, id)).toMatchObject({ step: 'register', turn: { place: 1 } });
      world.clock.advance(70_000);
      await queue.work();
      expect(await read(browser, id)).toMatchObject({ step: 'houses', houses: [{ name: '1栋1单元202' }] });
    },
  );

  it('one that is down is left in peace, then tried with one question; nobody is refused meanwhile', async () => {
    register.isDown(503);
    const before = register.asked.length;
    for (let index = 0; index < 12; index++)
      await world.dataSource.transaction((tx) =>
        queue.ask(tx, newId(world.clock.now()), { name: `停机${index}`, idType: 'hk-macau', idNumber: `H3333${1000 + index}` }, world.clock.now()),
      );
    await queue.work();
    const faults = await world.dataSource.manager.findBy(RegisterQuery, { error: 'HTTP_503', state: 'waiting' });
    expect(faults.length).toBeGreaterThanOrEqual(5);
    expect(faults.length).toBeLessThanOrEqual(10);
    await queue.work();
    expect(await world.dataSource.manager.countBy(RegisterQuery, { error: 'HTTP_503', state: 'waiting' })).toBe(faults.length);
    register.isDown(null);
    world.clock.advance(120_000);
    await queue.work();
    expect(register.asked.length - before).toBe(12);
  }, 20_000);

  it('an answer older than two hours is asked for again before homes are bound', async () => {
    holds('赵隔夜', 'H44440009', '1单元301', '1栋');
    const browser = await world.as('owner-zhao');
    const id = await wait(browser, '赵隔夜', 'H44440009');
    await queue.work();
    const [house] = (await read(browser, id)).houses as { id: string }[];
    world.clock.advance(3 * HOUR);
    const again = await world.as('owner-zhao');
    const refused = await again.post(`/api/bindings/${id}/confirm`).send({ houseIds: [house?.id] });
    expect(refused.body).toMatchObject({ code: 'BIND.ASKED_AGAIN' });
    // Sold meanwhile.
    register.titles.splice(
      register.titles.findIndex(({ ownerName }) => ownerName === '赵隔夜'),
      1,
    );
    expect(await read(again, id)).toMatchObject({ step: 'register', turn: { place: 1 } });
    await queue.work();
    expect(await read(again, id)).toMatchObject({ code: 'BIND.NO_TITLE' });
  });

  it('an instance that went in the middle loses no question', async () => {
    const id = newId(world.clock.now());
    await world.dataSource.transaction((tx) => queue.ask(tx, id, { name: '接手', idType: 'hk-macau', idNumber: 'H55559999' }, world.clock.now()));
    await world.dataSource.manager.update(
      RegisterQuery,
      { subjectId: id },
      { state: 'asking', leaseOwner: 'gone', dueAt: new Date(world.clock.now().getTime() + 1) },
    );
    await queue.work();
    expect((await queue.queryOf(world.dataSource.manager, id))?.state).toBe('asking');
    world.clock.advance(61_000);
    await queue.work();
    expect((await queue.queryOf(world.dataSource.manager, id))?.state).toBe('answered');
  });
});

describe('a title that moves', () => {
  it('ends the binding of who owns it no longer, keeps the co-owner’s, and both sides are told', async () => {
    const chen = castPerson('owner-chen');
    const changes = world.app.get(TitleChanges);
    const owner = await world.as('owner-chen');
    const session = (await owner.get('/api/session')).body as { roles: { role: string }[] };
    expect(session.roles.map(({ role }) => role)).toContain('owner');
    const li = castPerson('owner-li');
    const at = { community: '华阳小区', building: '3栋', house: '2单元501' };
    const ownerOf = ({ name, idNumber }: typeof li) => ({ ownerName: name, idType: '身份证', idNumber });
    register.changes.push({ number: '1', kind: 'gift', ...at, owners: [ownerOf(chen), ownerOf(li)] });
    register.changes.push({ number: '2', kind: 'sale', ...at, owners: [ownerOf(li)] });
    register.changes.push({ number: '3', kind: 'sale', community: '没有的小区', building: '1栋', house: '1', owners: [] });
    await changes.read();
    expect(await changes.work()).toBe(2);
    expect(await world.dataSource.manager.countBy(Binding, { personId: (await ownerId()) ?? '' })).toBe(0);
    expect((await world.chat('owner-chen')).map(({ rows }) => rows[1]?.value)).toContain('已解除');
    expect((await world.chat('owner-li')).map(({ rows }) => rows[1]?.value)).toContain('可以绑定');
    const mine = await owner.get('/api/bindings').expect(200);
    expect(mine.body).toMatchObject({ houses: [] });
    const kept = await world.dataSource.manager.find(TitleChange);
    expect(kept.map(({ state, owners }) => [state, owners])).toEqual([
      ['done', null],
      ['done', null],
    ]);
    // Read again, they are known.
    world.clock.advance(HOUR);
    await changes.read();
    expect(await changes.work()).toBe(0);
  });

  async function ownerId(): Promise<string | undefined> {
    const hash = world.vault.index('person.phone', castPerson('owner-chen').phone);
    return (await world.dataSource.manager.findOneBy(Person, { phoneHash: hash }))?.id;
  }
});
