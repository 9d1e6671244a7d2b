import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { Community, Company } from '../src/community/index.js';
import { Complaint } from '../src/complaint/entities.js';
import { Handover, LadderSweep, Reminders } from '../src/complaint/index.js';
import { OutboxMessage } from '../src/platform/outbox/index.js';
import { close, neverFlagged, respond, submit } from './acts.js';
import { act, kinds, read, signIn, told } from './complaint-acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, castPerson, FRIDAY, startWorld, type World } from './kit.js';

/** What follows a closing, and what stays when people and companies change. */

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  ({ owner, manager, head } = await signIn(world));
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

const answered = async () => {
  const { no } = await submit(world, owner);
  await respond(manager, no);
  return no;
};

describe('closing', () => {
  it('closed, not fixed: its reason and words are enough; fixed wants a picture', async () => {
    const no = await answered();
    const words = '需要动用维修资金，已报业委会。';
    expect((await act(manager, no, 'close', { words })).body).toMatchObject({ code: 'COMPLAINT.PROOF_MISSING' });
    expect((await act(manager, no, 'close', { words, reason: 'fund' }).expect(200)).body).toMatchObject({ state: 'closed', closingReason: 'fund' });
  });

  it('without a verdict: one reminder after the policy’s hours, by one of two instances', async () => {
    const no = await answered();
    await close(manager, no);
    const judged = await answered();
    await close(manager, judged);
    await act(owner, judged, 'verdict', { solved: true }).expect(200);
    world.clock.set(new Date(FRIDAY.getTime() + 48 * 3_600_000 - 1));
    await world.app.get(Reminders).run(world.clock.now());
    expect(await told(world, 'complaint.unjudged', no)).toBe(0);
    world.clock.advance(1);
    const other = await anotherInstance(world);
    try {
      await Promise.all([world.app.get(Reminders).run(world.clock.now()), other.app.get(Reminders).run(world.clock.now())]);
    } finally {
      await other.close();
    }
    expect([await told(world, 'complaint.unjudged', no), await told(world, 'complaint.unjudged', judged)]).toEqual([1, 0]);
  });

  it('the second “not solved” gets a deadline of its own, and late it goes to 部门会商; the first clock stays', async () => {
    const no = await answered();
    await close(manager, no);
    await act(owner, no, 'verdict', { solved: false, reason: '又停了' }).expect(200);
    await respond(head, no);
    await close(head, no);
    const view = (await act(owner, no, 'verdict', { solved: false, reason: '还是停' }).expect(200)).body as ComplaintView;
    expect(view.clocks.map(({ clock, round }) => [clock, round])).toEqual([
      ['respond', 1],
      ['close', 1],
      ['respond', 2],
      ['close', 2],
      ['close', 3],
    ]);
    expect(view).toMatchObject({ state: 'escalated', dueAt: '2026-11-25T16:00:00.000Z', handler: { level: 'district' } });
    world.clock.set('2026-11-25T16:00:00.000Z');
    await world.app.get(LadderSweep).run(world.clock.now());
    expect(kinds(await read(await world.as('owner-li'), no))[0]).toBe('confer');
  });
});

describe('people and companies change', () => {
  it('the manager is dismissed: the work waits in the community for whoever follows', async () => {
    const no = await answered();
    const phoneHash = world.vault.index('person.phone', castPerson('manager-wang').phone);
    await world.dataSource.query('UPDATE appointment SET ended_at = appointed_at WHERE phone_hash = ?', [phoneHash]);
    expect((await act(manager, no, 'close', { words: '主板已经更换，电梯恢复运行。' })).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    await act(owner, no, 'supplement', { words: '没人管了吗' }).expect(200);
    await world.dataSource.query('UPDATE appointment SET ended_at = NULL WHERE phone_hash = ?', [phoneHash]);
    expect((await manager.get('/api/complaints/work?limit=50').expect(200)).text).toContain(no);
    await close(manager, no);
  });

  it('a new company: what is open is its, what was closed stays with the old; deadlines stand still', async () => {
    const [open, ended] = [await answered(), await answered()];
    await close(manager, ended);
    const { manager: rows } = world.dataSource;
    const here = await rows.findOneByOrFail(Community, { id: world.cast.posters[0]?.communityId ?? '' });
    const other = (await rows.find(Company)).find(({ id }) => id !== here.companyId);
    await rows.update(Community, { id: here.id }, { companyId: other?.id ?? '' });
    const moved = await world.dataSource.transaction((tx) => world.app.get(Handover).follow(tx, here.id, world.clock.now()));
    expect(moved).toBeGreaterThan(0);
    expect((await head.get(`/api/complaints/${open}`)).body).toMatchObject({ code: 'COMPLAINT.NOT_FOUND' });
    await head.get(`/api/complaints/${ended}`).expect(200);
    await act(owner, open, 'withdraw').expect(200);
    const withdrawn = (await rows.findBy(OutboxMessage, { kind: 'complaint.withdrawn' })).filter(({ data }) => data.no === open);
    const recipients = new Set(
      (await rows.query('SELECT a.id FROM account a JOIN appointment p ON p.person_id = a.person_id WHERE p.scope_id = ?', [here.companyId])).map(
        ({ id }: { id: string }) => id,
      ),
    );
    expect(withdrawn.some(({ recipient }) => recipients.has(recipient))).toBe(false);
    expect((await read(owner, open)).events.map(({ kind }) => kind)).toContain('assigned');
    await act(owner, ended, 'verdict', { solved: false, reason: '又坏了' }).expect(200);
    expect(await rows.findOneByOrFail(Complaint, { no: ended })).toMatchObject({ companyId: other?.id });
    await rows.update(Community, { id: here.id }, { companyId: here.companyId });
    await world.dataSource.transaction((tx) => world.app.get(Handover).follow(tx, here.id, world.clock.now()));
  });
});
