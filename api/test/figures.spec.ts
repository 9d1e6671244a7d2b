import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FindOptionsWhere, Not } from 'typeorm';
import { FigureScopes1763700000077 } from '../../migrations/src/1763700000077-figure-scopes.js';
import { bucketOf, type Counts, type FiguresReport, type FiguresView, measures, medianOf, minutesWords, monthOf } from '@wuye/shared/figures';
import { Company, District } from '../src/community/index.js';
import { Complaint } from '../src/complaint/entities.js';
import { LadderSweep } from '../src/complaint/index.js';
import { Facts, Folds } from '../src/figures/index.js';
import { close, respond, submit } from './acts.js';
import { anotherInstance } from './instances.js';
import { type Browser, FRIDAY, startWorld, type World } from './kit.js';
import { workbookOf } from './workbooks.js';

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
    await close(await world.as('head-zhou'), nos[1]!);
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

  it('medians of every row, and of whatever is narrowed to, are those of a recount: folded or not, also after a change of company', async () => {
    const { communityId } = world.cast.posters[0]!;
    const [first, second] = await rowsOf({ communityId });
    const other = (await world.dataSource.manager.findOneByOrFail(Company, { id: Not(first!.companyId) })).id;
    // Two of the community's go to another company, as after a change.
    await world.dataSource.transaction(async (tx) => {
      for (const row of [first!, second!]) {
        const tags = JSON.parse(row.counted ?? '[]') as string[];
        const moved = [
          { of: row, before: tags, after: [] },
          { of: { ...row, companyId: other }, before: [], after: tags },
        ];
        await world.app.get(Facts).write(tx, world.clock.now(), moved);
        await tx.update(Complaint, { id: row.id }, { companyId: other });
      }
    });
    const everything = await rowsOf();
    const keys = { community: 'communityId', company: 'companyId', district: 'districtCode' } as const;
    const asked: Record<string, string>[] = [
      {},
      { communityId },
      { companyId: other },
      { districtCode: '510107' },
      { communityId, companyId: first!.companyId },
    ];
    /** Everything that a reader may ask, each row and the whole beside a recount of what is theirs. */
    const same = async (slug: 'head-zhou' | 'officer-wu' | 'city-luo', own: (row: Complaint) => boolean) => {
      const reader = await world.as(slug);
      for (const by of ['community', 'company', 'district'] as const)
        for (const narrowed of asked) {
          const { counts, medians, rows } = await read(reader, `${new URLSearchParams({ by, ...narrowed })}&${MONTH}`);
          const within = everything.filter((row) => own(row) && Object.entries(narrowed).every(([key, value]) => row[key as 'companyId'] === value));
          expect([slug, by, narrowed, { counts, medians }]).toEqual([slug, by, narrowed, recount(within)]);
          for (const row of rows)
            expect([slug, by, row.id, { counts: row.counts, medians: row.medians }]).toEqual([
              slug,
              by,
              row.id,
              recount(within.filter((one) => one[keys[by]] === row.id)),
            ]);
        }
    };
    for (const folded of [false, true]) {
      if (folded) await fold();
      await same('head-zhou', ({ companyId }) => companyId === first!.companyId);
      await same('officer-wu', ({ districtCode }) => districtCode === '510107');
      await same('city-luo', () => true);
      const months = await read(await world.as('city-luo'), 'from=2026-10&to=2026-12&by=month');
      expect(months.rows).toEqual([expect.objectContaining({ id: '2026-11', ...recount(everything) })]);
    }
    expect(everything.filter(({ companyId }) => companyId === other)).toHaveLength(2);
  });

  it('a page of rows, the most cases first; the whole stands beside each', async () => {
    const whole = await read(await world.as('city-luo'), `${MONTH}&by=company&limit=50`);
    expect(whole.rows.length).toBeGreaterThan(1);
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: FiguresView = await read(await world.as('city-luo'), `${MONTH}&by=company&limit=1${after && `&after=${after}`}`);
      expect(page.counts).toEqual(whole.counts);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    }
    expect(seen).toEqual(whole.rows.map(({ id }) => id));
    expect(whole.next).toBeNull();
  });

  it('spreads are counted anew when they learn to tell companies apart, what is not folded yet left to its fold', async () => {
    const before = await read(await world.as('city-luo'), `${MONTH}&by=company`);
    await submit(world, owner);
    const runner = world.dataSource.createQueryRunner();
    const scopes = new FigureScopes1763700000077();
    await scopes.down(runner);
    const columns = await runner.getTable('figure_spread');
    expect(columns?.columns.map(({ name }) => name)).not.toContain('company_id');
    await scopes.up(runner);
    await runner.release();
    expect((await read(await world.as('city-luo'), `${MONTH}&by=company`)).rows.map(({ medians }) => medians)).toEqual(
      before.rows.map(({ medians }) => medians),
    );
    await fold();
    expect((await read(await world.as('city-luo'), `${MONTH}&by=company`)).rows.map(({ medians }) => medians)).toEqual(
      before.rows.map(({ medians }) => medians),
    );
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

  it('the same as a workbook: numbers as numbers, the whole last, how they are counted beside it; that it was taken is written down', async () => {
    const answer = await workbookOf(officer.get(`/api/figures/export?${MONTH}&by=community`));
    const view = await read(officer, `${MONTH}&by=community`);
    const [head, ...rows] = answer.rows;
    expect(head!.slice(0, 3)).toEqual(['小区', '收到', '已响应']);
    expect(rows).toHaveLength(view.rows.length + 1);
    const { counts, medians } = view;
    const shares = (['response', 'resolution', 'satisfaction', 'reopen'] as const).map(
      (rate) => Math.floor((view.rates[rate][0] * 10_000) / view.rates[rate][1]) / 10_000,
    );
    expect(rows.at(-1)).toEqual([
      '合计',
      ...measures.map((measure) => counts[measure]),
      ...shares,
      medians.respond,
      minutesWords(medians.respond),
      medians.close,
      minutesWords(medians.close),
    ]);
    expect(answer.name).toBe('诉求统计 2026年11月.xlsx');
    expect(answer.parts['xl/worksheets/sheet2.xml']).toContain('首个时限内办到的件数');
    expect(answer.parts['xl/worksheets/sheet2.xml']).toContain('成住建发〔2023〕62号 三(三)(四)');
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

describe('通报', () => {
  const report = async (browser: Browser, query: string) => (await browser.get(`/api/figures/report?${query}`).expect(200)).body as FiguresReport;

  it('of a month that is over: every project of the district, best first, those without cases last; the sums are the figures', async () => {
    world.clock.set('2026-12-02T02:00:00.000Z');
    [owner, officer] = await Promise.all([world.as('owner-li'), world.as('officer-wu')]);
    const { from, to, rows, counts } = await report(officer, 'kind=month');
    expect([from, to]).toEqual(['2026-11', '2026-11']);
    const figures = await read(officer, `${MONTH}&by=community&limit=50`);
    expect(counts).toEqual(figures.counts);
    const busy = rows.filter((row) => row.counts.cases > 0);
    expect(new Map(busy.map(({ id, counts: of }) => [id, of]))).toEqual(new Map(figures.rows.map(({ id, counts: of }) => [id, of])));
    const standing = await world.dataSource.query("SELECT COUNT(*) AS n FROM community WHERE district_code = '510107' AND ended_at IS NULL");
    expect(rows).toHaveLength(Number((standing as [{ n: unknown }])[0].n));
    expect(rows.slice(busy.length).every((row) => row.counts.cases === 0 && row.companyName !== '')).toBe(true);
    const share = ({ rates: { resolution } }: (typeof rows)[number]) => resolution[0] / resolution[1];
    expect(busy.map(share)).toEqual(busy.map(share).sort((a, b) => b - a));
    expect((await owner.get('/api/figures/report?kind=month')).status).toBe(403);
    expect((await report(officer, 'kind=month&month=2027-05')).from).toBe('2026-11');
  });

  it('of a quarter: districts with how many of their projects use the system, as a workbook, too', async () => {
    world.clock.set('2027-01-04T02:00:00.000Z');
    const city = await world.as('city-luo');
    const { from, to, rows } = await report(city, 'kind=quarter');
    expect([from, to]).toEqual(['2026-10', '2026-12']);
    const wuhou = rows.find(({ id }) => id === '510107')!;
    // Also those in which nobody uses it, and nobody could: that is what the city asks.
    expect(rows).toHaveLength(await world.dataSource.manager.count(District));
    expect(rows.every(({ projects, active }) => active <= projects)).toBe(true);
    const figures = await read(city, 'from=2026-10&to=2026-12&by=district');
    expect(wuhou.counts).toEqual(figures.rows.find(({ id }) => id === '510107')?.counts);
    expect(wuhou.active).toBeGreaterThan(0);
    expect(wuhou.projects).toBeGreaterThan(wuhou.active);
    const book = await workbookOf(city.get('/api/figures/report/export?kind=quarter'));
    expect(book.name).toBe('2026年第四季度区（县）小区问题解决情况通报.xlsx');
    expect(book.rows[0]!.slice(0, 5)).toEqual(['名次', '区（县）', '使用项目', '登记项目', '收到']);
    const line = book.rows.find((cells) => cells[1] === wuhou.name)!;
    expect(line.slice(2, 7)).toEqual([wuhou.active, wuhou.projects, wuhou.counts.cases, wuhou.counts.responded, wuhou.counts.closed]);
    expect(book.parts['xl/worksheets/sheet2.xml']).toContain('使用项目');
    expect(book.parts['xl/worksheets/sheet2.xml']).toContain('成住建发〔2023〕62号 三(三)；');
  });
});
