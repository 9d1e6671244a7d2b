/** What P4 is measured on: a district with many complaints, made by SQL so that no row travels. */
import { createHash } from 'node:crypto';

/** Everything is swept at this instant: half an hour after the reminder of what is made due, before its end. */
export const NOW = new Date('2026-11-20T05:30:00.000Z');
const STARTED = "'2026-11-20 02:00:00.000'";
const DUE = "'2026-11-20 06:00:00.000'";
const NEXT = "'2026-11-20 05:00:00.000'";
/** One statement makes so many: a transaction of a size that a server takes. */
const CHUNK = 100_000;

const numbers = (from, count) => `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${from + count})`;
const idOf = (letters) => `CONCAT('01KA${letters}', LPAD(i, 20, '0'))`;
const CATEGORIES = ['elevator', 'water', 'power', 'cleaning', 'greenery', 'noise', 'parking', 'security', 'fees', 'other'];

/** What few complaints are: they lie far from the newest, where a walk through the district comes last. */
const RARE = 'i % 50000 = 7';
const rare = (value, other) => `IF(${RARE}, ${value}, ${other})`;

/** Complaints `from` … `to`, all open, of one district, their clocks far from due; every tenth answered, one in 50,000 as hardly any other. */
export async function makeComplaints(dataSource, { communities, district }, from, to) {
  const community = `ELT(1 + i % ${communities.length}, ${communities.map(({ id }) => `'${id}'`).join(', ')})`;
  const company = `ELT(1 + i % ${communities.length}, ${communities.map(({ companyId }) => `'${companyId}'`).join(', ')})`;
  const category = `ELT(1 + i % 10, ${CATEGORIES.map((each) => `'${each}'`).join(', ')})`;
  const at = `TIMESTAMPADD(SECOND, i * 20, '2026-03-01 00:00:00.000')`;
  const later = `TIMESTAMPADD(SECOND, i, '2026-12-01 00:00:00.000')`;
  for (let first = from; first < to; first += CHUNK) {
    const count = Math.min(CHUNK, to - first);
    await dataSource.query(
      `INSERT INTO complaint (id, no, account_id, community_id, company_id, district_code, street_code, policy, policy_version, kind, category, title, pictures,
         anonymous, state, class, grave, grouped, repeated, counted, reopened, source, level, round, is_open, sort_at, submitted_at, due_at)
       ${numbers(first, count)} SELECT ${idOf('QQ')}, CONCAT(20000000 + i DIV 1000000, '-', LPAD(i % 1000000, 6, '0')), ${idOf('AA')}, ${community}, ${company}, '${district}',
         '${district}001', 'chengdu', 0, ${rare("'suggestion'", "'repair'")}, ${category}, CONCAT('测试·', i % 1000), '[]', 0, IF(i % 10 = 0, 'responded', 'submitted'), ${rare("'outside'", 'NULL')}, ${rare(1, 0)}, ${rare(1, 0)}, ${rare(1, 0)},
         ${rare(`'["cases","reopened","grave"]'`, `IF(i % 10 = 0, '["cases","responded"]', '["cases"]')`)}, ${rare(1, 0)}, ${rare("'letter'", "'code'")}, 'manager', 1, 1, ${later}, ${at}, ${later} FROM n`,
    );
    await dataSource.query(
      `INSERT INTO complaint_clock (id, complaint_id, clock, round, started_at, due_at, rung, next_at, sentence, source)
       ${numbers(first, count)} SELECT ${idOf('KK')}, ${idOf('QQ')}, 'respond', 1, ${at}, ${later}, -1, ${later}, '{from} {due}', '-' FROM n`,
    );
    for (const tag of ['grave', 'grouped', 'repeated', 'reopened'])
      await dataSource.query(
        `INSERT INTO complaint_tag (district_code, tag, id) ${numbers(first, count)} SELECT '${district}', '${tag}', ${idOf('QQ')} FROM n WHERE ${RARE}`,
      );
    await dataSource.query(
      `INSERT INTO complaint_tag (district_code, tag, id) ${numbers(first, count)} SELECT '${district}', 'responded', ${idOf('QQ')} FROM n WHERE i % 10 = 0`,
    );
  }
  await dataSource.query('ANALYZE TABLE complaint, complaint_clock, complaint_tag');
}

/** Makes `count` clocks of the first `among` due: the next ones each time, so that no two sweeps meet the same. */
export async function makeDue(dataSource, count, among, turn) {
  const step = Math.floor(among / count);
  const ids = Array.from({ length: count }, (_, index) => `'01KAKK${String((index * step + turn) % among).padStart(20, '0')}'`);
  await dataSource.query(
    `UPDATE complaint_clock SET rung = -1, hop_due_at = NULL, started_at = ${STARTED}, due_at = ${DUE}, next_at = ${NEXT}, lease_until = NULL WHERE id IN (${ids.join(', ')})`,
  );
}

/** Of every kind of scope: how many there are, into how many buckets a month's times fall, and whose they are. */
const SPREADS = [
  ['community', 2_000, 110, idOf('CC'), "CONCAT('01KACO', LPAD(i % 400, 20, '0'))", "CONCAT('51', LPAD(i % 20, 4, '0'))"],
  ['company', 400, 450, "CONCAT('01KACO', LPAD(i, 20, '0'))", "CONCAT('01KACO', LPAD(i, 20, '0'))", "CONCAT('51', LPAD(i % 20, 4, '0'))"],
  ['district', 20, 450, "CONCAT('51', LPAD(i, 4, '0'))", "''", "CONCAT('51', LPAD(i, 4, '0'))"],
  ['city', 1, 450, "''", "''", "''"],
];

/** The sums of a quarter with 1,000,000 cases in 2,000 communities of 400 companies and 20 districts, and the spreads of their times. */
export async function makeFigures(dataSource) {
  const months = ['2026-07', '2026-08', '2026-09'];
  const measures = ['cases', 'responded', 'on_time', 'late', 'closed', 'resolved', 'rated', 'satisfied', 'reopened'];
  for (const month of months) {
    for (const [order, measure] of measures.entries()) {
      await dataSource.query(
        `INSERT INTO figure_tally (id, community_id, company_id, district_code, month, measure, n) ${numbers(0, 2000)}
         SELECT CONCAT('01KT${month.slice(-2)}${order}', LPAD(i, 19, '0')), ${idOf('CC')}, CONCAT('01KACO', LPAD(i % 400, 20, '0')), CONCAT('51', LPAD(i % 20, 4, '0')), '${month}', '${measure}', 160 + i % 14 FROM n`,
      );
    }
    for (const [order, measure] of ['respond_time', 'close_time'].entries()) {
      for (const [at, [scope, many, buckets, id, company, district]] of SPREADS.entries()) {
        await dataSource.query(
          `INSERT INTO figure_spread (id, scope_type, scope_id, company_id, district_code, month, measure, bucket, n) ${numbers(0, many)}, k(bucket) AS (SELECT 0 UNION ALL SELECT bucket + 1 FROM k WHERE bucket + 1 < ${buckets})
           SELECT CONCAT('01K${at}${month.slice(-2)}${order}', LPAD(i, 9, '0'), LPAD(bucket, 10, '0')), '${scope}', ${id}, ${company}, ${district}, '${month}', '${measure}', (bucket * 7 + i) % 450 * 10, 2
           FROM n, k`,
        );
      }
    }
  }
  await dataSource.query('ANALYZE TABLE figure_tally, figure_spread');
}

/** Hops that stand twice on one complaint's timeline. */
export async function doubles(dataSource) {
  const [{ n }] = await dataSource.query(
    'SELECT COUNT(*) AS n FROM (SELECT complaint_id, kind FROM complaint_event GROUP BY complaint_id, kind HAVING COUNT(*) > 1) twice',
  );
  return Number(n);
}

/** A token's digest, as sessions keep it. */
export const digest = (token) => createHash('sha256').update(token).digest('hex');
