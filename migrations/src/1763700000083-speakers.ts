import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** By what one caller is told from another, and the index by which a source is answered. */
export class Speakers1763700000083 implements MigrationInterface {
  readonly name = 'Speakers1763700000083';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'complaint', { caller_hash: optional(column.text(64)) });
    await runner.createIndex('complaint', new TableIndex({ name: 'complaint_by_source', columnNames: ['district_code', 'source', 'id'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint', 'complaint_by_source');
    await runner.dropColumns('complaint', ['caller_hash']);
  }
}
