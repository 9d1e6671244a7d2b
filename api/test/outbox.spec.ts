import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, newId } from '../src/platform/database/index.js';
import { type Claimed, type Delivery, type Draft, Outbox, OutboxMessage, type Send } from '../src/platform/outbox/index.js';
import { complaint, submit } from './acts.js';
import { type Browser, castPerson, FRIDAY, startWorld, type Who, type World } from './kit.js';

const MINUTE = 60_000;
let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  await world.fail('clear');
  await world.dataSource.manager.clear(OutboxMessage);
});

const rows = () => world.dataSource.manager.find(OutboxMessage, { order: { id: 'ASC' } });
const add = (outbox: Outbox, ...drafts: Draft[]) => world.app.get(Database).transaction((tx) => outbox.add(tx, world.clock.now(), drafts));
async function accountOf(slug: Who): Promise<string> {
  const { body } = await (await world.as(slug)).get('/api/session').expect(200);
  return (body as { account: { id: string } }).account.id;
}
/** A message as a closing causes it. */
const closing = (recipient: string, data: Record<string, string> = {}, subject = newId(world.clock.now())): Draft => ({
  kind: 'complaint.closed',
  subject,
  recipient,
  data: { no: '20261120-000001', title: '电梯·报事报修', outcome: '已办结', at: '2026年11月20日 10:00', ...data },
});
/** Calls that reached WeChat since the last look. */
const calls = (path: string) => world.sim.state.log.all().filter((call) => call.path.startsWith(path)).length;
const away = (path: string, kind: 'away' | 'busy' | 'malformed' = 'away') => world.fail(kind, path);

describe('one message', () => {
  it('for each kind, subject and recipient: a second one is refused with what caused it', async () => {
    const draft = closing(await accountOf('owner-li'));
    await add(world.outbox, draft);
    await expect(add(world.outbox, draft)).rejects.toThrow();
    await add(world.outbox, { ...draft, kind: 'complaint.responded' });
    expect(await rows()).toHaveLength(2);
  });

  it('belongs to what caused it: rolled back, it never was', async () => {
    await expect(
      world.app.get(Database).transaction(async (tx) => {
        await world.outbox.add(tx, world.clock.now(), [closing('01ACC000000000000000000000')]);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(await rows()).toEqual([]);
  });

  it('is not sent again by another drain, nor by two at once', async () => {
    const before = (await world.chat('owner-li')).length;
    await add(world.outbox, closing(await accountOf('owner-li')));
    await Promise.all([world.outbox.drain(), world.outbox.drain()]);
    expect(await world.chat('owner-li')).toHaveLength(before + 1);
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'sent', attempts: 1, error: null, sentAt: world.clock.now() });
    // WeChat's number exceeds 2^53: as a number its last digits would be lost.
    expect(row?.msgid).toMatch(/^\d{19}$/);
    expect(world.sim.state.chats.cards('owner-li').map(({ msgid }) => msgid)).toContain(row?.msgid);
  });

  it('to someone who was appointed and never came: recorded as not reached', async () => {
    await submit(world, owner, { code: world.cast.posters[1]?.code });
    const staff = await rows();
    expect(staff.length).toBeGreaterThan(1);
    const absent = staff.filter(({ recipient }) => recipient.startsWith('appointment:'));
    expect(absent).not.toEqual([]);
    for (const row of absent) expect(row).toMatchObject({ state: 'failed', error: 'NO_ACCOUNT', attempts: 0 });
  });

  it('holds nothing personal', async () => {
    await submit(world, owner, { words: '王大爷在3栋', place: '3栋2单元501', phone: '13812345678' });
    const text = JSON.stringify(await rows());
    for (const secret of ['王大爷', '501', '13812345678', castPerson('owner-li').name, castPerson('owner-li').openid]) expect(text).not.toContain(secret);
  });
});

describe('while WeChat is away for a minute', () => {
  it.each(['away', 'busy', 'malformed'] as const)('(%s) nothing is lost, and everything arrives afterwards, once', async (kind) => {
    const had = Object.fromEntries(
      await Promise.all((['manager-wang', 'head-zhou', 'officer-wu'] as const).map(async (slug) => [slug, (await world.chat(slug)).length])),
    );
    await away('/cgi-bin/', kind);
    for (let made = 0; made < 8; made++) {
      await submit(world, owner);
      await world.outbox.drain();
      world.clock.advance(7_500);
    }
    // Two of staff and the bureau for each; an owner who reports so often is told more, besides.
    expect((await rows()).filter(({ kind }) => kind === 'complaint.new')).toHaveLength(24);
    for (const row of await rows()) expect([row.state, row.sentAt]).toEqual(['pending', null]);
    await world.fail('clear');
    for (let step = 0; step < 12; step++) {
      world.clock.advance(10_000);
      await Promise.all([world.outbox.drain(), world.outbox.drain()]);
    }
    for (const row of await rows()) expect(row).toMatchObject({ state: 'sent', error: null });
    for (const [slug, before] of Object.entries(had)) expect([slug, (await world.chat(slug as Who)).length]).toEqual([slug, Number(before) + 8]);
  });

  it('waits longer after each try, at most ten minutes', async () => {
    await away('/cgi-bin/message/');
    await add(world.outbox, closing(await accountOf('owner-li')));
    const waits: number[] = [];
    for (let tries = 0; tries < 12; tries++) {
      await world.outbox.drain();
      const [row] = await rows();
      waits.push((Number(row?.dueAt) - world.clock.now().getTime()) / 1000);
      world.clock.set(row?.dueAt as Date);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
  });

  it('a complaint is taken all the same, at once', async () => {
    await away('/');
    await owner.post('/api/complaints').send(complaint(world)).expect(201);
  });
});

describe('what WeChat says', () => {
  it('40001 to many callers at once: one new token, every message sent once', async () => {
    const account = await accountOf('owner-li');
    const before = (await world.chat('owner-li')).length;
    world.sim.state.tokens.stable(true);
    const asked = calls('/cgi-bin/stable_token');
    await add(world.outbox, ...Array.from({ length: 20 }, () => closing(account)));
    await world.outbox.drain();
    expect(calls('/cgi-bin/stable_token') - asked).toBe(1);
    expect(await world.chat('owner-li')).toHaveLength(before + 20);
    for (const row of await rows()) expect(row).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('43004, not following: not reached, and never tried again', async () => {
    await add(world.outbox, closing(await accountOf('stranger-he')));
    await world.outbox.drain();
    expect(await rows()).toMatchObject([{ state: 'failed', error: '43004', attempts: 1 }]);
    world.clock.advance(24 * 60 * MINUTE);
    const sent = calls('/cgi-bin/message/');
    await world.outbox.drain();
    expect(calls('/cgi-bin/message/')).toBe(sent);
  });

  it('40037, the template was made anew: looked up again and sent', async () => {
    const template = () => world.sim.state.templates.all().find(({ title }) => title === '投诉处理结果通知');
    const account = await accountOf('owner-li');
    await add(world.outbox, closing(account));
    await world.outbox.drain();
    const old = template();
    world.sim.state.templates.remove(old?.id);
    world.sim.state.templates.add(old?.short, undefined);
    await add(world.outbox, closing(account));
    await world.outbox.drain();
    world.clock.advance(MINUTE);
    await world.outbox.drain();
    expect((await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('no such template yet: it waits, however long, until the operator has added it', async () => {
    const template = world.sim.state.templates.all().find(({ title }) => title === '投诉处理结果通知');
    world.sim.state.templates.remove(template?.id);
    await add(world.outbox, closing(await accountOf('owner-li')));
    for (let tries = 0; tries < 3; tries++) {
      await world.outbox.drain();
      world.clock.advance(10 * MINUTE);
    }
    const [waiting] = await rows();
    expect(waiting).toMatchObject({ state: 'parked', error: 'TEMPLATE_MISSING' });
    expect(waiting?.attempts).toBeLessThanOrEqual(1);
    world.sim.state.templates.add(template?.short, undefined);
    await world.outbox.drain();
    world.clock.advance(10 * MINUTE);
    await world.outbox.drain();
    expect(await rows()).toMatchObject([{ state: 'sent', error: null }]);
  });

  it('values longer than a keyword takes are shaped, so that it is not refused', async () => {
    const long = '很长的处理结果'.repeat(20);
    await add(world.outbox, closing(await accountOf('owner-li'), { outcome: `${long}\n👨‍👩‍👧‍👦` }));
    const card = (await world.chat('owner-li')).at(-1);
    expect(card?.rows).toContainEqual(expect.objectContaining({ key: 'thing3', value: long.slice(0, 20) }));
  });

  it('a value that no shaping saves is recorded by its keyword, and WeChat is not asked', async () => {
    const [last] = world.sim.state.log
      .all()
      .map(({ id }) => id)
      .sort((a, b) => b - a);
    await add(world.outbox, closing(await accountOf('owner-li'), { at: 'tomorrow' }), { ...closing(await accountOf('owner-li')), kind: 'nobody.knows' });
    await world.outbox.drain();
    expect((await rows()).map(({ state, error }) => [state, error])).toEqual([
      ['failed', 'KEYWORD_FORMAT:time4'],
      ['failed', 'KIND_UNKNOWN'],
    ]);
    expect(world.sim.state.log.all().filter(({ id, path }) => id > Number(last) && path.startsWith('/cgi-bin/message/'))).toEqual([]);
  });
});

describe('several senders', () => {
  /** Another instance on the same database, whose sending the test holds in its hand. */
  function instance(send: Send): Outbox {
    const outbox = new Outbox(world.app.get(Database), world.clock, { WECHAT_CONNECTIONS: 8 });
    outbox.useDelivery(() => Promise.resolve(send));
    return outbox;
  }

  it('share the work: each message goes through one of them', async () => {
    world.clock.set(FRIDAY);
    const sent: string[] = [];
    const deliver = async ({ subject }: Claimed) => {
      sent.push(subject);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { sent: '1' };
    };
    const drafts = Array.from({ length: 45 }, () => closing('01ACC000000000000000000000'));
    await add(world.outbox, ...drafts);
    await Promise.all([instance(deliver), instance(deliver), instance(deliver)].map((each) => each.drain()));
    expect(sent.sort()).toEqual(drafts.map(({ subject }) => subject).sort());
  });

  it('one crashes while it sends: after its lease another takes over', async () => {
    let begun!: () => void;
    const sending = new Promise<void>((resolve) => (begun = resolve));
    const crashed = instance(() => {
      begun();
      return new Promise(() => undefined);
    });
    await add(world.outbox, closing(await accountOf('owner-li')));
    void crashed.drain();
    await sending;
    const before = (await world.chat('owner-li')).length;
    expect(await rows()).toMatchObject([{ state: 'pending', attempts: 1, leaseUntil: new Date(world.clock.now().getTime() + 2 * MINUTE) }]);
    expect(await world.outbox.counts(1)).toMatchObject([{ state: 'sending', messages: 1 }]);
    world.clock.advance(2 * MINUTE);
    expect(await world.chat('owner-li')).toHaveLength(before + 1);
    // It may have gone out before the crash: that is counted.
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2, uncertain: 1 }]);
  });

  it('one comes back after its lease: what the other found out stands', async () => {
    let answer!: (delivery: Delivery) => void;
    const slow = instance(() => new Promise((resolve) => (answer = resolve)));
    await add(world.outbox, closing(await accountOf('owner-li')));
    const late = slow.drain();
    while ((answer as unknown) === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    world.clock.advance(2 * MINUTE);
    await world.outbox.drain();
    answer({ retry: 'TIMEOUT', at: world.clock.now() });
    await late;
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2, error: null }]);
  });
});
