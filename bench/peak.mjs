/**
 * P6: binding at a peak. So many people come back from the face check within a minute, to a register that answers 20 questions a second;
 * each then looks at the queue as the page does, and presses 提交绑定. Nobody may be refused, the register is asked in order and never faster
 * than it bears, and the page's answers stay quick. `node bench/peak.mjs [people] [seconds]`: on MariaDB (two instances) and on SQLite.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';
import { build } from '../scripts/build.mjs';
import { NODE_FLAGS } from '../scripts/runtime.mjs';
import { startDatabase } from './database.mjs';
import { freePort, start, stopAll } from './processes.mjs';

const PEOPLE = Number(process.argv[2] ?? 2_000);
const SECONDS = Number(process.argv[3] ?? 60);
/** Go first and are not counted: a city's servers are warm on such an evening. */
const WARM = 40;
const PER_SECOND = 20;
/** Over this a run has failed: the queue alone takes PEOPLE / PER_SECOND. */
const PATIENCE = (PEOPLE / PER_SECOND + 120) * 1000;
const LIMIT = 300;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, Math.max(milliseconds, 0)));
const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(Math.floor(values.length * part), values.length - 1)] ?? 0;
const round = (value, digits = 0) => Number(value.toFixed(digits));

/** The tests' own register, which checks signatures and refuses what comes too fast. */
async function startRegister(folder) {
  const { code } = transformFileSync(at('../api/test/ports/register.ts'), {
    swcrc: false,
    module: { type: 'es6' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  });
  const file = join(folder, 'register.mjs');
  writeFileSync(file, code);
  const { FakeRegister } = await import(pathToFileURL(file).href);
  const register = await FakeRegister.start();
  register.perSecond = PER_SECOND;
  register.latency = 200;
  return register;
}

/** WeChat, as far as a passed face check and a message need it. */
function startWechat() {
  const answers = {
    '/cgi-bin/stable_token': { access_token: 'bench', expires_in: 7200 },
    '/cityservice/face/identify/queryverifyinfo': { errcode: 0, errmsg: 'ok', verify_ret: 10000 },
    '/cgi-bin/message/template/send': { errcode: 0, errmsg: 'ok', msgid: 1 },
    '/cgi-bin/template/get_all_private_template': { template_list: [] },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url.split('?')[0]] ?? { errcode: 40066, errmsg: 'invalid url' };
    request.resume().once('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
  });
  const stop = () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve)));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, stop })));
}

/** 18 digits with their check digit. */
function idNumberOf(index) {
  const digits = `5199001985${String((index % 12) + 1).padStart(2, '0')}${String((index % 28) + 1).padStart(2, '0')}${String(index % 1000).padStart(3, '0')}`;
  const number = digits.slice(0, 2) + String(10 + (index >> 10)).padStart(2, '0') + digits.slice(4);
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, place) => total + weight * Number(number[place]), 0);
  return number + '10X98765432'[sum % 11];
}

/** Accounts with a session and an application whose face check has just ended, each with a house that the register holds under their name. */
async function prepare(env, register) {
  const { entities, makeDataSource, newId, readConfig, seedCity, Signer, Vault } = await import('./api.mjs');
  const { signIn } = await import('./scene.mjs');
  const config = readConfig(env);
  const dataSource = await makeDataSource(config, entities).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  const vault = new Vault(config.DATA_KEYS);
  const now = new Date();
  await seedCity(dataSource, { vault, signer: new Signer(config.SIGNING_KEYS) }, { communities: 4, houses: PEOPLE + WARM + 400, now });
  await dataSource.query('DELETE FROM title');
  const houses = await dataSource.query(
    `SELECT h.name, b.name AS building, c.name AS community FROM house h JOIN building b ON b.id = h.building_id JOIN community c ON c.id = h.community_id LIMIT ${PEOPLE + WARM}`,
  );
  const seal = (field, text) => vault.seal(`binding_application.${field}`, text);
  const people = [];
  /** Rows are gathered and written many at a time: a statement each would reach the disk each. */
  const rows = new Map();
  const gather = { getRepository: (name) => ({ insert: (row) => (rows.get(name) ?? rows.set(name, []).get(name)).push(row) }) };
  for (let index = 0; index < PEOPLE + WARM; index++) {
    const [name, idNumber, house] = [`排队${index}`, idNumberOf(index), houses[index % houses.length]];
    const [account, id] = [newId(now), newId(now)];
    await gather
      .getRepository('account')
      .insert({ id: account, openid: `opeak${account}`, personId: null, createdAt: now, subscribed: true, subscribedAt: now, subscriptionAt: now });
    await gather.getRepository('binding_application').insert({
      id,
      accountId: account,
      state: 'face',
      purpose: 'bind',
      name: seal('name', name),
      idType: 'resident',
      idNumber: seal('id_number', idNumber),
      phone: seal('phone', `139${String(index).padStart(8, '0')}`),
      faceVerifyId: `verify-${index}`,
      faceFailures: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    });
    register.titles.push({
      community: house.community,
      building: house.building,
      house: house.name,
      ownerName: name,
      idType: '身份证',
      idNumber,
      registeredAt: '2019-03-05',
    });
    people.push({ id, name, cookie: await signIn(gather, account, now) });
  }
  for (const [name, all] of rows)
    for (let from = 0; from < all.length; from += 500)
      await dataSource
        .createQueryBuilder()
        .insert()
        .into(name)
        .values(all.slice(from, from + 500))
        .updateEntity(false)
        .execute();
  await dataSource.destroy();
  return people;
}

/** One person: back from the face check, in the queue, 提交绑定. */
async function walk(person, base, figures, deadline) {
  const ask = async (kind, method, path, body) => {
    const begun = performance.now();
    const response = await fetch(`${base}/api/bindings/${person.id}${path}`, {
      method,
      headers: { cookie: person.cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    figures[kind].push(performance.now() - begun);
    if (response.status !== 200) figures.refused.push(`${kind}: ${response.status} ${answer.code}`);
    return response.status === 200 ? answer : null;
  };
  person.pressed = performance.now();
  let view = await ask('press', 'POST', '/face/result', {});
  while (view?.step === 'register') {
    if (performance.now() > deadline) return figures.refused.push('never answered');
    await sleep(Math.min(Math.max((view.turn?.seconds ?? 0) * 500, 2_000), 15_000));
    view = await ask('look', 'GET', '');
  }
  if (view?.step !== 'houses') return;
  figures.waited.push(performance.now() - person.pressed);
  if (await ask('confirm', 'POST', '/confirm', { houseIds: view.houses.map(({ id }) => id) })) figures.done += 1;
}

/** How far the register was asked out of the order of pressing, in places. */
function disorder(people, register) {
  const order = new Map([...people].sort((a, b) => a.pressed - b.pressed).map(({ name }, index) => [name, index]));
  return Math.max(...register.asked.map(({ name }, index) => Math.abs(order.get(name) - index)));
}

async function peak(label, databaseUrl, instances) {
  const folder = mkdtempSync(join(tmpdir(), 'wuye-peak-'));
  const [register, wechat] = [await startRegister(folder), await startWechat()];
  try {
    const ports = [];
    for (let index = 0; index < instances; index++) ports.push(await freePort());
    const envOf = (port) => ({
      ...{ DATA_DIR: folder, DATABASE_URL: databaseUrl, PORT: String(port), WECHAT_API_BASE: wechat.url, LOG_LEVEL: 'error' },
      ...register.settings(),
      ...{ REGISTER_TIMEOUT: '5', REGISTER_PER_SECOND: String(PER_SECOND) },
    });
    const everyone = await prepare(envOf(ports[0]), register);
    const people = everyone.slice(WARM);
    const servers = [];
    for (const port of ports) servers.push(await start(process.execPath, [...NODE_FLAGS, at('../api/dist/main.js')], { env: envOf(port), ready: /ready/ }));
    const fresh = () => ({ press: [], look: [], confirm: [], waited: [], refused: [], done: 0 });
    const base = (index) => `http://127.0.0.1:${ports[index % instances]}`;
    await Promise.all(everyone.slice(0, WARM).map((person, index) => walk(person, base(index), fresh(), performance.now() + PATIENCE)));
    register.asked.length = 0;
    register.refused = 0;
    const figures = fresh();
    const begun = performance.now();
    await Promise.all(
      people.map(async (person, index) => {
        await sleep((index * SECONDS * 1000) / PEOPLE);
        await walk(person, base(index), figures, begun + PATIENCE).catch((error) => figures.refused.push(String(error.cause ?? error)));
      }),
    );
    const spread = register.asked.map(({ at: time }) => register.asked.filter((each) => each.at >= time && each.at < time + 1000).length);
    const facts = {
      ...figures,
      seconds: (performance.now() - begun) / 1000,
      asked: register.asked.length,
      fastest: Math.max(...spread),
      tooFast: register.refused,
      disorder: disorder(people, register),
    };
    console.error(
      `${label}: done ${facts.done} of ${PEOPLE} in ${round(facts.seconds)} s, refused ${facts.refused.length} ${[...new Set(facts.refused)].slice(0, 5).join('; ')}`,
    );
    // What went wrong inside stands in the servers' own words.
    for (const { said } of servers)
      console.error(
        said()
          .replace(/^ready.*\n/m, '')
          .trim()
          .slice(-1500),
      );
    return facts;
  } finally {
    await stopAll();
    await Promise.all([register.close(), wechat.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultsOf(label, how, facts) {
  const answers = [...facts.press, ...facts.look, ...facts.confirm];
  const p95 = (values) => round(quantile(values, 0.95));
  const detail = `${how}; ${PEOPLE} people within ${SECONDS} s, then looking at the queue as the page does; ${facts.done} bound, ${facts.refused.length} refused, in ${round(facts.seconds)} s; ${facts.asked} questions, at most ${facts.fastest} in any second, ${facts.tooFast} refused by the register; farthest from the order of pressing ${facts.disorder} places`;
  const parts = `p95 of the press ${p95(facts.press)}, of a look at the queue ${p95(facts.look)} (${facts.look.length}), of 提交绑定 ${p95(facts.confirm)}; half within ${round(quantile(answers, 0.5))}`;
  return [
    {
      name: `P6 peak, ${label}`,
      value: p95(answers),
      bare: null,
      ratio: null,
      unit: 'ms',
      how: `95 of 100 answers; ${parts}; ${detail}; limit ${LIMIT}`,
      limit: LIMIT,
    },
    {
      name: `P6 wait, ${label}`,
      value: round(quantile(facts.waited, 0.95) / 1000, 1),
      bare: PEOPLE / PER_SECOND,
      ratio: null,
      unit: 's',
      how: 'from the press to the houses on the page, 95 of 100; beside it what the register alone takes for everyone',
    },
  ];
}

function keep(results) {
  const file = new URL('results.json', import.meta.url);
  const names = new Set(results.map(({ name }) => name));
  const others = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).filter(({ name }) => !names.has(name)) : [];
  writeFileSync(file, `${JSON.stringify([...others, ...results], null, 2)}\n`);
}

await build({ h5: false });
const results = [];
try {
  const database = await startDatabase();
  results.push(...resultsOf('MariaDB', `MariaDB ${database.version}, two instances`, await peak('MariaDB', database.url, 2)));
  await database.stop();
  results.push(...resultsOf('SQLite', 'embedded database, one instance', await peak('SQLite', '', 1)));
  console.table(results.map(({ name, value, bare, unit }) => ({ name, value, bare, unit })));
  keep(results);
} finally {
  await stopAll();
}
if (results.some(({ value, limit }) => limit !== undefined && value > limit)) process.exitCode = 1;
