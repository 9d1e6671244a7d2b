import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { features } from '@wuye/shared/features';
import { type Route, roles } from '@wuye/shared/kit';
import type { Response } from 'supertest';
import { accessTable } from '../src/platform/access/index.js';
import { type Actor, type Call, expectedOf, type Fixture, type Fixtures, Matrix } from './matrix/kit.js';

/**
 * Every route × every role × every scope, by the permission table. Whoever the table lets in gets through; everyone else gets
 * 401, 403 or 404, nothing changes, and nothing of the thing is in the answer. A route without a fixture fails.
 */
const FOLDER = `${process.cwd()}/api/test/matrix`;
const routes = features.flatMap(({ name, routes: slice }) => Object.entries(slice).map(([key, route]) => ({ name: `${name}.${key}`, route })));
const writes = ({ method }: Route): boolean => method !== 'GET';
/** The form is wrong: the call never came to the question of who asks. */
const UNASKED = new Set(['REQUEST.INVALID', 'REQUEST.MALFORMED', 'REQUEST.UNSUPPORTED']);

const fixtures = new Map<string, Fixture>();
let matrix: Matrix;
let cases = 0;
const leaks: string[] = [];
const begun = performance.now();

const codeOf = ({ body }: Response): string => (body as { code?: string } | undefined)?.code ?? '';

/** Notes a leak: something of a thing in the answer to someone who may not see it. */
function search(where: string, { text = '' }: Response, { marks = [] }: Call): void {
  for (const mark of marks) if (text.includes(mark)) leaks.push(`${where}: ${mark}`);
}

/** What is wrong with an answer to someone whom the table lets in; empty when nothing is. */
function refused(answer: Response, { answers = [] }: Fixture): string {
  const code = codeOf(answer);
  const bad = [401, 403, 404].includes(answer.status) || answer.status >= 500 || UNASKED.has(code);
  return bad && !answers.includes(code) ? `${answer.status} ${code}` : '';
}

/** What is wrong with an answer to someone whom the table keeps out. */
function admitted(answer: Response, route: Route, actor: Actor | null): string {
  const code = codeOf(answer);
  const said = `${answer.status} ${code}`;
  if (actor === null) return said === '401 SESSION.REQUIRED' ? '' : said;
  const named = code.startsWith('ACCESS.') || code === 'SESSION.UNPROVEN' || route.errors?.includes(code) === true;
  return [403, 404].includes(answer.status) && named ? '' : said;
}

/** All who are kept out, at one and the same thing. */
async function keepOut(name: string, route: Route, fixture: Fixture, actors: readonly (Actor | null)[]): Promise<string[]> {
  const call = await fixture.call(matrix, matrix.self);
  const before = writes(route) ? await matrix.fingerprint() : '';
  const faults: string[] = [];
  for (const actor of actors.filter((each) => !expectedOf(route, fixture, call, each).open)) {
    const answer = await matrix.send(route, { ...call, browser: undefined as never }, actor);
    cases += 1;
    const fault = admitted(answer, route, actor);
    if (fault) faults.push(`${actor?.name ?? 'nobody'} must be kept out, got ${fault}`);
    search(`${name} to ${actor?.name ?? 'nobody'}`, answer, call);
  }
  if (writes(route) && (await matrix.fingerprint()) !== before) faults.push('something changed although all were kept out');
  return faults;
}

/** One who may, at a thing of their own turn. */
async function letIn(name: string, route: Route, fixture: Fixture, who: Actor | null, made: Call | null): Promise<{ faults: string[]; done: boolean }> {
  const call = made ?? (await fixture.call(matrix, who ?? matrix.self));
  const actor = call.as ?? who;
  const { sees } = expectedOf(route, fixture, call, actor);
  const before = sees ? null : JSON.stringify(await call.stays?.());
  const answer = await matrix.send(route, call, actor);
  cases += 1;
  const asker = actor?.name ?? 'nobody';
  const fault = refused(answer, fixture);
  const faults = fault ? [`${asker} may, got ${fault}`] : [];
  if (!sees) search(`${name} to ${asker}`, answer, call);
  else if (fixture.list) for (const mark of call.shows ?? call.marks ?? []) if (!answer.text.includes(mark)) faults.push(`${asker} does not see ${mark}`);
  if (before !== null && JSON.stringify(await call.stays?.()) !== before) faults.push(`${asker} changed what is another's`);
  return { faults, done: answer.status < 400 };
}

beforeAll(async () => {
  for (const file of readdirSync(FOLDER).filter((each) => /^(?!kit\.).*\.ts$/.test(each))) {
    const { default: found } = (await import(`${FOLDER}/${file}`)) as { default: Fixtures };
    for (const [key, fixture] of Object.entries(found.fixtures)) fixtures.set(`${found.feature}.${key}`, fixture);
  }
  matrix = await Matrix.start(Object.keys(accessTable).filter((action) => accessTable[action]?.named));
}, 60_000);
afterAll(async () => {
  const scopes = new Set(matrix.actors.filter(({ role }) => role).map(({ scope }) => scope)).size;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  process.stderr.write(`matrix: ${routes.length} routes × ${roles.length} roles × ${scopes} scopes = ${cases} cases, ${leaks.length} leaks, ${seconds} s\n`);
  await matrix.world.close();
});

describe('every route', () => {
  it('has a fixture, and every fixture a route', () => {
    const lacking = routes
      .filter(({ name }) => !fixtures.has(name))
      .map(({ name }) => `${name} has no fixture: add one to api/test/matrix/${name.split('.')[0]}.ts`);
    expect(lacking).toEqual([]);
    expect([...fixtures.keys()].filter((name) => !routes.some((route) => route.name === name))).toEqual([]);
  });

  it.each(routes.map(({ name, route }) => [name, route] as const))(
    '%s answers each role in each scope as the table says',
    async (name, route) => {
      const fixture = fixtures.get(name);
      if (!fixture) throw new Error(`${name} has no fixture: add one to api/test/matrix/${name.split('.')[0]}.ts`);
      const everyone = [null, ...matrix.actors];
      await matrix.leaveHomes();
      const faults = await keepOut(name, route, fixture, everyone);
      const shared = writes(route) ? null : await fixture.call(matrix, matrix.self);
      let done = false;
      for (const actor of everyone) {
        if (!expectedOf(route, fixture, shared ?? { owner: matrix.self.accountId }, actor).open) continue;
        const result = await letIn(name, route, fixture, actor, shared);
        faults.push(...result.faults);
        done ||= result.done;
      }
      await fixture.after?.(matrix);
      expect(faults).toEqual([]);
      if (fixture.nobody === undefined) expect([name, 'got through', done]).toEqual([name, 'got through', true]);
    },
    30_000,
  );

  it('gave nothing away', () => {
    expect(leaks).toEqual([]);
  });
});
