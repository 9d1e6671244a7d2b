import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Complaint } from '../src/complaint/entities.js';
import { ComplaintJoiner } from '../src/complaint/joiner-entities.js';
import { Community } from '../src/community/index.js';
import { insertRows, newId } from '../src/platform/database/index.js';
import { submit } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

/** 群体 and 反复 of people who have no account: they are told apart by their phone. */
let world: World;
let manager: Browser;
let officer: Browser;
let place: Community;

beforeAll(async () => {
  world = await startWorld();
  [manager, officer] = [await world.as('manager-wang'), await world.as('officer-wu')];
  place = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 1 }))[0] as Community;
}, 60_000);
afterAll(() => world.close());

const call = async (fields: Record<string, string>): Promise<string> => {
  const body = { kind: 'repair', words: '来电反映情况', phone: '13912340000', ...fields };
  const answer = await manager.post(`/api/communities/${place.id}/complaints`).send(body).expect(201);
  return (answer.body as { no: string }).no;
};
const rowsOf = (category: Complaint['category']) => world.dataSource.manager.find(Complaint, { where: { category }, order: { id: 'ASC' } });
const grouped = async (category: Complaint['category']) => (await rowsOf(category)).map((row) => row.grouped);
const phone = (index: number) => `1391234${String(index).padStart(4, '0')}`;
const importRows = (lines: readonly string[]) =>
  officer
    .post('/api/intake/imports/hotline')
    .attach('file', Buffer.from(['工单编号,诉求内容,小区,类别,诉求类型,联系电话', ...lines].map((line) => `${line}\r\n`).join('')), 'table')
    .expect(200);

describe('a group', () => {
  it('is no one person who calls five times; the fifth person makes it', async () => {
    for (let turn = 0; turn < 6; turn++) await call({ category: 'elevator' });
    expect(await grouped('elevator')).toEqual(Array(6).fill(false));
    for (let index = 1; index < 4; index++) await call({ category: 'elevator', phone: phone(index) });
    expect(await grouped('elevator')).toEqual(Array(9).fill(false));
    await call({ category: 'elevator', phone: phone(4) });
    expect(await grouped('elevator')).toEqual(Array(10).fill(true));
    expect((await rowsOf('elevator')).every(({ publishedAt }) => publishedAt !== null)).toBe(true);
  });

  it('is no table whose rows name nobody: they may all be one', async () => {
    await importRows(Array.from({ length: 6 }, (_, index) => `N-${index},停水了,${place.name},漏水,投诉,`));
    expect(await grouped('water')).toEqual(Array(6).fill(false));
    await importRows([1, 2, 3].map((index) => `P-${index},停水了,${place.name},漏水,投诉,${phone(index)}`));
    expect(await grouped('water')).toEqual(Array(9).fill(false));
    await importRows([`P-4,停水了,${place.name},漏水,投诉,${phone(4)}`]);
    expect(await grouped('water')).toEqual(Array(10).fill(true));
  });

  it('is not made of questions and suggestions', async () => {
    for (let index = 0; index < 4; index++) await call({ category: 'fees', phone: phone(index), kind: index % 2 ? 'enquiry' : 'suggestion' });
    await call({ category: 'fees', phone: phone(7) });
    expect(await grouped('fees')).toEqual(Array(5).fill(false));
    for (let index = 0; index < 4; index++) await call({ category: 'fees', phone: phone(index), kind: 'complaint' });
    const rows = await rowsOf('fees');
    expect(rows.map((row) => [row.kind, row.grouped])).toEqual(rows.map(({ kind }) => [kind, kind === 'repair' || kind === 'complaint']));
    expect(rows.filter((row) => row.grouped)).toHaveLength(5);
  });

  it('is not made of what has nothing in common but 其他', async () => {
    for (let index = 0; index < 6; index++) await call({ category: 'other', phone: phone(index) });
    expect(await grouped('other')).toEqual(Array(6).fill(false));
  });
});

describe('repetition', () => {
  it('is known of a caller by the phone, however it is written', async () => {
    for (const written of ['13912340009', '139 1234 0009', '13912340009']) await call({ category: 'power', phone: written });
    expect((await rowsOf('power')).map(({ repeated }) => repeated)).toEqual([false, false, true]);
    await call({ category: 'power', phone: phone(8) });
    expect((await rowsOf('power')).map(({ repeated }) => repeated)).toEqual([false, false, true, false]);
    const rows = await rowsOf('power');
    expect(JSON.stringify(rows)).not.toContain('13912340009');
  });
});

describe('who speaks in a community', () => {
  /** So many complaints of three years ago with someone who joined each, and their like of other communities. */
  it('is read from the days of the rule, however much there ever was', async () => {
    const chen = await world.as('owner-chen');
    const { no } = await submit(world, chen, { category: 'parking' });
    const like = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const now = world.clock.now();
    const before = (index: number) => new Date(now.getTime() - (400 + (index % 700)) * 86_400_000);
    const old = Array.from({ length: 1200 }, (_, index) => ({
      ...like,
      id: newId(before(index)),
      no: `20230101-${String(index).padStart(6, '0')}`,
      communityId: index % 3 === 0 ? newId(now) : like.communityId,
      submittedAt: before(index),
      isOpen: false,
      state: 'solved' as const,
      joiners: 1,
    }));
    for (let at = 0; at < old.length; at += 100) await insertRows(world.dataSource.manager, Complaint, old.slice(at, at + 100));
    // They joined yesterday: what they joined is not of these days.
    const joined = old.map(({ id }) => ({ id: newId(now), complaintId: id, accountId: newId(now), joinedAt: new Date(now.getTime() - 86_400_000) }));
    for (let at = 0; at < joined.length; at += 200) await insertRows(world.dataSource.manager, ComplaintJoiner, joined.slice(at, at + 200));
    await submit(world, chen, { category: 'parking' });
    expect(await world.dataSource.manager.countBy(Complaint, { category: 'parking', grouped: true })).toBe(0);
    const mysql = Boolean(world.config.DATABASE_URL);
    if (mysql) await world.dataSource.query('ANALYZE TABLE complaint, complaint_joiner');
    const { PEOPLE } = await import('../src/complaint/flags.js');
    const since = '2026-10-20 00:00:00.000';
    const like4 = [like.communityId, 'parking', since];
    const plan = (await world.dataSource.query(`EXPLAIN ${mysql ? '' : 'QUERY PLAN '}${PEOPLE}`, [...like4, ...like4])) as Record<string, unknown>[];
    if (mysql) {
      const steps = plan.filter(({ table }) => table === 'complaint' || table === 'c');
      expect(steps.map(({ key, type }) => [key, type])).toEqual([
        ['complaint_like', 'range'],
        ['complaint_like', 'range'],
      ]);
      expect(plan.find(({ table }) => table === 'j')).toMatchObject({ key: 'complaint_joiner_once', type: 'ref' });
      expect(Math.max(...steps.map(({ rows }) => Number(rows)))).toBeLessThan(20);
    } else {
      const told = plan.map(({ detail }) => String(detail));
      expect(told.filter((detail) => detail.includes('complaint_like') && detail.includes('submitted_at>'))).toHaveLength(2);
      expect(told.filter((detail) => detail.startsWith('SCAN') && /\b(complaint|complaint_joiner|c|j)\b/.test(detail))).toEqual([]);
    }
  });
});
