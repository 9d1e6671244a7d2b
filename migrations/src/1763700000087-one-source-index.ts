import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Two indexes said the same: every submission kept up both. */
export class OneSourceIndex1763700000087 implements MigrationInterface {
  readonly name = 'OneSourceIndex1763700000087';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('complaint', 'complaint_by_source');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.createIndex('complaint', new TableIndex({ name: 'complaint_by_source', columnNames: ['district_code', 'source', 'id'] }));
  }
}
