import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CorrectionRow, CorrectionView } from '@wuye/shared/correction';
import { Community, House, Title } from '../src/community/index.js';
import { Appointment } from '../src/identity/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { StoredPicture } from '../src/platform/storage/index.js';
import { Sweeps } from '../src/platform/sweeps/index.js';
import type { Slug } from '../src/seed/index.js';
import { type CalendarYear, year2026 } from '@wuye/shared/calendar';
import { EnteredYear } from '../src/policy/entities.js';
import { Policies } from '../src/policy/index.js';
import { checkFace, newKey, startBinding, upload } from './acts.js';
import { proven } from './confirm.js';
import { type Browser, castPerson, FRIDAY, startWorld, type World } from './kit.js';

const DAY = 24 * 3_600_000;
let world: World;
let clerk: Browser;
let city: Browser;
let community: Community;
beforeAll(async () => {
  world = await startWorld();
  community = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 1 }))[0] as Community;
}, 60_000);
afterAll(() => world.close());
let clock = FRIDAY.getTime();
beforeEach(async () => {
  // A day later: codes may be asked for again, and what a test filled in is empty again.
  world.clock.set(new Date((clock = Math.max(clock, world.clock.now().getTime()) + DAY)));
  await world.dataSource.query('DELETE FROM correction');
  await world.dataSource.query('UPDATE title SET house_id = NULL WHERE id_number_hash = ?', [hashOf('owner-sun')]);
  [clerk, city] = [await proven(world, 'officer-wu'), await proven(world, 'city-luo')];
});

const hashOf = (slug: Slug): string => world.vault.index('title.id_number', castPerson(slug).idNumber);

/** A binding that passed the face check and found nothing. */
async function stranded(browser: Browser, slug: Slug): Promise<{ id: string; title: string }> {
  const id = await startBinding(world, browser, slug);
  const answer = await checkFace(world, browser, id, 'pass');
  return { id, title: String((answer.body as { title?: string }).title) };
}

const form = async (browser: Browser, application: string, fields: object = {}) => ({
  application,
  communityId: community.id,
  districtCode: null,
  community: community.name,
  building: '9栋',
  house: '1单元101',
  certificateNo: '川（2020）成都市不动产权第0012345号',
  words: '新楼，证已办好',
  pictures: [await upload(browser)],
  ...fields,
});

async function submitted(browser: Browser, slug: Slug, fields: object = {}): Promise<CorrectionView> {
  const { id } = await stranded(browser, slug);
  const answer = await browser.post('/api/corrections').send(await form(browser, id, fields));
  expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  return answer.body as CorrectionView;
}

const read = async (browser: Browser, id: string) => (await browser.get(`/api/corrections/${id}`)).body as CorrectionView;
const act = (browser: Browser, id: string, name: string, body: object) => browser.post(`/api/corrections/${id}/${name}`).send(body);
const fillBody = (view: CorrectionView) => ({
  titleId: view.desk?.rows[0]?.titleId,
  communityId: community.id,
  building: '9栋',
  house: '1单元101',
  area: 8950,
});

describe('submitting', () => {
  it('says by when, in the failure and in the promise: the same instant by the calendar', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id, title } = await stranded(sun, 'owner-sun');
    // Saturday 21 November: five working days end on Friday the 27th.
    expect(title).toBe('查到产权，但未能找到您的房屋。请提交房屋信息，11月27日 周五 24:00前核对并通知您。');
    const { body } = await sun.post('/api/corrections').send(await form(sun, id));
    expect(body).toMatchObject({ kind: 'house', state: 'submitted', dueAt: '2026-11-27T16:00:00.000Z', mine: true, desk: null, house: '9栋1单元101' });
    expect((await sun.get('/api/corrections/mine').expect(200)).body).toMatchObject({ items: [{ id: (body as CorrectionView).id }] });
    const [card] = (await world.chat('officer-wu')).filter(({ title: name }) => name === '待办事项提醒').slice(-1);
    expect(card?.url).toBe(`http://localhost:3000/h5/corrections/${(body as CorrectionView).id}`);
  });

  it('by who the register does not know: 提交更正', async () => {
    const zhao = await proven(world, 'owner-zhao');
    const { id, title } = await stranded(zhao, 'owner-zhao');
    expect(title).toMatch(/^暂未获取到您的产权登记信息。.*有变更可提交更正，.+前答复。$/);
    expect((await zhao.post('/api/corrections').send(await form(zhao, id))).body).toMatchObject({ kind: 'title' });
  });

  it('once for a binding; not from another’s, nor from one that is over', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id } = await stranded(sun, 'owner-sun');
    await sun
      .post('/api/corrections')
      .send(await form(sun, id))
      .expect(201);
    expect((await sun.post('/api/corrections').send(await form(sun, id))).body).toMatchObject({ code: 'CORRECTION.SENT' });
    const he = await proven(world, 'stranger-he');
    expect((await he.post('/api/corrections').send(await form(he, id))).body).toMatchObject({ code: 'CORRECTION.APPLICATION_OVER' });
  });

  it('with a community that nobody has: the district must be said; and no other’s picture', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id } = await stranded(sun, 'owner-sun');
    const send = async (fields: object) => (await sun.post('/api/corrections').send(await form(sun, id, fields))).body as { code?: string };
    expect(await send({ communityId: null })).toMatchObject({ code: 'CORRECTION.PLACE_UNKNOWN' });
    expect(await send({ pictures: [await upload(clerk)] })).toMatchObject({ code: 'CORRECTION.PICTURE_UNKNOWN' });
    expect(await send({ pictures: [] })).toMatchObject({ errors: [{ path: 'pictures', message: '请拍产权证明' }] });
    expect(await send({ communityId: null, districtCode: community.districtCode, community: '新苑' })).toMatchObject({ community: '新苑' });
  });

  it('finds communities by a part of the name; signs are signs', async () => {
    const sun = await proven(world, 'owner-sun');
    const places = async (q: string) => ((await sun.get('/api/corrections/places').query({ q })).body as { communities: { name: string }[] }).communities;
    expect((await places('华阳')).map(({ name }) => name)).toEqual(['华阳小区']);
    expect([await places('%'), await places(''), await places("' OR 1=1 --")]).toEqual([[], [], []]);
  });
});

describe('the clerk', () => {
  it('fills the house in; its owner binds in one tap', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id } = await submitted(sun, 'owner-sun');
    const seen = await read(clerk, id);
    expect(seen.desk).toMatchObject({ name: '孙晓晴', idNumber: castPerson('owner-sun').idNumber, rows: [{ fits: 'fill', house: null, differences: [] }] });
    expect(await world.dataSource.manager.existsBy(AuditEntry, { action: 'correction.read', subject: `correction:${id}` })).toBe(true);
    const done = await act(clerk, id, 'fill', fillBody(seen));
    expect([done.status, done.body]).toEqual([200, expect.objectContaining({ state: 'filled', dueAt: null })]);
    const house = await world.dataSource.manager.findOneByOrFail(House, { name: '1单元101', area: 8950 });
    expect(await world.dataSource.manager.findOneBy(Title, { idNumberHash: hashOf('owner-sun') })).toMatchObject({ houseId: house.id });
    const [card] = (await world.chat('owner-sun')).filter(({ title }) => title === '审核结果通知').slice(-1);
    expect(card?.url).toBe(`http://localhost:3000/h5/bind/correction/${id}`);
    const { binding } = await read(sun, id);
    world.clock.advance(2 * DAY);
    const offered = (await sun.get(`/api/bindings/${binding}`)).body as { step: string; houses: { id: string; name: string }[] };
    expect(offered).toMatchObject({ step: 'houses', houses: [{ id: house.id, name: '9栋1单元101' }] });
    const bound = await sun.post(`/api/bindings/${binding}/confirm`).send({ houseIds: [house.id] });
    expect(bound.body).toMatchObject({ person: { certified: 'face' }, houses: [{ name: '9栋1单元101' }] });
  });

  it('puts a wrong name right, and the owner is found', async () => {
    const chen = await proven(world, 'owner-chen');
    const where = { idNumberHash: hashOf('owner-chen') };
    const before = await world.dataSource.manager.findOneByOrFail(Title, where);
    await world.dataSource.manager.update(Title, where, { ownerName: world.vault.seal('title.owner_name', '陈静雯'), ownerNameHash: 'else' });
    const { id } = await submitted(chen, 'owner-chen', { building: '3栋', house: '2单元501' });
    const { desk } = await read(clerk, id);
    expect(desk?.rows).toEqual([
      expect.objectContaining({ fits: 'amend', house: '华阳小区 3栋2单元501', differences: ['姓名不同：申请“陈静文”，登记“陈静雯”'] }),
    ]);
    expect((await act(clerk, id, 'amend', { titleId: desk?.rows[0]?.titleId })).body).toMatchObject({ state: 'amended' });
    expect((await world.dataSource.manager.findOneByOrFail(Title, where)).ownerNameHash).toBe(before.ownerNameHash);
    expect((await chen.get(`/api/bindings/${(await read(chen, id)).binding}`)).body).toMatchObject({ houses: [{ name: '3栋2单元501' }] });
  });

  it('does not put another’s bound home under who asks', async () => {
    const zhao = await proven(world, 'owner-zhao');
    const { id } = await submitted(zhao, 'owner-zhao', { building: '2栋', house: '1单元302' });
    const { desk } = await read(clerk, id);
    expect(desk?.rows).toMatchObject([{ fits: 'amend', ownerName: '李建明' }]);
    expect((await act(clerk, id, 'amend', { titleId: desk?.rows[0]?.titleId })).body).toMatchObject({ code: 'CORRECTION.TITLE_BOUND' });
    expect(await read(zhao, id)).toMatchObject({ state: 'submitted' });
  });

  it('refuses with a reason, which the owner reads', async () => {
    const zhao = await proven(world, 'owner-zhao');
    const { id } = await submitted(zhao, 'owner-zhao');
    expect((await act(clerk, id, 'refuse', { reason: '。' })).body).toMatchObject({ errors: [{ path: 'reason' }] });
    expect((await act(clerk, id, 'refuse', { reason: '请先到登记中心办理产权登记' })).body).toMatchObject({ state: 'refused' });
    expect(await read(zhao, id)).toMatchObject({ state: 'refused', reason: '请先到登记中心办理产权登记', binding: null });
    expect((await act(clerk, id, 'refuse', { reason: '请先到登记中心办理产权登记' })).body).toMatchObject({ code: 'CORRECTION.STEP_WRONG' });
  });

  it('two at once: one answer, one message; a title that moved meanwhile is said', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id } = await submitted(sun, 'owner-sun');
    const seen = await read(clerk, id);
    const answers = await Promise.all([act(clerk, id, 'fill', fillBody(seen)), act(city, id, 'refuse', { reason: '请先办理产权登记' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const other = await submitted(await proven(world, 'owner-zhao'), 'owner-zhao');
    expect((await act(clerk, other.id, 'fill', fillBody(seen))).body).toMatchObject({ code: 'CORRECTION.TITLE_GONE' });
  });

  it('of another district, staff and neighbours: it is not there, nor its pictures', async () => {
    const sun = await proven(world, 'owner-sun');
    const { id, pictures } = await submitted(sun, 'owner-sun');
    const phoneHash = world.vault.index('person.phone', castPerson('officer-wu').phone);
    const { scopeId } = await world.dataSource.manager.findOneByOrFail(Appointment, { phoneHash });
    await world.dataSource.manager.update(Appointment, { phoneHash }, { scopeId: '510199' });
    for (const browser of [
      await proven(world, 'officer-wu'),
      await proven(world, 'manager-wang'),
      await proven(world, 'committee-lin'),
      await proven(world, 'owner-li'),
    ]) {
      expect((await browser.get(`/api/corrections/${id}`)).body).toMatchObject({ status: 404, code: 'CORRECTION.NOT_FOUND' });
      expect((await act(browser, id, 'refuse', { reason: '请先办理产权登记' })).body).toMatchObject({ code: 'CORRECTION.NOT_FOUND' });
      expect((await browser.get(`/api/files/${pictures[0]}`)).status).toBe(404);
    }
    await world.dataSource.manager.update(Appointment, { phoneHash }, { scopeId });
    expect([(await sun.get(`/api/files/${pictures[0]}`)).status, (await clerk.get(`/api/files/${pictures[0]}`)).status]).toEqual([200, 200]);
  });

  it('lists the nearest deadline first; the level above sees them all, late ones on top', async () => {
    const first = await submitted(await proven(world, 'owner-sun'), 'owner-sun');
    world.clock.advance(3 * DAY);
    clerk = await proven(world, 'officer-wu');
    const second = await submitted(await proven(world, 'owner-zhao'), 'owner-zhao');
    const list = async (browser: Browser, query: object) =>
      (await browser.get('/api/corrections/work').query(query)).body as { items: CorrectionRow[]; next: string };
    const page = await list(clerk, { limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([first.id]);
    expect((await list(clerk, { limit: 1, after: page.next })).items.map(({ id }) => id)).toEqual([second.id]);
    world.clock.advance(8 * DAY);
    city = await proven(world, 'city-luo');
    const late = (await list(city, {})).items;
    expect(late.map(({ id, dueAt }) => [id, Date.parse(String(dueAt)) < world.clock.now().getTime()])).toEqual([
      [first.id, true],
      [second.id, true],
    ]);
    clerk = await proven(world, 'officer-wu');
    await act(clerk, first.id, 'refuse', { reason: '请先办理产权登记' }).expect(200);
    expect((await list(clerk, { tab: 'done' })).items.map(({ id }) => id)).toEqual([first.id]);
    expect((await (await proven(world, 'manager-wang')).get('/api/corrections/work')).body).toMatchObject({ code: 'ACCESS.DENIED' });
  });

  it('twice with one key is one; half a year after the answer it goes with its pictures', async () => {
    const zhao = await proven(world, 'owner-zhao');
    const { id, pictures } = await submitted(zhao, 'owner-zhao');
    const key = newKey();
    const send = () => act(clerk, id, 'refuse', { reason: '请先办理产权登记' }).set('idempotency-key', key);
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const gone = async () => {
      await world.app.get(Sweeps).run(world.clock.now());
      return (await world.dataSource.query('SELECT id FROM correction WHERE id = ?', [id])) as object[];
    };
    world.clock.advance(180 * DAY);
    expect(await gone()).toHaveLength(1);
    world.clock.advance(1);
    expect(await gone()).toHaveLength(0);
    expect(await world.dataSource.manager.findOneBy(StoredPicture, { id: String(pictures[0]) })).toMatchObject({ subjectId: null });
  });
});

describe('beyond the years that the program brought', () => {
  const entered: CalendarYear = { ...year2026, year: 2027, holidays: [{ name: '元旦', first: '2027-01-01', last: '2027-01-03' }], workdays: [] };
  const end = async () => {
    const { submittedAt: _, ...found } = (await world.dataSource.manager.findOneByOrFail('correction', {})) as { submittedAt: Date; dueAt: Date | null };
    return found.dueAt?.toISOString() ?? null;
  };

  it('an answer is promised by the year that was entered, in the words before and in the row', async () => {
    clock = Date.parse('2027-01-05T02:00:00.000Z');
    world.clock.set(new Date(clock));
    const owner = await proven(world, 'owner-sun');
    const before = await stranded(owner, 'owner-sun');
    expect(before.title).toContain('5 个工作日内');
    await owner
      .post('/api/corrections')
      .send(await form(owner, before.id))
      .expect(201);
    expect(await end()).toBeNull();
    await world.dataSource.query('DELETE FROM correction');

    await world.dataSource.manager.insert(EnteredYear, { year: 2027, document: entered, enteredBy: 'officer', enteredAt: world.clock.now() });
    world.app.get(Policies).forget();
    world.clock.set(new Date((clock += DAY)));
    const again = await proven(world, 'owner-sun');
    const after = await stranded(again, 'owner-sun');
    expect(after.title).toContain('1月13日 周三 24:00前');
    await again
      .post('/api/corrections')
      .send(await form(again, after.id))
      .expect(201);
    expect(await end()).toBe('2027-01-13T16:00:00.000Z');
  });
});
