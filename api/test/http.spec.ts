import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { route } from '@wuye/shared/kit';
import request from 'supertest';
import { z } from 'zod';
import { Endpoint } from '../src/platform/http/index.js';
import { complaint } from './acts.js';
import { type Browser, startWorld, type World } from './kit.js';

let world: World;
let owner: Browser;
beforeAll(async () => {
  world = await startWorld();
  owner = await world.as('owner-li');
}, 60_000);
afterAll(() => world.close());

const count = async (): Promise<number> => Number(((await world.dataSource.query('SELECT COUNT(*) AS n FROM complaint')) as { n: number }[])[0]?.n);
const problem = { type: 'about:blank', title: expect.any(String), status: expect.any(Number), code: expect.any(String) };

describe('a write', () => {
  it('that another site sends is refused, whoever is signed in', async () => {
    const before = await count();
    const answer = await owner.post('/api/complaints').set('sec-fetch-site', 'cross-site').send(complaint(world)).expect(403);
    expect(answer.body).toEqual({ ...problem, status: 403, code: 'REQUEST.CROSS_SITE' });
    await owner.delete('/api/session').set('sec-fetch-site', 'cross-site').expect(403);
    await owner.get('/api/session').set('sec-fetch-site', 'cross-site').expect(200);
    expect(await count()).toBe(before);
  });

  it.each(['same-origin', 'same-site', 'none'])('from %s is taken', async (site) => {
    await owner.post('/api/complaints').set('sec-fetch-site', site).send(complaint(world)).expect(201);
  });

  it.each([
    ['text/plain', (body: object) => JSON.stringify(body)],
    ['application/x-www-form-urlencoded', (body: object) => new URLSearchParams(body as Record<string, string>).toString()],
    ['application/xml', () => '<complaint/>'],
    ['multipart/form-data; boundary=x', () => '--x--'],
  ])('as %s, which a foreign form could send: refused', async (type, text) => {
    const before = await count();
    const answer = await owner
      .post('/api/complaints')
      .set('content-type', type)
      .send(text(complaint(world)));
    expect(answer.body).toEqual({ ...problem, status: 415, code: 'REQUEST.UNSUPPORTED' });
    expect(await count()).toBe(before);
  });

  it('without a body: the fields that are missing, by name', async () => {
    const answer = await owner.post('/api/complaints').expect(422);
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', errors: expect.arrayContaining([{ path: 'code', message: expect.any(String) }]) });
  });

  it.each(['{"code":', 'not json', '{"a":1}{', '"unclosed'])('of malformed JSON %p: a clear problem', async (text) => {
    const answer = await owner.post('/api/complaints').set('content-type', 'application/json').send(text);
    expect(answer.body).toEqual({ ...problem, status: 400, code: 'REQUEST.MALFORMED' });
  });

  it.each(['null', '[]', '"text"', '7', 'true'])('of JSON that is no form (%s): a clear problem', async (text) => {
    const answer = await owner.post('/api/complaints').set('content-type', 'application/json').send(text);
    expect(answer.body).toMatchObject({ status: 422, code: 'REQUEST.INVALID' });
  });

  it.each(['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}'])(
    'that reaches for the prototype (%s): refused, nothing polluted',
    async (text) => {
      const answer = await owner.post('/api/complaints').set('content-type', 'application/json').send(text);
      expect([400, 422]).toContain(answer.status);
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
  );

  it('of more than 64 KB: too large', async () => {
    const answer = await owner.post('/api/complaints').send({ words: 'x'.repeat(70_000) });
    expect(answer.body).toEqual({ ...problem, status: 413, code: 'REQUEST.TOO_LARGE' });
  });
});

describe('an address', () => {
  it.each(['/api/nothing', '/api/complaints/20261120-000000/nothing', '/nothing', '/api', '/api/files'])('unknown: %s', async (path) => {
    const answer = await owner.get(path).expect(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.body).toEqual({ ...problem, status: 404, code: 'ROUTE.NOT_FOUND' });
  });

  it('with a method that it does not know', async () => {
    expect((await owner.put('/api/complaints').send({})).body).toMatchObject({ status: 404, code: 'ROUTE.NOT_FOUND' });
  });

  it.each(['/api/complaints/%zz', '/api/%', '/%c0%af'])('that is broken: %s', async (path) => {
    const { port } = world.app.getHttpServer().address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`));
      socket
        .on('data', (part) => (answer += String(part)))
        .on('end', () => resolve(answer))
        .on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({ code: expect.stringMatching(/^(REQUEST|ROUTE)\./) });
  });

  it.each(["/api/complaints/'%20OR%201=1", '/api/bindings/x', `/api/files/${'a'.repeat(190)}`])('with a parameter that is none: %s', async (path) => {
    expect((await owner.get(path)).body).toMatchObject({ status: 422, code: 'REQUEST.INVALID' });
  });
});

describe('a problem', () => {
  it('is a document of its own type, never cached as a page, without a stack', async () => {
    const answer = await world.browser().get('/api/session').expect(401);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({ type: 'about:blank', title: '请先从公众号进入，登录后继续。', status: 401, code: 'SESSION.REQUIRED' });
  });

  it.each([
    ['/api/session', 'SESSION.REQUIRED'],
    ['/api/nothing', 'ROUTE.NOT_FOUND'],
    ['/api/communities/by-code/x', 'COMMUNITY.CODE_INVALID'],
  ])('for a browser that navigates to %s: the page about it', async (path, code) => {
    const answer = await world.browser().get(path).set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8').expect(302);
    expect(answer.headers.location).toBe(`/h5/problem?code=${code}`);
  });

  it('below /h5 is answered there: a redirect would go in circles', async () => {
    const answer = await world.browser().get('/h5/problem?code=X').set('accept', 'text/html').expect(404);
    expect(answer.body).toMatchObject({ code: 'ROUTE.NOT_FOUND' });
  });

  it('for a script is a document, also for a write that asks for html', async () => {
    expect((await world.browser().post('/api/complaints').set('accept', 'text/html').send({})).body).toMatchObject({ code: 'SESSION.REQUIRED' });
  });
});

describe('headers', () => {
  it('keep foreign frames, scripts and guesses out', async () => {
    const { headers } = await world.browser().get('/healthz').expect(200);
    expect(headers['content-security-policy']).toContain(`script-src 'self' ${world.config.jssdkScript};`);
    expect(headers['content-security-policy']).toContain("object-src 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('health', () => {
  it('alive and ready, for nobody in particular', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await world.browser().get(path).expect(200)).body).toEqual({ status: 'ok' });
  });

  it('not ready while a migration waits', async () => {
    const [last] = (await world.dataSource.query('SELECT * FROM migrations ORDER BY id DESC LIMIT 1')) as { id: number; timestamp: number; name: string }[];
    await world.dataSource.query('DELETE FROM migrations WHERE id = ?', [last?.id]);
    expect((await world.browser().get('/readyz').expect(503)).body).toMatchObject({ code: 'HEALTH.NOT_READY' });
    await world.browser().get('/healthz').expect(200);
    await world.dataSource.query('INSERT INTO migrations (id, timestamp, name) VALUES (?, ?, ?)', [last?.id, last?.timestamp, last?.name]);
    await world.browser().get('/readyz').expect(200);
  });
});

describe('the OpenAPI document', () => {
  it('is served', async () => {
    const { body } = await world.browser().get('/api/openapi.json').expect(200);
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/api/complaints': { post: { 'x-access': 'complaint.submit' } } } });
  });
});

describe('an endpoint', () => {
  const item = route({
    method: 'GET',
    path: '/thing',
    summary: 'a thing',
    access: { public: 'a test' },
    response: z.object({ name: z.string(), inner: z.object({ kept: z.number() }) }),
  });

  @Controller()
  class Things {
    @Endpoint(item)
    thing() {
      return { name: 'n', idNumber: '11010519491231002X', inner: { kept: 1, secret: 'x' } };
    }
  }

  @Module({ controllers: [Things] })
  class ThingsModule {}

  it('answers with what its contract names and drops the rest, however deep', async () => {
    const app = await NestFactory.create<NestFastifyApplication>(ThingsModule, new FastifyAdapter(), { logger: false });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const { body } = await request(app.getHttpServer()).get('/thing').expect(200);
    await app.close();
    expect(body).toEqual({ name: 'n', inner: { kept: 1 } });
  });
});
