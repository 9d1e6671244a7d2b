import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Complaint, ComplaintClock, ComplaintEvent } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { LadderNotices } from '../src/complaint/ladder-notices.js';
import { Policies } from '../src/policy/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, respond, submit, upload } from './acts.js';
import { read, told } from './complaint-acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let sweep: LadderSweep;

const run = () => sweep.run(world.clock.now());
const at = (text: string): Date => new Date(`${text}+08:00`);
/** Newest first; from the rows, for sessions end long before a ladder does. */
const kinds = async (no: string) => {
  const rows = world.dataSource.manager;
  const { id } = await rows.findOneByOrFail(Complaint, { no });
  const events = await rows.find(ComplaintEvent, { where: { complaintId: id }, order: { id: 'DESC' } });
  // The same home submits in every story: that it is made public as repeated is told elsewhere.
  return events.map(({ kind }) => kind).filter((kind) => kind !== 'published');
};

beforeAll(async () => {
  world = await startWorld();
  [owner, manager, head] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('head-zhou')]);
  sweep = world.app.get(LadderSweep);
}, 60_000);
afterAll(() => world.close());

/** Each story begins on Friday at 10:00 with nothing due. */
async function begin(category = 'elevator'): Promise<string> {
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  world.clock.set(FRIDAY);
  return (await submit(world, owner, { category })).no;
}

describe('nobody answers', () => {
  it('reminder, warning, company, district, listed, raised, conference: each at its instant, each told, none skipped', async () => {
    const no = await begin();
    const steps = [
      ['2026-11-20T12:59', []],
      ['2026-11-20T13:00', ['remind']],
      ['2026-11-20T13:59', []],
      ['2026-11-20T14:00', ['warn', 'takeover']],
      ['2026-11-20T17:59', []],
      ['2026-11-20T18:00', ['supervise']],
      ['2026-11-24T00:00', ['list']],
      ['2026-11-27T00:00', ['raise']],
      ['2026-12-03T00:00', ['confer']],
      ['2026-12-30T00:00', []],
    ] as const;
    const climbed: string[] = [];
    for (const [instant, hops] of steps) {
      world.clock.set(at(instant));
      expect([instant, await run()]).toEqual([instant, hops.length]);
      climbed.unshift(...[...hops].reverse());
      expect(await kinds(no)).toEqual([...climbed, 'submitted']);
    }
    for (const step of ['remind', 'warn', 'takeover', 'supervise', 'list', 'raise', 'confer'])
      expect([step, (await told(world, `complaint.${step}`, no)) > 0]).toEqual([step, true]);
  });

  it('is late by the clock’s end, also where an officer took 超时预警 off', async () => {
    const no = await begin('greenery');
    const policies = world.app.get(Policies);
    const born = policies.born.bind(policies);
    const bare = jest.spyOn(policies, 'born').mockImplementation(async (...asked) => {
      const rules = await born(...asked);
      const ladders = { ...rules.policy.ladders, respond: rules.policy.ladders.respond?.filter(({ step }) => step !== 'warn') };
      return { ...rules, policy: { ...rules.policy, ladders } } as never;
    });
    const late = async () => (await world.dataSource.manager.findOneByOrFail(Complaint, { no })).late;
    world.clock.set(at('2026-11-20T13:59'));
    await run();
    expect(await late()).toBe(false);
    world.clock.set(at('2026-11-20T14:00'));
    await run();
    bare.mockRestore();
    expect([await late(), (await kinds(no)).includes('warn')]).toEqual([true, false]);
  });

  it('the owner reads what concerns them, in words with the next deadline, and nothing of what is between the others', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-20T14:00'));
    await run();
    const [takeover, ...rest] = (await read(owner, no)).events;
    expect(rest.map(({ kind }) => kind)).toEqual(['submitted']);
    expect(takeover).toMatchObject({ kind: 'takeover', by: { role: 'system' }, words: expect.stringContaining('公司已接手，应在 11月20日 周五 18:00 前回复') });
    expect((await world.chat('owner-li')).some(({ rows }) => rows.some(({ value }) => value === '上级接办'))).toBe(true);
  });

  it('after the take-over the company answers, and the manager is told that it moved on', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-20T14:00'));
    await run();
    expect((await manager.post(`/api/complaints/${no}/respond`).send({ words: '马上到' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    expect((await read(manager, no)).can).not.toContain('respond');
    await respond(head, no);
    await close(head, no);
    expect((await read(owner, no)).state).toBe('closed');
  });

  it('an outage: what fell due meanwhile is taken hop by hop, dated as it was due', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-24T08:00'));
    expect(await run()).toBe(5);
    expect(await kinds(no)).toEqual(['list', 'supervise', 'takeover', 'warn', 'remind', 'submitted']);
    const [clock] = await world.dataSource.manager.findBy(ComplaintClock, {
      complaintId: (await world.dataSource.manager.findOneByOrFail(Complaint, { no })).id,
    });
    expect(clock).toMatchObject({ rung: 4, hopDueAt: at('2026-11-27T00:00'), nextAt: at('2026-11-27T00:00') });
  });

  it('a message that fails holds no hop back', async () => {
    const no = await begin();
    await world.fail('away');
    world.clock.set(at('2026-11-20T14:00'));
    expect(await run()).toBe(3);
    await world.outbox.drain();
    world.clock.set(at('2026-11-20T18:00'));
    expect(await run()).toBe(1);
    expect(await kinds(no)).toContain('supervise');
    await world.fail('clear');
  });

  it('the calendar ends: the hop is taken without a deadline and the climb rests there', async () => {
    await begin();
    world.clock.set('2026-12-31T06:00:00Z');
    const no = (await submit(world, await world.as('owner-li'))).no;
    world.clock.set('2027-01-05T06:00:00Z');
    await run();
    expect(await kinds(no)).toEqual(['supervise', 'takeover', 'warn', 'remind', 'submitted']);
    expect(await run()).toBe(0);
    expect((await read(await world.as('owner-li'), no)).events[0]).toMatchObject({ kind: 'supervise', words: '公司也未按时办理，区住建局已介入督办。' });
    const { id } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect(await world.dataSource.manager.findOneByOrFail(ComplaintClock, { complaintId: id })).toMatchObject({ nextAt: null, metAt: null });
  });
});

describe('somebody answers', () => {
  it('in time: nothing climbs', async () => {
    const no = await begin();
    await respond(manager, no);
    await close(manager, no);
    world.clock.set(at('2026-12-10T00:00'));
    expect(await run()).toBe(0);
    expect(await kinds(no)).toEqual(['closed', 'responded', 'submitted']);
  });

  it('at the same moment as the sweep: either the answer or the hop is first, never half of one', async () => {
    for (let round = 0; round < 5; round++) {
      const no = await begin();
      world.clock.set(at('2026-11-20T14:00'));
      const [answer] = await Promise.all([manager.post(`/api/complaints/${no}/respond`).send({ words: '马上到' }), run()]);
      const events = await kinds(no);
      const responded = answer.status === 200;
      expect(events.filter((kind) => kind === 'responded')).toHaveLength(responded ? 1 : 0);
      expect(new Set(events).size).toBe(events.length);
      if (!responded) expect((answer.body as { code: string }).code).toBe('COMPLAINT.MOVED');
    }
  });

  it('a clock set back takes nothing twice', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-20T14:00'));
    await run();
    world.clock.set(at('2026-11-20T09:00'));
    expect(await run()).toBe(0);
    world.clock.set(at('2026-11-20T14:00'));
    expect(await run()).toBe(0);
    expect((await kinds(no)).filter((kind) => kind === 'warn')).toHaveLength(1);
  });
});

describe('several instances', () => {
  it('share what is due: each hop once', async () => {
    await begin();
    const nos = await Promise.all(Array.from({ length: 30 }, async () => (await submit(world, owner)).no));
    const other = await anotherInstance(world);
    try {
      world.clock.set(at('2026-11-20T14:00'));
      const counts = await Promise.all([run(), other.app.get(LadderSweep).run(world.clock.now())]);
      expect(counts[0] + counts[1]).toBe(31 * 3);
      for (const no of nos) expect(await kinds(no)).toEqual(['takeover', 'warn', 'remind', 'submitted']);
    } finally {
      await other.close();
    }
  });

  it('one that ends between its hops and what they cause has taken none: after its lease another takes each once', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-20T14:00'));
    const before = (await world.dataSource.manager.find(OutboxMessage)).length;
    const cut = jest.spyOn(world.app.get(LadderNotices), 'tell').mockRejectedValueOnce(new Error('cut off'));
    await expect(run()).rejects.toThrow('cut off');
    cut.mockRestore();
    expect(await kinds(no)).toEqual(['submitted']);
    expect(await world.dataSource.manager.find(OutboxMessage)).toHaveLength(before);
    const { level } = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect(level).toBe('manager');
    expect(await run()).toBe(0);
    world.clock.advance(60_000);
    expect(await run()).toBe(3);
    expect(await kinds(no)).toEqual(['takeover', 'warn', 'remind', 'submitted']);
    expect(await run()).toBe(0);
  });

  it('one that is gone gives its clocks back', async () => {
    const no = await begin();
    world.clock.set(at('2026-11-20T14:00'));
    const rows = world.dataSource.manager;
    await rows.update(ComplaintClock, { nextAt: at('2026-11-20T13:00') }, { leaseOwner: 'gone', leaseUntil: at('2026-11-20T14:01') });
    expect(await run()).toBe(0);
    world.clock.set(at('2026-11-20T14:01'));
    expect(await run()).toBe(3);
    expect(await kinds(no)).toContain('takeover');
  });
});

it('a picture is still needed to close what was taken over', async () => {
  const no = await begin();
  world.clock.set(at('2026-11-20T14:00'));
  await run();
  expect((await head.post(`/api/complaints/${no}/close`).send({ words: '电梯主板已经更换完毕。', pictures: [] })).status).toBe(409);
  await respond(head, no);
  expect((await head.post(`/api/complaints/${no}/close`).send({ words: '电梯主板已经更换完毕。', pictures: [] })).body).toMatchObject({
    code: 'COMPLAINT.PROOF_MISSING',
  });
  await head
    .post(`/api/complaints/${no}/close`)
    .send({ words: '电梯主板已经更换完毕。', pictures: [await upload(head)] })
    .expect(200);
});
