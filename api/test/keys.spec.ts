import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../src/app.js';
import { entities } from '../src/entities.js';
import { Account, Person } from '../src/identity/index.js';
import { Certifications, type Subject } from '../src/identity/certifications.js';
import { Vault } from '../src/platform/crypto/index.js';
import { Database, makeDataSource } from '../src/platform/database/index.js';
import { isProblem } from '../src/platform/errors/index.js';
import { Rotation, runKeys } from '../src/platform/keys/index.js';
import { sealedFields } from '../src/sealed-fields.js';
import { submit, upload } from './acts.js';
import { onMariadb } from './database.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

const secret = (fill: number): string => Buffer.alloc(32, fill).toString('base64');
const [K1, K2] = [`k1:${secret(1)}`, `k2:${secret(2)}`];
const keysOf = (...ids: number[]) => ids.map((fill) => ({ id: `k${fill}`, secret: Buffer.alloc(32, fill) }));

let world: World;
let renewed: NestFastifyApplication;
let close: () => Promise<void>;
let rotation: Rotation;
const said: string[] = [];

/** The world's own instance was told of k2 but still writes k1, as all must be before any writes k2; the other one writes k2. */
beforeAll(async () => {
  world = await startWorld({ env: { DATA_KEYS: `${K1},${K2}` } });
  const config = { ...world.config, DATA_KEYS: keysOf(2, 1) };
  const dataSource = onMariadb ? await makeDataSource(config, entities).initialize() : world.dataSource;
  renewed = await createApp({ config, dataSource, clock: world.clock, background: false });
  close = async () => {
    await renewed.close();
    if (dataSource !== world.dataSource) await dataSource.destroy();
  };
  rotation = new Rotation(new Database(dataSource), new Vault(keysOf(2, 1)), sealedFields);
}, 60_000);
afterAll(async () => {
  await close();
  await world.close();
});

const certify = (app: NestFastifyApplication, accountId: string, subject: Subject) =>
  app.get(Database).transaction((tx) => app.get(Certifications).certify(tx, accountId, subject, 'face', world.clock.now()));

describe('while one instance writes the old key and another the new one', () => {
  it('two accounts with one id number at the same moment make one person', async () => {
    const { name, idNumber, phone } = castPerson('owner-sun');
    for (const slug of ['owner-sun', 'nameless'] as const) await world.as(slug);
    const accounts = await Promise.all(
      ['owner-sun', 'nameless'].map((slug) =>
        world.dataSource.manager.findOneByOrFail(Account, { openid: slug === 'nameless' ? 'onameless000000000000000000' : castPerson('owner-sun').openid }),
      ),
    );
    const subject: Subject = { name, idType: 'resident', idNumber, idNumberRaw: null, nationality: null, phone };
    const before = await world.dataSource.manager.count(Person);
    const results = await Promise.all([world.app, renewed].map((app, order) => certify(app, accounts[order]!.id, subject)));
    expect(results.map((each) => (isProblem(each) ? each.code : 'made')).sort()).toEqual(['BIND.TAKEN', 'made']);
    expect(await world.dataSource.manager.count(Person)).toBe(before + 1);
    // Later, too, whichever key asks.
    const late = await world.as('stranger-he').then(() => world.dataSource.manager.findOneByOrFail(Account, { openid: castPerson('stranger-he').openid }));
    for (const app of [world.app, renewed]) expect(await certify(app, late.id, subject)).toMatchObject({ code: 'BIND.TAKEN' });
  });
});

describe('keys rotate', () => {
  let owner: Browser;
  let manager: Browser;

  it('beforehand, data stands under the old key, and the command says where', async () => {
    owner = await world.as('owner-li');
    manager = await world.as('manager-wang');
    for (let more = 0; more < 5; more++) await submit(world, owner, { words: `电梯停了 ${more}`, phone: '13812345678', pictures: [await upload(owner)] });
    expect(await runKeys(['status'], { rotation, keys: ['k2', 'k1'], say: (line) => said.push(line) })).toBe(1);
    expect(said.join('\n')).toMatch(
      /New data is sealed under k2\. Still opened: k1\.[^]*complaint\.words: 5 under k1\n[^]*title\.id_number_hash: \d+ under k1/,
    );
    expect(await runKeys(['destroy'], { rotation, keys: ['k2', 'k1'], say: (line) => said.push(line) })).toBe(2);
  });

  it('while requests read and write: none fails, and all ends under the new key', async () => {
    let over = false;
    let served = 0;
    const people = (async () => {
      while (!over) {
        const session = await owner.get('/api/session').expect(200);
        expect(session.body).toMatchObject({ person: { name: '李*' } });
        const { no } = await submit(world, owner, { words: '又停了', phone: '13812345678' });
        const view = await manager.get(`/api/complaints/${no}`).expect(200);
        expect(view.body).toMatchObject({ words: '又停了', submitter: { phone: '138****5678' } });
        served += 3;
      }
    })();
    const lines: string[] = [];
    const done = await rotation.run((line) => lines.push(line));
    over = true;
    await people;
    expect([done > 100, served >= 3, lines.length > 5]).toEqual([true, true, true]);
    // What the old instance wrote meanwhile stands under the old key: the next run finds it alone.
    expect(await rotation.run(() => undefined)).toBeLessThan(done);
    expect(await rotation.run(() => undefined)).toBe(0);
    const waiting = (await rotation.status()).filter(({ byKey, left }) => left === null && 'k1' in byKey);
    expect(waiting).toEqual([]);
  });

  it('broken off in the middle it goes on where it stopped, and a row that changes meanwhile is taken as it then is', async () => {
    const { id } = await world.dataSource.manager.findOneByOrFail(Account, { openid: castPerson('owner-li').openid });
    await submit(world, owner, { words: '第一次' });
    const stopped = new Error('stopped');
    const broken = rotation.run(() => {
      throw stopped;
    });
    await expect(broken).rejects.toBe(stopped);
    expect(await rotation.run(() => undefined)).toBeGreaterThanOrEqual(0);
    const rows = (await world.dataSource.query('SELECT words FROM complaint WHERE account_id = ?', [id])) as { words: string }[];
    expect(rows.filter(({ words }) => !words.startsWith('k2.'))).toEqual([]);
  });

  it('afterwards the old key is not needed any more: people are found, read and served without it', async () => {
    const alone = new Vault(keysOf(2));
    const person = await world.dataSource.manager.findOneByOrFail(Person, { phoneHash: alone.index('person.phone', castPerson('owner-li').phone) });
    expect(alone.open('person.name', person.name)).toBe(castPerson('owner-li').name);
    const titles = (await world.dataSource.query('SELECT owner_name FROM title WHERE id_number_hash = ?', [
      alone.index('title.id_number', castPerson('owner-chen').idNumber),
    ])) as { owner_name: string }[];
    expect(titles.map(({ owner_name: sealed }) => alone.open('title.owner_name', sealed))).toContain(castPerson('owner-chen').name);
  });
});

describe('the list of sealed fields', () => {
  it('names every sealed and hashed column, and no other', () => {
    expect(Object.keys(sealedFields).sort()).toEqual(rotation.columns());
  });
});
