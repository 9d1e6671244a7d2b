import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CALLER_LINK_DAYS, type CallerView } from '@wuye/shared/complaint';
import { CallerLink } from '../src/complaint/caller-entities.js';
import { Complaint, ComplaintEvent } from '../src/complaint/entities.js';
import { Community } from '../src/community/index.js';
import { SmsFallback } from '../src/message/index.js';
import { digest } from '../src/platform/crypto/index.js';
import { OutboxMessage, OutboxSms } from '../src/platform/outbox/index.js';
import { close, neverFlagged, newKey, respond, submit, upload } from './acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';
import { traceOf } from './traces.js';

const DAY = 86_400_000;
let world: World;
let manager: Browser;
let officer: Browser;
let nobody: Browser;
let place: Community;
let phones = 0;

beforeAll(async () => {
  world = await startWorld({ env: { TRUST_PROXY: '1' } });
  await neverFlagged(world);
  [manager, officer, nobody] = [await world.as('manager-wang'), await world.as('officer-wu'), world.browser()];
  place = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 1 }))[0] as Community;
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

const NAME = '李来电';
/** A caller with a phone of their own, whose words the manager wrote down. */
async function register(fields: Record<string, unknown> = {}, by = manager): Promise<{ no: string; phone: string }> {
  const phone = `1391235${String(phones++).padStart(4, '0')}`;
  const body = { kind: 'repair', category: 'elevator', words: '业主来电：电梯困人', phone, name: NAME, ...fields };
  const answer = await by.post(`/api/communities/${place.id}/complaints`).send(body).expect(201);
  return { no: (answer.body as { no: string }).no, phone };
}
/** The SMS that came to a phone, after everything due was sent. */
async function texts(phone: string): Promise<string[]> {
  await world.app.get(SmsFallback).drain();
  const answer = (await (await fetch(`${world.sim.url}/sim/sms?phone=${phone}`)).json()) as { messages: { text: string }[] };
  return answer.messages.map(({ text }) => text);
}
const tokenIn = (text: string | undefined): string => /\/h5\/t#([\w-]{22})$/.exec(text ?? '')?.[1] ?? '';
const look = (token: string) => nobody.post('/api/caller/complaint').send({ token });
const see = async (token: string): Promise<CallerView> => (await look(token).expect(200)).body as CallerView;
const judge = (token: string, body: object) => nobody.post('/api/caller/verdict').send({ token, ...body });
/** Registered, answered and closed; the newest token. */
async function closedOne(): Promise<{ no: string; phone: string; token: string }> {
  const { no, phone } = await register();
  await respond(manager, no);
  await texts(phone);
  await close(manager, no);
  return { no, phone, token: tokenIn((await texts(phone)).at(-1)) };
}

describe('a caller', () => {
  it('hears by SMS that it was registered, answered and closed: the number, a link of its own, and nothing of anyone', async () => {
    const { no, phone } = await register();
    const [registered] = await texts(phone);
    expect(registered).toMatch(new RegExp(`^【智慧物业】您反映的事（编号 ${no}）已登记。看进度、评价请点 http\\S+/h5/t#[\\w-]{22}$`));
    await respond(manager, no);
    await texts(phone);
    await close(manager, no);
    const all = await texts(phone);
    expect(all.map((text) => /）(.+)。看进度/.exec(text)?.[1])).toEqual(['已登记', '有答复了', '已办结，请您评价']);
    expect(all.join('')).not.toMatch(new RegExp(`${NAME}|${phone}|电梯|王`));
    expect(new Set(all.map(tokenIn)).size).toBe(3);
    // Only digests are kept, and the outbox has neither token nor phone.
    for (const token of all.map(tokenIn)) {
      expect(await world.dataSource.manager.countBy(CallerLink, { tokenHash: digest(token) })).toBe(1);
      expect(await traceOf(world, [token])).toEqual([]);
    }
    const rows = await world.dataSource.manager.findBy(OutboxMessage, {
      recipient: `caller:${(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).id}`,
    });
    expect(rows.map(({ state, error }) => [state, error])).toEqual(Array(3).fill(['failed', 'NO_ACCOUNT']));
  });

  it('who wrote to 12345 or sent a letter is told alike; a landline and a complaint under an account get no SMS', async () => {
    const head = '工单编号,诉求内容,小区,姓名,联系电话\r\n';
    const table = `${head}CL-1,电梯停运,${place.name},周某,13911119001\r\nCL-2,有异味,${place.name},吴某,02885550000\r\n`;
    await officer.post('/api/intake/imports/hotline').attach('file', Buffer.from(table), 'table').expect(200);
    expect(await texts('13911119001')).toHaveLength(1);
    expect(await texts('02885550000')).toEqual([]);
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { outsideNo: 'CL-2' });
    const [message] = await world.dataSource.manager.findBy(OutboxMessage, { recipient: `caller:${id}` });
    expect(await world.dataSource.manager.findOneByOrFail(OutboxSms, { id: message?.id ?? '' })).toMatchObject({ state: 'failed', error: 'NO_PHONE' });
    expect(await world.dataSource.manager.countBy(CallerLink, { complaintId: id })).toBe(0);
    const owner = await world.as('owner-li');
    const { no } = await submit(world, owner, { phone: '13911119002' });
    await respond(manager, no);
    expect(await texts('13911119002')).toEqual([]);
  });

  it('is not woken at night', async () => {
    world.clock.set('2026-11-20T15:00:00.000Z');
    const { phone } = await register({}, await world.as('manager-wang'));
    expect(await texts(phone)).toEqual([]);
    world.clock.set('2026-11-21T01:00:00.000Z');
    expect(await texts(phone)).toHaveLength(1);
  });

  it('sorting is the first answer where nobody had answered: one SMS, and none for the correction', async () => {
    const { no, phone } = await register();
    await manager.post(`/api/complaints/${no}/accept`).send({ class: 'simple' }).expect(200);
    await manager.post(`/api/complaints/${no}/accept`).send({ class: 'bureau' }).expect(200);
    expect((await texts(phone)).map((text) => /）(.+)。看进度/.exec(text)?.[1]).sort()).toEqual(['已登记', '有答复了']);
  });

  it('whether they were reached is in the proof of service', async () => {
    const { no, phone } = await register();
    await texts(phone);
    const { items } = (await manager.get('/api/deliveries').query({ subject: no }).expect(200)).body as { items: { kind: string; outcome: string }[] };
    expect(items).toContainEqual(expect.objectContaining({ kind: '短信：已登记', outcome: 'sms', name: '' }));
  });
});

describe('the page of the link', () => {
  it('shows where it stands, the deadline and the answers, and nothing of a person', async () => {
    const { no, phone } = await register({ place: '3栋2单元501', pictures: [await upload(manager)] });
    const token = tokenIn((await texts(phone))[0]);
    expect(await see(token)).toMatchObject({ no, state: 'submitted', communityName: place.name, clocks: [{ clock: 'respond', metAt: null }], can: [] });
    await manager
      .post(`/api/complaints/${no}/respond`)
      .send({ words: `${NAME}您好，已派人，请打 ${phone} 联系` })
      .expect(200);
    await manager.post(`/api/complaints/${no}/notes`).send({ words: '此人多次来电' }).expect(200);
    const view = await see(token);
    expect(view.events.map(({ kind, role, words }) => [kind, role, words])).toEqual([
      ['responded', 'project_manager', `李*您好，已派人，请打 ${phone.slice(0, 3)}****${phone.slice(-4)} 联系`],
      ['submitted', 'project_manager', ''],
    ]);
    expect(JSON.stringify(view)).not.toMatch(new RegExp(`${NAME}|${phone}|501|来电：|困人|多次|王\\*`));
  });

  it('takes the verdict by the owner’s own way: solved and rated, each once', async () => {
    const { no, token } = await closedOne();
    expect((await see(token)).can).toEqual(['judge', 'reopen']);
    const key = newKey();
    for (let twice = 0; twice < 2; twice++)
      expect((await judge(token, { solved: true }).set('idempotency-key', key).expect(200)).body).toMatchObject({ state: 'solved', can: ['reopen', 'rate'] });
    const rate = () => nobody.post('/api/caller/rating').send({ token, rating: 'satisfied', words: '谢谢' });
    expect((await rate().expect(200)).body).toMatchObject({ state: 'solved', rating: 'satisfied', can: [] });
    expect((await rate()).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const events = await world.dataSource.manager.find(ComplaintEvent, { where: { complaintId: id }, order: { id: 'ASC' } });
    expect(events.map(({ kind, role }) => [kind, role]).slice(-2)).toEqual([
      ['solved', 'submitter'],
      ['rated', 'submitter'],
    ]);
  });

  it('not solved: reopened, then one level up; the manager and the district are told, and the caller of the next closing', async () => {
    const { no, phone, token } = await closedOne();
    expect((await judge(token, { solved: false })).body).toMatchObject({ code: 'COMPLAINT.REASON_MISSING' });
    expect((await judge(token, { solved: false, reason: '还是困人' }).expect(200)).body).toMatchObject({ state: 'reopened' });
    const head = await world.as('head-zhou');
    expect((await head.get(`/api/complaints/${no}`)).body).toMatchObject({ state: 'reopened', can: expect.arrayContaining(['close']) });
    await close(head, no);
    const again = tokenIn((await texts(phone)).at(-1));
    expect(again).not.toBe(token);
    expect((await judge(again, { solved: false, reason: '又困人' }).expect(200)).body).toMatchObject({ state: 'escalated' });
    const { id, level } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const [event] = await world.dataSource.manager.find(ComplaintEvent, { where: { complaintId: id, kind: 'escalated' } });
    expect(level).toBe('district');
    expect(await world.dataSource.manager.countBy(OutboxMessage, { subject: event?.id ?? '', kind: 'complaint.escalated' })).toBeGreaterThan(1);
    // Every link of the complaint opens what stands now.
    expect((await see(token)).state).toBe('escalated');
  });

  it('opens nothing else: no session, no other route, not for what has an account', async () => {
    const { no, token } = await closedOne();
    for (const path of [`/api/complaints/${no}`, '/api/complaints/mine', '/api/session']) await nobody.get(path).expect(401);
    await nobody.post(`/api/complaints/${no}/withdraw`).send({}).expect(401);
    const { no: owned } = await submit(world, await world.as('owner-li'));
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no: owned });
    const forged = 'A'.repeat(22);
    await world.dataSource.manager.insert(CallerLink, { tokenHash: digest(forged), complaintId: id, createdAt: FRIDAY });
    expect((await look(forged)).body).toMatchObject({ status: 404, code: 'COMPLAINT.LINK_INVALID' });
    expect((await look('B'.repeat(22))).body).toMatchObject({ status: 404, code: 'COMPLAINT.LINK_INVALID' });
    expect((await look('short')).status).toBe(422);
    expect((await look(token)).status).toBe(200);
  });

  it('ends 90 days after the closing, and begins again with a reopening', async () => {
    const { no, token } = await closedOne();
    world.clock.set(new Date(FRIDAY.getTime() + CALLER_LINK_DAYS * DAY - 1));
    await judge(token, { solved: true }).expect(200);
    world.clock.set(new Date(FRIDAY.getTime() + CALLER_LINK_DAYS * DAY));
    expect((await look(token)).body).toMatchObject({ code: 'COMPLAINT.LINK_INVALID' });
    expect((await judge(token, { solved: false, reason: '还是困人' })).body).toMatchObject({ code: 'COMPLAINT.LINK_INVALID' });
    expect(await world.dataSource.manager.findOneByOrFail(Complaint, { no })).toMatchObject({ state: 'solved' });
  });

  it('is tried so often from an address and no more, rightly or wrongly', async () => {
    const { token } = await closedOne();
    const from = (address: string, given: string) => look(given).set('x-forwarded-for', address);
    await from('10.9.9.9', 'C'.repeat(22)).expect(404);
    await world.dataSource.query("UPDATE rate_limit SET used = 300 WHERE id LIKE 'caller:%' AND used = 1");
    expect((await from('10.9.9.9', token)).body).toMatchObject({ status: 429, code: 'REQUEST.TOO_MANY' });
    await from('10.9.9.8', token).expect(200);
    world.clock.advance(3_600_000);
    await from('10.9.9.9', token).expect(200);
  });
});
