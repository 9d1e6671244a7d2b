import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryRow, DeliveryTotals, HandDelivery, MessageRow } from '@wuye/shared/message';
import { HandDeliveryRecord, SmsFallback } from '../src/message/index.js';
import { AuditEntry } from '../src/platform/audit/index.js';
import { Database, newId } from '../src/platform/database/index.js';
import { type Draft, OutboxMessage, OutboxSms } from '../src/platform/outbox/index.js';
import { newKey, respond, submit, upload } from './acts.js';
import { type Browser, FRIDAY, startWorld, type Who, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
const accounts: Partial<Record<Who, string>> = {};
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
  manager = await world.as('manager-wang');
  for (const [slug, browser] of [
    ['owner-li', owner],
    ['manager-wang', manager],
    ['stranger-he', await world.as('stranger-he')],
  ] as const) {
    accounts[slug] = ((await browser.get('/api/session').expect(200)).body as { account: { id: string } }).account.id;
  }
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  await world.dataSource.manager.clear(OutboxMessage);
  await world.dataSource.manager.clear(OutboxSms);
  await world.dataSource.manager.clear(AuditEntry);
});

const data = {
  no: '20261120-000001',
  title: '电梯·报事报修',
  community: '华阳小区',
  due: '2026年11月20日 14:00',
  outcome: '已办结',
  at: '2026年11月20日 10:00',
};
const add = (...drafts: Partial<Draft>[]) =>
  world.app.get(Database).transaction((tx) =>
    world.outbox.add(
      tx,
      world.clock.now(),
      drafts.map((draft) => ({ kind: 'complaint.closed', subject: newId(world.clock.now()), recipient: accounts['owner-li'] ?? '', data, ...draft })),
    ),
  );
const list = async (browser: Browser, query = ''): Promise<{ items: MessageRow[]; next: string | null }> =>
  (await browser.get(`/api/messages${query}`).expect(200)).body as { items: MessageRow[]; next: string | null };
const unread = async (browser: Browser): Promise<number> => ((await browser.get('/api/messages/unread').expect(200)).body as { unread: number }).unread;

describe('消息', () => {
  it('shows a message before it was sent, and though it never is: with heading, line, link, and whether it was read', async () => {
    await add({});
    expect((await list(owner)).items).toEqual([
      {
        id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        tab: 'todo',
        title: '诉求已办结，请确认',
        summary: '电梯·报事报修 · 已办结',
        link: '/say/20261120-000001',
        at: world.clock.now().toISOString(),
        read: false,
      },
    ]);
  });

  it('is one’s own alone', async () => {
    await add({}, { recipient: accounts['manager-wang'] ?? '' });
    expect((await list(owner)).items).toHaveLength(1);
    const [theirs] = (await list(manager)).items;
    await owner
      .post('/api/messages/read')
      .send({ ids: [theirs?.id] })
      .expect(200);
    expect(await unread(manager)).toBe(1);
  });

  it('has tabs, and pages by key, newest first', async () => {
    for (let made = 0; made < 5; made++) {
      world.clock.advance(1000);
      await add({}, { kind: 'complaint.responded' });
    }
    expect((await list(owner, '?tab=todo')).items.map(({ tab }) => tab)).toEqual(Array(5).fill('todo'));
    const first = await list(owner, '?tab=notice&limit=3');
    const second = await list(owner, `?tab=notice&limit=3&after=${first.next}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, null]);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([...ids].sort().reverse());
  });

  it('counts what is unread, in the session too; reading some or all takes them off', async () => {
    await add({}, {}, {});
    expect(await unread(owner)).toBe(3);
    expect((await owner.get('/api/session').expect(200)).body).toMatchObject({ unread: 3 });
    const [newest] = (await list(owner)).items;
    expect(
      (
        await owner
          .post('/api/messages/read')
          .send({ ids: [newest?.id] })
          .expect(200)
      ).body,
    ).toEqual({ unread: 2 });
    expect((await list(owner)).items.map(({ read }) => read)).toEqual([true, false, false]);
    expect((await owner.post('/api/messages/read').send({ all: true }).expect(200)).body).toEqual({ unread: 0 });
    await owner.post('/api/messages/read').send({}).expect(422);
  });

  it('counts no more than 100, and leaves out what this version does not know', async () => {
    await add(...Array.from({ length: 105 }, () => ({})), { kind: 'nobody.knows' });
    expect(await unread(owner)).toBe(100);
    expect((await list(owner, '?limit=1')).items[0]?.title).toBe('诉求已办结，请确认');
  });
});

type Proof = { items: DeliveryRow[]; next: string | null; totals: DeliveryTotals[] };
const proof = async (browser: Browser, query: string): Promise<Proof> => (await browser.get(`/api/deliveries?${query}`).expect(200)).body as Proof;
const subjectOf = async (kind: string): Promise<string> => (await world.dataSource.manager.findOneByOrFail(OutboxMessage, { kind })).subject;

describe('送达情况', () => {
  it('of a complaint: staff see who was reached and by what, masked, with totals', async () => {
    await submit(world, owner);
    await world.outbox.drain();
    const subject = await subjectOf('complaint.new');
    const [first, ...rest] = await world.dataSource.manager.findBy(OutboxMessage, { subject });
    expect(rest.length).toBeGreaterThan(0);
    await world.outbox.report([{ msgid: first?.msgid ?? '', recipient: first?.recipient ?? '', state: 'delivered', at: world.clock.now() }]);
    const { items, totals, next } = await proof(manager, `subject=${subject}`);
    expect(next).toBeNull();
    expect(items).toHaveLength(rest.length + 1);
    expect(items.find(({ id }) => id === first?.id)).toMatchObject({ outcome: 'wechat', at: world.clock.now().toISOString(), kind: '新诉求' });
    for (const { name } of items) expect(name).toMatch(/^.\*$/);
    expect(totals).toEqual([expect.objectContaining({ communityName: '华阳小区', due: items.length, wechat: 1, sent: rest.length, missed: 0, uncertain: 0 })]);
    expect((await proof(manager, `subject=${subject}&outcome=wechat`)).items).toHaveLength(1);
  });

  it('of a complaint is found by its number: all that was sent about any of its events, page by page', async () => {
    const { no } = await submit(world, owner);
    await respond(manager, no);
    const all = await proof(manager, `subject=${no}`);
    expect(new Set(all.items.map(({ kind }) => kind))).toEqual(new Set(['新诉求', '诉求已响应']));
    expect(all.totals.map(({ due }) => due)).toEqual([all.items.length]);
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await proof(manager, `subject=${no}&limit=1${after && `&after=${after}`}`);
      seen.push(...page.items.map(({ id }) => id));
      if (!page.next) break;
      after = page.next;
    }
    expect(seen).toEqual(all.items.map(({ id }) => id));
    const table = await manager.get(`/api/deliveries/export?subject=${no}`).buffer(true).expect(200);
    expect(table.text.trim().split('\r\n')).toHaveLength(all.items.length + 1);
    expect(await proof(manager, 'subject=20261120-999999')).toEqual({ items: [], next: null, totals: [] });
  });

  it('names why someone was missed, and that an SMS went in its place', async () => {
    const [{ id: communityId }] = (await world.dataSource.query("SELECT id FROM community WHERE name = '华阳小区'")) as [{ id: string }];
    const subject = 'milestone-1';
    const about = { kind: 'complaint.new', subject, communityId };
    await add({ ...about, recipient: accounts['stranger-he'] ?? '' }, about, { ...about, recipient: 'appointment:01NOBODY000000000000000000' });
    await world.outbox.drain();
    const sent = await world.dataSource.manager.findOneByOrFail(OutboxMessage, { subject, recipient: accounts['owner-li'] ?? '' });
    await world.outbox.report([{ msgid: sent.msgid ?? '', recipient: sent.recipient, state: 'refused', at: world.clock.now() }]);
    await world.app.get(SmsFallback, { strict: false }).drain();
    const { items, totals } = await proof(manager, `subject=${subject}`);
    expect(items.map(({ outcome, wechat, sms }) => [outcome, wechat, sms]).sort()).toEqual([
      ['missed', 'never_signed_in', 'no_phone'],
      ['missed', 'not_following', 'no_phone'],
      ['sms', 'refused', 'sent'],
    ]);
    expect(totals).toMatchObject([
      { due: 3, wechat: 0, sms: 1, missed: 2, reasons: { not_following: 1, refused: 0, failed: 0, never_signed_in: 1 }, noPhone: 2 },
    ]);
  });

  it('is seen by those whose community it is, and by nobody else', async () => {
    await submit(world, owner);
    const subject = await subjectOf('complaint.new');
    await owner.get(`/api/deliveries?subject=${subject}`).expect(403);
    await owner.get(`/api/deliveries/export?subject=${subject}`).expect(403);
    await world.dataSource.query("UPDATE outbox_message SET community_id = '01ANOTHER00000000000000000'");
    expect(await proof(manager, `subject=${subject}`)).toEqual({ items: [], next: null, totals: [] });
  });

  it('does not give away who asked to stay unknown to the company', async () => {
    const { no } = await submit(world, owner, { anonymous: true });
    await respond(manager, no);
    expect((await proof(manager, `subject=${await subjectOf('complaint.responded')}`)).items).toEqual([]);
  });

  it('pages by key', async () => {
    await submit(world, owner);
    const subject = await subjectOf('complaint.new');
    const all = await proof(manager, `subject=${subject}`);
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await proof(manager, `subject=${subject}&limit=1${after && `&after=${encodeURIComponent(after)}`}`);
      seen.push(...page.items.map(({ id }) => id));
      if (!page.next) break;
      after = page.next;
    }
    expect(seen).toEqual(all.items.map(({ id }) => id));
  });

  it('goes out as a table that Excel reads, in which nothing is a formula; that it was taken is recorded', async () => {
    const subject = 'milestone-2';
    const [{ id: communityId }] = (await world.dataSource.query("SELECT id FROM community WHERE name = '华阳小区'")) as [{ id: string }];
    await add({ kind: 'complaint.new', subject, communityId });
    await world.dataSource.query("UPDATE community SET name = '=华阳,小区' WHERE id = ?", [communityId]);
    const answer = await manager.get(`/api/deliveries/export?subject=${subject}`).buffer(true).expect(200);
    await world.dataSource.query("UPDATE community SET name = '华阳小区' WHERE id = ?", [communityId]);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, line, end] = answer.text.split('\r\n');
    expect([head?.replace('\uFEFF', ''), end]).toEqual(['小区,事项,姓名,送达情况,时间,微信未送达原因,短信,上门送达人,上门送达时间,上门照片,已阅读,编号', '']);
    expect(line).toMatch(/^"'=华阳,小区",新诉求,.?\*?,发送中,,,,,,,,[0-9A-Z]{26}$/);
    expect(await world.dataSource.query("SELECT action FROM audit_entry WHERE action = 'message.export'")).toHaveLength(1);
  });
});

describe('登记上门送达', () => {
  let missed: string;
  const at = (minutes: number): string => new Date(world.clock.now().getTime() + minutes * 60_000).toISOString();
  const record = async (browser: Browser, fields: Record<string, unknown> = {}, key = newKey()) =>
    browser
      .post(`/api/deliveries/${missed}/hand`)
      .set('Idempotency-Key', key)
      .send({ by: '王大力', at: at(0), pictures: [await upload(browser)], ...fields });
  const subject = 'milestone-3';
  const place = async (): Promise<string> => ((await world.dataSource.query("SELECT id FROM community WHERE name = '华阳小区'")) as [{ id: string }])[0].id;

  beforeEach(async () => {
    await world.dataSource.manager.clear(HandDeliveryRecord);
    await add({ kind: 'complaint.new', subject, communityId: await place(), recipient: 'appointment:01NOBODY000000000000000000' });
    await world.app.get(SmsFallback, { strict: false }).drain();
    missed = (await world.dataSource.manager.findOneByOrFail(OutboxMessage, { subject })).id;
  });

  it('counts as reached, with who, when and the photo; it is in the page, the totals and the table', async () => {
    world.clock.advance(3_600_000);
    const { status, body } = await record(manager);
    expect([status, body]).toEqual([200, { by: '王大力', at: at(0), edition: 1, pictures: [expect.any(String)] }]);
    const { items, totals } = await proof(manager, `subject=${subject}`);
    expect(items).toEqual([
      expect.objectContaining({ id: missed, outcome: 'hand', at: at(0), wechat: 'never_signed_in', sms: 'no_phone', hand: body as object }),
    ]);
    expect(totals).toMatchObject([{ due: 1, hand: 1, missed: 0, noPhone: 0 }]);
    expect((await proof(manager, `subject=${subject}&outcome=hand`)).items).toHaveLength(1);
    const { text } = await manager.get(`/api/deliveries/export?subject=${subject}`).buffer(true).expect(200);
    expect(text).toMatch(/,上门已送达,.*,王大力,.*,1 张,,/);
    expect(await world.dataSource.manager.findBy(AuditEntry, { action: 'message.hand' })).toMatchObject([
      { subject: `message:${missed}`, detail: { edition: 1, pictures: 1 } },
    ]);
    const [row] = await world.dataSource.manager.find(HandDeliveryRecord);
    expect(JSON.stringify(row)).not.toContain('王大力');
  });

  it('shows its photo to those who see the proof, and to nobody else', async () => {
    const { body } = await record(manager);
    const [picture] = (body as HandDelivery).pictures;
    await (await world.as('officer-wu')).get(`/api/files/${picture}`).expect(200);
    await owner.get(`/api/files/${picture}`).expect(404);
    await (await world.as('stranger-he')).get(`/api/files/${picture}`).expect(404);
  });

  it('is corrected by the next edition: the first stays, keeps its photo, and both are in the log', async () => {
    const first = (await record(manager)).body as HandDelivery;
    const corrected = await record(manager, { by: '李小力', pictures: first.pictures, replaces: 1 });
    expect(corrected.body).toEqual({ ...first, by: '李小力', edition: 2 });
    expect((await proof(manager, `subject=${subject}`)).items).toHaveLength(1);
    expect(await world.dataSource.manager.find(HandDeliveryRecord, { order: { edition: 'ASC' } })).toMatchObject([
      { edition: 1, replacedAt: expect.any(Date) },
      { edition: 2, replacedAt: null },
    ]);
    expect(await world.dataSource.manager.countBy(AuditEntry, { action: 'message.hand' })).toBe(2);
    expect((await record(manager, { replaces: 1 })).body).toMatchObject({ code: 'MESSAGE.HAND_CHANGED' });
  });

  it('by two at once is recorded once; sent twice with one key, too', async () => {
    const head = await world.as('head-zhou');
    const answers = await Promise.all([record(manager), record(head)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await world.dataSource.manager.count(HandDeliveryRecord)).toBe(1);
    await world.dataSource.manager.clear(HandDeliveryRecord);
    const [key, pictures] = [newKey(), [await upload(manager)]];
    const twice = await Promise.all([record(manager, { pictures }, key), record(manager, { pictures }, key)]);
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect(await world.dataSource.manager.count(HandDeliveryRecord)).toBe(1);
  });

  it('is refused before the message, in the future, without a photo or with another’s, and where it arrived', async () => {
    const codes = async (...all: Promise<{ status: number; body: unknown }>[]) =>
      (await Promise.all(all)).map(({ status, body }) => [status, (body as { code: string }).code]);
    expect(
      await codes(
        record(manager, { at: at(-2) }),
        record(manager, { at: at(1) }),
        record(manager, { pictures: [] }),
        record(manager, { pictures: [await upload(owner)] }),
        record(manager, { by: '' }),
      ),
    ).toEqual([
      [422, 'MESSAGE.HAND_TIME'],
      [422, 'MESSAGE.HAND_TIME'],
      [422, 'REQUEST.INVALID'],
      [422, 'MESSAGE.PICTURE_UNKNOWN'],
      [422, 'REQUEST.INVALID'],
    ]);
    await world.dataSource.manager.update(OutboxMessage, { id: missed }, { state: 'delivered' });
    expect(await codes(record(manager))).toEqual([[409, 'MESSAGE.DELIVERED']]);
  });

  it('is for those who go to the doors of their own community', async () => {
    for (const who of ['owner-li', 'officer-wu'] as const) expect([who, (await record(await world.as(who))).status]).toEqual([who, 403]);
    await world.dataSource.manager.update(OutboxMessage, { id: missed }, { communityId: null });
    expect((await record(manager)).status).toBe(404);
  });
});
