import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable } from './dsl.js';

const SPREAD = 'figure_spread';
const WIDE = 'figure_spread_wide';
/** What does not tell a scope apart is empty. */
const NONE = "''";
const TIMES = ['respond_time', 'close_time'] as const;

/**
 * Spreads of times know their company and district, so that a median stands for every row that figures are asked by. They are counted
 * anew from the complaints, less the facts that are not folded yet: what was kept could not be told apart.
 */
export class FigureScopes1763700000077 implements MigrationInterface {
  readonly name = 'FigureScopes1763700000077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropTable(SPREAD);
    await createTable(
      runner,
      SPREAD,
      {
        id: column.id(),
        scope_type: column.text(16),
        scope_id: column.ref(),
        company_id: column.ref(),
        district_code: column.text(6),
        month: column.text(7),
        measure: column.text(16),
        bucket: column.count(),
        n: column.count(),
      },
      [
        ['figure_spread_once', ['scope_type', 'scope_id', 'month', 'measure', 'bucket', 'company_id', 'district_code'], 'unique'],
        ['figure_spread_cover', ['scope_type', 'scope_id', 'month', 'measure', 'bucket', 'company_id', 'district_code', 'n']],
      ],
    );
    await fill(runner, 'community', 'company_id', 'district_code', TIMES.map((measure) => counted(runner, measure)).join(' UNION ALL '));
    const places = `SELECT scope_id, company_id, district_code, month, measure, bucket, n FROM ${SPREAD} WHERE scope_type = 'community'`;
    await fill(runner, 'company', 'company_id', 'district_code', places.replace('scope_id', 'company_id AS scope_id'));
    await fill(runner, 'district', NONE, 'district_code', places.replace('scope_id', 'district_code AS scope_id'));
    await fill(runner, 'city', NONE, NONE, places.replace('scope_id', `${NONE} AS scope_id`));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['figure_spread_cover', 'figure_spread_once']) await runner.dropIndex(SPREAD, name);
    await runner.renameTable(SPREAD, WIDE);
    await createTable(
      runner,
      SPREAD,
      {
        id: column.id(),
        scope_type: column.text(16),
        scope_id: column.ref(),
        month: column.text(7),
        measure: column.text(16),
        bucket: column.count(),
        n: column.count(),
      },
      [['figure_spread_once', ['scope_type', 'scope_id', 'month', 'measure', 'bucket'], 'unique']],
    );
    await runner.query(
      `INSERT INTO ${SPREAD} (id, scope_type, scope_id, month, measure, bucket, n)
       SELECT MIN(id), scope_type, scope_id, month, measure, bucket, SUM(n) FROM ${WIDE} GROUP BY scope_type, scope_id, month, measure, bucket`,
    );
    await runner.dropTable(WIDE);
  }
}

/** The times of one measure, place by place: what each complaint counts as, and against it what is still to be folded. */
function counted(runner: QueryRunner, measure: (typeof TIMES)[number]): string {
  const tag = `"${measure}:`;
  const begun = `SUBSTR(counted, INSTR(counted, '${tag}') + ${tag.length})`;
  // The month is Shanghai's; each database has its own way to move an instant.
  const month =
    runner.connection.options.type === 'mysql' ? "DATE_FORMAT(submitted_at + INTERVAL 8 HOUR, '%Y-%m')" : "strftime('%Y-%m', submitted_at, '+8 hours')";
  return `SELECT community_id AS scope_id, company_id, district_code, ${month} AS month, '${measure}' AS measure,
      CAST(SUBSTR(${begun}, 1, INSTR(${begun}, '"') - 1) AS SIGNED) AS bucket, 1 AS n FROM complaint WHERE INSTR(counted, '${tag}') > 0
    UNION ALL SELECT community_id AS scope_id, company_id, district_code, month, measure, bucket, -delta AS n FROM figure_fact WHERE measure = '${measure}'`;
}

/** One kind of scope, added up from rows of a finer one. Ids are numbered: nothing looks them up. */
async function fill(runner: QueryRunner, scope: 'community' | 'company' | 'district' | 'city', company: string, district: string, rows: string): Promise<void> {
  const keys = ['scope_id', company, district, 'month', 'measure', 'bucket'].filter((key) => key !== NONE).join(', ');
  await runner.query(
    `INSERT INTO ${SPREAD} (id, scope_type, scope_id, company_id, district_code, month, measure, bucket, n)
     SELECT CONCAT('01KA${scope.slice(0, 4).toUpperCase()}', SUBSTR(CONCAT('000000000000000000', ROW_NUMBER() OVER (ORDER BY scope_id, month)), -18)), '${scope}',
       scope_id, company, district, month, measure, bucket, n
     FROM (SELECT scope_id, ${company} AS company, ${district} AS district, month, measure, bucket, SUM(n) AS n
       FROM (${rows}) kept GROUP BY ${keys} HAVING SUM(n) <> 0) added`,
  );
}
