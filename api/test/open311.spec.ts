import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Complaint } from '../src/complaint/entities.js';
import { Community } from '../src/community/index.js';
import { runOpen311 } from '../src/open311/index.js';
import { Open311Key } from '../src/open311/entities.js';
import { Database } from '../src/platform/database/index.js';
import { close, respond, submit, upload } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

const BASE = '/api/open311/v2';
let world: World;
let other: Browser;
let place: Community;
let key: string;

async function command(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await runOpen311(args, { database: new Database(world.dataSource), now: world.clock.now(), say: (line) => lines.push(line) });
  return { code, lines };
}
const keyOf = ({ lines }: { lines: string[] }): string => lines.at(-1)?.split('：')[1] ?? '';

beforeAll(async () => {
  world = await startWorld();
  other = world.browser();
  place = (await world.dataSource.manager.find(Community, { order: { id: 'ASC' }, take: 1 }))[0] as Community;
  key = keyOf(await command('keys', 'add', '城运中心'));
}, 60_000);
afterAll(() => world.close());

type Shown = Record<string, string | null>;
const list = async (query: Record<string, string> = {}): Promise<Shown[]> =>
  (
    await other
      .get(`${BASE}/requests.json`)
      .query({ api_key: key, ...query })
      .expect(200)
  ).body as Shown[];

describe('keys', () => {
  it('are kept as digests, listed without themselves, and end at once', async () => {
    expect(await world.dataSource.manager.find(Open311Key)).toEqual([
      expect.objectContaining({ name: '城运中心', keyDigest: expect.not.stringContaining(key) }),
    ]);
    const made = await command('keys', 'add', '短期');
    const id = String(made.lines[0]?.split(' ')[0]);
    expect((await command('keys', 'list')).lines.join('\n')).toMatch(/使用中 {2}短期/);
    expect((await command('keys', 'list')).lines.join('\n')).not.toContain(keyOf(made));
    expect((await command('keys', 'revoke', id)).code).toBe(0);
    expect((await command('keys', 'revoke', id)).code).toBe(1);
    expect((await other.get(`${BASE}/requests.json`).query({ api_key: keyOf(made) })).status).toBe(403);
    expect((await command('keys')).code).toBe(1);
  });

  it('are asked for, and answer for their own number of calls', async () => {
    expect((await other.get(`${BASE}/requests.json`)).body).toEqual([{ code: 400, description: 'api_key was not provided' }]);
    const xml = await other.get(`${BASE}/requests.xml`).query({ api_key: 'made-up' });
    expect([xml.status, xml.headers['content-type'], xml.text]).toEqual([
      403,
      'application/xml; charset=utf-8',
      '<?xml version="1.0" encoding="utf-8"?><errors><error><code>403</code><description>api_key is not valid</description></error></errors>',
    ]);
    const busy = keyOf(await command('keys', 'add', '很忙'));
    const calls = [];
    for (let turn = 0; turn < 121; turn++) calls.push((await other.get(`${BASE}/requests/x.json`).query({ api_key: busy })).status);
    expect([calls.filter((status) => status === 404).length, calls.at(-1)]).toEqual([120, 429]);
    expect(await list()).toEqual(expect.any(Array));
  });
});

describe('discovery and services', () => {
  it('tell where it is and what may be complained of, in both forms', async () => {
    const { body } = await other.get(`${BASE}/discovery.json`).expect(200);
    expect(body).toMatchObject({ endpoints: [{ specification: 'http://wiki.open311.org/GeoReport_v2', url: expect.stringMatching(/\/api\/open311\/v2$/) }] });
    expect((await other.get(`${BASE}/services.json`).expect(200)).body).toContainEqual(
      expect.objectContaining({ service_code: 'elevator', service_name: '电梯', metadata: false }),
    );
    expect((await other.get(`${BASE}/services.xml`).expect(200)).text).toContain('<services><service><service_code>elevator</service_code>');
    expect((await other.get(`${BASE}/services/elevator.json`)).status).toBe(404);
    expect((await other.get(`${BASE}/nothing.json`)).status).toBe(404);
    expect((await other.get(`${BASE}/services.html`)).status).toBe(404);
  });
});

describe('requests', () => {
  it('show where each stands, and nothing of who submitted it', async () => {
    const li = await world.as('owner-li');
    const manager = await world.as('manager-wang');
    const { no } = await submit(world, li, { words: '我是李建明，<电梯>停了', place: '3栋2单元501', phone: '13800000102', pictures: [await upload(li)] });
    const [open] = await list({ service_request_id: no });
    expect(open).toMatchObject({
      service_request_id: no,
      status: 'open',
      status_notes: '待响应',
      description: '电梯·报事报修',
      service_code: 'elevator',
      address: place.name,
      media_url: null,
    });
    expect(JSON.stringify(open)).not.toMatch(/李|1380|501|3栋|停了/);
    await respond(manager, no);
    await close(manager, no);
    const one = await other.get(`${BASE}/requests/${no}.json`).query({ api_key: key }).expect(200);
    expect(one.body).toEqual([expect.objectContaining({ status: 'closed', status_notes: '已办结' })]);
    expect((await other.get(`${BASE}/requests/${no}.xml`).query({ api_key: key })).text).toContain(
      `<service_requests><request><service_request_id>${no}</service_request_id>`,
    );
  });

  it('are found by state, service and days, newest first, page by page', async () => {
    const li = await world.as('owner-li');
    const nos: string[] = [];
    for (let turn = 0; turn < 3; turn++) {
      world.clock.advance(1000);
      nos.unshift((await submit(world, li, { category: 'parking' })).no);
    }
    const ids = async (query: Record<string, string>) => (await list(query)).map(({ service_request_id: id }) => id);
    expect(await ids({ service_code: 'parking' })).toEqual(nos);
    expect(await ids({ service_code: 'parking', page_size: '2' })).toEqual(nos.slice(0, 2));
    expect(await ids({ service_code: 'parking', page_size: '2', page: '2' })).toEqual(nos.slice(2));
    expect(await ids({ service_code: 'parking', status: 'closed' })).toEqual([]);
    expect(await ids({ service_code: 'parking,noise', status: 'open,closed' })).toEqual(nos);
    expect(await ids({ end_date: '2026-11-19T00:00:00Z' })).toEqual([]);
    const wrong = async (query: Record<string, string>) => (await other.get(`${BASE}/requests.json`).query({ api_key: key, ...query })).status;
    expect(await wrong({ start_date: '2026-01-01T00:00:00Z', end_date: '2026-11-01T00:00:00Z' })).toBe(400);
    for (const query of [{ status: 'lost' }, { start_date: 'yesterday' }, { page_size: '5000' }, { page: '1000' }])
      expect(await wrong(query as never)).toBe(400);
  });

  it('are taken as a form, for a community that is named', async () => {
    const post = (fields: Record<string, string>, form = 'json') => other.post(`${BASE}/requests.${form}`).type('form').send(fields);
    const fields = {
      api_key: key,
      service_code: 'water',
      address_id: place.id,
      description: '楼道漏水 <b>&',
      first_name: '某',
      last_name: '李',
      phone: '13812340000',
    };
    const made = await post(fields);
    expect([made.status, made.body]).toEqual([201, [{ service_request_id: expect.any(String), service_notice: expect.any(String), account_id: null }]]);
    const no = (made.body as { service_request_id: string }[])[0]?.service_request_id;
    const row = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    expect(row).toMatchObject({ source: 'open311', category: 'water', communityId: place.id, personId: null });
    const view = await (await world.as('manager-wang')).get(`/api/complaints/${no}`).expect(200);
    expect(view.body).toMatchObject({ words: '楼道漏水 <b>&', submitter: { name: '李*', phone: '138****0000' } });
    expect((await post({ ...fields, address_id: '', address_string: place.name }, 'xml')).text).toContain('<service_requests><request><service_request_id>');
    expect((await post({ ...fields, api_key: '' })).body).toEqual([{ code: 400, description: 'api_key was not provided' }]);
    for (const change of [{ address_id: 'x' }, { description: '' }, { service_code: 'weather' }, { phone: '找我' }])
      expect([change, (await post({ ...fields, ...change } as never)).status]).toEqual([change, 400]);
    expect((await other.post(`${BASE}/requests.json`).send(fields)).status).toBe(415);
    expect((await other.post(`${BASE}/requests.xml`).type('application/xml').send('<a/>')).status).toBe(415);
  });
});
