import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables } from './dsl.js';

/** What each source's tables call their columns, and rows that wait for a community. */
export class Intake1763700000067 implements MigrationInterface {
  readonly name = 'Intake1763700000067';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'intake_mapping', { id: column.key(32), columns: column.longText(), saved_by: column.ref(), saved_at: column.instant() });
    await createTable(
      runner,
      'intake_unsorted',
      {
        id: column.id(),
        district_code: column.text(6),
        source: column.text(16),
        outside_no: column.text(64),
        content: column.longText(),
        imported_by: column.ref(),
        imported_at: column.instant(),
      },
      [
        ['intake_unsorted_once', ['source', 'outside_no'], 'unique'],
        ['intake_unsorted_by_district', ['district_code', 'id']],
      ],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['intake_mapping', 'intake_unsorted']);
  }
}
