/**
 * P9: the look-up of titles by name and id number among five million, beside a bare select by the same index: what our code adds to the
 * database's own work. MariaDB; rows are made in SQL. `node bench/titles.mjs [titles] [seconds]`
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from '../scripts/build.mjs';
import { startDatabase } from './database.mjs';
import { stopAll } from './processes.mjs';

const TITLES = Number(process.argv[2] ?? 5_000_000);
/** Loading ends then, wherever it is. */
const LOADING = Number(process.argv[3] ?? 300) * 1000;
const KNOWN = 2_000;
const CONCURRENCY = 8;
const ROUNDS = 7;
const SECONDS = 3;
const CHUNK = 250_000;
const LIMIT = 1.5;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value, digits = 2) => Number(value.toFixed(digits));

/** Rows of nobody, their hashes spread as real ones are, then those that are looked up. */
async function fill(dataSource, vault, newId) {
  const begun = performance.now();
  const sealed = vault.seal('title.owner_name', '某某某');
  let count = 0;
  while (count < TITLES && performance.now() - begun < LOADING) {
    const some = Math.min(CHUNK, TITLES - count);
    await dataSource.query(
      `INSERT INTO title (id, house_id, owner_name, owner_name_hash, id_type, id_number, id_number_hash, registered_at)
       SELECT CONCAT('01', LPAD(seq + ${count}, 24, '0')), CONCAT('01', LPAD(seq + ${count}, 24, '1')), ?, CONCAT('dev.', LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('n', seq + ${count}), 256))), 43)),
         'resident', ?, CONCAT('dev.', LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('i', seq + ${count}), 256))), 43)), '2019-03-05' FROM seq_1_to_${some}`,
      [sealed, sealed],
    );
    count += some;
    console.error(`${count} titles after ${round((performance.now() - begun) / 1000, 0)} s`);
  }
  const people = Array.from({ length: KNOWN }, (_, index) => ({ name: `业主${index}`, idType: 'hk-macau', idNumber: `H${String(index).padStart(8, '0')}` }));
  const now = new Date();
  const rows = people.map(({ name, idNumber }) => ({
    ...{ id: newId(now), houseId: newId(now), ownerName: sealed, idType: 'hk-macau', idNumber: sealed, registeredAt: now },
    ownerNameHash: vault.index('title.owner_name', name),
    idNumberHash: vault.index('title.id_number', idNumber),
  }));
  for (let from = 0; from < KNOWN; from += 500)
    await dataSource
      .createQueryBuilder()
      .insert()
      .into('title')
      .values(rows.slice(from, from + 500))
      .updateEntity(false)
      .execute();
  await dataSource.query('ANALYZE TABLE title');
  return { people, rows, count: count + KNOWN };
}

/** How many a second, by so many at once; each next one is another person. */
async function rate(work) {
  let [done, next] = [0, Math.floor(Math.random() * KNOWN)];
  const until = performance.now() + SECONDS * 1000;
  const one = async () => {
    while (performance.now() < until) {
      await work(next++ % KNOWN);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  return done / SECONDS;
}

await build({ h5: false });
try {
  const server = await startDatabase();
  const { entities, makeDataSource, newId, readConfig, Vault } = await import('./api.mjs');
  const { Places, Titles } = await import('../api/dist/register/index.js');
  const config = readConfig({ DATABASE_URL: server.url, DATABASE_POOL: String(CONCURRENCY) });
  const dataSource = await makeDataSource(config, entities).initialize();
  await dataSource.runMigrations({ transaction: 'each' });
  const vault = new Vault(config.DATA_KEYS);
  const { people, rows, count } = await fill(dataSource, vault, newId);
  const titles = new Titles(vault, new Places());

  const mysql = createRequire(new URL('../api/package.json', import.meta.url))('mysql2/promise');
  const pool = mysql.createPool({ uri: server.url, connectionLimit: CONCURRENCY });
  const bare =
    'SELECT id, house_id, owner_name, owner_name_hash, id_type, id_number, id_number_hash, registered_at, place, fetched_at FROM title WHERE id_number_hash = ? AND owner_name_hash = ?';
  const ours = async (index) => {
    const { titles: found } = await titles.find(dataSource.manager, people[index]);
    if (found !== 1) throw new Error(`Of ${people[index].name} there are ${found} titles.`);
  };
  const theirs = async (index) => {
    const [found] = await pool.execute(bare, [rows[index].idNumberHash, rows[index].ownerNameHash]);
    if (found.length !== 1) throw new Error('The bare select found nothing.');
  };
  await rate(ours);
  await rate(theirs);
  const pairs = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    const [own, other] = turn % 2 ? [await rate(ours), await rate(theirs)] : (([b, a]) => [a, b])([await rate(theirs), await rate(ours)]);
    pairs.push({ ours: own, bare: other, times: other / own });
  }
  const times = pairs.map((pair) => pair.times);
  const result = {
    name: 'P9 titles',
    value: round((CONCURRENCY * 1000) / median(pairs.map((pair) => pair.ours))),
    bare: round((CONCURRENCY * 1000) / median(pairs.map((pair) => pair.bare))),
    ratio: round(median(times)),
    unit: 'ms',
    how: `a look-up by name and id number among ${count} titles (hashes of the number included), beside a prepared select by the same index; ${ROUNDS} rounds of ${SECONDS} s in turns, ${CONCURRENCY} at once; ratio: median of the pairs' times, lowest and highest ${round(Math.min(...times))} and ${round(Math.max(...times))}; MariaDB ${server.version}; limit ${LIMIT} times`,
  };
  console.table([{ ...result, how: undefined }]);
  const file = new URL('results.json', import.meta.url);
  const others = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).filter(({ name }) => name !== result.name) : [];
  writeFileSync(file, `${JSON.stringify([...others, result], null, 2)}\n`);
  if (result.ratio > LIMIT) {
    console.error(`Not reached: ${result.ratio} times the bare select, at most ${LIMIT}.`);
    process.exitCode = 1;
  }
  await pool.end();
  await dataSource.destroy();
  await server.stop();
} finally {
  await stopAll();
}
