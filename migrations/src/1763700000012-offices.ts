import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, createTable, dropTables, optional } from './dsl.js';

/** Streets as a scope, and what an appointment is limited to: features, a term. */
export class Offices1763700000012 implements MigrationInterface {
  readonly name = 'Offices1763700000012';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'street', { code: column.key(9), district_code: column.text(6), name: column.text(40) }, [
      ['street_by_district', ['district_code', 'code']],
    ]);
    await addColumns(runner, 'community', { street_code: optional(column.text(9)) });
    await runner.createIndex('community', new TableIndex({ name: 'community_by_street', columnNames: ['street_code', 'id'] }));
    await addColumns(runner, 'appointment', {
      permissions: optional(column.longText()),
      appointed_by: optional(column.ref()),
      term_ends_at: optional(column.instant()),
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('community', 'community_by_street');
    await runner.dropColumns('appointment', ['permissions', 'appointed_by', 'term_ends_at']);
    await runner.dropColumns('community', ['street_code']);
    await dropTables(runner, ['street']);
  }
}
