import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { complaintErrors } from '@wuye/shared/complaint';
import { features } from '@wuye/shared/features';
import { type AccessSlice, type ErrorSlice, faultsOf, permissionFaults, platformErrors, type Route } from '@wuye/shared/kit';
import { createSim } from '@wuye/wechat-sim';
import { entities } from '../src/entities.js';
import { keywordsOf, messageKinds } from '../src/message/index.js';
import { accessTable } from '../src/platform/access/index.js';
import { ROUTE } from '../src/platform/http/index.js';
import { startWorld, type World } from './kit.js';

/** For other systems, each call with a key: in JSON or XML, by the specification of GeoReport v2 and not by a contract of ours. */
const OPEN311 = ['GET /open311/v2/:file', 'GET /open311/v2/requests/:file', 'GET /open311/v2/services/:file', 'POST /open311/v2/:file'];

/** Served, public, and outside the contract with the H5. */
const EXTRAS = ['GET /healthz', 'GET /readyz', 'GET /q/:code', 'GET /wechat/callback', 'POST /wechat/callback', ...OPEN311];

interface Served {
  readonly handler: string;
  readonly at: string;
  readonly route: Route | undefined;
}

const contracts: Route[] = features.flatMap((feature) => Object.values(feature.routes));
const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const contractNames = new Set(contracts.map(nameOf));

let world: World;
let served: Served[];

/** Every method of a controller that Nest serves, found as Nest finds it: by its metadata. */
function servedBy(modules: ModulesContainer): Served[] {
  const controllers = [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as { name: string; prototype: object }),
  );
  return controllers.flatMap(({ name, prototype }) =>
    Object.getOwnPropertyNames(prototype).flatMap((method) => {
      if (method === 'constructor') return [];
      const handler = (prototype as Record<string, unknown>)[method] as object;
      const path = typeof handler === 'function' ? (Reflect.getMetadata('path', handler) as string | undefined) : undefined;
      if (path === undefined) return [];
      const verb = RequestMethod[Reflect.getMetadata('method', handler) as number];
      return [{ handler: `${name}.${method}`, at: `${verb} ${path}`, route: Reflect.getMetadata(ROUTE, handler) as Route | undefined }];
    }),
  );
}

/** The addresses in a tree as Fastify prints it: four columns for each level, the methods behind. */
function addressesIn(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods] = /^([│ ]*)[├└]── (\S+)( \([A-Z, ]+\))?/.exec(line) ?? [];
    if (segment === '') return [];
    above.length = indent.length / 4;
    above.push(segment);
    return methods ? [above.join('')] : [];
  });
}

beforeAll(async () => {
  world = await startWorld();
  served = servedBy(world.app.get(ModulesContainer));
}, 60_000);
afterAll(() => world.close());

describe('routes', () => {
  it('are found at all', () => {
    expect(served.length).toBeGreaterThan(20);
  });

  it('each have a contract, and are in a feature or named public extras', () => {
    expect(served.filter(({ route }) => !route).map(({ handler }) => handler)).toEqual([]);
    expect(served.filter(({ at, route }) => at !== nameOf(route as Route))).toEqual([]);
    const extra = served.map(({ at }) => at).filter((at) => !contractNames.has(at));
    expect(extra.sort()).toEqual([...EXTRAS].sort());
    for (const { at, route } of served) if (EXTRAS.includes(at)) expect([at, typeof route?.access]).toEqual([at, 'object']);
  });

  it('of the server are those of Nest, where the guard stands, and a few that tell nothing of anyone', () => {
    const addresses = addressesIn((world.app.getHttpAdapter().getInstance() as FastifyInstance).printRoutes({ commonPrefix: false }));
    const nest = served
      .map(({ at }) => at.split(' ')[1] ?? '')
      .map((path) => (EXTRAS.some((extra) => !OPEN311.includes(extra) && extra.endsWith(path)) ? path : `/api${path}`));
    expect(addresses.length).toBeGreaterThanOrEqual(new Set(nest).size);
    expect(addresses.filter((path) => path !== '*' && !nest.includes(path)).sort()).toEqual(['/', '/api/openapi.json']);
  });

  it('of the contracts are served once each', () => {
    expect(contractNames.size).toBe(contracts.length);
    const known = served.map(({ at }) => at).filter((at) => contractNames.has(at));
    expect([...known].sort()).toEqual([...contractNames].sort());
  });

  it('that are not public answer 401 to a browser that nobody signed in', async () => {
    const guarded = contracts.filter(({ access }) => typeof access !== 'object');
    expect(guarded.length).toBeGreaterThan(15);
    for (const route of guarded) {
      const path = `/api${route.path.replace(/:\w+/g, '01H00000000000000000000000')}`;
      const { status, body } = await world.browser()[route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](path);
      expect([nameOf(route), status, (body as { code: string }).code]).toEqual([nameOf(route), 401, 'SESSION.REQUIRED']);
    }
  });

  it('that are public say why', () => {
    for (const { access } of contracts) if (typeof access === 'object') expect(access.public.length).toBeGreaterThan(10);
  });

  it('name their parameters in path and contract alike', () => {
    for (const route of contracts) {
      const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const shape = (route.params as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
      expect([nameOf(route), Object.keys(shape).sort()]).toEqual([nameOf(route), named.sort()]);
    }
  });

  it('that write answer something that a repeat can be given again', () => {
    for (const route of contracts)
      if (route.method !== 'GET') expect([nameOf(route), route.response !== undefined || route.status === 204]).toEqual([nameOf(route), true]);
  });
});

describe('permissions', () => {
  const faultsWith = (access: unknown, rules: AccessSlice = {}) =>
    permissionFaults([{ name: 'made', routes: { one: { method: 'GET', path: '/made', summary: '', access } as Route }, access: rules }]);

  it('stand in one table without a fault', () => {
    expect(permissionFaults(features)).toEqual([]);
    expect(Object.keys(accessTable).sort()).toEqual(features.flatMap(({ access }) => Object.keys(access)).sort());
  });

  it('with a fault would be found out', () => {
    expect(faultsWith('made.up')).toEqual(['GET /made: asks for made.up, which is not in the permission table']);
    expect(faultsWith(undefined)).toEqual(['GET /made: says not who may call it']);
    expect(faultsWith({ public: '' })).toEqual(['GET /made: is public without a reason']);
    expect(faultsWith('made.do', { 'made.do': { what: '', own: true } })).toEqual(['made.do: lacks its line in Chinese (what)']);
    expect(faultsWith('made.do', { 'made.do': { what: '做一件事' } })).toEqual(['made.do: lets nobody in']);
    expect(faultsWith('made.do', { 'made.do': { what: '做一件事', own: true } })).toEqual([]);
  });
});

describe('errors', () => {
  const slices: ErrorSlice[] = [platformErrors, ...features.map(({ errors }) => errors)];
  const codes = slices.flatMap((slice) => Object.keys(slice));

  it('have each their code to themselves, in the one form', () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(codes.filter((code) => !/^[A-Z]+(\.[A-Z]+(_[A-Z]+)*)$/.test(code))).toEqual([]);
  });

  it('that routes name exist', () => {
    expect(contracts.flatMap((route) => (route.errors ?? []).filter((code) => !codes.includes(code)).map((code) => `${nameOf(route)}: ${code}`))).toEqual([]);
  });

  it('of a feature are answered by some route', () => {
    const named = new Set(contracts.flatMap(({ errors }) => errors ?? []));
    expect(features.flatMap(({ errors }) => Object.keys(errors)).filter((code) => !named.has(code))).toEqual([]);
  });

  it('tell people what happened in a whole sentence, and never that the system is busy', () => {
    for (const slice of slices)
      for (const [code, { title }] of Object.entries(slice))
        expect([code, /[。！]$/.test(title), /系统繁忙|操作失败|未知错误/.test(title)]).toEqual([code, true, false]);
    expect(complaintErrors['COMPLAINT.EMPTY'].title).toBe('拍照或文字，至少一样。');
  });
});

describe('messages', () => {
  /** What the kinds are made of. A kind that needs something else fails here until its sample is added. */
  const sample = {
    no: '20261120-000001',
    title: '漏水用水·报事报修',
    community: '华阳小区',
    due: '2026年11月20日 14:00',
    at: '2026年11月20日 10:00',
    outcome: '未解决：需业主大会决定',
    houses: '2',
    name: '业主',
  };

  it('are each declared once, and there are some', () => {
    const all = features.flatMap(({ messages }) => Object.keys(messages ?? {}));
    expect(all.length).toBeGreaterThan(4);
    expect(new Set(all).size).toBe(all.length);
  });

  it('say who gets them, how 消息 lists them, and, where a rule demands them, which and what an SMS says', () => {
    for (const [name, { audience, required, title, summary }] of Object.entries(messageKinds)) {
      expect([name, audience.length > 3]).toEqual([name, true]);
      expect(title(sample)).toMatch(/^.{2,12}$/u);
      expect(summary(sample)).toMatch(/^.{2,40}$/u);
      if (!required) continue;
      expect(required.rule).toMatch(/〔\d{4}〕|条/);
      for (const value of Object.values(required.sms(sample))) expect([name, value]).toEqual([name, expect.stringMatching(/^.{2,20}$/u)]);
    }
    expect(Object.values(messageKinds).some(({ required }) => required)).toBe(true);
    expect(Object.values(messageKinds).some(({ night }) => !night)).toBe(true);
  });

  it('have each a template in the account, with exactly its keywords, in values that WeChat takes', async () => {
    const sim = await createSim({ port: 0, people: [] });
    try {
      for (const [name, kind] of Object.entries(messageKinds)) {
        const template = sim.state.templates.all().find(({ title }) => title === kind.template);
        expect([name, Object.keys(kind.keywords(sample))]).toEqual([name, template?.keywords.map(({ key }) => key)]);
        expect([name, keywordsOf(kind, sample)]).toEqual([name, { values: kind.keywords(sample) }]);
        expect(kind.link(sample)).toMatch(/^\/[\w/-]+$/);
        // The template as `npm run wechat -- templates add` would take it from WeChat's library.
        expect([name, kind.library, kind.labels]).toEqual([name, template?.short, template?.keywords.map(({ label }) => label)]);
      }
    } finally {
      await sim.close();
    }
  });
});

describe('lifecycles', () => {
  it('are sound: every step leads to a state that there is, and something leads to every state', () => {
    const all = features.flatMap(({ lifecycles }) => Object.entries(lifecycles ?? {}));
    expect(all.map(([name]) => name)).toContain('complaint');
    for (const [name, lifecycle] of all) expect([name, faultsOf(lifecycle)]).toEqual([name, []]);
  });

  it('would be found out', () => {
    expect(faultsOf({ initial: 'a', states: { a: { go: 'nowhere' }, b: {} } })).toEqual(['a --go--> nowhere: unknown state', 'b: nothing leads to it']);
  });
});

describe('entities', () => {
  it('stand each in the list and in the database', async () => {
    const runner = world.dataSource.createQueryRunner();
    try {
      expect(world.dataSource.entityMetadatas).toHaveLength(entities.length);
      for (const { tableName } of world.dataSource.entityMetadatas) expect([tableName, await runner.hasTable(tableName)]).toEqual([tableName, true]);
    } finally {
      await runner.release();
    }
  });
});

describe('a city’s notice', () => {
  /** What is run or shown of a file: without its comments. */
  const spoken = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm, '');
  const root = join(import.meta.dirname, '../..');
  /** What a message's rule is, nobody is shown: it is the reason for the SMS, checked above. */
  const unshown = (text: string): string => text.replace(/(?:\brule: |const RULE = )'[^']*'/g, '');

  it('is cited by the rules of that city alone: no page and no paper of another says it', () => {
    const files = ['shared/src', 'api/src', 'h5/src'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => /(?<!\.spec|spec-kit)\.(?:ts|vue)$/.test(path))
        .map((path) => join(folder, path)),
    );
    expect(files.length).toBeGreaterThan(500);
    const cites = files.filter((path) => /成住建发|惠州市住建局/.test(unshown(spoken(readFileSync(join(root, path), 'utf8')))));
    expect(cites).toEqual([join('shared', 'src', 'policy', 'presets.ts')]);
  });
});
