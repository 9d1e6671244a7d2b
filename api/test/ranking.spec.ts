import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FiguresView } from '@wuye/shared/figures';
import type { AdviceView, ListingRow, ListingView, PublishedRow, StandingRow } from '@wuye/shared/ranking';
import { Community } from '../src/community/index.js';
import { FigureTally } from '../src/figures/entities.js';
import { Folds } from '../src/figures/index.js';
import { Appointment } from '../src/identity/index.js';
import { newId } from '../src/platform/database/index.js';
import { Standings } from '../src/ranking/index.js';
import { RankingListing, RankingStanding } from '../src/ranking/entities.js';
import { upload } from './acts.js';
import { confirmed } from './confirm.js';
import { anotherInstance } from './instances.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let officer: Browser;
let head: Browser;
let city: Browser;
let first: Community;

const DAY = 24 * 3_600_000;
type Numbers = readonly [cases: number, onTime: number, resolved: number, satisfied: number, rated: number];

/** What a month brought a community, as if folded from its complaints. */
async function tally(community: Community, month: string, [cases, onTime, resolved, satisfied, rated]: Numbers): Promise<void> {
  const { id: communityId, companyId, districtCode } = community;
  const rows = { cases, on_time: onTime, resolved, satisfied, rated };
  for (const [measure, n] of Object.entries(rows))
    await world.dataSource.manager.insert(FigureTally, { id: newId(world.clock.now()), communityId, companyId, districtCode, month, measure, n });
}

const act = async (browser: Browser, id: string, name: string, body: object = {}, status = 200) =>
  (await browser.post(`/api/rankings/${id}/${name}`).send(body).expect(status)).body as ListingView;
const code = async (browser: Browser, id: string, name: string, body: object = {}) =>
  ((await browser.post(`/api/rankings/${id}/${name}`).send(body)).body as { code: string }).code;
const open = async (browser: Browser, tab = 'open') => ((await browser.get(`/api/rankings?tab=${tab}`).expect(200)).body as { items: ListingRow[] }).items;
const standings = async (month: string, type = 'community') =>
  ((await officer.get(`/api/rankings/standings?month=${month}&type=${type}`).expect(200)).body as { items: StandingRow[] }).items;
const published = async (browser: Browser, query = '') =>
  ((await browser.get(`/api/rankings/published${query}`).expect(200)).body as { items: PublishedRow[] }).items;
/** After days have gone by: sessions have ended, and so has what was proved on them. */
const later = async (days: number) => {
  world.clock.advance(days * DAY);
  [officer, head, city] = [await confirmed(world, 'officer-wu'), await confirmed(world, 'head-zhou'), await world.as('city-luo')];
};

beforeAll(async () => {
  world = await startWorld();
  await later(0);
  const { communityId } = world.cast.posters[0]!;
  first = await world.dataSource.manager.findOneByOrFail(Community, { id: communityId });
}, 60_000);
afterAll(() => world.close());

describe('counting', () => {
  it('counts once, the months that a listing asks for, whichever instance; the minimum of cases holds', async () => {
    const others = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' } })).filter(
      ({ id, districtCode, companyId }) => id !== first.id && districtCode === first.districtCode && companyId !== first.companyId,
    );
    const [red, few] = others as [Community, Community];
    // Black in both periods; the company is, too, for it has no other project with cases.
    await tally(first, '2026-07', [10, 9, 7, 5, 8]);
    await tally(first, '2026-09', [10, 8, 6, 3, 5]);
    await tally(first, '2026-10', [10, 8, 6, 3, 5]);
    await tally(red, '2026-09', [30, 30, 30, 20, 20]);
    if (few && few.companyId !== red.companyId) await tally(few, '2026-10', [19, 0, 0, 0, 19]);
    const other = await anotherInstance(world);
    const now = world.clock.now();
    try {
      await Promise.all([world.app.get(Standings).run(now), other.app.get(Standings).run(now)]);
    } finally {
      await other.close();
    }
    expect(await world.app.get(Standings).run(now)).toBe(0);
    const of = async (month: string, { id }: Community) => (await standings(month)).find(({ scopeId }) => scopeId === id);
    expect(await of('2026-10', first)).toMatchObject({ list: 'black', from: '2026-08', tooFew: false, counts: { cases: 20, respondedOnTime: 16 } });
    expect(await of('2026-09', first)).toMatchObject({ list: 'black', from: '2026-07', counts: { cases: 20, rated: 13 } });
    expect(await of('2026-10', red)).toMatchObject({ list: 'red' });
    if (few && few.companyId !== red.companyId) expect(await of('2026-10', few)).toMatchObject({ list: 'none', tooFew: true });
  });

  it('is the figures’ own: the same window read from the figures gives the same numbers', async () => {
    await world.app.get(Folds).run(world.clock.now());
    for (const row of await world.dataSource.manager.find(RankingStanding)) {
      const scope = row.scopeType === 'community' ? `communityId=${row.scopeId}` : `companyId=${row.scopeId}`;
      const { body } = await city.get(`/api/figures?from=${row.fromMonth}&to=${row.month}&${scope}&districtCode=${row.districtCode}`).expect(200);
      const { counts } = body as FiguresView;
      expect([row.cases, row.respondedOnTime, row.resolved, row.satisfied, row.rated]).toEqual([
        counts.cases,
        counts.on_time,
        counts.resolved,
        counts.satisfied,
        counts.rated,
      ]);
    }
  });

  it('finds who stands on a list two periods in a row, and nobody who stood there once', async () => {
    const found = (await open(officer)).filter(({ scopeId }) => [first.id, first.companyId].includes(scopeId));
    expect(found.map(({ type, list, month, state }) => [type, list, month, state]).sort()).toEqual([
      ['community', 'black', '2026-10', 'found'],
      ['company', 'black', '2026-10', 'found'],
    ]);
    // The red one had its cases in September: in the window of both periods. One with a single period would not be here.
    expect((await open(officer)).every(({ counts }) => counts.cases >= 20)).toBe(true);
  });
});

describe('from the notice to the publication', () => {
  const mine = async (type: string) => (await open(officer)).find((row) => row.type === type && row.list === 'black')!;

  it('nothing is there for the company before the notice; then all figures are', async () => {
    const { id } = await mine('community');
    expect(await open(head)).toEqual([]);
    expect((await head.get(`/api/rankings/${id}`)).status).toBe(404);
    expect(await code(head, id, 'appeal', { words: '这个数据不对，请重新核对。' })).toBe('RANKING.NOT_FOUND');
    expect(await code(officer, id, 'publish')).toBe('RANKING.STEP_WRONG');
    // Nobody of the company has an account: it is not delivered, and no days run.
    const offices = await world.dataSource.manager.findBy(Appointment, { role: 'company_head' });
    await world.dataSource.manager.update(Appointment, { role: 'company_head' }, { personId: null });
    expect(await code(officer, id, 'notice')).toBe('RANKING.NOT_DELIVERED');
    for (const { id: office, personId } of offices) await world.dataSource.manager.update(Appointment, { id: office }, { personId });
    expect(await act(officer, id, 'notice')).toMatchObject({ state: 'noticed', noticeEndsAt: '2026-11-27T16:00:00.000Z', can: ['drop'] });
    expect(await code(officer, id, 'notice')).toBe('RANKING.STEP_WRONG');
    const view = (await head.get(`/api/rankings/${id}`).expect(200)).body as ListingView;
    expect(view).toMatchObject({ can: ['appeal'], advices: [] });
    expect(view.standings.map(({ month }) => month)).toEqual(['2026-09', '2026-10']);
    const card = (await world.chat('head-zhou')).find(({ url }) => url.includes(id));
    expect(card).toMatchObject({ title: '审核结果通知', rows: expect.arrayContaining([expect.objectContaining({ value: '2026年10月黑榜' })]) });
    expect(await code(officer, id, 'publish')).toBe('RANKING.TOO_EARLY');
  });

  it('an appeal with words and pictures is answered; one that does not hold leaves the notice to run', async () => {
    const { id } = await mine('community');
    const picture = await upload(head);
    expect(await act(head, id, 'appeal', { words: '十月停电两天，响应记录没有计入。', pictures: [picture] })).toMatchObject({ state: 'appealed', can: [] });
    await officer.get(`/api/files/${picture}`).expect(200);
    expect((await (await world.as('owner-li')).get(`/api/files/${picture}`)).status).toBe(404);
    expect(await code(head, id, 'appeal', { words: '再申诉一次，请再核对一遍。' })).toBe('RANKING.STEP_WRONG');
    expect(await code(officer, id, 'publish')).toBe('RANKING.STEP_WRONG');
    const decided = await act(officer, id, 'decide', { upheld: false, reason: '停电当日的记录已经计入' });
    expect(decided).toMatchObject({ state: 'confirmed', decision: { upheld: false }, can: ['drop'] });
    expect(await code(officer, id, 'publish')).toBe('RANKING.TOO_EARLY');
  });

  it('is published once the notice is over, for everyone signed in; advised about; withdrawn with a reason', async () => {
    const { id } = await mine('community');
    expect(await published(await world.as('owner-li'), `?communityId=${first.id}`)).toEqual([]);
    expect(await code(officer, id, 'advices', { addressees: ['tax'], advice: '请对该项目实施联合监管。' })).toBe('RANKING.NO_ADVICE');
    await later(8);
    const owner = await world.as('owner-li');
    expect(await act(officer, id, 'publish')).toMatchObject({ state: 'published', can: ['withdraw', 'advise'] });
    const [row] = await published(owner, `?communityId=${first.id}`);
    expect(row).toMatchObject({ name: first.name, list: 'black', counts: { cases: 20, resolved: 12 }, rule: { minCases: 20 } });
    expect(JSON.stringify(row)).not.toMatch(/appeal|申诉|停电/);
    const issue = (advice: string) =>
      officer
        .post(`/api/rankings/${id}/advices`)
        .send({ addressees: ['tax', 'street'], advice })
        .expect(201);
    const [one, two] = await Promise.all([issue('请对该项目实施联合监管。'), issue('请在季度检查中列为重点。')]);
    expect([one, two].map(({ body }) => (body as AdviceView).no).sort()).toEqual([1, 2].map((seq) => `物建议〔2026〕${first.districtCode}-${seq}号`));
    expect(one.body).toMatchObject({ addressees: ['street', 'tax'], name: first.name });
    const paper = (one.body as AdviceView).id;
    await city.get(`/api/advices/${paper}`).expect(200);
    expect((await head.get(`/api/advices/${paper}`)).status).toBe(404);
    expect(((await head.get(`/api/rankings/${id}`)).body as ListingView).advices).toEqual([]);
    expect(await act(officer, id, 'withdraw', { reason: '整改到位，经核实撤下' })).toMatchObject({ state: 'withdrawn', can: [] });
    expect(await published(owner, `?communityId=${first.id}`)).toEqual([]);
    const written = (await world.dataSource.query("SELECT action FROM audit_entry WHERE action LIKE 'ranking.%' ORDER BY id")) as { action: string }[];
    expect(written.map(({ action }) => action)).toEqual(
      ['notice', 'appeal', 'dismiss', 'publish', 'advice', 'advice', 'withdraw'].map((name) => `ranking.${name}`),
    );
  });

  it('an appeal that holds ends it; after the notice none is taken', async () => {
    const { id } = await mine('company');
    await act(officer, id, 'notice');
    await act(head, id, 'appeal', { words: '数据把另一家企业的项目算进来了。' });
    expect(await act(officer, id, 'decide', { upheld: true, reason: '经核对，申诉属实' })).toMatchObject({ state: 'dropped', can: [] });
    const ours = await world.dataSource.manager.findOneByOrFail(RankingListing, { id });
    const late = newId(world.clock.now());
    await world.dataSource.manager.insert(RankingListing, { ...ours, id: late, month: '2026-09', state: 'found', noticedAt: null, endedAt: null });
    await act(officer, late, 'notice');
    await later(8);
    expect(await code(head, late, 'appeal', { words: '告知期以后再来申诉一次。' })).toBe('RANKING.TOO_LATE');
    expect(await act(officer, late, 'drop', { reason: '企业已退出本区' })).toMatchObject({ state: 'dropped', ended: { reason: '企业已退出本区' } });
  });
});
