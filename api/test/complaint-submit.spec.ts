import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { complaintErrors } from '@wuye/shared/complaint';
import { Community } from '../src/community/index.js';
import { StoredPicture } from '../src/platform/storage/index.js';
import { complaint, newKey, submit, upload } from './acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

const send = (fields: Record<string, unknown>, browser = owner) => browser.post('/api/complaints').send(complaint(world, fields));
const complaints = async (): Promise<number> => Number(((await world.dataSource.query('SELECT COUNT(*) AS n FROM complaint')) as { n: number }[])[0]?.n);

describe('the poster’s code', () => {
  it('altered by one byte, at any position: refused, wherever it is used', async () => {
    const code = String(world.cast.posters[0]?.code);
    for (let at = 0; at < code.length; at++) {
      const altered = code.slice(0, at) + (code[at] === '0' ? '1' : '0') + code.slice(at + 1);
      const answer = await send({ code: altered });
      expect([at, answer.status, (answer.body as { code: string }).code]).toEqual([at, 422, 'COMPLAINT.CODE_INVALID']);
    }
    const altered = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    expect((await owner.get(`/api/communities/by-code/${altered}`).expect(410)).body).toMatchObject({ code: 'COMMUNITY.CODE_INVALID' });
    expect((await owner.get(`/q/${altered}`).expect(302)).headers.location).toBe('/h5/say?problem=COMMUNITY.CODE_INVALID');
  });

  it('of another community with this one’s signature: refused', async () => {
    const [one, two] = world.cast.posters.map(({ code }) => code.split('.'));
    expect((await send({ code: [two?.[0], one?.[1], one?.[2]].join('.') })).body).toMatchObject({ code: 'COMPLAINT.CODE_INVALID' });
  });

  it.each(['', 'x', '..', 'a'.repeat(100), '中文', "' OR 1=1 --"])('made up: %p', async (code) => {
    expect((await send({ code })).body).toMatchObject({ status: 422, code: 'COMPLAINT.CODE_INVALID', title: complaintErrors['COMPLAINT.CODE_INVALID'].title });
  });

  it('of a community that is gone, and of a poster that was replaced: refused; the newest works', async () => {
    const [, , , gone, replaced] = world.cast.posters;
    const { manager } = world.dataSource;
    await manager.update(Community, { id: gone?.communityId }, { endedAt: world.clock.now() });
    await manager.update(Community, { id: replaced?.communityId }, { posterVersion: 2 });
    for (const code of [gone?.code, replaced?.code]) {
      expect((await send({ code })).body).toMatchObject({ code: 'COMPLAINT.CODE_INVALID' });
      await owner.get(`/api/communities/by-code/${code}`).expect(410);
    }
    await manager.update(Community, { id: replaced?.communityId }, { posterVersion: 1 });
    await send({ code: replaced?.code }).expect(201);
  });
});

describe('the position', () => {
  const position = { latitude: 30.65721, longitude: 104.0658, system: 'gcj02', accuracy: 30 } as const;

  it('is kept as the phone said it, sealed, and shown to whoever may read the complaint', async () => {
    const said = await submit(world, owner, { position });
    expect(said.position).toEqual(position);
    const manager = await world.as('manager-wang');
    expect((await manager.get(`/api/complaints/${said.no}`).expect(200)).body).toMatchObject({ position });
    const [row] = (await world.dataSource.query('SELECT position FROM complaint WHERE no = ?', [said.no])) as { position: string }[];
    expect(row?.position).toMatch(/^dev\./);
    expect((await submit(world, owner)).position).toBeNull();
  });

  it.each([
    ['beyond the pole', { ...position, latitude: 91 }],
    ['in no known system', { ...position, system: 'bd09' }],
    ['half given', { latitude: 30 }],
  ])('%s: refused', async (_what, wrong) => {
    expect((await send({ position: wrong })).body).toMatchObject({ status: 422, code: 'REQUEST.INVALID' });
  });
});

describe('the words', () => {
  it('none, and no picture: at least one of them', async () => {
    for (const words of ['', '   ', '\u202e\n']) {
      expect((await send({ words })).body).toMatchObject({ status: 422, code: 'COMPLAINT.EMPTY', title: '拍照或文字，至少一样。' });
    }
  });

  it('none, with a picture: enough', async () => {
    await send({ words: undefined, pictures: [await upload(owner)] }).expect(201);
  });

  it.each([
    ['2,000 characters', '梯'.repeat(2000)],
    ['2,000 characters beyond the basic plane', '𠮷'.repeat(2000)],
    ['2,000 lines’ worth of quotes and blanks', `“ "\\\n${'a"\\\n'.repeat(498)}ab`],
    ['emoji with joiners and skin tones', '电梯坏了😀👨‍👩‍👧‍👦👍🏽🏳️‍🌈'],
    ['HTML, as text', '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;'],
    ['SQL, as text', "'; DROP TABLE complaint; -- \\' %_"],
    ['templates and placeholders, as text', '{due} ${x} {{y}} %s $1 ?'],
  ])('%s come back as they were', async (_what, words) => {
    expect([...words].length).toBeLessThanOrEqual(2000);
    const { no } = await submit(world, owner, { words, place: '3栋<b>2</b>单元😀' });
    const { body } = await owner.get(`/api/complaints/${no}`).expect(200);
    expect(body).toMatchObject({ words, place: '3栋<b>2</b>单元😀' });
  });

  it.each([
    ['2,001 characters', '梯'.repeat(2001)],
    ['2,001 beyond the basic plane', '𠮷'.repeat(2001)],
    ['a million characters that are cut short before they are counted', 'a'.repeat(40_000)],
  ])('%s: which field, and the limit', async (_what, words) => {
    expect((await send({ words })).body).toMatchObject({ status: 422, code: 'REQUEST.INVALID', errors: [{ path: 'words', message: '最多 2000 个字' }] });
  });

  it('half a character is refused', async () => {
    const answer = await owner
      .post('/api/complaints')
      .set('content-type', 'application/json')
      .send(JSON.stringify(complaint(world)).replace('电梯停了', '电梯\\ud83d'));
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', errors: [{ path: 'words' }] });
  });

  it('control and direction-changing characters go, line ends become one kind', async () => {
    const { words } = await submit(world, owner, { words: ' \u0000漏水\u202e\u0007了\r\n三楼\r四楼\u001b[31m\ufeff ' });
    expect(words).toBe('漏水了\n三楼\n四楼[31m');
  });

  it('are sealed in the database, as are place and phone', async () => {
    const { no } = await submit(world, owner, { words: '只有我知道的话', place: '我家门口', phone: '13800009999' });
    const [row] = (await world.dataSource.query('SELECT * FROM complaint WHERE no = ?', [no])) as object[];
    for (const secret of ['只有我知道的话', '我家门口', '13800009999']) expect(JSON.stringify(row)).not.toContain(secret);
  });
});

describe('the other fields', () => {
  it.each([
    ['kind', 'rant'],
    ['category', 'weather'],
    ['phone', '123'],
    ['anonymous', 'yes'],
    ['pictures', ['../../etc/passwd']],
    ['pictures', Array.from({ length: 21 }, () => '01H00000000000000000000000')],
    ['place', '远'.repeat(41)],
  ])('%s %p is refused by its name', async (field, value) => {
    const { body } = await send({ [field]: value }).expect(422);
    expect((body as { errors: { path: string }[] }).errors[0]?.path.split('.')[0]).toBe(field);
  });

  it('what the contract does not know is not taken over', async () => {
    const view = await submit(world, owner, { state: 'solved', no: '20200101-000000', dueAt: null, rating: 'satisfied', accountId: 'x' });
    expect(view).toMatchObject({ state: 'submitted', rating: null, dueAt: '2026-11-20T06:00:00.000Z' });
    expect(view.no).toMatch(/^20261120-\d{6}$/);
  });
});

describe('pictures', () => {
  const refused = async (pictures: string[], browser = owner) => {
    const before = await complaints();
    expect((await send({ pictures }, browser)).body).toMatchObject({ status: 422, code: 'COMPLAINT.PICTURE_UNKNOWN' });
    expect(await complaints()).toBe(before);
  };

  it('unknown: refused, and nothing is left behind', () => refused(['01H00000000000000000000000']));

  it('someone else’s: refused, and it stays theirs', async () => {
    const other = await world.as('owner-chen');
    const theirs = await upload(other);
    await refused([theirs]);
    await other.get(`/api/files/${theirs}`).expect(200);
    expect(await world.dataSource.manager.findOneBy(StoredPicture, { id: theirs })).toMatchObject({ subjectId: null });
  });

  it('twice in one form, or used before: refused', async () => {
    const picture = await upload(owner);
    await refused([picture, picture]);
    await submit(world, owner, { pictures: [picture] });
    await refused([picture]);
  });

  it('one good and one bad: both refused, the good one stays free', async () => {
    const picture = await upload(owner);
    await refused([picture, '01H00000000000000000000000']);
    await submit(world, owner, { pictures: [picture] });
  });

  it('keep their order', async () => {
    const pictures = [await upload(owner), await upload(owner), await upload(owner)].reverse();
    expect((await submit(world, owner, { pictures })).pictures).toEqual(pictures);
  });
});

describe('sent twice', () => {
  const withKey = (key: string, fields: Record<string, unknown> = {}) =>
    owner.post('/api/complaints').set('idempotency-key', key).send(complaint(world, fields));

  it('at once with one key: one complaint, one set of messages, both get its number', async () => {
    const [before, key] = [await complaints(), newKey()];
    const answers = await Promise.all(Array.from({ length: 5 }, () => withKey(key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => (body as { no: string }).no)).size).toBe(1);
    expect(await complaints()).toBe(before + 1);
    world.clock.advance(60_000);
    expect((await withKey(key)).body).toEqual(answers[0]?.body);
    const { no } = answers[0]?.body as { no: string };
    expect((await world.chat('manager-wang')).filter(({ url }) => url.endsWith(no))).toHaveLength(1);
  });

  it('with the same key and another body: refused', async () => {
    const key = newKey();
    await withKey(key).expect(201);
    const answer = await withKey(key, { words: '别的事' }).expect(409);
    expect(answer.body).toMatchObject({ code: 'IDEMPOTENCY.KEY_REUSED' });
    // Another account's keys are its own.
    await (await world.as('owner-chen')).post('/api/complaints').set('idempotency-key', key).send(complaint(world)).expect(201);
  });

  it('after a refusal: the key is free, for the mended form', async () => {
    const key = newKey();
    await withKey(key, { code: 'x' }).expect(422);
    await withKey(key).expect(201);
  });

  it.each(['short', 'with blanks in it', 'x'.repeat(129)])('with a key that is none: %p', async (key) => {
    expect((await withKey(key)).body).toMatchObject({ status: 400, code: 'IDEMPOTENCY.KEY_INVALID' });
  });

  it('without a key: two complaints with two numbers', async () => {
    const [one, two] = await Promise.all([submit(world, owner), submit(world, owner)]);
    expect(one.no).not.toBe(two.no);
  });
});

describe('the promise', () => {
  const dueAt = async (at: string) => {
    world.clock.set(at);
    const { dueAt: due, clocks } = await submit(world, await world.as('owner-li'));
    return [due, clocks[0]?.sentence];
  };

  it.each([
    ['Friday 10:00, working time: 4 h', '2026-11-20T02:00:00Z', '2026-11-20T06:00:00.000Z', '工作时间'],
    ['Friday 11:59:59', '2026-11-20T03:59:59Z', '2026-11-20T07:59:59.000Z', '工作时间'],
    ['Friday 12:00, the break: 8 h', '2026-11-20T04:00:00Z', '2026-11-20T12:00:00.000Z', '非工作时间'],
    ['Friday 22:05, at night: 8 h', '2026-11-20T14:05:00Z', '2026-11-20T22:05:00.000Z', '非工作时间'],
    ['Saturday 10:00', '2026-11-21T02:00:00Z', '2026-11-21T10:00:00.000Z', '非工作时间'],
    ['Saturday 10 October, worked in place of a holiday', '2026-10-10T02:00:00Z', '2026-10-10T06:00:00.000Z', '工作时间'],
    ['National Day', '2026-10-01T02:00:00Z', '2026-10-01T10:00:00.000Z', '非工作时间'],
  ])('%s', async (_what, at, due, worktime) => {
    expect(await dueAt(at)).toEqual([due, expect.stringContaining(`，${worktime}。`)]);
  });

  it('on New Year’s Eve at night: the hours run into a year that nobody has announced', async () => {
    expect((await dueAt('2026-12-31T15:30:00Z'))[0]).toBe('2026-12-31T23:30:00.000Z');
  });

  it('beyond the calendar: people are heard, without a deadline and without a fault', async () => {
    expect(await dueAt('2027-01-04T02:00:00Z')).toEqual([null, undefined]);
    const cards = await world.chat('manager-wang');
    expect(cards.at(-1)?.rows).toContainEqual(expect.objectContaining({ key: 'time3', label: '时间', value: '2027年1月4日 10:00' }));
  });
});
