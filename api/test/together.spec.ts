import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ComplaintRow, PublicComplaint, SimilarView } from '@wuye/shared/complaint';
import { Complaint } from '../src/complaint/entities.js';
import { ComplaintJoiner } from '../src/complaint/joiner-entities.js';
import { Account } from '../src/identity/index.js';
import { Binding } from '../src/identity/entities.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { insertRows, newId } from '../src/platform/database/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { PersonalData } from '../src/platform/personal/index.js';
import { close, respond, submit, upload } from './acts.js';
import { read } from './complaint-acts.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let chen: Browser;
let li: Browser;
let zhou: Browser;
let manager: Browser;
let head: Browser;

beforeAll(async () => {
  world = await startWorld();
  [chen, li, zhou] = [await world.as('owner-chen'), await world.as('owner-li'), await world.as('owner-zhao')];
  [manager, head] = [await world.as('manager-wang'), await world.as('head-zhou')];
}, 60_000);
afterAll(() => world.close());

const code = (at = 0) => world.cast.posters[at]?.code;
const join = (browser: Browser, no: string, at = 0) => browser.post(`/api/complaints/${no}/join`).send({ code: code(at) });
const similar = async (browser: Browser, query: Record<string, string>): Promise<SimilarView[]> => {
  const answer = await browser
    .post('/api/complaints/similar')
    .send({ code: code(), ...query })
    .expect(200);
  return (answer.body as { items: SimilarView[] }).items;
};
const rowOf = (no: string) => world.dataSource.manager.findOneByOrFail(Complaint, { no });
const accountOf = async (browser: Browser) => ((await browser.get('/api/session')).body as { account: { id: string } }).account.id;

describe('similar ones', () => {
  it('are shown while typing, nearest first, without a word or name', async () => {
    const words = '我是陈静文，2单元电梯又停了';
    const near = await submit(world, chen, { category: 'elevator', words, place: '3栋2单元' });
    const elsewhere = await submit(world, chen, { category: 'elevator', words, place: '5栋' });
    await submit(world, chen, { category: 'water', words, place: '3栋2单元' });
    await submit(world, chen, { category: 'elevator', kind: 'enquiry', words, place: '3栋2单元' });
    const found = await similar(li, { category: 'elevator', place: '三栋二单元' });
    expect(found).toEqual([{ no: near.no, title: '电梯·报事报修', near: 'unit', homes: 1, submittedAt: near.submittedAt, joined: false }]);
    expect((await similar(li, { category: 'elevator' })).map(({ no }) => no).sort()).toEqual([near.no, elsewhere.no].sort());
    expect(await similar(chen, { category: 'elevator', place: '3栋2单元' })).toEqual([]);
    world.clock.advance(8 * 86_400_000);
    expect(await similar(li, { category: 'elevator', place: '3栋2单元' })).toEqual([]);
    [manager, head] = [await world.as('manager-wang'), await world.as('head-zhou')];
  });

  it('are those that say the same, once something is typed; what else lies next door comes after', async () => {
    const [noise, stuck] = [
      await submit(world, li, { category: 'elevator', words: '李建明家门口，电梯运行时有异响', place: '' }),
      await submit(world, zhou, { category: 'elevator', words: '电梯困人，快来救人', place: '' }),
    ];
    const next = await submit(world, zhou, { category: 'elevator', words: '电梯按钮失灵', place: '3栋2单元' });
    const nos = async (query: Record<string, string>) => (await similar(chen, { category: 'elevator', ...query })).map(({ no }) => no);
    expect(await nos({ words: '电梯异响' })).toEqual([noise.no]);
    expect(await nos({ words: '有人困在电梯里' })).toEqual([stuck.no]);
    expect(await nos({ words: '电梯异响', place: '3栋2单元' })).toEqual([noise.no, next.no]);
    expect((await nos({ words: '电梯' })).sort()).toEqual([noise.no, stuck.no, next.no].sort());
    // A name is no matter: whoever tries one learns nothing of who spoke.
    expect(await nos({ words: '李建明', place: '3栋2单元' })).toEqual(await nos({ words: '张三丰', place: '3栋2单元' }));
    expect((await li.post('/api/complaints/similar').send({ code: code(), category: 'elevator', words: '响'.repeat(201) })).status).toBe(422);
  });

  it('ask for a code that stands', async () => {
    expect((await li.post('/api/complaints/similar').send({ code: 'made-up', category: 'water' })).body).toMatchObject({ code: 'COMPLAINT.CODE_INVALID' });
  });
});

describe('一键同诉', () => {
  it('counts once however often it is tapped, also at once; and is undone', async () => {
    const { no } = await submit(world, chen, { category: 'noise', words: '我是陈静文，楼上太吵', place: '3栋2单元501' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => join(li, no)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await rowOf(no)).toMatchObject({ joiners: 1 });
    expect(((await li.get('/api/complaints/joined').expect(200)).body as { items: ComplaintRow[] }).items[0]).toMatchObject({ no, joiners: 1 });
    await li.delete(`/api/complaints/${no}/join`).expect(204);
    expect(await rowOf(no)).toMatchObject({ joiners: 0 });
    expect((await li.delete(`/api/complaints/${no}/join`)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    expect((await li.get(`/api/complaints/${no}`)).status).toBe(404);
  });

  it('is refused at one’s own, at one of another community, and at one that has ended', async () => {
    const { no } = await submit(world, chen, { category: 'greenery' });
    expect((await join(chen, no)).body).toMatchObject({ code: 'COMPLAINT.OWN' });
    expect((await join(li, no, 1)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    expect((await li.post(`/api/complaints/${no}/join`).send({ code: 'made-up' })).body).toMatchObject({ code: 'COMPLAINT.CODE_INVALID' });
    await chen.post(`/api/complaints/${no}/withdraw`).send({}).expect(200);
    expect((await join(li, no)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    expect(await rowOf(no)).toMatchObject({ joiners: 0 });
  });

  it('shows where it stands, and nothing that its submitter said, showed or is', async () => {
    const picture = await upload(li);
    const { no } = await submit(world, li, {
      category: 'parking',
      words: '我是李建明，车位被占',
      place: '3栋2单元501',
      pictures: [picture],
      phone: '13800000101',
    });
    await join(chen, no).expect(200);
    await manager.post(`/api/complaints/${no}/respond`).send({ words: '李建明您好，已致电13800000101' }).expect(200);
    await close(manager, no);
    const view = await read(chen, no);
    expect(view).toMatchObject({ mine: false, joined: true, joiners: 1, words: '', place: '3栋', pictures: [], submitter: null, can: ['leave'] });
    expect(JSON.stringify(view)).not.toMatch(/李建明|13800000101|501|车位被占/);
    expect(view.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['submitted', 'responded', 'closed']));
    expect((await chen.get(`/api/files/${picture}`)).status).toBe(404);
    const proof = view.events.find(({ kind }) => kind === 'closed')?.pictures[0];
    await chen.get(`/api/files/${proof}`).expect(200);
    for (const act of ['verdict', 'withdraw', 'rating']) {
      const body = act === 'verdict' ? { solved: true } : act === 'rating' ? { rating: 'satisfied' } : {};
      expect([act, (await chen.post(`/api/complaints/${no}/${act}`).send(body)).status]).toEqual([act, 403]);
    }
  });

  it('tells 500 who joined of each step, in few statements, and of a withdrawal', async () => {
    const { no } = await submit(world, chen, { category: 'cleaning' });
    const { id } = await rowOf(no);
    const now = world.clock.now();
    const people = Array.from({ length: 500 }, (_, index) => ({ id: newId(now), openid: `ojoiner${index}`, personId: null, createdAt: now }));
    for (const person of people) await world.dataSource.manager.insert(Account, { ...person, subscribed: true, subscribedAt: now, subscriptionAt: now });
    await insertRows(
      world.dataSource.manager,
      ComplaintJoiner,
      people.map((person) => ({ id: newId(now), complaintId: id, accountId: person.id, joinedAt: now })),
    );
    await world.dataSource.manager.update(Complaint, { id }, { joiners: 500 });
    const begun = performance.now();
    await respond(manager, no);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const told = async () => (await world.dataSource.manager.findBy(OutboxMessage, { kind: 'complaint.together' })).filter(({ data }) => data.no === no);
    const first = await told();
    expect([first.length, new Set(first.map(({ recipient }) => recipient)).size]).toEqual([500, 500]);
    expect(first[0]).toMatchObject({ communityId: null, data: { no, title: '卫生·报事报修', phrase: '已响应' } });
    await chen.post(`/api/complaints/${no}/withdraw`).send({}).expect(200);
    expect((await told()).filter(({ data }) => data.phrase === '已撤回')).toHaveLength(500);
    // What is over for all of them is not sent by this spec.
    await world.dataSource.manager.delete(OutboxMessage, { kind: 'complaint.together' });
  });

  it('is said to who handles it and who submitted it, in bundles, each once; nobody is named', async () => {
    const { no } = await submit(world, chen, { category: 'greenery' });
    const news = async (kind: string) => (await world.dataSource.manager.findBy(OutboxMessage, { kind })).filter(({ data }) => data.no === no);
    await join(li, no).expect(200);
    await li.delete(`/api/complaints/${no}/join`).expect(204);
    await join(li, no).expect(200);
    await join(await world.as('owner-sun'), no).expect(200);
    expect((await news('complaint.joined')).map(({ recipient, data }) => [recipient, data.count])).toEqual([[await accountOf(chen), '1']]);
    expect((await news('complaint.joined-staff')).map(({ recipient }) => recipient)).toContain(await accountOf(manager));
    const joined = (await read(chen, no)).events.filter(({ kind }) => kind === 'joined');
    expect(joined).toMatchObject([{ by: { role: 'system', name: '' }, words: '已有 1 人同诉' }]);
  });

  it('what is added goes to who handles it and to its submitter, never to the writer or the others who joined', async () => {
    const { no } = await submit(world, chen, { category: 'greenery' });
    const sun = await world.as('owner-sun');
    for (const each of [li, sun]) await join(each, no).expect(200);
    const told = async (kind: string) => (await world.dataSource.manager.findBy(OutboxMessage, { kind })).filter(({ data }) => data.no === no);
    await li.post(`/api/complaints/${no}/supplement`).send({ words: '我家门口也是' }).expect(200);
    await chen.post(`/api/complaints/${no}/supplement`).send({ words: '今天又倒了一棵' }).expect(200);
    expect(await told('complaint.together')).toEqual([]);
    expect((await told('complaint.progress')).map(({ recipient }) => recipient)).toEqual([await accountOf(chen)]);
    expect((await told('complaint.supplemented')).map(({ recipient }) => recipient)).toContain(await accountOf(manager));
    await manager.post(`/api/complaints/${no}/supplement`).send({ words: '明天来扶正' }).expect(200);
    expect((await told('complaint.together')).map(({ recipient }) => recipient).sort()).toEqual([await accountOf(li), await accountOf(sun)].sort());
  });

  it('two owners of one home are one home', async () => {
    const { manager: db } = world.dataSource;
    const place = { category: 'power', place: '9栋9单元' };
    const { no } = await submit(world, chen, place);
    const [first, second] = [await accountOf(await world.as('owner-sun')), await accountOf(await world.as('stranger-he'))];
    const { communityId } = await rowOf(no);
    const houseId = newId(world.clock.now());
    for (const accountId of [first, second]) {
      const personId = newId(world.clock.now());
      await db.update(Account, { id: accountId }, { personId });
      await db.insert(Binding, { id: newId(world.clock.now()), personId, houseId, communityId, boundAt: world.clock.now() });
    }
    for (const each of [await world.as('owner-sun'), await world.as('stranger-he')]) await join(each, no).expect(200);
    expect((await similar(li, place)).map(({ homes }) => homes)).toEqual([2]);
    expect((await rowOf(no)).joiners).toBe(2);
    for (const id of [first, second]) await db.update(Account, { id }, { personId: null });
    await db.delete(Binding, { houseId });
  });

  it('is erased with its account, and the count with it', async () => {
    const { no } = await submit(world, chen, { category: 'fees' });
    await join(zhou, no).expect(200);
    await zhou.post(`/api/complaints/${no}/supplement`).send({ words: '我家也多收了' }).expect(200);
    const accountId = await accountOf(zhou);
    const holder = world.app.get(PersonalData).holders.find(({ feature }) => feature === 'joined');
    const subject = { accountId, personId: null };
    expect(await holder?.export(world.dataSource.manager, subject as never)).toEqual({
      joined: [expect.objectContaining({ no })],
      said: [expect.objectContaining({ words: '我家也多收了' })],
    });
    const until = new Date(world.clock.now().getTime() + 1);
    await holder?.erase(world.dataSource.manager, { ...subject, until, now: world.clock.now() } as never);
    expect(await rowOf(no)).toMatchObject({ joiners: 0 });
    expect((await chen.get(`/api/complaints/${no}`)).text).not.toContain('多收了');
  });
});

describe('flags', () => {
  const list = async (browser: Browser): Promise<PublicComplaint[]> => {
    const answer = await browser.get(`/api/communities/${await firstCommunity()}/public-complaints`).expect(200);
    return (answer.body as { items: PublicComplaint[] }).items;
  };
  const firstCommunity = async () => (await rowOf((await submit(world, chen, { category: 'other' })).no)).communityId;

  it('of a group come by rule with the fifth person, who may have joined', async () => {
    const { no } = await submit(world, chen, { category: 'security', words: '我是陈静文，门禁坏了', place: '3栋2单元501' });
    const second = await submit(world, li, { category: 'security', words: '门禁又坏了' });
    const others = [zhou, await world.as('owner-sun'), await world.as('stranger-he')];
    for (const each of others.slice(0, 2)) await join(each, no).expect(200);
    expect(await rowOf(no)).toMatchObject({ grouped: false });
    await join(others[2] as Browser, no).expect(200);
    expect(await rowOf(no)).toMatchObject({ grouped: true, counted: expect.stringContaining('grouped') });
    expect(await rowOf(second.no)).toMatchObject({ grouped: true });
    const view = await read(chen, no);
    expect(view).toMatchObject({ flags: ['grouped'], joiners: 3 });
    expect(view.events.filter(({ kind }) => kind === 'published')).toHaveLength(1);
    const told = (await world.dataSource.manager.findBy(OutboxMessage, { kind: 'complaint.published' })).filter(({ data }) => data.no === no);
    expect(told.map(({ recipient }) => recipient)).toEqual([await accountOf(chen)]);
    const shown = (await list(manager)).filter(({ category }) => category === 'security');
    expect(shown.map(({ homes, flags }) => [homes, flags])).toEqual(
      expect.arrayContaining([
        [4, ['grouped']],
        [1, ['grouped']],
      ]),
    );
    expect(JSON.stringify(shown)).not.toMatch(/陈静文|门禁坏|501|3栋/);
    expect(shown[0]?.steps.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['submitted', 'published']));
    await chen.post(`/api/complaints/${no}/withdraw`).send({}).expect(200);
    expect((await list(manager)).filter(({ category }) => category === 'security')).toHaveLength(1);
  });

  it('of repetition come with the third from the same home', async () => {
    const nos: string[] = [];
    for (let turn = 0; turn < 3; turn++) nos.push((await submit(world, li, { category: 'power' })).no);
    const rows = await Promise.all(nos.map(rowOf));
    expect(rows.map(({ houseId }) => houseId === null)).toEqual([false, false, false]);
    expect(rows.map(({ repeated }) => repeated)).toEqual([false, false, true]);
  });

  it('of gravity are set by people, with a reason that stays', async () => {
    const { no } = await submit(world, chen, { category: 'water' });
    expect((await chen.post(`/api/complaints/${no}/grave`).send({ grave: true, reason: '水漫金山了' })).status).toBe(403);
    const marked = await head.post(`/api/complaints/${no}/grave`).send({ grave: true, reason: '多户被淹' });
    expect([marked.status, marked.body.code, marked.body.flags]).toEqual([200, undefined, ['grave']]);
    const [entry] = await world.dataSource.manager.findBy(AuditEntry, { action: 'complaint.grave', subject: `complaint:${no}` });
    expect(entry?.detail).toMatchObject({ words: '多户被淹' });
    expect((await read(chen, no)).events.map(({ kind }) => kind)).not.toContain('noted');
    expect((await list(manager)).some(({ flags }) => flags.includes('grave'))).toBe(true);
    await manager.post(`/api/complaints/${no}/grave`).send({ grave: false, reason: '核实后并不重大' }).expect(200);
    expect(await rowOf(no)).toMatchObject({ grave: false, counted: expect.not.stringContaining('grave') });
  });

  it('are open to the community alone', async () => {
    const id = await firstCommunity();
    expect((await (await world.as('stranger-he')).get(`/api/communities/${id}/public-complaints`)).status).toBe(403);
  });
});
