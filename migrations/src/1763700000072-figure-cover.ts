import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const NAME = 'figure_tally_by_month';

/** A quarter of a whole city is read from the index alone. */
export class FigureCover1763700000072 implements MigrationInterface {
  readonly name = 'FigureCover1763700000072';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('figure_tally', NAME);
    await runner.createIndex(
      'figure_tally',
      new TableIndex({ name: NAME, columnNames: ['month', 'district_code', 'company_id', 'community_id', 'measure', 'n'] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('figure_tally', NAME);
    await runner.createIndex('figure_tally', new TableIndex({ name: NAME, columnNames: ['month', 'district_code'] }));
  }
}
