import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FindOptionsWhere } from 'typeorm';
import { bucketOf, type Counts, type FiguresView, measures, medianOf, monthOf } from '@wuye/shared/figures';
import { Complaint } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { Folds } from '../src/figures/index.js';
import { close, respond, submit } from './acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
let manager: Browser;
let officer: Browser;
let folds: Folds;

const MONTH = 'from=2026-11&to=2026-11';
const read = async (browser: Browser, query = MONTH) => (await browser.get(`/api/figures?${query}`).expect(200)).body as FiguresView;
const fold = () => folds.run(world.clock.now());
const judge = (no: string, body: object) => owner.post(`/api/complaints/${no}/verdict`).send(body).expect(200);
const rate = (no: string, rating: string) => owner.post(`/api/complaints/${no}/rating`).send({ rating, words: '' }).expect(200);

/** The figures as anybody would count them from the complaints, by the definitions of the page. */
function recount(rows: readonly Complaint[]): { counts: Counts; medians: { respond: number | null; close: number | null } } {
  const stand = rows.filter(({ state }) => state !== 'withdrawn');
  const of = (holds: (row: Complaint) => unknown) => stand.filter(holds).length;
  const ended = (row: Complaint) => ['closed', 'solved', 'unsolved'].includes(row.state);
  const median = (times: number[]) => medianOf(times.map((time) => ({ bucket: bucketOf(time), n: 1 })));
  return {
    counts: {
      cases: stand.length,
      responded: of(({ respondedAt }) => respondedAt),
      on_time: of(({ respondedAt, firstDueAt }) => respondedAt && firstDueAt && respondedAt < firstDueAt),
      late: of(({ late }) => late),
      closed: of(ended),
      resolved: of(({ state, closingReason }) => state === 'solved' || (state === 'closed' && closingReason === null)),
      rated: of(({ rating }) => rating),
      satisfied: of(({ rating }) => rating === 'satisfied' || rating === 'basically'),
      reopened: of(({ reopened }) => reopened),
      grave: of(({ grave }) => grave),
      grouped: of(({ grouped }) => grouped),
      repeated: of(({ repeated }) => repeated),
    },
    medians: {
      respond: median(stand.flatMap(({ submittedAt, respondedAt }) => (respondedAt ? [respondedAt.getTime() - submittedAt.getTime()] : []))),
      close: median(stand.filter(ended).flatMap(({ submittedAt, closedAt }) => (closedAt ? [closedAt.getTime() - submittedAt.getTime()] : []))),
    },
  };
}

const rowsOf = (where: FindOptionsWhere<Complaint> = {}) =>
  world.dataSource.manager.findBy(Complaint, where).then((rows) => rows.filter(({ submittedAt }) => monthOf(submittedAt.getTime()) === '2026-11'));

beforeAll(async () => {
  world = await startWorld();
  [owner, manager, officer] = await Promise.all([world.as('owner-li'), world.as('manager-wang'), world.as('officer-wu')]);
  folds = world.app.get(Folds);
}, 60_000);
afterAll(() => world.close());

describe('figures as they are kept', () => {
  it('are those of a recount at every moment of a story, folded or not', async () => {
    const same = async () => {
      const expected = recount(await rowsOf());
      const { counts, medians } = await read(await world.as('city-luo'));
      expect({ counts, medians }).toEqual(expected);
    };
    await same();
    const nos: string[] = [];
    for (let index = 0; index < 6; index++) {
      nos.push((await submit(world, owner)).no);
      world.clock.advance(7 * 60_000);
      await same();
    }
    await fold();
    for (const [index, no] of nos.entries()) {
      if (index === 5) world.clock.set(new Date(FRIDAY.getTime() + 6 * 3_600_000));
      if (index === 5) await world.app.get(LadderSweep).run(world.clock.now());
      const handler = index === 5 ? await world.as('head-zhou') : manager;
      await respond(handler, no);
      await same();
      world.clock.advance(11 * 60_000);
      await close(handler, no);
      await same();
      if (index % 2 === 0) await fold();
    }
    await judge(nos[0]!, { solved: true });
    await rate(nos[0]!, 'satisfied');
    await judge(nos[1]!, { solved: false, reason: '又停了' });
    await fold();
    await same();
    await close(manager, nos[1]!);
    await judge(nos[1]!, { solved: true });
    await rate(nos[1]!, 'dissatisfied');
    await same();
    await fold();
    await same();
    const { counts } = await read(officer);
    expect(counts).toMatchObject({ cases: 6, responded: 6, on_time: 5, late: 1, closed: 6, rated: 2, satisfied: 1, reopened: 1 });
  });

  it('a fact is folded once, by whichever instance', async () => {
    for (let index = 0; index < 8; index++) await submit(world, owner);
    const other = await anotherInstance(world);
    try {
      await Promise.all([fold(), other.app.get(Folds).run(world.clock.now()), fold()]);
    } finally {
      await other.close();
    }
    await fold();
    expect((await read(officer)).counts).toEqual(recount(await rowsOf({ districtCode: '510107' })).counts);
    expect(await world.dataSource.query('SELECT COUNT(*) AS n FROM figure_fact')).toEqual([{ n: expect.anything() }]);
    expect(Number(((await world.dataSource.query('SELECT COUNT(*) AS n FROM figure_fact')) as [{ n: unknown }])[0].n)).toBe(0);
  });
});

describe('what a reader sees', () => {
  it('each their own scope, by community, company, district and month; the rows are the whole', async () => {
    for (const slug of ['manager-wang', 'head-zhou', 'officer-wu', 'city-luo'] as const) {
      const reader = await world.as(slug);
      for (const by of ['community', 'company', 'district', 'month']) {
        const { counts, rows } = await read(reader, `${MONTH}&by=${by}`);
        const sum = rows.reduce((total, row) => total + row.counts.cases, 0);
        expect([slug, by, sum]).toEqual([slug, by, counts.cases]);
        for (const { rates } of rows) expect(rates.response[1]).toBeGreaterThan(0);
      }
    }
    expect((await read(manager, `${MONTH}&by=community`)).rows.map(({ name }) => name)).toEqual(['华阳小区']);
  });

  it('nothing beyond: another community gives nothing, an owner is refused, no month is an empty one', async () => {
    const foreign = world.cast.posters.at(-1)!.communityId;
    expect((await read(manager, `${MONTH}&communityId=${foreign}`)).counts.cases).toBe(0);
    expect((await owner.get(`/api/figures?${MONTH}`)).status).toBe(403);
    const empty = await read(officer, 'from=2025-01&to=2025-03');
    expect(empty).toMatchObject({ rows: [], medians: { respond: null, close: null } });
    expect(Object.keys(empty.counts).sort()).toEqual([...measures].sort());
    expect((await officer.get('/api/figures?from=2026-13&to=2026-11')).status).toBe(422);
  });

  it('the same as a table, formula-safe and with its whole; that it was taken is written down', async () => {
    const answer = await officer.get(`/api/figures/export?${MONTH}&by=community`).expect(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    const { counts, rows } = await read(officer, `${MONTH}&by=community`);
    const lines = answer.text.split('\r\n');
    expect(answer.text.startsWith('\uFEFF2026年11月至2026年11月')).toBe(true);
    expect(lines).toHaveLength(rows.length + 5);
    expect(lines[rows.length + 2]).toMatch(new RegExp(`^合计,${counts.cases},${counts.responded},`));
    expect(answer.text).toContain(`${counts.on_time}／${counts.cases}`);
    const [entry] = await world.dataSource.query("SELECT subject FROM audit_entry WHERE action = 'figures.export'");
    expect(entry).toEqual({ subject: 'figures:2026-11:2026-11:community' });
    expect((await owner.get(`/api/figures/export?${MONTH}`)).status).toBe(403);
  });

  it('each number opens exactly the complaints that it counts', async () => {
    const { counts } = await read(officer);
    for (const measure of measures) {
      const { body } = await officer.get(`/api/complaints/table?limit=50&measure=${measure}&from=2026-11-01&to=2026-11-30`).expect(200);
      expect([measure, (body as { items: object[] }).items.length]).toEqual([measure, counts[measure]]);
    }
  });
});
