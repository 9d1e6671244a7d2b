import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Complaint } from '../src/complaint/entities.js';
import { Community } from '../src/community/index.js';
import { runOpen311 } from '../src/open311/index.js';
import { Open311Key, Open311Request } from '../src/open311/entities.js';
import { Database, insertRows, newId } from '../src/platform/database/index.js';
import { close, neverFlagged, respond, submit, upload } from './acts.js';
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
  await neverFlagged(world);
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
    const none = await other.get(`${BASE}/requests.json`);
    expect([none.status, none.body]).toEqual([403, [{ code: 403, description: 'api_key was not provided' }]]);
    const xml = await other.get(`${BASE}/requests.xml`).query({ api_key: 'made-up' });
    expect([xml.status, xml.headers['content-type'], xml.text]).toEqual([
      403,
      'text/xml; charset=utf-8',
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
    expect(body).toMatchObject({ key_service: expect.stringMatching(/api_key/) });
    const { changeset, endpoints } = body as { changeset: string; endpoints: { changeset: string; formats: string[] }[] };
    world.clock.advance(60_000);
    expect((await other.get(`${BASE}/discovery.json`)).body).toMatchObject({ changeset, endpoints: [{ changeset: endpoints[0]?.changeset }] });
    expect(Number.isNaN(Date.parse(changeset))).toBe(false);
    expect(endpoints[0]?.formats).toEqual(['application/json', 'text/xml']);
    expect((await other.get(`${BASE}/services.xml`)).headers['content-type']).toBe('text/xml; charset=utf-8');
    expect((await other.get(`${BASE}/services.json`)).headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('answer what they don’t have in their own form, and send no browser away', async () => {
    for (const path of ['nothing.json', 'services.html', 'a/b/c.json', 'services/elevator.json']) {
      const answer = await other.get(`${BASE}/${path}`).set('accept', 'text/html');
      expect([path, answer.status, answer.type]).toEqual([path, 404, path.endsWith('.json') ? 'application/json' : 'text/xml']);
      if (path.endsWith('.json')) expect(answer.body).toEqual([{ code: 404, description: expect.any(String) }]);
      else expect(answer.text).toContain('<errors><error><code>404</code><description>');
    }
  });

  it('know the city and its districts as jurisdictions, and nothing else', async () => {
    for (const id of ['510100', place.districtCode]) expect((await other.get(`${BASE}/services.json`).query({ jurisdiction_id: id })).status).toBe(200);
    const wrong = await other.get(`${BASE}/services.json`).query({ jurisdiction_id: 'sfgov.org' });
    expect([wrong.status, wrong.body]).toEqual([404, [{ code: 404, description: 'jurisdiction_id was not found' }]]);
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
    const fifty = Array.from({ length: 51 }, (_, index) => `20261120-${String(index).padStart(6, '0')}`).join(',');
    for (const query of [{ status: 'lost' }, { start_date: 'yesterday' }, { page_size: '5000' }, { page: '1000' }, { service_request_id: fifty }])
      expect([query, await wrong(query as never)]).toEqual([query, 400]);
    expect(await wrong({ jurisdiction_id: 'sfgov.org' })).toBe(404);
    const others = await world.dataSource.manager.find(Community);
    const elsewhere = others.find(({ districtCode }) => districtCode !== place.districtCode) as Community;
    expect(await ids({ service_code: 'parking', jurisdiction_id: place.districtCode })).toEqual(nos);
    expect(await ids({ service_code: 'parking', jurisdiction_id: elsewhere.districtCode })).toEqual([]);
    expect(await ids({ service_request_id: nos.join(','), jurisdiction_id: elsewhere.districtCode })).toEqual([]);
    expect((await other.get(`${BASE}/requests/${nos[0]}.json`).query({ api_key: key, jurisdiction_id: elsewhere.districtCode })).status).toBe(404);
  });

  it('come a thousand at once where no page is asked for', async () => {
    const [like] = await world.dataSource.manager.find(Complaint, { take: 1 });
    const at = new Date(world.clock.now().getTime() - 86_400_000 * 30);
    const many = Array.from({ length: 1010 }, (_, index) => ({
      ...(like as Complaint),
      id: newId(at),
      no: `20261021-${String(index).padStart(6, '0')}`,
      category: 'greenery' as const,
    }));
    for (let from = 0; from < many.length; from += 101) await insertRows(world.dataSource.manager, Complaint, many.slice(from, from + 101));
    const found = await list({ service_code: 'greenery' });
    expect([found.length, (await list({ service_code: 'greenery', page: '2' })).length]).toEqual([1000, 10]);
  });

  it('tell when something last happened to each: a withdrawal, a reopening', async () => {
    const li = await world.as('owner-li');
    const manager = await world.as('manager-wang');
    const updated = async (no: string) => (await list({ service_request_id: no }))[0]?.updated_datetime;
    const [first, second] = [await submit(world, li, { category: 'power' }), await submit(world, li, { category: 'power' })];
    world.clock.advance(60_000);
    const withdrawn = world.clock.now().toISOString();
    await li.post(`/api/complaints/${first.no}/withdraw`).send({}).expect(200);
    expect(await updated(first.no)).toBe(withdrawn);
    await respond(manager, second.no);
    await close(manager, second.no);
    world.clock.advance(60_000);
    const reopened = world.clock.now().toISOString();
    await li.post(`/api/complaints/${second.no}/verdict`).send({ solved: false, reason: '又停电了，没有修好' }).expect(200);
    expect(await updated(second.no)).toBe(reopened);
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
    expect((await post({ ...fields, api_key: '' })).body).toEqual([{ code: 403, description: 'api_key was not provided' }]);
    const wrong = [
      [{ address_id: 'x' }, 400],
      [{ description: '' }, 400],
      [{ description: '长'.repeat(4001) }, 400],
      [{ service_code: 'weather' }, 404],
      [{ service_code: '' }, 400],
      [{ phone: '找我' }, 400],
      [{ media_url: 'javascript:alert(1)' }, 400],
      [{ lat: '30.6' }, 400],
      [{ lat: '300', long: '104' }, 400],
      [{ jurisdiction_id: 'sfgov.org' }, 404],
    ] as const;
    for (const [change, status] of wrong) {
      const answer = await post({ ...fields, ...change });
      expect([change, answer.status, answer.body]).toEqual([change, status, [{ code: status, description: expect.any(String) }]]);
    }
    const json = await other.post(`${BASE}/requests.json`).send(fields);
    expect([json.status, json.body]).toEqual([415, [{ code: 415, description: expect.stringContaining('application/x-www-form-urlencoded') }]]);
    const xml = await other.post(`${BASE}/requests.xml`).type('text/plain').send('a');
    expect([xml.status, xml.text]).toEqual([415, expect.stringContaining('<errors><error><code>415</code>')]);
  });

  const send = async (fields: Record<string, string>) => {
    const answer = await other
      .post(`${BASE}/requests.json`)
      .type('form')
      .send({ api_key: key, service_code: 'noise', ...fields });
    const [first] = answer.body as { service_request_id?: string; description?: string }[];
    return { status: answer.status, no: first?.service_request_id ?? '', description: first?.description ?? '' };
  };
  const kept = async (no: string) => {
    const row = await world.dataSource.manager.findOneByOrFail(Complaint, { no });
    const open = (field: 'words' | 'place' | 'position') => row[field] && world.vault.open(`complaint.${field}`, row[field] as string);
    return { row, words: open('words'), place: open('place'), position: open('position') };
  };

  it('find the community in the words of an address, and keep the rest as the place', async () => {
    const at = async (address: string, more: Record<string, string> = {}) => send({ address_string: address, description: `夜里施工 ${address}`, ...more });
    const first = await kept((await at(`${place.name}3栋2单元`)).no);
    expect([first.row.communityId, first.place]).toEqual([place.id, '3栋2单元']);
    const second = await kept((await at(`成都市${place.name}，5栋门口`)).no);
    expect([second.row.communityId, second.place]).toEqual([place.id, '成都市，5栋门口']);
    expect(await at('没有这个地方')).toMatchObject({ status: 400, description: expect.stringContaining('address_string') });
    const twin = { ...place, id: newId(world.clock.now()), districtCode: '510105' };
    await world.dataSource.manager.insert(Community, twin);
    expect(await at(`${place.name}7栋`)).toMatchObject({ status: 400, description: expect.stringContaining('2 communities') });
    const third = await kept((await at(`${place.name}7栋`, { jurisdiction_id: place.districtCode })).no);
    expect(third.row.communityId).toBe(place.id);
    await world.dataSource.manager.delete(Community, { id: twin.id });
  });

  it('take a position with a community, and say that it alone tells none', async () => {
    const here = { lat: '30.65', long: '104.06' };
    expect(await send({ ...here, description: '有噪音' })).toMatchObject({ status: 400, description: expect.stringContaining('address_id') });
    const { position } = await kept((await send({ ...here, address_id: place.id, description: '有噪音' })).no);
    expect(JSON.parse(String(position))).toEqual({ latitude: 30.65, longitude: 104.06, system: 'wgs84', accuracy: null });
  });

  it('take four thousand signs, or a picture’s address instead of words', async () => {
    const long = await kept((await send({ address_id: place.id, description: '长'.repeat(4000) })).no);
    expect(long.words).toHaveLength(4000);
    const pictured = await kept((await send({ address_id: place.id, media_url: 'https://example.org/a.jpg' })).no);
    expect(pictured.words).toContain('https://example.org/a.jpg');
    expect(await send({ address_id: place.id })).toMatchObject({ status: 400, description: expect.stringContaining('media_url') });
  });

  it('are one however often a client tries again, and known by their key', async () => {
    const fields = { address_id: place.id, description: '通宵施工' };
    const [one, two] = await Promise.all([send(fields), send(fields)]);
    expect([one.status, two.status, one.no === two.no]).toEqual([201, 201, true]);
    world.clock.advance(11 * 60_000);
    expect((await send(fields)).no).not.toBe(one.no);
    const own = { ...fields, client_request_id: 'their-4711' };
    const [mine] = await Promise.all([send(own), send(own), send(own)]);
    world.clock.advance(86_400_000);
    expect((await send(own)).no).toBe(mine.no);
    expect(await send({ ...own, description: '另一件事' })).toMatchObject({ status: 400, description: expect.stringContaining('client_request_id') });
    const other311 = keyOf(await command('keys', 'add', '另一系统'));
    expect((await send({ ...own, api_key: other311 })).no).not.toBe(mine.no);
    const { row } = await kept(mine.no);
    expect(await world.dataSource.manager.findOneBy(Open311Request, { complaintId: row.id })).toMatchObject({
      keyId: (await world.dataSource.manager.findOneByOrFail(Open311Key, { name: '城运中心' })).id,
    });
    const view = (await (await world.as('officer-wu')).get(`/api/complaints/${mine.no}`).expect(200)).body as { events: { by: unknown }[] };
    expect(view.events.map(({ by }) => by)).toContainEqual({ role: 'department', name: '城运中心' });
    expect(JSON.stringify(await world.dataSource.manager.find(Open311Request))).not.toContain('施工');
  });
});
