import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addColumns, column, optional } from './dsl.js';

/** When a consent was taken back: its row stays as proof for its term. */
export class Consents1763700000040 implements MigrationInterface {
  readonly name = 'Consents1763700000040';

  async up(runner: QueryRunner): Promise<void> {
    await addColumns(runner, 'consent', { withdrawn_at: optional(column.instant()) });
    await runner.createIndex('consent', new TableIndex({ name: 'consent_by_withdrawal', columnNames: ['withdrawn_at'] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('consent', 'consent_by_withdrawal');
    await runner.dropColumns('consent', ['withdrawn_at']);
  }
}
