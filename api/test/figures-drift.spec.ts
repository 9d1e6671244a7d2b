import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Community, Company } from '../src/community/index.js';
import { Counts } from '../src/complaint/counts.js';
import { Complaint } from '../src/complaint/entities.js';
import { Flags } from '../src/complaint/flags.js';
import { Handover, LadderSweep } from '../src/complaint/index.js';
import { close, neverFlagged, respond, submit } from './acts.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

/** What might make the figures drift from a recount: two who count the same thing at once, and a community that changes its company. */

let world: World;
let owner: Browser;
let manager: Browser;

const now = () => world.clock.now();
/** What is kept, folded or not, by company. */
const byCompany = async () => {
  const kept = 'SELECT company_id, measure, delta AS n FROM figure_fact UNION ALL SELECT company_id, measure, n FROM figure_tally';
  const sums = `SELECT company_id AS id, measure, SUM(n) AS n FROM (${kept}) kept GROUP BY company_id, measure`;
  const found: Record<string, Record<string, number>> = {};
  for (const { id, measure, n } of (await world.dataSource.query(sums)) as { id: string; measure: string; n: number | string }[])
    found[id] = { ...found[id], [measure]: Number(n) };
  return found;
};
/** The same as anybody would count it from the rows. */
const recount = async (ids: readonly string[]) => {
  const rows = (await world.dataSource.manager.find(Complaint)).filter(({ state }) => state !== 'withdrawn');
  const of = (companyId: string, holds: (row: Complaint) => unknown) => rows.filter((row) => row.companyId === companyId && holds(row)).length;
  const counted = (id: string): Record<string, number> => ({
    cases: of(id, () => true),
    responded: of(id, ({ respondedAt }) => respondedAt),
    late: of(id, ({ late }) => late),
    closed: of(id, ({ state }) => ['closed', 'solved', 'unsolved'].includes(state)),
    resolved: of(id, ({ state, closingReason }) => state === 'solved' || (state === 'closed' && closingReason === null)),
    reopened: of(id, ({ reopened }) => reopened),
    grouped: of(id, ({ grouped }) => grouped),
  });
  return Object.fromEntries([...new Set([...rows.map(({ companyId }) => companyId), ...ids])].map((id) => [id, counted(id)]));
};
const same = async () => {
  const kept = await byCompany();
  const expected = await recount(Object.keys(kept));
  const asked = ([id, counts]: [string, Record<string, number>]) => [id, Object.fromEntries(Object.keys(counts).map((key) => [key, kept[id]?.[key] ?? 0]))];
  expect(Object.fromEntries(Object.entries(expected).map(asked))).toEqual(expected);
};
const rowOf = (no: string) => world.dataSource.manager.findOneByOrFail(Complaint, { no });

beforeAll(async () => {
  world = await startWorld();
  await neverFlagged(world);
  [owner, manager] = await Promise.all([world.as('owner-li'), world.as('manager-wang')]);
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.clock.set(FRIDAY));

describe('two who count the same thing at once', () => {
  const late = (rows: readonly Complaint[]) => world.dataSource.transaction((tx) => world.app.get(Counts).late(tx, rows, now()));

  it('a neighbour’s complaint flags it after the sweep has read it: it counts as both, each once', async () => {
    const { no } = await submit(world, owner);
    const stale = await rowOf(no);
    await world.dataSource.transaction((tx) => world.app.get(Flags).set(tx, stale.id, 'grouped', true, now()));
    await late([stale]);
    expect(JSON.parse((await rowOf(no)).counted ?? '')).toEqual(['cases', 'late', 'grouped']);
    await respond(manager, no);
    await same();
  });

  it('an answer after the sweep has read it: it is not late', async () => {
    const { no } = await submit(world, owner);
    const stale = await rowOf(no);
    await respond(manager, no);
    await late([stale]);
    expect(await rowOf(no)).toMatchObject({ late: false });
    await close(manager, no);
    await same();
  });

  it('late twice: counted once', async () => {
    const { no } = await submit(world, owner);
    const stale = await rowOf(no);
    await late([stale]);
    await late([stale]);
    await same();
  });
});

describe('a community changes its company', () => {
  it('what is open counts for the new one from then on, with all that it counts as; what is closed follows when it is reopened', async () => {
    const [open, overdue, ended] = await Promise.all([1, 2, 3].map(async () => (await submit(world, owner)).no));
    await respond(manager, open!);
    await respond(manager, ended!);
    await close(manager, ended!);
    world.clock.set(new Date(FRIDAY.getTime() + 6 * 3_600_000));
    await world.app.get(LadderSweep).run(now());
    await same();
    const { manager: rows } = world.dataSource;
    const here = await rows.findOneByOrFail(Community, { id: world.cast.posters[0]?.communityId ?? '' });
    const other = (await rows.find(Company)).find(({ id }) => id !== here.companyId)!;
    const give = async (companyId: string) => {
      await rows.update(Community, { id: here.id }, { companyId });
      await world.dataSource.transaction((tx) => world.app.get(Handover).follow(tx, here.id, now()));
    };
    await give(other.id);
    await same();
    expect([await rowOf(overdue!), await rowOf(ended!)]).toMatchObject([{ companyId: other.id, late: true }, { companyId: here.companyId }]);
    await owner.post(`/api/complaints/${open}/withdraw`).send({}).expect(200);
    await same();
    await owner.post(`/api/complaints/${ended}/verdict`).send({ solved: false, reason: '又坏了' }).expect(200);
    expect(await rowOf(ended!)).toMatchObject({ companyId: other.id });
    await same();
    await give(here.companyId);
    await same();
  });
});
