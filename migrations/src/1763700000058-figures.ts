import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** Figures, kept as things happen: facts that are only ever added, and the sums they are folded into. */
export class Figures1763700000058 implements MigrationInterface {
  readonly name = 'Figures1763700000058';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', { first_due_at: optional(column.instant()), late: column.flag(), counted: optional(column.text(200)) });
    const scope = { community_id: column.ref(), company_id: column.ref(), district_code: column.text(6), month: column.text(7), measure: column.text(16) };
    await createTable(runner, 'figure_fact', { id: column.id(), ...scope, bucket: column.count(), delta: column.count() });
    await createTable(runner, 'figure_tally', { id: column.id(), ...scope, n: column.count() }, [
      ['figure_tally_once', ['community_id', 'month', 'company_id', 'district_code', 'measure'], 'unique'],
      ['figure_tally_by_month', ['month', 'district_code']],
      ['figure_tally_by_company', ['company_id', 'month']],
    ]);
    await createTable(
      runner,
      'figure_spread',
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
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['figure_fact', 'figure_tally', 'figure_spread']);
    await runner.dropColumns('complaint', ['first_due_at', 'late', 'counted']);
  }
}
