import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComplaintView } from '@wuye/shared/complaint';
import { Complaint } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { close, neverFlagged, respond, submit } from './acts.js';
import { act, hops, read, signIn, told } from './complaint-acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** What a “not solved” causes: who has it next, under which clocks, and in which words. */

let world: World;
let owner: Browser;
let manager: Browser;
let head: Browser;
let officer: Browser;

const at = (text: string): Date => new Date(`${text}+08:00`);
const rowOf = (no: string) => world.dataSource.manager.findOneByOrFail(Complaint, { no });
/** How many cards with this word lie in someone's chat. */
const cards = async (slug: 'manager-wang' | 'head-zhou' | 'officer-wu', no: string, word: string) =>
  (await world.chat(slug)).filter(({ url, rows }) => url.endsWith(no) && rows.some(({ value }) => value === word)).length;
const notSolved = async (no: string, reason = '又停了') => (await act(owner, no, 'verdict', { solved: false, reason }).expect(200)).body as ComplaintView;
const sweep = (instant: string) => {
  world.clock.set(at(instant));
  return world.app.get(LadderSweep).run(world.clock.now());
};
/** Closed by whoever has it at this level. */
async function closedAt(level: 'manager' | 'company' | 'district'): Promise<string> {
  const { no } = await submit(world, owner);
  await respond(manager, no);
  if (level !== 'manager') await world.dataSource.manager.update(Complaint, { no }, { level });
  await close({ manager, company: head, district: officer }[level], no);
  return no;
}

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
}, 60_000);
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(FRIDAY);
  await world.dataSource.query('UPDATE complaint_clock SET next_at = NULL');
  ({ owner, manager, head, officer } = await signIn(world));
});

describe('the first “not solved”', () => {
  it('of what the manager closed: the company does it anew, the first clocks stay', async () => {
    const no = await closedAt('manager');
    const view = await notSolved(no);
    expect(view).toMatchObject({ state: 'reopened', level: 'company', handler: { level: 'company' } });
    expect(view.clocks.map(({ clock, round, metAt }) => [clock, round, metAt !== null])).toEqual([
      ['respond', 1, true],
      ['close', 1, true],
      ['respond', 2, false],
    ]);
    expect((await act(manager, no, 'respond', { words: '马上到' })).body).toMatchObject({ code: 'COMPLAINT.MOVED' });
    expect((await read(head, no)).can).toEqual(expect.arrayContaining(['respond', 'accept', 'close', 'assign']));
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const) expect([slug, await cards(slug, no, '重新办理')]).toEqual([slug, 1]);
    await respond(head, no);
    await close(head, no);
    expect(await notSolved(no)).toMatchObject({ state: 'escalated', level: 'district' });
  });

  it('of what the company closed: the district, within the limit of 提级办理, and nobody is told that the property is late', async () => {
    const no = await closedAt('company');
    const view = await notSolved(no);
    expect(view).toMatchObject({ state: 'reopened', level: 'district', dueAt: '2026-11-25T16:00:00.000Z' });
    expect(view.clocks.at(-1)).toMatchObject({ clock: 'close', round: 2, sentence: expect.stringContaining('提级办理') });
    await sweep('2026-11-25T23:59');
    expect(await hops(world, no)).toEqual([]);
    await sweep('2026-11-26T00:00');
    expect(await hops(world, no)).toEqual(['confer']);
    expect(await told(world, 'complaint.remind', no)).toBe(0);
  });

  it('of what the district closed: it stays there, and an answer starts no second clock', async () => {
    const no = await closedAt('district');
    expect(await notSolved(no)).toMatchObject({ state: 'reopened', level: 'district' });
    const answered = await respond(officer, no);
    expect(answered.clocks.filter(({ round, clock }) => round === 2 && clock === 'close')).toHaveLength(1);
    await close(officer, no);
  });

  it('the company that has it is late: it is reminded itself, nothing is taken over from it, the district steps in', async () => {
    const no = await closedAt('manager');
    await notSolved(no);
    await sweep('2026-11-20T13:30');
    expect([await cards('head-zhou', no, '即将到期'), await cards('manager-wang', no, '即将到期')]).toEqual([1, 0]);
    await sweep('2026-11-20T14:00');
    expect(await hops(world, no)).toEqual(['remind', 'warn', 'supervise']);
    expect((await read(owner, no)).events[0]?.words).toBe('公司也未按时办理，区住建局已介入督办，应在 11月23日 周一 24:00 前有结果。');
  });
});

describe('what the district closed twice', () => {
  it('is unsolved: those who oversee it are told so, and of no step up', async () => {
    const no = await closedAt('district');
    await notSolved(no);
    await close(officer, no);
    expect(await notSolved(no)).toMatchObject({ state: 'unsolved', can: ['rate'] });
    expect(await told(world, 'complaint.escalated', no)).toBe(0);
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu'] as const) expect([slug, await cards(slug, no, '仍未解决')]).toEqual([slug, 1]);
  });
});

describe('after a closing', () => {
  it('不满意 has it done anew, once, and it is rated anew', async () => {
    const no = await closedAt('manager');
    await act(owner, no, 'verdict', { solved: true }).expect(200);
    expect((await act(owner, no, 'rating', { rating: 'dissatisfied', words: '拖了太久' }).expect(200)).body).toMatchObject({ can: ['reopen'] });
    expect(await notSolved(no, '其实还在响')).toMatchObject({ state: 'reopened', level: 'company', rating: null });
    await close(head, no);
    await act(owner, no, 'verdict', { solved: true }).expect(200);
    const rated = (await act(owner, no, 'rating', { rating: 'satisfied' }).expect(200)).body as ComplaintView;
    expect(rated).toMatchObject({ rating: 'satisfied', can: [] });
    expect((await act(owner, no, 'verdict', { solved: false, reason: '又响' })).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('what was closed although not fixed is rated without calling it solved, once, and waits no more for its owner', async () => {
    const waits = async () => (await owner.get('/api/complaints/mine?tab=to-judge').expect(200)).text.includes(no);
    const { no } = await submit(world, owner);
    await respond(manager, no);
    await act(manager, no, 'close', { words: '需要动用维修资金，已报业委会。', reason: 'fund' }).expect(200);
    expect((await read(owner, no)).can).toEqual(expect.arrayContaining(['judge', 'rate', 'withdraw']));
    expect(await waits()).toBe(true);
    expect((await act(owner, no, 'rating', { rating: 'basically' }).expect(200)).body).toMatchObject({ state: 'closed', rating: 'basically', can: [] });
    expect((await rowOf(no)).remindAt).toBeNull();
    expect(await waits()).toBe(false);
    for (const verdict of [{ solved: true }, { solved: false, reason: '还是没钱' }])
      expect((await act(owner, no, 'verdict', verdict)).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });

  it('what waits for a verdict may be taken back, too; what was judged no more', async () => {
    const no = await closedAt('manager');
    expect((await act(owner, no, 'withdraw', { words: '自己弄好了' }).expect(200)).body).toMatchObject({ state: 'withdrawn', can: [] });
    expect(await rowOf(no)).toMatchObject({ isOpen: false, remindAt: null, counted: '[]' });
    const judged = await closedAt('manager');
    await act(owner, judged, 'verdict', { solved: true }).expect(200);
    expect((await act(owner, judged, 'withdraw')).body).toMatchObject({ code: 'COMPLAINT.STEP_WRONG' });
  });
});
