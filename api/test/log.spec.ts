import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AGREEMENT_VERSION } from '@wuye/shared/identity';
import { SHARING_CONSENT_VERSION } from '@wuye/shared/privacy';
import { QueryFailedError } from 'typeorm';
import { ProblemFilter, ProblemForms } from '../src/platform/http/index.js';
import { checkFace, complaint, newKey, respond, startBinding, submit, upload } from './acts.js';
import { type Browser, castPerson, startWorld, type World } from './kit.js';

const lines: string[] = [];
const keep = (line: string | Uint8Array): boolean => {
  lines.push(String(line));
  return true;
};
const spies = [jest.spyOn(process.stdout, 'write').mockImplementation(keep), jest.spyOn(process.stderr, 'write').mockImplementation(keep)];

let world: World;
let owner: Browser;
let secrets: string[];
/** Everything logged since the file began. */
const log = () => lines.join('');
/** A number counts when it stands alone: six digits of a code also occur within an instant. */
const tells = (secret: string): boolean => (/^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(log()) : log().includes(secret));

/** Walks through the job once, so that whatever would be logged has been. */
beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'info' }, logStream: { write: keep } });
  owner = await world.as('owner-chen');
  const { name, idNumber, phone, openid } = castPerson('owner-chen');
  const id = await startBinding(world, owner, 'owner-chen');
  const { body } = await checkFace(world, owner, id, 'pass');
  await owner.post(`/api/bindings/${id}/confirm`).send({ houseIds: (body as { houses: { id: string }[] }).houses.map((house) => house.id) });
  const { no } = await submit(world, owner, { words: '住在三楼的老人下不了楼', place: '3栋2单元501', phone: '13812345678', pictures: [await upload(owner)] });
  const manager = await world.as('manager-wang');
  await respond(manager, no);
  await manager
    .post(`/api/complaints/${no}/contact`)
    .send({ reason: { kind: 'other', words: '确认上门时间' } })
    .expect(200);
  for (const path of ['/api/me/privacy', '/api/me/privacy/export', '/api/me/consents', '/api/me/looks']) await owner.get(path).expect(200);
  await world.outbox.drain();
  const smsCode = await world.smsCode(phone);
  const cookies = (await world.dataSource.query('SELECT token_hash FROM session')) as { token_hash: string }[];
  secrets = [
    name,
    idNumber,
    idNumber.slice(6),
    phone,
    openid,
    smsCode,
    '13812345678',
    '老人',
    '确认上门时间',
    '2单元501',
    no,
    String(world.cast.posters[0]?.code),
    'wuye_session',
    ...cookies.map((row) => row.token_hash),
  ];
}, 60_000);
afterAll(async () => {
  for (const spy of spies) spy.mockRestore();
  await world.close();
});

const requests = () => lines.filter((line) => line.includes('"msg":"request"')).map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the request log', () => {
  it('has a line for each request: its pattern, how it ended, how long it took, and nothing else', () => {
    const known = requests();
    expect(known.length).toBeGreaterThan(10);
    expect(known).toContainEqual(expect.objectContaining({ method: 'POST', route: '/api/complaints/:no/contact', status: 200, ms: expect.any(Number) }));
    for (const line of known)
      expect(Object.keys(line).sort()).toEqual(['hostname', 'id', 'level', 'method', 'ms', 'msg', 'pid', 'reqId', 'route', 'status', 'time'].sort());
  });

  it('says nothing personal of anyone', () => {
    expect(secrets.length).toBeGreaterThan(12);
    for (const secret of secrets) expect([secret, tells(secret)]).toEqual([secret, false]);
  });

  it('nor of requests that fail', async () => {
    await owner.get('/api/complaints/by-13812345678?phone=13812345678').expect(422);
    await owner.get('/nothing/13812345678?name=张三').expect(404);
    await owner.post('/api/complaints').set('content-type', 'application/json').send('{"phone":"13812345678"');
    await owner.post('/api/bindings').send({
      name: '张三',
      idType: 'resident',
      idNumber: '13812345678',
      phone: '13812345678',
      smsCode: '000000',
      agreement: AGREEMENT_VERSION,
      sharing: SHARING_CONSENT_VERSION,
    });
    expect(requests().at(-1)).toMatchObject({ route: '/api/bindings', status: 422 });
    for (const secret of ['13812345678', '张三']) expect(log()).not.toContain(secret);
  });
});

describe('someone who goes', () => {
  it('leaves no word in the log', async () => {
    await owner.post('/api/me/privacy/erase').send({ confirm: '注销' }).expect(204);
    expect(requests().at(-1)).toMatchObject({ route: '/api/me/privacy/erase', status: 204 });
    for (const secret of secrets) expect([secret, tells(secret)]).toEqual([secret, false]);
    owner = await world.as('owner-li');
  });
});

describe('a fault', () => {
  it('in a statement: found again by its route and id, without the values bound to it; the caller learns nothing', async () => {
    await world.dataSource.query('ALTER TABLE complaint_event RENAME TO complaint_event_away');
    const answer = await owner
      .post('/api/complaints')
      .set('idempotency-key', newKey())
      .send(complaint(world, { words: '住在三楼的老人', phone: '13812345678' }));
    await world.dataSource.query('ALTER TABLE complaint_event_away RENAME TO complaint_event');
    expect(answer.body).toEqual({ type: 'about:blank', status: 500, code: 'SERVER.FAULT', title: expect.stringContaining('您填写的内容还在') });
    const fault = lines.filter((line) => line.includes('unexpected error')).at(-1);
    expect(JSON.parse(String(fault))).toMatchObject({
      route: '/api/complaints',
      requestId: expect.any(String),
      err: { name: 'QueryFailedError', message: expect.stringContaining('complaint_event'), stack: expect.stringContaining('submissions') },
    });
    for (const secret of ['老人', '13812345678', String(world.cast.posters[0]?.code)]) expect(log()).not.toContain(secret);
  });

  it.each([
    ["Duplicate entry 'oOpenidOfSomeone-13812345678' for key 'account_by_openid'", 'account_by_openid'],
    ["Incorrect datetime value: '13812345678' for column `wuye`.`session`.`seen_at` at row 1", 'seen_at'],
    ["Data too long for column 'title' at row 1", 'title'],
    ['Truncated incorrect DOUBLE value: "13812345678"', 'Truncated incorrect'],
  ])('whose database tells the value (%s): the value goes', (message, kept) => {
    const written: { err: { message: string; stack: string } }[] = [];
    const request = {
      id: 'r',
      method: 'POST',
      headers: {},
      url: '/x',
      routeOptions: { url: '/x' },
      log: { error: (line: { err: { message: string; stack: string } }) => written.push(line) },
    };
    const reply = { status: () => reply, header: () => reply, send: () => reply };
    const host = { switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }) };
    const driverError = Object.assign(new Error(message), { code: 'ER_ANY', sql: "INSERT INTO x VALUES ('13812345678')" });
    new ProblemFilter(new ProblemForms()).catch(new QueryFailedError('INSERT INTO x VALUES (?)', ['13812345678'], driverError), host as never);
    const text = JSON.stringify(written);
    expect(text).not.toContain('13812345678');
    expect(text).toContain(kept);
    expect(written[0]?.err.stack).toContain('log.spec');
  });
});
