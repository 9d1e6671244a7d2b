/** What P5 is measured on: one area with a hundred thousand owners, made by SQL, and the simulator that knows them all. */
import { fileURLToPath } from 'node:url';
import { entities, makeDataSource, readConfig, seedCity, Signer, Vault } from './api.mjs';
import { start } from './processes.mjs';

export const AREA = '510199';
const HOMES = 250;
const PREFIX = 'owner';
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Starts the simulator with a crowd of followers; gives its address and what the crowd's WeChat ids begin with. */
export async function startSimulator(port, dataDir, count) {
  const sim = await start(process.execPath, [at('../wechat-sim/dist/main.js'), '--verbose'], {
    env: { SIM_PORT: String(port), DATA_DIR: dataDir },
    ready: /http:\/\/localhost/,
  });
  const url = `http://127.0.0.1:${port}`;
  const post = async (path, body) => (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json();
  const { first } = await post('/sim/people/bulk', { count, prefix: PREFIX, following: 1 });
  await post('/sim/quota', { path: '/cgi-bin/message/template/send', limit: 10_000_000 });
  const sent = async () => (await fetch(`${url}/sim/templates`)).json();
  return { ...sim, url, post, head: first.slice(0, 16), sent };
}

/** `n` as the digits of an id: a recursive query counts, so that no row travels. */
const numbers = (count) => `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})`;
const idOf = (letters) => `CONCAT('01KA${letters}', LPAD(i, 20, '0'))`;

async function makeOwners(dataSource, head, count) {
  const now = '2026-11-01 00:00:00.000';
  const run = (sql) => dataSource.query(sql);
  const [{ company }] = await run('SELECT MIN(id) AS company FROM company');
  await run(`INSERT INTO district (code, name, bureau_name, bureau_phone) VALUES ('${AREA}', '测试区', '测试区住建局', '028-00000000')`);
  const communities = Math.ceil(count / HOMES);
  await run(`INSERT INTO community (id, district_code, company_id, name, address, service_phone, poster_version, created_at)
    ${numbers(communities)} SELECT ${idOf('CC')}, '${AREA}', '${company}', CONCAT('小区', i), '', '', 1, '${now}' FROM n`);
  await run(
    `INSERT INTO person (id, name, phone, phone_hash, certified, created_at) ${numbers(count)} SELECT ${idOf('PP')}, '', '', LPAD(i, 64, '0'), 'face', '${now}' FROM n`,
  );
  await run(
    `INSERT INTO account (id, openid, person_id, created_at) ${numbers(count)} SELECT ${idOf('AA')}, CONCAT('${head}', LPAD(i, 12, '0')), ${idOf('PP')}, '${now}' FROM n`,
  );
  await run(`INSERT INTO binding (id, person_id, house_id, community_id, bound_at)
    ${numbers(count)} SELECT ${idOf('BB')}, ${idOf('PP')}, ${idOf('HH')}, CONCAT('01KACC', LPAD(i DIV ${HOMES}, 20, '0')), '${now}' FROM n`);
  await run('ANALYZE TABLE binding, account, person, community');
}

/** Migrates, seeds, and makes the owners; gives the opened database. */
export async function setOwners(env, head, count) {
  const config = readConfig(env);
  const dataSource = await makeDataSource(config, entities).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  await seedCity(dataSource, { vault: new Vault(config.DATA_KEYS), signer: new Signer(config.SIGNING_KEYS) }, { now: new Date() });
  // A recursive query ends by itself after so many steps unless told otherwise.
  await dataSource.query(`SET GLOBAL max_recursive_iterations = ${count + 10}`);
  await dataSource.destroy();
  await dataSource.initialize();
  await makeOwners(dataSource, head, count);
  return dataSource;
}
