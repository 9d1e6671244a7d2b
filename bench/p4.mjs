/**
 * P4: the ladder and the lists when a district has a million open complaints: what a sweep costs by what is due, ten thousand due
 * at once by two instances, and the first page of a list. `node bench/p4.mjs [complaints]`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/build.mjs';
import { startDatabase } from './database.mjs';
import { start, stopAll } from './processes.mjs';

const MANY = Number(process.argv[2] ?? 1_000_000);
const FEW = MANY / 10;
const DUE = 100;
const AT_ONCE = Math.min(10_000, MANY);
const TURNS = 12;
const REQUESTS = 200;
/** The rows and indexes of a million complaints fit (docs/operations.md says how large a city's has to be). */
const POOL = process.env.P4_POOL ?? '3G';
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const round = (value, digits = 2) => Number(value.toFixed(digits));
const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const p95 = (values) => sorted(values)[Math.floor(values.length * 0.95)];

/** Milliseconds of one sweep of what is due, several times; the first, which warms up, is not counted. */
async function sweeps({ dataSource, sweep, scene }, among, turns) {
  const times = [];
  for (let turn = 0; turn <= TURNS; turn++) {
    await scene.makeDue(dataSource, DUE, among, turns.next++);
    const began = performance.now();
    const hops = await sweep.run(scene.NOW);
    if (hops !== DUE) throw new Error(`${hops} hops of ${DUE}`);
    if (turn > 0) times.push(performance.now() - began);
  }
  return times;
}

/** Ten thousand due at once and two instances: until both find nothing more. */
async function atOnce({ dataSource, scene, env }) {
  // Clocks are made due again and again here: the timelines of the sweeps before do not count.
  await dataSource.query('TRUNCATE complaint_event');
  await scene.makeDue(dataSource, AT_ONCE, MANY, 50);
  const [{ before }] = await dataSource.query('SELECT COUNT(*) AS `before` FROM complaint_event');
  const instances = await Promise.all(
    [1, 2].map(() => start(process.execPath, [at('p4-sweeper.mjs')], { env: { ...env, P4_NOW: scene.NOW.toISOString() }, ready: /ready sweeper/ })),
  );
  const began = performance.now();
  for (const { pid } of instances) process.kill(pid, 'SIGUSR2');
  const said = await Promise.all(instances.map(done));
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(instances.map((each) => each.stop()));
  const [{ after }] = await dataSource.query('SELECT COUNT(*) AS after FROM complaint_event');
  return { seconds, shares: said.map(({ hops }) => hops), events: Number(after) - Number(before), doubles: await scene.doubles(dataSource) };
}

async function done(child) {
  for (;;) {
    const found = /done (\{.*\})/.exec(child.said());
    if (found) return JSON.parse(found[1]);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Milliseconds in the server of each list, over HTTP without a wire. */
async function lists({ app, cookie }, paths) {
  const answers = {};
  for (const [name, path] of Object.entries(paths)) {
    const times = [];
    for (let request = 0; request < REQUESTS + 10; request++) {
      const began = performance.now();
      const { statusCode, body } = await app.inject({ url: path, headers: { cookie } });
      if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${body.slice(0, 300)}`);
      if (request >= 10) times.push(performance.now() - began);
    }
    answers[name] = p95(times);
    console.error(`${name}: p95 ${round(answers[name])} ms, median ${round(median(times))} ms`);
  }
  return answers;
}

export const LISTS = {
  'open, first page': '/api/complaints/work?tab=open&limit=20',
  'done, first page': '/api/complaints/work?tab=done&limit=20',
  'table, first page': '/api/complaints/table',
  'table by state': '/api/complaints/table?state=responded',
  'table by a state nobody is in': '/api/complaints/table?state=unsolved',
  'table by category': '/api/complaints/table?category=fees',
  'table by title': `/api/complaints/table?title=${encodeURIComponent('漏水')}`,
  'table by community': `/api/complaints/table?community=${encodeURIComponent('华阳')}`,
  'table by level': '/api/complaints/table?level=company',
  'table by rating': '/api/complaints/table?rating=dissatisfied',
  'table by kind': '/api/complaints/table?kind=suggestion',
  'table by source': '/api/complaints/table?source=letter',
  'table by a source that nobody used': '/api/complaints/table?source=open311',
  'table by class': '/api/complaints/table?class=outside',
  'table by flag': '/api/complaints/table?flag=grave',
  'table by flag and state': '/api/complaints/table?flag=repeated&state=submitted',
  'table by measure': '/api/complaints/table?measure=reopened',
  'table by a measure that is none': '/api/complaints/table?measure=satisfied',
  'table by a common measure': '/api/complaints/table?measure=responded',
  'table of the late': '/api/complaints/table?late=1',
  'table of the overdue': '/api/complaints/table?overdue=1',
  'table of a week': '/api/complaints/table?from=2026-03-02&to=2026-03-08',
};

/** Read by the city's officer: a quarter of a million cases in two thousand communities, as the sums are kept. */
const FIGURES = {
  'city-quarter': '/api/figures?from=2026-07&to=2026-09&by=district',
  'city-quarter by company': '/api/figures?from=2026-07&to=2026-09&by=company',
  'city-quarter by community': '/api/figures?from=2026-07&to=2026-09&by=community',
};

async function measure(stage) {
  const { dataSource, scene } = stage;
  const turns = { next: 1 };
  await scene.makeComplaints(dataSource, stage.district, 0, FEW);
  const few = await sweeps(stage, FEW, turns);
  console.error(`${DUE} due among ${FEW}: ${few.map((each) => round(each, 1)).join(', ')} ms`);
  await scene.makeComplaints(dataSource, stage.district, FEW, MANY);
  const many = await sweeps(stage, MANY, turns);
  console.error(`${DUE} due among ${MANY}: ${many.map((each) => round(each, 1)).join(', ')} ms`);
  const once = await atOnce(stage);
  console.error(`at once: ${JSON.stringify(once)}`);
  await scene.makeFigures(dataSource);
  return { few, many, once, lists: await lists(stage, LISTS), figures: await lists({ ...stage, cookie: stage.city }, FIGURES) };
}

function results({ few, many, once, lists: pages, figures }) {
  const entry = (name, value, unit, how, rest = {}) => ({ name, value, bare: null, ratio: null, unit, how, ...rest });
  return [
    entry('P4 sweep', round(median(many), 1), 'ms', `${DUE} due among ${MANY} open, median of ${TURNS}; beside it the same among ${FEW}; limit 1.2`, {
      bare: round(median(few), 1),
      ratio: round(median(many) / median(few)),
    }),
    entry(
      'P4 at once',
      round(once.seconds, 1),
      's',
      `${AT_ONCE} due at once, two instances took ${once.shares.join(' and ')}; ${once.doubles} twice; limit 60`,
      { limit: 60 },
    ),
    ...Object.entries(pages).map(([name, value]) =>
      entry(`P4 list: ${name}`, round(value), 'ms', `p95 of ${REQUESTS} requests in the server, a district with ${MANY} complaints; limit 50`, { limit: 50 }),
    ),
    ...Object.entries(figures).map(([name, value]) =>
      entry(
        `P4 figures: ${name}`,
        round(value),
        'ms',
        `p95 of ${REQUESTS} requests in the server; 1,000,000 cases of 2,000 communities in three months; limit 300`,
        { limit: 300 },
      ),
    ),
  ];
}

async function main() {
  await build({ h5: false });
  const { createApp, entities, makeDataSource, readConfig, seedCity, Signer, Vault } = await import('./api.mjs');
  const { signIn } = await import('./scene.mjs');
  const { LadderSweep } = await import('../api/dist/complaint/index.js');
  const scene = await import('./p4-scene.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'wuye-p4-'));
  const database = await startDatabase([`--innodb-buffer-pool-size=${POOL}`]);
  try {
    const env = { NODE_ENV: 'development', DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error' };
    const config = readConfig({ ...process.env, ...env });
    const dataSource = await makeDataSource(config, entities).initialize();
    await dataSource.runMigrations({ transaction: 'each' });
    await dataSource.query('SET GLOBAL max_recursive_iterations = 10000000');
    await dataSource.destroy();
    await dataSource.initialize();
    await seedCity(dataSource, { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) }, { now: new Date('2026-02-01T00:00:00Z') });
    const officers = await dataSource.getRepository('appointment').findBy({ role: 'district_officer' });
    const officer = officers.find(({ personId }) => personId !== null);
    const communities = await dataSource.getRepository('community').findBy({ districtCode: officer.scopeId });
    const account = await dataSource.getRepository('account').findOneByOrFail({ personId: officer.personId });
    const app = await createApp({ config, dataSource, background: false });
    await app.init();
    const cookie = await signIn(dataSource, account.id);
    const cityOffice = (await dataSource.getRepository('appointment').findBy({ role: 'city_officer' })).find(({ personId }) => personId !== null);
    const cityAccount = await dataSource.getRepository('account').findOneByOrFail({ personId: cityOffice.personId });
    const stage = {
      city: await signIn(dataSource, cityAccount.id),
      dataSource,
      app,
      cookie,
      env,
      scene,
      sweep: app.get(LadderSweep),
      district: { communities, district: officer.scopeId },
    };
    save(results(await measure(stage)));
    await app.close();
    await dataSource.destroy();
  } finally {
    await stopAll();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts the rows beside those of the other measures. */
function save(rows) {
  const file = at('results.json');
  const others = JSON.parse(readFileSync(file, 'utf8')).filter(({ name }) => !name.startsWith('P4'));
  writeFileSync(file, `${JSON.stringify([...others, ...rows], null, 2)}\n`);
  for (const { name, value, unit, ratio } of rows) console.log(`${name}: ${value} ${unit}${ratio === null ? '' : ` (ratio ${ratio})`}`);
}

await main();
