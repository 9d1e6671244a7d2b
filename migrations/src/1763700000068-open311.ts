import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, createTable, dropTables, optional } from './dsl.js';

/** Keys of Open311: other systems that read and submit. */
export class Open3111763700000068 implements MigrationInterface {
  readonly name = 'Open3111763700000068';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      'open311_key',
      { id: column.id(), name: column.text(60), key_digest: column.text(64), created_at: column.instant(), revoked_at: optional(column.instant()) },
      [['open311_key_by_digest', ['key_digest'], 'unique']],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['open311_key']);
  }
}
